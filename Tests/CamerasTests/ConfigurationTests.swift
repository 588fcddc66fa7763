import Cameras
import Desk
import Domain
import Foundation
import Testing

struct `A configuration` {
    @Test func `gives every setting`() throws {
        let folder = try CityFolder()
        try folder.write("config/watchpost.yaml", "listen: \"[::1]:0\"\ntimeZone: Europe/Berlin\n")
        let configuration = try #require(folder.load().configuration)
        #expect(configuration.listen.host == "::1")
        #expect(configuration.listen.port == 0)
        #expect(configuration.timeZone == "Europe/Berlin")
        #expect(configuration.city.stations.count == 2)
    }

    @Test(arguments: [
        ("lissten: x", "unknown key 'lissten'; did you mean 'listen'?"),
        (
            "storage: x",
            "unknown key 'storage'; expected listen, timeZone, cameraNetworks or log"
        ),
        ("listen: 8480", "'listen' is '8480'; expected HOST:PORT such as 127.0.0.1:8480"),
        ("listen: a:70000", "'listen' is 'a:70000'; expected HOST:PORT such as 127.0.0.1:8480"),
        (
            "timeZone: Asia/Shangai",
            "unknown time zone 'Asia/Shangai'; did you mean 'Asia/Shanghai'?"
        ),
    ])
    func `that is wrong is refused at its line`(line: String, message: String) throws {
        let folder = try CityFolder()
        try folder.write("config/watchpost.yaml", "# settings\n\(line)\n")
        #expect(folder.words() == ["config/watchpost.yaml:2: \(message)"])
    }

    @Test func `that is absent has its defaults, unless it was asked for`() throws {
        let folder = try CityFolder()
        try folder.remove("config/watchpost.yaml")
        let (configuration, mistakes) = folder.load()
        #expect(configuration?.listen == ListenAddress(host: "127.0.0.1", port: 8480))
        #expect(configuration?.timeZone == "Asia/Shanghai")
        #expect(mistakes.map(\.kind) == [.warning])
        #expect(folder.load(isConfigNamed: true).configuration == nil)
        #expect(folder.load(isConfigNamed: true).mistakes.map(\.kind) == [.missing])
        #expect(
            folder.words(isConfigNamed: true) == [
                "config/watchpost.yaml: no such file; expected the node's configuration"
            ]
        )
    }

    @Test(arguments: ["", "# nothing is set\n", "---\n"])
    func `that says nothing has its defaults`(text: String) throws {
        let folder = try CityFolder()
        try folder.write("config/watchpost.yaml", text)
        #expect(folder.words() == [])
        #expect(folder.load().configuration?.listen == .standard)
    }

    @Test func `has the mistakes of a file in the order of its lines`() throws {
        let folder = try CityFolder()
        try folder.write("config/watchpost.yaml", "timeZone: Nowhere\nlisten: 8480\nx: 1\n")
        #expect(folder.load().mistakes.map(\.line) == [1, 2, 3])
    }

    @Test func `without any camera file is warned that nothing is watched`() throws {
        let folder = try CityFolder()
        try folder.remove("cameras/a.yaml")
        #expect(
            folder.words() == [
                "cameras: warning: no camera files (*.yaml, *.yml) in it; it names no camera"
            ]
        )
    }

    @Test func `is refused where the folder of cameras is a file`() throws {
        let folder = try CityFolder()
        try folder.remove("cameras")
        try folder.write("cameras", "cameras: []\n")
        #expect(folder.words() == ["cameras: is a file; expected the folder of camera files"])
    }

    @Test func `is refused where the cameras of the API cannot be listed`() throws {
        let folder = try CityFolder()
        folder.hasData = true
        #expect(folder.words() == [])
        try FileManager.default.createDirectory(
            atPath: folder.path("data"), withIntermediateDirectories: true
        )
        #expect(folder.words() == [])
        try folder.write("data/cameras", "cameras: []\n")
        #expect(
            folder.words() == [
                "data/cameras: is a file; expected the folder of the cameras of the API"
            ]
        )
        #expect(folder.load().configuration == nil)
    }

    @Test func `that changes says what counts only when the node starts again`() throws {
        let folder = try CityFolder()
        let standing = try #require(folder.load().configuration)
        #expect(folder.reload(standing: standing).mistakes == [])
        try folder.write(
            "config/watchpost.yaml",
            "listen: 127.0.0.1:1\ntimeZone: UTC\ncameraNetworks: [10.1.2.0/24]\n"
        )
        let (configuration, mistakes) = folder.reload(standing: standing)
        #expect(configuration?.networks.contains([10, 2, 2, 17]) == false)
        #expect(configuration?.listen == standing.listen)
        #expect(
            mistakes.map(\.message) == [
                "'listen' has changed; that counts when the node starts again",
                "'timeZone' has changed; that counts when the node starts again",
            ]
        )
        #expect(mistakes.filter { !$0.isWarning } == [])
    }

    @Test func `is refused where a file leads in a circle`() throws {
        let folder = try CityFolder()
        let path = folder.path("cameras/b.yaml")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "b.yaml")
        #expect(
            folder.words() == [
                "cameras/b.yaml:1: cannot be opened: Too many levels of symbolic links; expected cameras"
            ]
        )
    }

    @Test(arguments: ["cameras", "seeds/city.yaml", "seeds/stations.yaml", "seeds/grids.geojson"])
    func `is refused where a folder or file is missing`(path: String) throws {
        let folder = try CityFolder()
        try folder.remove(path)
        let (configuration, mistakes) = folder.load()
        #expect(configuration == nil)
        #expect(mistakes.filter { !$0.isWarning }.map(\.kind) == [.missing])
        #expect(mistakes.contains { $0.file == folder.path(path) })
    }
}

struct `A response policy` {
    @Test func `sets what it names and keeps the rest`() throws {
        let folder = try CityFolder()
        try folder.write(
            "config/response.yaml",
            """
            version: "7"
            join: 0
            reading: by-force
            send: [P1, P3]
            radius: 30.5
            storm: 7
            deadlines:
              P3: { delivered: 2, accept: 20, dispatch: 40, warn: 80, onscene: 160, contained: 320.5 }
            priorities: { motion: 3, glass-break: 1 }
            """
        )
        var expected = ResponsePolicy.standard
        expected.version = "7"
        expected.join = 0
        expected.reading = .byForce
        expected.sends = [.p1, .p3]
        expected.radius = 30.5
        expected.storm = 7
        expected.milestones[.p3] = Milestones(
            accept: 20, dispatch: 40, warn: 80, onscene: 160, contained: 320.5
        )
        expected.priorities[.motion] = .three
        expected.priorities[AlertKind("glass-break")] = .one
        #expect(folder.words() == [])
        #expect(folder.load().configuration?.policy == expected)
    }

    @Test func `may have nobody sent by the desk`() throws {
        let folder = try CityFolder()
        try folder.write("config/response.yaml", "version: \"1\"\nsend: []\n")
        #expect(folder.load().configuration?.policy.sends == [])
    }

    @Test func `is taken up by a running node`() throws {
        let folder = try CityFolder()
        let standing = try #require(folder.load().configuration)
        try folder.write("config/response.yaml", "version: \"2\"\nreading: by-force\n")
        let (configuration, mistakes) = folder.reload(standing: standing)
        #expect(mistakes == [])
        #expect(configuration?.policy.version == "2")
        #expect(configuration?.policy.reading == .byForce)
        try folder.write("config/response.yaml", "version: \"3\"\nreading: by-luck\n")
        #expect(folder.reload(standing: standing).configuration == nil)
    }

    @Test func `that changes and keeps its version is said`() throws {
        let folder = try CityFolder()
        let standing = try #require(folder.load().configuration)
        try folder.write("config/response.yaml", "version: \"1\"\njoin: 5\n")
        let (configuration, mistakes) = folder.reload(standing: standing)
        #expect(configuration?.policy.join == 5)
        #expect(
            mistakes.map(\.message) == [
                "the policy has changed, and its version is '1' as before; alerts show it with a "
                    + "number after it: give every change a version of its own"
            ]
        )
        #expect(mistakes.map(\.kind) == [.warning])
        #expect(folder.watchedFiles.contains(folder.path("config/response.yaml")))
    }

    @Test(arguments: [
        ("joyn: 3", "2: unknown key 'joyn'; did you mean 'join'?"),
        ("join: -1", "2: 'join' is '-1'; expected a number from 0 to 3600 seconds"),
        ("join: soon", "2: 'join' is 'soon'; expected a number from 0 to 3600 seconds"),
        ("send: P1", "2: 'send' is 'P1'; expected a list of place classes such as [P1], or []"),
        ("send: [P2]", "2: 'send' is 'P2'; expected P1, P3 or P5; did you mean 'P1'?"),
        ("radius: 2", "2: 'radius' is '2'; expected a number from 5 to 1000 metres"),
        (
            "storm: 1.5",
            "2: 'storm' is '1.5'; expected a whole number from 2 to 10000 (alerts of one incident)"
        ),
        ("reading: by-luck", "2: 'reading' is 'by-luck'; expected by-place or by-force"),
        ("deadlines: { P2: 1 }", "2: unknown key 'P2'; did you mean 'P1'?"),
        ("priorities: { intrusoin: 2 }", "2: unknown kind 'intrusoin'; did you mean 'intrusion'?"),
        (
            "priorities: { motion: 0 }",
            "2: 'motion' is '0'; expected a whole number from 1 to 4 (1 is the highest)"
        ),
        (
            "deadlines:\n  P1: { delivered: 2, accept: 15, dispatch: 30, warn: 30, onscene: 60 }",
            "3: the deadlines of P1 has no 'contained'; expected seconds after the raise"
        ),
        (
            "deadlines:\n  P1: { delivered: 2, accept: 15, dispatch: 10, warn: 30, onscene: 60, contained: 90 }",
            "3: the deadlines of P1: 'dispatch' (10 s) is sooner than 'accept' (15 s); expected the "
                + "same or later"
        ),
    ])
    func `that is wrong is refused at its line`(lines: String, message: String) throws {
        let folder = try CityFolder()
        try folder.write("config/response.yaml", "version: \"1\"\n\(lines)\n")
        #expect(folder.words() == ["config/response.yaml:\(message)"])
    }

    @Test func `that promises a busy place sooner than a key site is said to`() throws {
        let folder = try CityFolder()
        try folder.write(
            "config/response.yaml",
            """
            version: "1"
            deadlines:
              P1: { delivered: 2, accept: 15, dispatch: 30, warn: 30, onscene: 200, contained: 280 }
            """
        )
        #expect(
            folder.words() == [
                "config/response.yaml:3: warning: P3 is to be reached within 180 s, sooner than P1 "
                    + "within 200 s; help should be promised to P1 first"
            ]
        )
    }

    @Test func `without a version is refused`() throws {
        let folder = try CityFolder()
        try folder.write("config/response.yaml", "join: 30\n")
        #expect(
            folder.words() == [
                "config/response.yaml:1: the policy has no 'version'; expected a name for this policy"
            ]
        )
    }
}

struct `A listen address` {
    @Test(arguments: [
        ("127.0.0.1:8480", "127.0.0.1", 8480, true), ("[::1]:80", "::1", 80, true),
        ("localhost:0", "localhost", 0, true), ("0.0.0.0:8480", "0.0.0.0", 8480, false),
        ("[::]:8480", "::", 8480, false), ("127.example.org:1", "127.example.org", 1, false),
    ])
    func `is a host and a port`(text: String, host: String, port: Int, isLoopback: Bool) throws {
        let address = try #require(ListenAddress(text))
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(address.isLoopback == isLoopback)
        #expect("\(address)" == text)
    }

    @Test(arguments: [
        "", "8480", ":8480", "a:", "a:b", "a:-1", "a:65536", "::1:80", "a b:1", "[x]:1",
    ])
    func `is nothing else`(text: String) {
        #expect(ListenAddress(text) == nil)
    }
}
