import Desk
import Domain
import HTTPTypes

/// What can be done to an alert, or to all open alerts of an incident.
enum ActionPaths {
    static var all: [Operation] {
        ActionName.allCases.flatMap { [ofAlert($0), ofIncident($0)] }
    }

    private static func ofAlert(_ name: ActionName) -> Operation {
        Operation(
            method: .post,
            path: "/v1/alerts/{id}/\(name.rawValue)",
            id: "\(name.rawValue)Alert",
            tag: .alerts,
            summary: name.summary,
            text: name == .note ? name.text : "\(name.text) \(common)",
            parameters: [.alert],
            body: body(of: name),
            answers: [
                Reply(
                    .ok, "It is on disk: the alert as it stands now.", .named("Alert"),
                    links: [.alert("getAlertHistory")]),
                .problem(.conflict), .problem(.full),
            ]
        )
    }

    private static func ofIncident(_ name: ActionName) -> Operation {
        Operation(
            method: .post,
            path: "/v1/incidents/{id}/\(name.rawValue)",
            id: "\(name.rawValue)Incident",
            tag: .incidents,
            summary: "\(name.summary), for a whole incident",
            text: """
                \(name.text) The action is done to every open alert of the incident that it fits, \
                all in one; the others stay as they are. Where it fits none: 409.
                """,
            parameters: [.incident],
            body: body(of: name),
            answers: [
                Reply(
                    .ok, "It is on disk: the alerts that it changed.", .named("IncidentChange")),
                .problem(.conflict), .problem(.full),
            ]
        )
    }

    private static let common = """
        One alone is the first: who comes second is told what the state is and who brought it about \
        (409).
        """

    // MARK: Bodies

    /// Every action takes every field; what it does not need is checked and passed over.
    private static func body(of name: ActionName) -> RequestContent {
        RequestContent(
            schema: name == .close ? closing : .request("Who acts, and how.", fields(of: name)),
            examples: name.examples
        )
    }

    private static let actor = Field.always(
        "actor",
        .prose("Who acts: a login or a badge number.", TextLimits.name, example: "li.wei")
    )
    private static let expect = Field.optional(
        "expect",
        .word(
            "The state that the caller saw: the action is refused where it is another by now.",
            of: AlertState.self
        )
    )
    private static let text = "What is to be remembered."

    private static func fields(of name: ActionName) -> [Field] {
        let note =
            name == .note
            ? Field.always("note", .prose(text, TextLimits.words, example: "two boys"))
            : Field.optional("note", .prose(text, TextLimits.prose, example: "two boys"))
        let unit =
            name == .dispatch
            ? Field.always("unit", .named("UnitID")) : Field.optional("unit", .named("UnitID"))
        guard name != .close else { return [actor, expect, note, unit] }
        return [
            actor, expect, note, unit, .optional("disposition", .named("Disposition")),
            .optional("cause", .named("Cause")),
        ]
    }

    private static let closing = Schema.one(
        of: [
            .request(
                "A false alarm.",
                fields(of: .close) + [
                    .always(
                        "disposition",
                        Schema(keywords: ["const": .text(Disposition.falseAlarm.rawValue)])
                    ),
                    .always("cause", .named("Cause")),
                ]
            ),
            .request(
                "Anything else.",
                fields(of: .close) + [
                    .always(
                        "disposition",
                        .word(
                            "What it was.",
                            Disposition.allCases.filter { $0 != .falseAlarm }.map(\.rawValue)
                        )
                    ),
                    .maybe("cause", Schema(keywords: ["type": "null"])),
                ]
            ),
        ],
        "What the alert was."
    )
}

extension ActionName {
    fileprivate var summary: String {
        switch self {
        case .accept: "Take an alert on"
        case .dispatch: "Send a unit"
        case .enroute: "Say that a unit has set out"
        case .arrive: "Say that somebody is on scene"
        case .contain: "Say that it is under control"
        case .close: "Say what an alert was, and end it"
        case .release: "Give an alert back"
        case .note: "Write something down"
        }
    }

    fileprivate var text: String {
        let unit = "Without `unit` it is the one that was sent last."
        return switch self {
        case .accept: "Somebody deals with it. That stops the repeats, not the clock."
        case .dispatch:
            "`unit` is sent: the order stands in its queue. Another one may be sent later."
        case .enroute: "The unit has taken its order and set out. \(unit)"
        case .arrive: "Only this meets the arrival deadline. \(unit)"
        case .contain: "Only this stops reinforcement."
        case .close: "A false alarm has a `cause`; nothing else has. A closed alert stays closed."
        case .release:
            "The alert goes back into the queue with its deadlines as they are; what was missed "
                + "meanwhile is told at once. Its units are free again."
        case .note: "`note` is kept with the alert, which stays as it is; also once it is closed."
        }
    }

    fileprivate var examples: [String: JSONValue] {
        switch self {
        case .accept: ["accept": ["actor": "li.wei", "expect": "delivered"]]
        case .dispatch: ["one unit": ["actor": "li.wei", "unit": "jn-017-car-1"]]
        case .enroute, .arrive: ["the unit": ["actor": "jn-017-car-1", "unit": "jn-017-car-1"]]
        case .contain: ["contained": ["actor": "jn-017-car-1"]]
        case .close:
            [
                "real": ["actor": "li.wei", "disposition": "real", "note": "two boys, sent home"],
                "false alarm": [
                    "actor": "li.wei", "disposition": "false-alarm", "cause": "animal",
                ],
            ]
        case .release: ["release": ["actor": "li.wei", "note": "called away"]]
        case .note: ["note": ["actor": "li.wei", "note": "the owner has been called"]]
        }
    }
}
