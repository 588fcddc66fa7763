import Cameras
import Domain
import Testing

struct `Users and passwords` {
    private static let secret = "hunter2"

    private func folder(_ text: String, mode: Int = 0o600) throws -> CityFolder {
        let folder = try CityFolder()
        try folder.write("config/credentials.yaml", text, mode: mode)
        try folder.write("cameras/a.yaml", CityFolder.camera("    credentials: square"))
        return folder
    }

    @Test func `come from the file beside the configuration`() throws {
        let folder = try folder("square: { user: admin, password: \"p@:/#\" }\n")
        let (configuration, mistakes) = folder.load()
        #expect(mistakes == [])
        #expect(
            configuration?.credentials == ["square": Credentials(user: "admin", password: "p@:/#")]
        )
    }

    @Test func `come from the environment before the file, split at the first colon`() throws {
        let folder = try folder("square: { user: admin, password: old }\n")
        folder.environment = [
            "WATCHPOST_CREDENTIAL_SQUARE": "root:a:b", "WATCHPOST_CREDENTIAL_NORTH_GATE": "u:",
            "WATCHPOST_TOKEN": "t",
        ]
        let found = folder.load().configuration?.credentials
        #expect(found?["square"] == Credentials(user: "root", password: "a:b"))
        #expect(found?["north-gate"] == Credentials(user: "u", password: ""))
        #expect(found?.count == 2)
    }

    @Test(arguments: [0o644, 0o640, 0o700, 0o400])
    func `are refused in a file of any mode but 0600`(mode: Int) throws {
        let folder = try folder("square: { user: admin, password: hunter2 }\n", mode: mode)
        let file = folder.path("config/credentials.yaml")
        #expect(
            folder.load().mistakes.map(\.message) == [
                "has mode 0\(String(mode, radix: 8)) and is not read; expected 0600: chmod 600 \(file)"
            ]
        )
    }

    @Test func `that are unknown are named, with the nearest known name`() throws {
        let folder = try folder("squares: { user: admin, password: hunter2 }\n")
        #expect(
            folder.words() == [
                "cameras/a.yaml:6: credentials 'square': no such name in config/credentials.yaml, nor "
                    + "is WATCHPOST_CREDENTIAL_SQUARE set; did you mean 'squares'?"
            ]
        )
    }

    @Test func `that are unknown are not named where they might be a password`() throws {
        let folder = try CityFolder()
        try folder.write("cameras/a.yaml", CityFolder.camera("    credentials: hunter2"))
        #expect(
            folder.words() == [
                "cameras/a.yaml:6: 'credentials' (not shown) is no name in config/credentials.yaml, "
                    + "nor is its WATCHPOST_CREDENTIAL_<NAME> set; give it there, or name another"
            ]
        )
    }

    @Test(arguments: [
        (
            "square: admin:hunter2\n",
            "1: a credential is no mapping; expected { user: NAME, password: \"…\" }"
        ),
        (
            "square:\n  user: admin\n  pasword: hunter2\n",
            "3: unknown key (not shown); did you mean 'password'?"
        ),
        (
            "square: { user: admin, password: }\n",
            "1: 'password' is empty; expected { user: NAME, password: \"…\" }"
        ),
        (
            "square: { user: admin, password: [hunter2] }\n",
            "1: 'password' is no text; put it into quotes"
        ),
        (
            "square: { user: a, password: hunter2, hunter2: b }\n",
            "1: unknown key (not shown); expected user or password"
        ),
        ("hunter2: 1\nhunter2: 2\n", "2: a key is given twice in one mapping; first in line 1"),
        (
            "Hunter2!: { user: a, password: b }\n",
            "1: a credential's name is not 1 to 64 of a-z, 0-9 and -"
        ),
        ("square: { user: a, password: @hunter2 }\n", "1: is malformed YAML: "),
        ("square: { user: a, password: \"hunter2 }\n", "2: is malformed YAML: "),
        ("square: { user: a, password: &hunter2 }\n", "1: has an anchor or alias"),
        ("- hunter2\n", "1: the credentials' file is a list; expected a mapping with keys"),
        ("hunter2\n", "1: the credentials' file is text; expected a mapping with keys"),
    ])
    func `that are wrong are refused without being quoted`(text: String, message: String) throws {
        let words = try folder(text).words()
        #expect(words.contains { $0.hasPrefix("config/credentials.yaml:\(message)") }, "\(words)")
        #expect(!words.contains { $0.lowercased().contains(Self.secret) })
    }

    @Test(arguments: [
        "url: rtsp://admin:hunter2@10.1.2.17/main",
        "url: rtsp://admin:hunter2@/x@10.1.2.17/main",
        "url: rtsp://admin:1/hunter2@10.1.2.17/main",
        "url: rtsp://10.1.2.17/user=admin&password=hunter2&channel=1",
        "url: rtsp://10.1.2.17/main?pwd=hunter2",
        "url: ftp://admin:hunter2@10.1.2.17/main",
        "url: http://hunter2/x",
        "url: rtsp://10.1.2.17:hunter2/main",
        "url: admin:hunter2@10.1.2.17/main",
        "analyse: rtsp://admin:hunter2@10.1.2.17/main",
        "credentials: hunter2",
        "credentials: { user: admin, password: hunter2 }",
        "\"rtsp://admin:hunter2@10.1.2.17/\": x",
        "sensitivity: rtsp://admin:hunter2@10.1.2.17/main",
        "station: rtsp://admin:hunter2@10.1.2.17/main",
    ])
    func `in a camera file are refused without being quoted`(line: String) throws {
        let folder = try CityFolder()
        var file = CityFolder.camera("    \(line)")
        if line.hasPrefix("url") { file.replace("    url: rtsp://10.1.2.17/main\n", with: "") }
        if line.hasPrefix("station") { file.replace("    station: jn-001\n", with: "") }
        try folder.write("cameras/a.yaml", file)
        let (configuration, mistakes) = folder.load()
        #expect(configuration == nil)
        #expect(!mistakes.isEmpty)
        #expect(!mistakes.contains { "\($0)".contains(Self.secret) }, "\(mistakes)")
    }

    @Test func `in the environment that are wrong are refused without being quoted`() throws {
        let folder = try CityFolder()
        folder.environment = [
            "WATCHPOST_CREDENTIAL_SQUARE": "hunter2", "WATCHPOST_CREDENTIAL_": "a:hunter2",
            "WATCHPOST_CREDENTIAL_X": ":hunter2",
        ]
        let words = folder.load().mistakes.map { "\($0)" }
        #expect(
            words.count { $0.hasSuffix("is not user:password for a name of A-Z, 0-9 and _") } == 3)
        #expect(!words.contains { $0.contains(Self.secret) })
    }
}
