import Foundation
import Testing

/// What a request was answered, as JSON.
struct Told {
    let status: Int
    let object: [String: Any]

    subscript(_ name: String) -> String? { object[name] as? String }

    var items: [[String: Any]] { object["items"] as? [[String: Any]] ?? [] }

    /// The members of a list's items of one name.
    func all(_ name: String) -> [String] { items.compactMap { $0[name] as? String } }
}

/// Asks a server on a port.
struct Asking {
    let port: Int

    func get(_ path: String) async throws -> Told { try await ask("GET", path) }

    func post(
        _ path: String,
        _ body: [String: Any],
        key: String? = nil
    ) async throws -> Told {
        try await ask("POST", path, body, key: key)
    }

    func ask(
        _ method: String,
        _ path: String,
        _ body: [String: Any]? = nil,
        key: String? = nil
    ) async throws -> Told {
        // The same request is the same bytes, whatever the order of a dictionary.
        let bytes = try body.map {
            try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys)
        }
        let text = bytes.map { String(decoding: $0, as: UTF8.self) }
        let reply = try await Reply.to(
            method, path, port: port, key.map { ["Idempotency-Key": $0] } ?? [:], body: text)
        let object = try? JSONSerialization.jsonObject(with: Data(reply.body.utf8))
        return Told(status: reply.status, object: object as? [String: Any] ?? [:])
    }

    /// Raises an alert.
    ///
    /// - Returns: its id.
    func raise(_ id: String, _ more: [String: Any] = [:]) async throws -> String {
        var body: [String: Any] = ["source": "gate", "id": id, "kind": "door", "station": "jn-017"]
        body.merge(more) { $1 }
        let told = try await post("/v1/signals", body)
        return try #require(told["alert"], "\(told)")
    }
}
