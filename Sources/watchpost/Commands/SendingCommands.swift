import ArgumentParser
import Desk
import Domain

/// Sends a unit.
struct DispatchCommand<Target: ActionTarget>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "dispatch",
            abstract: "Sends a unit to \(Target.phrase).",
            discussion: """
                The order stands in the unit's own queue: 'watchpost tail UNIT' shows it. 'watchpost \
                unit list --near LON,LAT --status available' lists the nearest that are free.

                EXAMPLES
                  watchpost \(Target.command) dispatch \(Target.example) \\
                      --unit jn-017-car-1
                """
        )
    }

    @OptionGroup var target: Target

    @Option(help: "The unit that is sent, such as jn-017-car-1.")
    var unit: String

    @OptionGroup var action: ActionOptions
    @OptionGroup var remark: NoteOption
    @OptionGroup var client: ClientOptions

    func validate() throws { try unit.checkUnit() }

    func run() async throws {
        try await client.act(
            "dispatch", "dispatched \(unit) to", on: target,
            ActionDocument(action, note: remark.note, unit: unit))
    }
}

/// Says that a unit has set out.
struct EnrouteCommand<Target: ActionTarget>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "enroute",
            abstract: "Says that a unit is on its way to \(Target.phrase).",
            discussion: """
                EXAMPLES
                  watchpost \(Target.command) enroute \(Target.example)
                  watchpost \(Target.command) enroute \(Target.example) \\
                      --unit jn-017-car-1
                """
        )
    }

    @OptionGroup var target: Target
    @OptionGroup var patrol: UnitOption
    @OptionGroup var action: ActionOptions
    @OptionGroup var remark: NoteOption
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await client.act(
            "enroute", "on the way to", on: target,
            ActionDocument(action, note: remark.note, unit: patrol.unit))
    }
}

/// Says that somebody is on scene.
struct ArriveCommand<Target: ActionTarget>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "arrive",
            abstract: "Says that somebody is on the scene of \(Target.phrase).",
            discussion: """
                Only this meets the arrival deadline; two fresh positions of the unit inside the \
                site's radius say the same.

                EXAMPLES
                  watchpost \(Target.command) arrive \(Target.example)
                  watchpost \(Target.command) arrive \(Target.example) \\
                      --unit jn-017-car-1
                """
        )
    }

    @OptionGroup var target: Target
    @OptionGroup var patrol: UnitOption
    @OptionGroup var action: ActionOptions
    @OptionGroup var remark: NoteOption
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await client.act(
            "arrive", "on scene of", on: target,
            ActionDocument(action, note: remark.note, unit: patrol.unit))
    }
}

/// Says that it is under control.
struct ContainCommand<Target: ActionTarget>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "contain",
            abstract: "Reports \(Target.phrase) under control.",
            discussion: """
                Only this stops reinforcement.

                EXAMPLES
                  watchpost \(Target.command) contain \(Target.example) \\
                      --note "two boys, sent home"
                """
        )
    }

    @OptionGroup var target: Target
    @OptionGroup var action: ActionOptions
    @OptionGroup var remark: NoteOption
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await client.act(
            "contain", "contained", on: target, ActionDocument(action, note: remark.note))
    }
}
