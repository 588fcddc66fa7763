import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct `The file of the chain's head` {
    private let stage: Stage

    init() throws { stage = try Stage() }

    private var path: String { "\(stage.folder)/data/head.json" }

    /// How many entries it knows; `nil` where it is not there.
    private var count: Int? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let head = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        return head?["count"] as? Int
    }

    @Test func `knows what a new node begins with long before the first minute has passed`()
        async throws
    {
        try await stage.withNode { node in
            let deadline = ContinuousClock.now.advanced(by: .seconds(20))
            while count ?? 0 == 0, ContinuousClock.now < deadline { await Task.yield() }
            // Each of the 60 stations is said to be unattended.
            #expect(count == 60)
            let head = try await node.get("/v1/ledger/head")
            #expect(head.object["count"] as? Int == 60)
            node.kill()
        }
        #expect(try await check().status == 0)
    }

    @Test func `is asked for by a check where there are entries, and by the node that starts`()
        async throws
    {
        try await stage.withNode { _ in }
        try FileManager.default.removeItem(atPath: path)
        let told = try await check()
        #expect(told.status == 65)
        #expect(told.output.contains("\(path) is missing, so that nothing shows"))

        let said = try await stage.withNode { $0.log }
        let all = try String(contentsOfFile: said, encoding: .utf8)
        #expect(all.contains("written anew with 60 entries"), "\(all)")
        #expect(try await check().status == 0)
        // Once is enough.
        let calm = try await stage.withNode { $0.log }
        #expect(try !String(contentsOfFile: calm, encoding: .utf8).contains("head.json"))
    }

    private func check() async throws -> (status: Int32, output: String, errors: String) {
        try await Stage.command(["check"] + stage.options)
    }
}
