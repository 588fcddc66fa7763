import Desk
import Domain
import HTTPTypes
import Hummingbird

/// What people do to an alert, or to all open alerts of an incident.
struct ActionRoutes {
    let surroundings: Surroundings

    var endpoints: [Endpoint] {
        ActionName.allCases.flatMap { name in
            [
                Endpoint.post("/v1/alerts/:id/\(name.rawValue)", repeats: .known) {
                    try await act(name, $0, $1)
                },
                Endpoint.post("/v1/incidents/:id/\(name.rawValue)", repeats: .known) {
                    try await actOnAll(name, $0, $1)
                },
            ]
        }
    }

    private func act(
        _ name: ActionName,
        _ request: Request,
        _ context: WebContext
    ) async throws -> Response {
        let id = AlertID(try context.named())
        let text = try await request.text()
        let action = try ActionBody.read(text).action(name, in: surroundings.city)
        let reply = try await surroundings.desk.submit(
            .act(action, on: id),
            key: try RequestKey(request, asking: text)
        )
        guard case .alert(let record, _) = reply else { throw Problem.otherReply }
        return try Response(json: record.alert)
    }

    /// What an action changed of an incident.
    struct ChangeDocument: Encodable {
        var incident: IncidentID
        /// How many alerts.
        var changed: Int
        /// As the action left them, in the order in which they were raised.
        var items: [Alert]
    }

    private func actOnAll(
        _ name: ActionName,
        _ request: Request,
        _ context: WebContext
    ) async throws -> Response {
        let id = IncidentID(try context.named())
        let text = try await request.text()
        let action = try ActionBody.read(text).action(name, in: surroundings.city)
        let key = try RequestKey(request, asking: text)
        let reply: DeskReply
        do {
            reply = try await surroundings.desk.submit(.actOnIncident(action, id), key: key)
        } catch {
            switch error {
            case .refused(.unknownIncident), .refused(.noneFits): throw try await unfit(id)
            default: throw error
            }
        }
        guard case .incident(let records) = reply else { throw Problem.otherReply }
        return try Response(
            json: ChangeDocument(
                incident: id, changed: records.count, items: records.map(\.alert))
        )
    }

    /// Why an action fits no alert of an incident: what became of the last one that changed.
    private func unfit(_ id: IncidentID) async throws -> Problem {
        let records = try await surroundings.ledger.alerts(of: id)
        guard let last = records.max(by: { $0.stateAt < $1.stateAt }) else {
            return Problem(.unknownIncident(id))
        }
        let open = records.count { $0.isOpen }
        let state = last.alert.state.rawValue
        return Problem(
            .conflict,
            (open == 0
                ? "of the \(records.count.counted("alert")) of incident \(id) none is open"
                : "of the \(open.counted("open alert")) of incident \(id) none is in a state that "
                    + "this fits")
                + "; the last, \(last.alert.id), is \(state), by \(last.stateBy) at \(last.stateAt)",
            fix: "look at /v1/incidents/\(id) and act on what it says",
            members: ["state": state, "by": last.stateBy, "at": last.stateAt.description]
        )
    }
}
