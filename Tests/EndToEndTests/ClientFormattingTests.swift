import Delivery
import Desk
import Domain
import Foundation
import Testing
import watchpost

struct `Text on a terminal` {
    @Test(
        arguments: [
            ("gate", 4), ("泉城广场 东门", 13), ("ｆｕｌｌ", 8), ("e\u{301}", 1), ("🚨", 2), ("❤\u{FE0F}", 2),
            ("", 0),
        ]
    )
    func `takes two columns for a wide character`(text: String, columns: Int) {
        #expect(DisplayWidth.of(text) == columns)
    }

    @Test func `is cut between characters, never inside a wide one`() {
        #expect(DisplayWidth.fit("泉城广场", to: 8) == "泉城广场")
        #expect(DisplayWidth.fit("泉城广场", to: 7) == "泉城广…")
        #expect(DisplayWidth.fit("泉城广场", to: 6) == "泉城…")
    }

    @Test func `stands in columns that begin at the same place`() {
        var table = TextTable(["NAME", "STATE"])
        table.append(["东门", "online"])
        table.append(["gate\u{1B}[2J", "off"])
        #expect(
            table.lines(width: nil) == ["NAME      STATE", "东门      online", "gate [2J  off"]
        )
        #expect(table.lines(width: 12).map { DisplayWidth.of($0) } == [12, 12, 12])
    }
}

struct `A queue's line` {
    private static let now = WallTime("2026-11-23T15:15:06+08:00")!

    private static func event(_ what: String, state: String = "raised") -> String {
        """
        {"type":"watchpost.alert.\(what).v1","time":"2026-11-23T15:14:20.100+08:00","data":{
         "alert":"01JDB2M4V9Q3Z8K7T6R5P4N3M2","kind":"panic-button","priority":1,"placeClass":"P5",
         "state":"\(state)","deadlines":{"accept":"2026-11-23T15:15:05+08:00",
         "onscene":"2026-11-23T15:19:20+08:00"},"actor":"li","signal":{"source":"school-12"},
         "why":{"text":"back \\u202Edoor"}}}
        """
    }

    private static func line(
        _ event: String,
        width: Int? = 80,
        answered: Set<String> = []
    ) -> String? {
        EventRow(event, now: now)?
            .text(TerminalStyle(width: width, hasColours: false), answered: answered)
    }

    @Test func `has all that is needed at once within 80 columns, also the place`() throws {
        #expect(
            Self.line(Self.event("continued"))
                == "15:14:20 continued  01JDB2M4V9Q3Z8K7T6R5P4N3M2 1/P5 panic… !15:15:05 school-12"
        )
        let short = try #require(Self.line(Self.event("raised"), width: 60))
        #expect(DisplayWidth.of(short) <= 60)
    }

    @Test func `has place and reason after that, without signs that turn the writing`() throws {
        let line = try #require(Self.line(Self.event("raised"), width: nil))
        #expect(line.hasSuffix("\"back \u{FFFD}door\""))
        #expect(line.contains("overdue 15:15:05 school-12 "))
    }

    @Test func `calls nothing overdue that was accepted`() throws {
        let alert: Set = ["01JDB2M4V9Q3Z8K7T6R5P4N3M2"]
        let later = try #require(Self.line(Self.event("raised"), width: 120, answered: alert))
        #expect(later.contains(" due 15:15:05 "))
        let short = try #require(Self.line(Self.event("raised"), answered: alert))
        #expect(short.contains("  15:15:05 "))
        let joined = try #require(Self.line(Self.event("continued", state: "accepted")))
        #expect(!joined.contains("15:15:05"))
        let event = Self.event("accepted", state: "accepted")
        let accepted = try #require(Self.line(event, width: 120))
        #expect(accepted.contains(" due 15:19:20"))
    }
}

struct `A line of the ladder` {
    private static func line(
        _ type: String,
        _ more: String,
        queue: String = "jn-017"
    ) throws -> String {
        let event = """
            {"type":"watchpost.\(type).v1","source":"/queues/\(queue)",
             "time":"2026-11-23T15:14:20.100+08:00","data":{"alert":"01JDB2M4V9Q3Z8K7T6R5P4N3M2",
             "kind":"door","priority":2,"placeClass":"P1","state":"raised","station":"jn-017",
             "signal":{"source":"gate"},"deadlines":{"accept":"2026-11-23T15:14:35+08:00",
             "onscene":"2026-11-23T15:15:20+08:00","contained":"2026-11-23T15:17:20+08:00"},
             \(more)}}
            """
        let row = try #require(EventRow(event, now: WallTime("2026-11-23T15:14:21+08:00")!))
        let line = row.text(TerminalStyle(width: nil, hasColours: false))
        return line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }

    private static let head = "01JDB2M4V9Q3Z8K7T6R5P4N3M2 2/P1 door"

    @Test(arguments: [
        (
            "stage.fired",
            #""stage":"neighbours","engaged":["jn-018","duty-370102"],"reason":"unattended""#,
            "fired", "neighbours gate jn-018, duty-370102 (unattended)"
        ),
        (
            "stage.warned", #""stage":"warning","engaged":["370102"],"late":3.4"#,
            "warned", "warning gate 370102, 3 s late"
        ),
        (
            "stage.breached", #""stage":"accepted","due":"2026-11-23T15:14:35+08:00""#,
            "breached", "not accepted gate by 15:14:35"
        ),
        (
            "stage.breached", #""stage":"onscene","due":"2026-11-23T15:15:20+08:00""#,
            "breached", "nobody on scene gate by 15:15:20"
        ),
        (
            "order.sent", #""unit":"car-1","actor":"li","alerts":["a","b"],"elapsed":26.2"#,
            "order sent", "due 15:15:20 gate car-1 by li after 26 s, for 2 alerts"
        ),
        ("order.accepted", #""unit":"car-1","actor":"car-1""#, "took order", "gate car-1"),
        (
            "alert.onscene", #""unit":"car-1","actor":"car-1","proof":"positions","elapsed":55"#,
            "onscene", "due 15:17:20 gate car-1 by its positions after 55 s"
        ),
        (
            "alert.released", #""actor":"li","from":"accepted","note":"called away""#,
            "released", "due 15:14:35 gate from accepted by li: called away"
        ),
        (
            "alert.raised",
            #""storm":true,"proposed":[{"unit":"car-1","distance":210,"age":2}],"exercise":true"#,
            "raised", "due 15:14:35 gate EXERCISE STORM car-1 is 210 m away"
        ),
    ])
    func `says what happened and to whom`(
        type: String,
        more: String,
        word: String,
        rest: String
    ) throws {
        #expect(try Self.line(type, more) == "15:14:20 \(word) \(Self.head) \(rest)")
    }

    @Test func `names the station where another's queue shows it`() throws {
        let line = try Self.line(
            "alert.closed", #""disposition":"real","actor":"li""#, queue: "370102")
        #expect(line == "15:14:20 closed \(Self.head) jn-017 gate real by li")
    }

    @Test func `tells that nobody reads a station's queue, and that somebody does again`() throws {
        func line(_ word: String, _ more: String) throws -> String? {
            let event = """
                {"type":"watchpost.station.\(word).v1","time":"2026-11-23T15:14:20.100+08:00",
                 "subject":"stations/jn-017","source":"/queues/370102",
                 "data":{"station":"jn-017"\(more)}}
                """
            return EventRow(event, now: WallTime("2026-11-23T15:14:21+08:00")!)?
                .text(TerminalStyle(width: nil, hasColours: false))
                .split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        }
        #expect(
            try line("unattended", "")
                == "15:14:20 unattended jn-017 station no terminal reads its queue"
        )
        #expect(
            try line("attended", ",\"lasted\":185,\"raised\":4")
                == "15:14:20 attended jn-017 station after 3 min 5 s, 4 alerts meanwhile"
        )
        let one = try line("attended", ",\"lasted\":5,\"raised\":1")
        #expect(one?.hasSuffix("after 5 s, 1 alert meanwhile") == true)
    }
}

struct `A server's way out` {
    @Test(arguments: [
        ("GET /v1/stations lists them", "watchpost station list"),
        ("GET /v1/units lists them", "watchpost unit list"),
        ("look at /v1/incidents/01JDB2 and act", "watchpost incident show 01JDB2'"),
        ("send another: GET /v1/units?status=available lists them", "--status available'"),
        (
            "close or release them first: POST /v1/alerts/{id}/release",
            "close or release them first: 'watchpost alert release'"
        ),
        ("GET /v1/alerts lists them", "watchpost alert list"),
        ("look at /v1/alerts/01JDB2 and act on what it says", "watchpost alert show 01JDB2'"),
        ("GET /v1/cameras lists them", "watchpost camera list"),
        ("try again; GET /v1/cameras/gate shows how it is", "watchpost camera show gate'"),
        ("choose another id, or PUT /v1/cameras/gate puts it there", "--replace: gate"),
        ("GET /v1/queues lists them; a queue bears its id", "jn-017"),
    ])
    func `is told in commands`(fix: String, words: String) throws {
        let advice = try #require(ShellAdvice.of(fix))
        #expect(advice.contains(words))
        #expect(!advice.contains("/v1"))
    }

    @Test func `stays where it names no path`() {
        #expect(ShellAdvice.of("give 1 to 4") == "give 1 to 4")
        #expect(ShellAdvice.of("ask /v1/what-comes-later") == nil)
    }
}

struct `A table on a narrow terminal` {
    private static func table(_ rows: [[String]]) -> TextTable {
        var table = TextTable(["ID", "NAME", "STATE", "STREAM"], gap: 1, yielding: [1])
        for row in rows { table.append(row) }
        return table
    }

    private static let rows = [
        ["37010200001320000017", "泉城广场 东门", "online", "h264 1280x720 12/s 0 s ago"],
        ["gate", "e\u{301}cole 🚨", "offline", "opening rtsp://127.0.0.1/x: connection refused"],
    ]

    @Test(arguments: [120, 100, 80, 60, 47])
    func `has no line that is wider`(width: Int) {
        for line in Self.table(Self.rows).lines(width: width) {
            #expect(DisplayWidth.of(line) <= width, "\(line)")
        }
    }

    @Test func `makes the widest of what yields narrower, and nothing else`() {
        let lines = Self.table(Self.rows).lines(width: 60)
        #expect(lines[1].hasPrefix("37010200001320000017 泉城广场 东门 online"))
        #expect(lines[1].hasSuffix("…"))
    }

    @Test func `begins its columns at the same place, whatever the characters`() {
        let lines = Self.table(Self.rows).lines(width: nil)
        let starts = ["STATE", "online", "offline"].enumerated().map { number, word in
            lines[number].range(of: word).map { DisplayWidth.of(lines[number][..<$0.lowerBound]) }
        }
        #expect(Set(starts).count == 1)
        #expect(starts[0] != nil)
    }
}

struct `A terminal's style` {
    @Test func `is as wide as its user says, else as it says, else 80 columns`() {
        #expect(TerminalStyle(columns: 120, environment: [:]).width == 120)
        #expect(TerminalStyle(columns: nil, environment: [:]).width == 80)
        #expect(TerminalStyle(columns: 120, environment: ["COLUMNS": "66"]).width == 66)
        #expect(TerminalStyle(columns: 120, environment: ["COLUMNS": "x"]).width == 120)
    }

    @Test func `has no colours where they are not wanted or not understood`() {
        #expect(TerminalStyle(columns: 80, environment: ["TERM": "xterm"]).hasColours)
        #expect(TerminalStyle(columns: 80, environment: ["NO_COLOR": ""]).hasColours)
        #expect(!TerminalStyle(columns: 80, environment: ["NO_COLOR": "1"]).hasColours)
        #expect(!TerminalStyle(columns: 80, environment: ["TERM": "dumb"]).hasColours)
    }
}

struct `A page of JSON` {
    @Test func `gives its items one line each, as they were`() {
        let page = #"""
            {
              "items": [ {"text": "a \"]} b", "n": [1, {"items": [2]}]},
                         {"时": 1.50} ],
              "next": null
            }
            """#
        #expect(
            JSONText.items(page.utf8)
                == [#"{"text":"a \"]} b","n":[1,{"items":[2]}]}"#, #"{"时":1.50}"#]
        )
    }
}

struct `JSON on a terminal` {
    @Test func `has the same values, and nothing that a terminal obeys`() {
        let text = "{\"a\":\"x\u{202E}y\u{9B}2J 时\"}"
        #expect(JSONText.harmless(text) == #"{"a":"x\u202ey\u009b2J 时"}"#)
    }
}

struct `A stream of lines` {
    @Test func `is cut the same wherever the bytes are split`() {
        let text = Array("{\"城\":1}\r\n\n{\"b\":2}\nhalf".utf8)
        for cut in text.indices {
            var splitter = LineSplitter()
            let lines = [text[..<cut], text[cut...]].flatMap { splitter.take($0) ?? ["too long"] }
            #expect(lines == ["{\"城\":1}", "", "{\"b\":2}"])
        }
    }

    @Test func `is given up where a line has no end`() {
        var splitter = LineSplitter(limit: 4)
        #expect(splitter.take("1234\n12345\n".utf8) == nil)
    }

    @Test func `consists of events, control lines and signs of life`() {
        let event = #"{"cursor":"1-7","type":"x"}"#
        let place = Cursor(epoch: 1, number: 7)
        #expect(StreamLine(event) == .event(StreamEvent(cursor: place, json: event)))
        #expect(StreamLine(#"{"control":"caught-up","cursor":"1-7"}"#) == .caughtUp(place))
        #expect(StreamLine(#"{"control":"gap","cursor":"1-7"}"#) == .gap)
        #expect(StreamLine("") == .keepAlive)
        #expect(StreamLine(#"{"cursor":"seven"}"#) == nil)
        #expect(StreamLine("<html>") == nil)
    }
}

struct `A start since` {
    @Test(arguments: ["90s", "10m", "2h", "1d"])
    func `takes a duration`(text: String) {
        #expect(SinceTime.parse(text) == text)
    }

    @Test func `takes a time with an offset`() {
        #expect(
            SinceTime.parse("2026-11-23T08:00:00+08:00") == "2026-11-23T08:00:00.000+08:00"
        )
    }

    @Test(arguments: ["", "m", "10", "-5m", "10w", "yesterday", "2026-11-23T08:00:00"])
    func `refuses what says no time`(text: String) {
        #expect(SinceTime.parse(text) == nil)
    }
}

struct `A place of a signal` {
    @Test func `is longitude, then latitude`() {
        #expect(SignalPosition.parse("117.021, 36.661") == [117.021, 36.661])
    }

    @Test(arguments: ["117", "36.6,117.0", "117,36,1", "nan,1", "a,b"])
    func `is refused where it is none`(text: String) {
        #expect(SignalPosition.parse(text) == nil)
    }
}
