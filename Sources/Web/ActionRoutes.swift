import Desk
import Domain
import Hummingbird

/// What people do to alerts: `accept` and `close`.
struct ActionRoutes {
    let surroundings: Surroundings

    var endpoints: [Endpoint] {
        [
            .post("/v1/alerts/:id/accept", repeats: .known) { request, context in
                try await act(request, context) { _ in .accept }
            },
            .post("/v1/alerts/:id/close", repeats: .known) { request, context in
                try await act(request, context) { try $0.closing() }
            },
        ]
    }

    /// What an action's request says.
    struct ActionBody: RequestDocument {
        var actor: String
        var expect: String?
        var note: String?
        var disposition: String?
        var cause: String?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case actor, expect, note, disposition, cause
        }

        func closing() throws -> AlertAction.Verb {
            let cause: FalseAlarmCause? = try cause?.chosen("cause")
            guard let disposition: Disposition = try disposition?.chosen("disposition") else {
                throw Problem(
                    .badRequest,
                    "closing needs a disposition",
                    field: "disposition",
                    fix: "one of: \(Disposition.allCases.map(\.rawValue).joined(separator: ", "))"
                )
            }
            guard (disposition == .falseAlarm) == (cause != nil) else {
                let causes = FalseAlarmCause.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem(
                    .badRequest,
                    cause == nil ? "a false alarm needs a cause" : "only a false alarm has a cause",
                    field: "cause",
                    fix: cause == nil ? "one of: \(causes)" : "leave it out"
                )
            }
            return .close(disposition, cause: cause)
        }
    }

    private func act(
        _ request: Request,
        _ context: WebContext,
        verb: (ActionBody) throws -> AlertAction.Verb
    ) async throws -> Response {
        let id = AlertID(try context.named())
        let text = try await request.text()
        let body = try ActionBody.read(text)
        let action = AlertAction(
            verb: try verb(body),
            actor: try body.actor.checked("actor", TextLimits.name),
            expect: try body.expect?.chosen("expect"),
            note: try body.note?.checked("note", TextLimits.prose)
        )
        let reply = try await surroundings.desk.submit(
            .act(action, on: id),
            key: try RequestKey(request, asking: text)
        )
        guard case .alert(let record, _) = reply else {
            throw Problem.otherReply
        }
        return try Response(json: record.alert)
    }
}
