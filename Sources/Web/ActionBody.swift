import Desk
import Domain
import HTTPTypes

/// What people do to alerts and incidents; each is a path.
enum ActionName: String, Sendable, CaseIterable {
    case accept, dispatch, enroute, arrive, contain, close, release, note
}

/// What an action's request says. Every action takes every field, and passes over what it does
/// not need.
struct ActionBody: RequestDocument {
    var actor: String
    var expect: String?
    var unit: String?
    var note: String?
    var disposition: String?
    var cause: String?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case actor, expect, unit, note, disposition, cause
    }

    /// The action, where the body says all that it needs.
    func action(_ name: ActionName, in city: City) throws -> AlertAction {
        let unit = try unit.map { try city.unit($0, "unit") }
        let disposition: Disposition? = try disposition?.chosen("disposition")
        let cause: FalseAlarmCause? = try cause?.chosen("cause")
        return AlertAction(
            verb: try verb(name, unit, disposition, cause),
            actor: try actor.checked("actor", TextLimits.name),
            expect: try expect?.chosen("expect"),
            note: try note?.checked("note", name == .note ? TextLimits.words : TextLimits.prose)
        )
    }

    private func verb(
        _ name: ActionName,
        _ unit: UnitID?,
        _ disposition: Disposition?,
        _ cause: FalseAlarmCause?
    ) throws -> AlertAction.Verb {
        switch name {
        case .accept: .accept
        case .dispatch: .dispatch(try needed(unit, "unit", "GET /v1/units?status=available"))
        case .enroute: .enroute(unit)
        case .arrive: .arrive(unit)
        case .contain: .contain
        case .close: try closing(disposition, cause)
        case .release: .release
        case .note: try noting()
        }
    }

    private func noting() throws -> AlertAction.Verb {
        _ = try needed(note, "note", "what is to be remembered")
        return .note
    }

    private func needed<Value>(_ value: Value?, _ field: String, _ fix: String) throws -> Value {
        guard let value else {
            throw Problem(
                .badRequest, "'\(field)' is missing", field: field, fix: "give it: \(fix)")
        }
        return value
    }

    private func closing(
        _ disposition: Disposition?,
        _ cause: FalseAlarmCause?
    ) throws -> AlertAction.Verb {
        guard let disposition else {
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
