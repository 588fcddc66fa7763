import ArgumentParser
import Desk
import Domain
import Foundation

/// What every action on an alert takes.
struct ActionOptions: ParsableArguments {
    @Option(help: "Who acts (default: the login's name).")
    var actor: String?

    @Option(help: "The state that you saw; refused where the alert is in another by now.")
    var expect: AlertState?

    @Option(help: "A note for the record.")
    var note: String?

    func validate() throws {
        guard actor?.isEmpty != true else { throw ValidationError("The actor's name is empty.") }
    }

    var name: String { actor ?? ProcessInfo.processInfo.userName }
}

/// Takes an alert in hand.
struct AlertAcceptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Accepts an alert: someone answers for it now.",
        discussion: """
            Accepting stops no clock: what is owed next is said, and runs on.

            EXAMPLES
              watchpost alert accept 01JDB2M4V9Q3Z8K7T6R5P4N3M2
              watchpost alert accept 01JDB2M4V9Q3Z8K7T6R5P4N3M2 --actor li.wei \\
                  --expect raised
            """
    )

    @OptionGroup var alert: AlertArgument
    @OptionGroup var action: ActionOptions
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await client.act(
            "accept",
            on: alert,
            ActionDocument(actor: action.name, expect: action.expect, note: action.note)
        )
    }
}

/// Ends an alert.
struct AlertCloseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close",
        abstract: "Closes an alert and says what it turned out to be.",
        discussion: """
            EXAMPLES
              watchpost alert close 01JDB2M4V9Q3Z8K7T6R5P4N3M2 --disposition real
              watchpost alert close 01JDB2M4V9Q3Z8K7T6R5P4N3M2 --disposition false-alarm \\
                  --cause weather --note "branch in the wind"
            """
    )

    @OptionGroup var alert: AlertArgument

    @Option(help: "What it was: \(Disposition.allCases.map(\.rawValue).joined(separator: ", ")).")
    var disposition: Disposition

    @Option(
        help:
            "Of a false alarm: \(FalseAlarmCause.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var cause: FalseAlarmCause?

    @OptionGroup var action: ActionOptions
    @OptionGroup var client: ClientOptions

    func validate() throws {
        if disposition == .falseAlarm, cause == nil {
            let causes = FalseAlarmCause.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("A false-alarm needs its --cause: one of \(causes).")
        }
        if disposition != .falseAlarm, cause != nil {
            throw ValidationError(
                "--cause goes with --disposition false-alarm, not \(disposition.rawValue)."
            )
        }
    }

    func run() async throws {
        try await client.act(
            "close",
            on: alert,
            ActionDocument(
                actor: action.name,
                expect: action.expect,
                note: action.note,
                disposition: disposition,
                cause: cause
            )
        )
    }
}

/// What an action sends.
private struct ActionDocument: Encodable {
    var actor: String
    var expect: AlertState?
    var note: String?
    var disposition: Disposition?
    var cause: FalseAlarmCause?
}

extension ClientOptions {
    fileprivate func act(
        _ verb: String,
        on alert: AlertArgument,
        _ document: ActionDocument
    ) async throws {
        try await run { server in
            let answer = try await server.deed(alert.path + [verb], document).document
            let now = RealClock(zone: .current).now().wall
            try show(answer) {
                let alert = try server.decode(Alert.self, from: answer)
                let view = AlertView(alert, now: now)
                let next = view.next == "-" ? "" : "; \(view.next)"
                return ["\(alert.state.rawValue) \(alert.id): \(alert.kind), \(view.place)\(next)"]
            }
        }
    }
}
