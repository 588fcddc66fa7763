import Delivery
import Desk
import Domain
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
        #expect(StreamLine(#"{"control":"gap","cursor":"1-7"}"#) == .gap(place))
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
