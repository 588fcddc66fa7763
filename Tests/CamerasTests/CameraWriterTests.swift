import Cameras
import Domain
import Foundation
import Testing

struct `A written camera file` {
    private static let file = #"""
        cameras:
          - id: "37010200001320000017"
            name: 'a "b" \ c: # 100 % 东门'
            url: rtsps://10.1.2.17/Streaming/Channels/101?x=1
            analyse: rtsp://10.1.2.17/Streaming/Channels/102
            transport: udp
            credentials: square
            position: [117.15, 36.65]
            placeClass: P1
            sensitivity: 4
            zones:
              - { name: gate, rule: intrusion, hours: "22:00-06:00", priority: 1, points: [[0.1,0.5],[0.6,0.5],[0.6,1]] }
              - { name: kerb, rule: crossing, line: [[0.0,0.6],[1.0,0.6]], direction: left }
              - { name: bench, rule: loitering, seconds: 120.5, points: [[0.2,0.7],[0.4,0.7],[0.4,0.9]] }
              - { name: road, rule: ignore, points: [[0,0],[1,0],[1,0.00025]] }
              - { name: flats, rule: private, points: [[0.7,0],[1,0],[1,0.4],[0.7,0.4]] }
              - { name: rest, rule: motion, points: [[0,0],[1,0],[1,1]] }
          - { id: "007", name: "12", url: rtsp://10.1.2.18/, station: jn-001 }

        """#

    private func folder() throws -> CityFolder {
        let folder = try CityFolder()
        folder.environment = ["WATCHPOST_CREDENTIAL_SQUARE": "admin:x"]
        try folder.write("cameras/a.yaml", Self.file)
        return folder
    }

    @Test func `reads back as the same cameras`() throws {
        let folder = try folder()
        let configuration = try #require(folder.load().configuration)
        for city in [nil, configuration.city] {
            try folder.write(
                "cameras/a.yaml", CameraWriter.text(of: configuration.cameras, in: city))
            #expect(folder.load().configuration?.cameras == configuration.cameras)
        }
        #expect(CameraWriter.text(of: []) == "cameras: []\n")
    }

    @Test func `leaves out a station that the position tells`() throws {
        let configuration = try #require(folder().load().configuration)
        let text = CameraWriter.text(of: configuration.cameras, in: configuration.city)
        #expect(!text.contains("jn-002"))
        #expect(text.contains("station: \"jn-001\""))
    }

    @Test func `goes over the API as it stands in a file`() throws {
        let folder = try folder()
        let cameras = try #require(folder.load().configuration?.cameras)
        let (forms, mistakes) = CameraForm.read(folder.path("cameras/a.yaml"))
        #expect(mistakes == [])
        let sent = try forms.map { form in
            let json = String(decoding: try JSONEncoder().encode(form.json), as: UTF8.self)
            return CameraRequest.camera(json: json, against: .unknown).camera
        }
        #expect(sent.map { $0?.id } == cameras.map(\.id))
        #expect(sent.map { $0?.name } == cameras.map(\.name))
        #expect(sent.map { $0?.zones } == cameras.map(\.zones))
        #expect(forms[0].line(of: "zones[2].points[1]") == 14)
        #expect(forms[1].line(of: "placeClass") == 18)
    }

    @Test func `is kept in a folder for its owner alone, and removed`() throws {
        let folder = try folder()
        let configuration = try #require(folder.load().configuration)
        let kept = CameraFolder(folder.path("own"))
        try kept.keep(configuration.cameras[1], in: configuration.city)
        try kept.keep(configuration.cameras[1], in: configuration.city)
        let manager = FileManager.default
        #expect(try manager.contentsOfDirectory(atPath: kept.path) == ["007.yaml"])
        let facts = try manager.attributesOfItem(atPath: "\(kept.path)/007.yaml")
        #expect(facts[.posixPermissions] as? Int == 0o600)
        try kept.remove("007")
        try kept.remove("007")
        #expect(try manager.contentsOfDirectory(atPath: kept.path) == [])
    }
}

struct `A camera in a request` {
    private static func read(_ json: String, id: CameraID? = nil) throws -> [String] {
        let folder = try CityFolder()
        let context = CameraContext(try #require(folder.load().configuration), Folders())
        return CameraRequest.camera(json: json, named: id, against: context).mistakes.map {
            "\($0.field ?? "-"): \($0.message)"
        }
    }

    private static let sound = #""name":"Gate","url":"rtsp://10.1.2.17/main","station":"jn-001""#

    @Test(
        arguments: [
            (#"{"id":"a","#, "}", []),
            (#"{"id":"a","grid":"g","status":{"x":1},"owner":"api","#, "}", []),
            (
                "{", "}",
                [
                    "id: a camera has no 'id'; expected a 20-digit GB/T 28181 number or 1 to 64 of "
                        + "a-z, 0-9 and -"
                ]
            ),
            (
                #"{"id":"a","placeclass":"P1","#, "}",
                ["placeclass: unknown key 'placeclass'; did you mean 'placeClass'?"]
            ),
            (
                #"{"id":"a","sensitivity":"3","#, "}",
                [
                    "sensitivity: 'sensitivity' is the text '3'; expected a whole number from 1 to 5 "
                        + "(1 is the least)"
                ]
            ),
            (
                #"{"id":"a","zones":[{"name":"z","rule":"motion"}],"#, "}",
                ["zones[0].points: a zone has no 'points'; expected three corners or more"]
            ),
            (
                #"{"id":"a","zones":[{"name":"z","rule":"motion","points":[[0,0],[2,0],[1,1]]}],"#,
                "}",
                [
                    "zones[0].points[1][0]: x of 'points' is '2'; expected a fraction of the picture from "
                        + "0 to 1"
                ]
            ),
            (
                #"{"id":"a","zones":[{"name":"z","rule":"ignore","points":[[0,0],[1,0],[1,1]]},"#
                    + #"{"name":"z","rule":"ignore","points":[[0,0],[1,0],[1,1]]}],"#,
                "}",
                ["zones[1]: zone 'z' is there twice; first in zones[0]"]
            ),
            (
                #"{"id":"a","credentials":"gate","#, "}",
                [
                    "credentials: credentials 'gate': no such name in credentials.yaml, nor is "
                        + "WATCHPOST_CREDENTIAL_GATE set; give it there, or name another"
                ]
            ),
            (
                "[{", "}]",
                ["-: the body is no JSON object; send one with the keys of a camera file"]
            ),
        ] as [(String, String, [String])])
    func `is read by the rules of files, each mistake with its field`(
        start: String, end: String, mistakes: [String]
    ) throws {
        #expect(try Self.read(start + Self.sound + end) == mistakes)
    }

    @Test func `has the id of its path, or no other`() throws {
        #expect(try Self.read("{\(Self.sound)}", id: "a") == [])
        #expect(
            try Self.read(#"{"id":"b",\#(Self.sound)}"#, id: "a")
                == ["id: 'id' is another than the path's, 'a'; leave it out"]
        )
    }

    @Test(arguments: [
        ("/etc/passwd", "is no rtsp:// or rtsps:// URL; a recording is watched from a camera file"),
        ("http://10.1.2.17/", "has an unknown scheme; expected rtsp://… or rtsps://…"),
        (
            "rtsp://admin:x@10.1.2.17/",
            "holds a user or password, or an @ that is not written %40; take it out of the URL, "
                + "put it into credentials.yaml, and name it in 'credentials:'"
        ),
        (
            "rtsp://192.0.2.1/",
            "names 192.0.2.1, which is in none of the networks that cameras may be in; correct it, "
                + "or add its network to 'cameraNetworks' in watchpost.yaml"
        ),
        (
            "rtsp://[::ffff:192.0.2.1]:554/",
            "names ::ffff:192.0.2.1, which is in none of the networks that cameras may be in; "
                + "correct it, or add its network to 'cameraNetworks' in watchpost.yaml"
        ),
    ])
    func `names no file, no password and no host elsewhere`(url: String, message: String) throws {
        let json = #"{"id":"a","name":"Gate","url":"\#(url)","station":"jn-001"}"#
        #expect(try Self.read(json) == ["url: 'url' \(message)"])
    }

    @Test func `of absurd depth is refused before it is read`() throws {
        let deep = String(repeating: "[", count: 30_000) + String(repeating: "]", count: 30_000)
        #expect(try Self.read("{\"id\":\(deep)}").count == 1)
    }
}

struct `The networks of cameras` {
    @Test func `are read, and hold every camera with an address`() throws {
        let folder = try CityFolder()
        try folder.write("config/watchpost.yaml", "cameraNetworks: [192.0.2.0/24, fd00::/8]\n")
        try folder.write(
            "cameras/a.yaml",
            """
            cameras:
              - { id: a, name: A, url: rtsp://192.0.2.7/, station: jn-001 }
              - { id: b, name: B, url: rtsp://10.1.2.17/, station: jn-001 }
              - { id: c, name: C, url: rtsp://camera.example/, station: jn-001 }

            """
        )
        let words = folder.words()
        #expect(words.count == 1)
        #expect(
            words.first?.hasPrefix("cameras/a.yaml:3: 'url' names 10.1.2.17, which is in none")
                == true)
    }

    @Test(arguments: [
        (
            "10.0.0.1/8",
            "'10.0.0.1/8' is no network: the address has bits beyond the first 8; write 10.0.0.0/8"
        ),
        (
            "office",
            "'office' is no network: it reads ADDRESS/BITS, such as 10.20.0.0/16 or fd00:7::/32"
        ),
    ])
    func `that are none are refused at their line`(text: String, message: String) throws {
        let folder = try CityFolder()
        try folder.write("config/watchpost.yaml", "cameraNetworks:\n  - 10.0.0.0/8\n  - \(text)\n")
        #expect(folder.words() == ["config/watchpost.yaml:3: 'cameraNetworks': \(message)"])
    }
}
