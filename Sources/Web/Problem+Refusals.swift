import Desk
import Domain
import HTTPTypes

extension Problem {
    /// Why the desk did not do as asked.
    init(_ refusal: Refusal) {
        switch refusal {
        case .unknownAlert(let alert):
            self.init(.notFound, "there is no alert \(alert)", fix: "GET /v1/alerts lists them")
        case .unknownIncident(let incident):
            self.init(
                .notFound, "there is no incident \(incident)", fix: "GET /v1/incidents lists them")
        case .unknownUnit(let unit):
            self.init(.notFound, "there is no unit '\(unit)'", fix: "GET /v1/units lists them")
        case .unknownDrill(let drill):
            self.init(.notFound, "there is no drill \(drill)", fix: "GET /v1/drills lists them")
        case .state, .expected, .noneFits, .notExercise: self.init(ofAlert: refusal)
        case .offDuty, .ordered, .noOrder, .busy, .future: self.init(ofUnit: refusal)
        case .drillStopped(let drill, let by, let at):
            self.init(
                .conflict,
                "drill \(drill) is over: \(by) stopped it at \(at)",
                fix: "start another: POST /v1/drills",
                members: ["by": by, "at": at.description]
            )
        }
    }

    private init(ofAlert refusal: Refusal) {
        switch refusal {
        case .state(let alert, let state, let by, let at):
            self.init(alert, "is \(state.asItStands), by \(by) at \(at)", state, by, at)
        case .expected(let alert, let expected, let state, let by, let at):
            self.init(
                alert,
                "is \(state.rawValue), by \(by) at \(at), not \(expected.rawValue) as expected",
                state, by, at
            )
            field = "expect"
        case .noneFits(let incident):
            self.init(
                .conflict,
                "no open alert of incident \(incident) is in a state that this fits",
                fix: "look at /v1/incidents/\(incident) and act on what it says"
            )
        case .notExercise(let alert):
            self.init(
                .conflict,
                "alert \(alert) was raised in no drill, and cannot be closed as one",
                field: "disposition",
                fix: "say what it was: real, false-alarm, duplicate, handed-over or no-action"
            )
        default: self.init(hidden: "\(refusal)")
        }
    }

    /// An alert is not in a state that the action fits.
    private init(
        _ alert: AlertID,
        _ what: String,
        _ state: AlertState,
        _ by: String,
        _ at: WallTime
    ) {
        self.init(
            .conflict,
            "alert \(alert) \(what)",
            fix: "look at /v1/alerts/\(alert) and act on what it says",
            members: ["state": state.rawValue, "by": by, "at": at.description]
        )
    }

    private init(ofUnit refusal: Refusal) {
        switch refusal {
        case .offDuty(let unit, let by, let at):
            self.init(
                .conflict,
                "unit \(unit) is off duty" + (by.isEmpty ? "" : ", by \(by) at \(at)"),
                field: "unit",
                fix: "send another: GET /v1/units?status=available lists them",
                members: by.isEmpty ? [:] : ["by": by, "at": at.description]
            )
        case .ordered(let unit, let alert):
            self.init(
                .conflict,
                "unit \(unit) has its order to alert \(alert) already",
                field: "unit",
                fix: "send another, or say what it does: POST /v1/alerts/\(alert)/enroute"
            )
        case .noOrder(let unit):
            self.init(
                .conflict,
                "unit \(unit) has no order that would bring it into that status",
                field: "status",
                fix: "send it first: POST /v1/alerts/{id}/dispatch"
            )
        case .busy(let unit, let alerts):
            let list = alerts.map(\.rawValue).joined(separator: ", ")
            self.init(
                .conflict,
                "unit \(unit) is ordered to \(list)",
                fix: "close or release them first: POST /v1/alerts/{id}/release"
            )
        case .future(let unit, let at, let now):
            self.init(
                .badRequest,
                "the position of unit \(unit) is of \(at), and it is \(now)",
                field: "at",
                fix: "set the unit's clock, or leave it out: it is now by default"
            )
        default: self.init(hidden: "\(refusal)")
        }
    }
}

extension AlertState {
    /// The state in a sentence that says why something does not fit.
    fileprivate var asItStands: String {
        self < .accepted ? "only \(rawValue)" : "\(rawValue) already"
    }
}
