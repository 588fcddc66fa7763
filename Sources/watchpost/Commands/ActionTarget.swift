import ArgumentParser
import Desk
import Domain
import Foundation

/// What an action is done to: an alert, or all open alerts of an incident.
protocol ActionTarget: ParsableArguments {
    /// The command above the actions.
    static var command: String { get }
    /// In a sentence.
    static var phrase: String { get }

    /// In the API.
    var path: [String] { get }

    /// What a person reads of the answer.
    func lines(_ answer: Data, _ done: String, from server: ServerClient) throws -> [String]
}

extension ActionTarget {
    /// An id for examples.
    static var example: String { "01JDB2M4V9Q3Z8K7T6R5P4N3M2" }
}

/// Names the alert that a command is about.
struct AlertArgument: ActionTarget {
    static let command = "alert"
    static let phrase = "an alert"

    @Argument(help: ArgumentHelp("The alert's whole id, 26 characters.", valueName: "id"))
    var id: String

    func validate() throws { try id.checkULID("alert") }

    var path: [String] { ["v1", "alerts", id.uppercased()] }

    func lines(_ answer: Data, _ done: String, from server: ServerClient) throws -> [String] {
        let alert = try server.decode(Alert.self, from: answer)
        let view = AlertView(alert, now: RealClock(zone: .current).now().wall)
        let next = view.next == "-" ? "" : "; \(view.next)"
        return ["\(done) \(alert.id): \(alert.kind), \(view.place)\(next)"]
    }
}

/// Names the incident that a command is about.
struct IncidentArgument: ActionTarget {
    static let command = "incident"
    static let phrase = "all open alerts of an incident"

    @Argument(help: ArgumentHelp("The incident's whole id, 26 characters.", valueName: "id"))
    var id: String

    func validate() throws { try id.checkULID("incident") }

    var path: [String] { ["v1", "incidents", id.uppercased()] }

    func lines(_ answer: Data, _ done: String, from server: ServerClient) throws -> [String] {
        let change = try server.decode(Change.self, from: answer)
        let next =
            change.items.first.map {
                let view = AlertView($0, now: RealClock(zone: .current).now().wall)
                return view.next == "-" ? "" : "; \(view.next)"
            } ?? ""
        return ["\(done) \(change.changed.counted("alert")) of incident \(change.incident)\(next)"]
    }

    private struct Change: Decodable {
        var incident: IncidentID
        var changed: Int
        var items: [Alert]
    }
}

extension String {
    /// - Throws: `ValidationError` where the text is no ULID.
    func checkULID(_ word: String) throws {
        let isID = count == 26 && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard isID else {
            throw ValidationError(
                "'\(onOneLine)' is no \(word)'s id: give all of its 26 characters, as '\(word) "
                    + "list' shows them; a beginning is not enough."
            )
        }
    }
}

/// What every action takes.
struct ActionOptions: ParsableArguments {
    @Option(help: "Who acts (default: the login's name).")
    var actor: String?

    @Option(help: "The state that you saw; refused where the alert is in another by now.")
    var expect: AlertState?

    func validate() throws {
        guard actor?.isEmpty != true else { throw ValidationError("The actor's name is empty.") }
    }

    var name: String { actor ?? ProcessInfo.processInfo.userName }
}

/// The note that most actions take.
struct NoteOption: ParsableArguments {
    @Option(help: "A note for the record.")
    var note: String?
}

/// Names a unit that an action may name.
struct UnitOption: ParsableArguments {
    @Option(help: "The unit (default: the one that was sent last), such as jn-017-car-1.")
    var unit: String?

    func validate() throws {
        if let unit { try unit.checkUnit() }
    }
}

/// What an action sends.
struct ActionDocument: Encodable {
    var actor: String
    var expect: AlertState?
    var note: String?
    var unit: String?
    var disposition: Disposition?
    var cause: FalseAlarmCause?

    init(
        _ action: ActionOptions,
        note: String? = nil,
        unit: String? = nil,
        disposition: Disposition? = nil,
        cause: FalseAlarmCause? = nil
    ) {
        actor = action.name
        expect = action.expect
        self.note = note
        self.unit = unit
        self.disposition = disposition
        self.cause = cause
    }
}

extension ClientOptions {
    /// Does an action and shows what came of it.
    ///
    /// - Parameter done: what was done, in the past.
    func act(
        _ verb: String,
        _ done: String,
        on target: some ActionTarget,
        _ document: ActionDocument
    ) async throws {
        try await run { server in
            let answer = try await server.deed(target.path + [verb], document).document
            try show(answer) { try target.lines(answer, done, from: server) }
        }
    }
}
