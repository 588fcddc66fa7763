import CameraSimulator
import Foundation
import Subprocess
import Testing

/// Where the tools' files of these tests lie.
private let folder = "\(Stage.repository)/Tests/OpenAPI"

@Suite(.serialized, .enabled(if: PythonTools.areThere, "make test could not fetch them from PyPI"))
struct `The OpenAPI document` {
    @Test(.timeLimit(.minutes(1)))
    func `is one by the rules of OpenAPI, and kept by streams that go on`() async throws {
        let stage = try Stage()
        try await stage.withNode { node in
            let document = "\(stage.folder)/openapi.json"
            let (status, object) = try await node.get("/openapi.json")
            #expect(status == 200)
            try JSONSerialization.data(withJSONObject: object).write(to: URL(filePath: document))
            let (isValid, verdict) = try await PythonTools.run(
                "openapi-spec-validator", ["--errors", "all", document], in: stage.folder)
            #expect(isValid, "\(verdict)")
            let (isKept, said) = try await PythonTools.run(
                "python", ["\(folder)/streams.py", node.url], in: stage.folder)
            #expect(isKept, "\(said)")
        }
    }

    /// `make api-deep` asks more, and anew each time.
    @Test(.timeLimit(.minutes(30)))
    func `is kept by a node, whatever it is asked`() async throws {
        let environment = ProcessInfo.processInfo.environment
        let examples = environment["WATCHPOST_API_EXAMPLES"] ?? "30"
        let seed = environment["WATCHPOST_API_SEED"] ?? "17"
        let server = CameraServer.street
        let url = try await server.start()[0]
        let stage = try Stage(cameras: .street(at: url))
        let login: [Environment.Key: String] = ["WATCHPOST_CREDENTIAL_GUEST": "guest:secret"]
        try await stage.withNode(environment: login) { node in
            _ = try await node.firstAlert()
            let (isKept, said) = try await PythonTools.run(
                "st",
                [
                    "--config-file", "\(folder)/schemathesis.toml", "run",
                    "\(node.url)/openapi.json", "--no-color", "--seed", seed,
                    "--max-examples", examples,
                ],
                environment: [
                    "SCHEMATHESIS_HOOKS": "\(folder)/hooks.py", "WATCHPOST_URL": node.url,
                ],
                in: stage.folder
            )
            #expect(isKept, "\(said)\n\(node.said)")
            // Its report also says what it did not reach.
            print(said)
        }
        await server.stop()
    }
}
