import Cameras
import Foundation
import Testing

struct `A file that is no sound YAML` {
    @Test(arguments: [
        ("", "cameras/a.yaml:1: is empty"),
        ("# only a comment\n", "cameras/a.yaml:1: is empty"),
        (
            "cameras: x\n",
            "cameras/a.yaml:1: 'cameras' is 'x'; expected a list of cameras"
        ),
        ("cameras:\n", "cameras/a.yaml:1: 'cameras' is empty; expected a list of cameras"),
        (
            "- id: gate\n",
            "cameras/a.yaml:1: a camera file is a list; expected a mapping with keys such as "
                + "'cameras:'"
        ),
        (
            "cameras: []\n---\ncameras: []\n",
            "cameras/a.yaml:2: holds a second document (---); expected one a file"
        ),
        (
            "\ncameras: &a []\n",
            "cameras/a.yaml:2: has an anchor or alias (&name, *name); write the value out, or quote "
                + "the text"
        ),
        (
            "# &a\ncameras: [\"*a\", '&b', {\"x\":*a}]\n",
            "cameras/a.yaml:2: has an anchor or alias (&name, *name); write the value out, or quote "
                + "the text"
        ),
    ])
    func `is refused at its line`(text: String, message: String) throws {
        #expect(try CityFolder.mistakes(inCameras: text) == [message])
    }

    @Test(arguments: [
        ("cameras:\n  - id: gate\n    name: \"Gate\n", 4),
        ("cameras:\n\t- id: gate\n", 2),
        ("cameras:\n  - id: gate\n   name: Gate\n", 3),
        ("cameras: [\n  { id: gate\n", 3),
    ])
    func `has its line named and nothing of it quoted`(text: String, line: Int) throws {
        let found = try CityFolder.mistakes(inCameras: text)
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("cameras/a.yaml:\(line): is malformed YAML: "))
        #expect(!found[0].contains("Gate"))
    }

    @Test func `may hold what only looks like an anchor`() throws {
        let file = CityFolder.camera("").replacing("name: Gate", with: "name: Tom &Jerry's *gate")
        #expect(try CityFolder.mistakes(inCameras: file) == [])
    }

    @Test func `is refused at once where aliases would grow without end`() throws {
        var bomb = "a0: &a0 [x, x]\n"
        for level in 1...60 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(try CityFolder.mistakes(inCameras: bomb + "? *a60\n: x\n").count == 1)
    }

    @Test func `is refused where it nests without end`() throws {
        let deep = "cameras: " + String(repeating: "[", count: 100_000)
        #expect(try CityFolder.mistakes(inCameras: deep).count == 1)
    }

    @Test func `has keys that are given twice named with both lines, and the rest read`() throws {
        #expect(
            try CityFolder.mistakes(
                inCameras: """
                    cameras:
                      - id: gate
                        name: Gate
                        url: rtsp://10.1.2.17/main
                        name: Door
                        station: jn-001
                        sensitivity: 7
                        zones:
                          - { "name": z, rule: motion, "name": y, points: [[0,0],[1,0],[1,1]] }
                    """
            ) == [
                "cameras/a.yaml:5: key 'name' is given twice in one mapping; first in line 3",
                "cameras/a.yaml:7: 'sensitivity' is '7'; expected a whole number from 1 to 5 (1 is "
                    + "the least)",
                "cameras/a.yaml:9: key 'name' is given twice in one mapping; first in line 9",
            ]
        )
    }

    @Test func `is refused where it is not UTF-8`() throws {
        let folder = try CityFolder()
        try folder.write("cameras/a.yaml", Data("cameras:\n  - name: ".utf8) + [0xD6, 0xD0, 0x0A])
        #expect(
            folder.words() == [
                "cameras/a.yaml:2: is not UTF-8; save the file in that encoding"
            ]
        )
    }

    @Test func `is refused where it is too large`() throws {
        let folder = try CityFolder()
        let text = String(repeating: "# nothing\n", count: 850_000)
        try folder.write("cameras/a.yaml", text)
        #expect(
            folder.words() == [
                "cameras/a.yaml:1: is larger than 8 MiB; split it into several files"
            ]
        )
    }

    @Test func `is refused where it is a folder`() throws {
        let folder = try CityFolder()
        try folder.remove("cameras/a.yaml")
        try FileManager.default.createDirectory(
            at: folder.root.appending(path: "cameras/a.yaml"), withIntermediateDirectories: false
        )
        #expect(
            folder.words() == [
                "cameras/a.yaml:1: is not a file that can be read; expected a plain file"
            ]
        )
    }

    @Test func `may begin with a byte order mark`() throws {
        let folder = try CityFolder()
        try folder.write(
            "cameras/a.yaml", Data([0xEF, 0xBB, 0xBF]) + Data(CityFolder.camera("").utf8))
        #expect(folder.words() == [])
    }

    /// What parses is fuzzed: whatever a file holds, it is read or refused, never a crash.
    @Test func `never ends the process`() throws {
        let folder = try CityFolder()
        let sound = Array(
            CityFolder.camera(
                "    zones: [{ name: z, rule: motion, points: [[0,0],[1,0],[1,1]] }]\n    \"x\": 'y'"
            ).utf8
        )
        let spice = Array("[]{}:,-&*!|>'\"%@`#?\n\t \\~\u{0}é".utf8)
        var state: UInt64 = 2026
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<500 {
            var bytes = sound
            for _ in 0...next(4) {
                let at = next(bytes.count)
                switch next(3) {
                case 0: bytes[at] = spice[next(spice.count)]
                case 1: bytes.insert(spice[next(spice.count)], at: at)
                default: bytes.remove(at: at)
                }
            }
            try folder.write("cameras/a.yaml", Data(bytes))
            let (configuration, mistakes) = folder.load()
            #expect((configuration == nil) == mistakes.contains { !$0.isWarning })
            #expect(mistakes.allSatisfy { $0.line > 0 })
        }
    }
}
