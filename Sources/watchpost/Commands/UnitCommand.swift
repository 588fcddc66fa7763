import ArgumentParser
import Delivery
import Domain
import Foundation

/// Patrol units.
struct UnitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unit",
        abstract: "Lists patrol units, and says where one is and what it does.",
        discussion: """
            EXAMPLES
              watchpost unit list --near 117.021,36.661 --status available
              watchpost unit locate jn-017-car-1 --position 117.021,36.661
              watchpost unit status jn-017-car-1 off-duty
            """,
        subcommands: [
            UnitListCommand.self, UnitShowCommand.self, UnitLocateCommand.self,
            UnitStatusCommand.self,
        ]
    )
}

/// Lists patrol units by id, or the nearest first.
struct UnitListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists patrol units: where they are and what they do.",
        discussion: """
            AGE is how long ago a unit said where it is; a unit that never did has no position.

            EXAMPLES
              watchpost unit list --station jn-017
              watchpost unit list --near 117.021,36.661 --status available --limit 5
            """
    )

    @Option(help: "Only this station's units, such as jn-017.")
    var station: String?

    @Option(
        help: "Only units that are \(UnitStatus.allCases.map(\.rawValue).joined(separator: ", ")).")
    var status: UnitStatus?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The nearest to this place first, WGS-84.", valueName: "lon,lat")
    )
    var near: String?

    @Option(parsing: .unconditional, help: "At most so many.")
    var limit = 100

    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit takes 1 or more.") }
        try near?.checkPosition("--near")
    }

    func run() async throws {
        let place = near?.filter { $0 != " " }
        let filter = [("station", station), ("status", status?.rawValue), ("near", place)]
        try await client.run { server in
            let listing = try await server.list(
                ["v1", "units"],
                of: UnitDocument.self,
                query: filter.compactMap { name, value in value.map { (name, $0) } },
                limit: limit
            )
            let now = RealClock(zone: .current).now().wall
            try client.show(listing, in: UnitView.table(isNear: near != nil)) {
                UnitView($0, now: now).row(isNear: near != nil)
            }
        }
    }
}

/// Shows a unit and its orders.
struct UnitShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows a unit, where it is, and its orders.",
        discussion: """
            EXAMPLES
              watchpost unit show jn-017-car-1
            """
    )

    @OptionGroup var unit: UnitArgument
    @OptionGroup var client: ClientOptions

    func run() async throws {
        try await client.run { server in
            let document = try await server.get(unit.path)
            try client.show(document) {
                let unit = try server.decode(UnitDocument.self, from: document)
                return UnitView(unit, now: RealClock(zone: .current).now().wall).lines
            }
        }
    }
}

/// Says where a unit is.
struct UnitLocateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "locate",
        abstract: "Says where a unit is.",
        discussion: """
            Two positions in a row inside the site of its order, both fresh, prove its arrival.

            EXAMPLES
              watchpost unit locate jn-017-car-1 --position 117.021,36.661
              watchpost unit locate jn-017-car-1 --position 117.021,36.661 \\
                  --at 2026-11-23T08:15:02+08:00
            """
    )

    @OptionGroup var unit: UnitArgument

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Where it is, WGS-84 degrees.", valueName: "lon,lat")
    )
    var position: String

    @Option(help: "When it was there (default: now), such as 2026-11-23T08:15:02+08:00.")
    var at: String?

    @OptionGroup var client: ClientOptions

    func validate() throws {
        try position.checkPosition("--position")
        if let at, WallTime(at) == nil {
            throw ValidationError(
                "--at '\(at)' is no time with an offset, such as 2026-11-23T08:15:02+08:00."
            )
        }
    }

    func run() async throws {
        let document = PositionDocument(
            position: SignalPosition.parse(position) ?? [], at: at.flatMap { WallTime($0) })
        try await client.run { server in
            let answer = try await server.put(unit.path + ["position"], document)
            try client.show(answer) {
                let unit = try server.decode(UnitDocument.self, from: answer)
                return [UnitView(unit, now: RealClock(zone: .current).now().wall).line]
            }
        }
    }

    private struct PositionDocument: Encodable {
        var position: [Double]
        var at: WallTime?
    }
}

/// Says what a unit does.
struct UnitStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Says what a unit does.",
        discussion: """
            enroute and onscene stand for all its orders. A unit with orders is not available: its \
            alerts are to be closed or released first.

            EXAMPLES
              watchpost unit status jn-017-car-1 onscene
              watchpost unit status jn-017-car-1 off-duty --actor li.wei
            """
    )

    @OptionGroup var unit: UnitArgument

    @Argument(help: "One of: \(UnitStatus.allCases.map(\.rawValue).joined(separator: ", ")).")
    var status: UnitStatus

    @Option(help: "Who says so (default: the login's name).")
    var actor: String?

    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard actor?.isEmpty != true else { throw ValidationError("The actor's name is empty.") }
    }

    func run() async throws {
        let document = ["status": status.rawValue, "actor": actor.orLogin]
        try await client.run { server in
            let answer = try await server.put(unit.path + ["status"], document)
            try client.show(answer) {
                let unit = try server.decode(UnitDocument.self, from: answer)
                return [UnitView(unit, now: RealClock(zone: .current).now().wall).line]
            }
        }
    }
}
