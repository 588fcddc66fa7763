import ArgumentParser
import Desk
import Domain

/// Takes an alert in hand.
struct AcceptCommand<Target: ActionTarget>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "accept",
            abstract: "Accepts \(Target.phrase): somebody answers now.",
            discussion: """
                Accepting stops no clock: what is owed next is said, and runs on.

                EXAMPLES
                  watchpost \(Target.command) accept \(Target.example)
                  watchpost \(Target.command) accept \(Target.example) --actor li.wei \\
                      --expect raised
                """
        )
    }

    @OptionGroup var target: Target
    @OptionGroup var action: ActionOptions
    @OptionGroup var remark: NoteOption
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await client.act(
            "accept", "accepted", on: target, ActionDocument(action, note: remark.note))
    }
}

/// Gives an alert back.
struct ReleaseCommand<Target: ActionTarget>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "release",
            abstract: "Gives \(Target.phrase) back to the queue.",
            discussion: """
                No deadline moves by it: what was missed meanwhile is told at once. Units that were \
                sent are free again.

                EXAMPLES
                  watchpost \(Target.command) release \(Target.example) \\
                      --note "called away"
                """
        )
    }

    @OptionGroup var target: Target
    @OptionGroup var action: ActionOptions
    @OptionGroup var remark: NoteOption
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await client.act(
            "release", "released", on: target, ActionDocument(action, note: remark.note))
    }
}

/// Writes something down.
struct NoteCommand<Target: ActionTarget>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "note",
            abstract: "Writes a note to \(Target.phrase).",
            discussion: """
                EXAMPLES
                  watchpost \(Target.command) note \(Target.example) \\
                      --note "the owner has been called"
                """
        )
    }

    @OptionGroup var target: Target

    @Option(help: "What is to be remembered.")
    var note: String

    @OptionGroup var action: ActionOptions
    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard !note.isEmpty else { throw ValidationError("The note is empty.") }
    }

    func run() async throws {
        try await client.act("note", "noted", on: target, ActionDocument(action, note: note))
    }
}

/// Ends an alert.
struct CloseCommand<Target: ActionTarget>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "close",
            abstract: "Closes \(Target.phrase) and says what was found.",
            discussion: """
                EXAMPLES
                  watchpost \(Target.command) close \(Target.example) \\
                      --disposition real
                  watchpost \(Target.command) close \(Target.example) \\
                      --disposition false-alarm --cause weather \\
                      --note "branch in the wind"
                """
        )
    }

    @OptionGroup var target: Target

    @Option(help: "What it was: \(Disposition.allCases.map(\.rawValue).joined(separator: ", ")).")
    var disposition: Disposition

    @Option(
        help:
            "Of a false alarm: \(FalseAlarmCause.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var cause: FalseAlarmCause?

    @OptionGroup var action: ActionOptions
    @OptionGroup var remark: NoteOption
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
            "close", "closed", on: target,
            ActionDocument(action, note: remark.note, disposition: disposition, cause: cause))
    }
}
