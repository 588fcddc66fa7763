import Foundation
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
}
