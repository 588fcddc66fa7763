import AsyncHTTPClient
import CameraSimulator
import Domain
import Foundation
import NIOCore
import NIOHTTP1
import Subprocess
import Testing

/// A node with passwords in every form in which it takes them, and everything that it says.
@Suite(.serialized) struct `A password` {
    private static let right = "Sesam-oeffne:@/#?%41"
    private static let wrong = "Falsch-1f8e:@/#?%42"
    private static let misplaced = "Verloren-77ac"

    /// The passwords as they could be written: plainly, in a URL, in a header.
    private static var forms: [String] {
        [right, wrong, misplaced].flatMap { word -> [String] in
            let basic = Data("viewer:\(word)".utf8).base64EncodedString()
            let url = word.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!
            let part = String(word.prefix { $0 != ":" })
            return [part, url, basic]
        }
    }

    @Test(.timeLimit(.minutes(3)), arguments: ["text", "json"])
    func `is in nothing that a node or a command says`(format: String) async throws {
        let server = CameraServer(
            CameraServer.Settings(
                cameras: 1,
                scene: StreetScene.Settings(seed: 5, width: 320, height: 180, loopSeconds: 20),
                authentication: Authentication(
                    .basic, Credentials(user: "viewer", password: Self.right)
                )
            ),
            clock: TestClock(),
            random: { UInt64.random(in: .min ... .max) }
        )
        let url = try await server.start()[0]
        let stage = try Stage(cameras: Self.cameras(url))
        try stage.keep(credentials: "right: { user: viewer, password: \"\(Self.right)\" }")
        var said: [String] = []
        said += try await stage.withNode(
            arguments: ["--log-level", "trace", "--log-format", format],
            environment: ["WATCHPOST_CREDENTIAL_WRONG": .init("viewer:\(Self.wrong)")]
        ) { node in
            var said: [String] = []
            // The first alert shows that the camera with the right password was let in.
            try await node.follow("jn-017") { $0.type == "raised" }
            for path in ["/v1/cameras", "/v1/cameras/wrong", "/metrics", "/openapi.json"] {
                said.append(try await Self.text(.GET, node.url + path))
            }
            let camera = """
                {"id":"new","name":"new","station":"jn-017",
                 "url":"rtsp://viewer:\(Self.misplaced)@127.0.0.1:1/x","credentials":"wrong"}
                """
            said.append(try await Self.text(.POST, node.url + "/v1/cameras", camera))
            said.append(try await Self.text(.POST, node.url + "/v1/probe", camera))
            for arguments in [["camera", "list"], ["camera", "show", "wrong"]] {
                let shown = try await Stage.command(arguments + ["--server", node.url])
                said += [shown.output, shown.errors]
            }
            said.append(node.said)
            return said
        }
        await server.stop()
        said.append(try Self.logs(of: stage))
        #expect(said.contains { $0.contains("refuses the user or password") })
        said += try await Self.mistakes(stage, url)
        for form in Self.forms {
            for text in said where text.contains(form) {
                Issue.record("\(form) stands in: \(text.prefix(2000))")
            }
        }
    }

    private static func cameras(_ url: String) -> String {
        """
        cameras:
          - { id: right, name: right, url: "\(url)", station: jn-017, credentials: right }
          - { id: wrong, name: wrong, url: "\(url)", station: jn-017, credentials: wrong }
          - { id: gone, name: gone, url: "rtsp://127.0.0.1:1/x", station: jn-017, credentials: right }

        """
    }

    /// What `check` says where passwords stand in the wrong place or the wrong way.
    private static func mistakes(_ stage: Stage, _ url: String) async throws -> [String] {
        var said: [String] = []
        for credentials in [
            "right: { user: viewer, passwort: \"\(misplaced)\" }", "right: \"viewer:\(misplaced)\"",
            "right: [viewer, \(misplaced)]", "{ \(misplaced)", "\(misplaced): x",
        ] {
            try stage.keep(credentials: credentials)
            let check = try await Stage.command(["check"] + stage.options.prefix(6))
            #expect(check.status == 65)
            said += [check.output, check.errors]
        }
        let camera =
            "{ id: a, name: a, url: \"rtsp://viewer:\(misplaced)@127.0.0.1/x\", station: jn-017 }"
        try "cameras:\n  - \(camera)\n".write(
            toFile: "\(stage.folder)/cameras/all.yaml", atomically: true, encoding: .utf8
        )
        try stage.keep(credentials: "right: { user: viewer, password: \"\(right)\" }")
        for format in ["table", "json"] {
            let check = try await Stage.command(
                ["check", "-o", format] + stage.options.prefix(6)
            )
            #expect(check.status == 65)
            said += [check.output, check.errors]
        }
        return said
    }

    private static func logs(of stage: Stage) throws -> String {
        try FileManager.default.contentsOfDirectory(atPath: stage.folder)
            .filter { $0.hasSuffix(".log") }
            .map { try String(contentsOfFile: "\(stage.folder)/\($0)", encoding: .utf8) }
            .joined()
    }

    private static func text(
        _ method: HTTPMethod,
        _ url: String,
        _ body: String? = nil
    ) async throws -> String {
        var request = HTTPClientRequest(url: url)
        request.method = method
        if let body {
            request.headers.add(name: "content-type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        return String(buffer: try await response.body.collect(upTo: 1 << 24))
    }
}
