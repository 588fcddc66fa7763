import ArgumentParser
import Domain
import Foundation

/// Alarms from outside.
struct SignalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signal",
        abstract: "Sends an alarm from outside.",
        discussion: """
            EXAMPLES
              watchpost signal send --kind panic-button --station jn-017
            """,
        subcommands: [SignalSendCommand.self]
    )
}

/// Raises an alert by hand or by script.
struct SignalSendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Sends an alarm from outside; once it is answered, its alert is on disk.",
        discussion: """
            Source and id name the signal: sent again, it raises nothing new, and the answer \
            names the same alert.

            EXAMPLES
              watchpost signal send --kind panic-button --station jn-017
              watchpost signal send --kind door --position 117.021,36.661 --priority 2 \\
                  --source school-12 --id 2026-11-23/7 --text "back door forced" \\
                  --place-class P3
            """
    )

    @Option(help: "What it is about, such as panic-button.")
    var kind: String

    @Option(help: "The station that it is for, such as jn-017.")
    var station: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "In place of --station: where it happens, WGS-84 degrees.",
            valueName: "lon,lat"
        )
    )
    var position: String?

    @Option(help: "Who sends it (default: cli: and the host's name).")
    var source: String?

    @Option(help: "The signal's id within its source (default: a new one).")
    var id: String?

    @Option(parsing: .unconditional, help: "1 (highest) to 4 (default: by kind).")
    var priority: Int?

    @Option(help: "Within 1, 3 or 5 minutes somebody is to be there: P1, P3 or P5 (the default).")
    var placeClass: PlaceClass?

    @Option(help: "What a person should read.")
    var text: String?

    @Option(help: "The drill that it is part of: an exercise.")
    var drill: String?

    @OptionGroup var client: ClientOptions

    func validate() throws {
        guard (station == nil) != (position == nil) else {
            throw ValidationError("Give either --station or --position.")
        }
        if let priority, Priority(rawValue: priority) == nil {
            throw ValidationError("--priority \(priority) is none of 1 (highest), 2, 3, 4.")
        }
        try position?.checkPosition("--position")
        try drill?.checkULID("drill")
        let words = [("--kind", kind), ("--source", source), ("--id", id), ("--station", station)]
        for case (let name, let value?) in words where value.isEmpty {
            throw ValidationError("\(name) is empty.")
        }
    }

    func run() async throws {
        let signal = SignalDocument(
            source: source ?? "cli:\(HostName.current)",
            id: id ?? UUID().uuidString.lowercased(),
            kind: kind,
            priority: priority,
            station: station,
            position: position.flatMap(SignalPosition.parse),
            placeClass: placeClass?.rawValue,
            text: text,
            drill: drill?.uppercased()
        )
        try await client.run { server in
            let answer = try await server.deed(["v1", "signals"], signal)
            try client.show(answer.document) {
                let raised = try server.decode(Raised.self, from: answer.document)
                return [
                    answer.isNew
                        ? "raised \(raised.alert)"
                        : "known already as \(raised.alert): signal \(signal.id) of "
                            + "\(signal.source) came before"
                ]
            }
            if !answer.isNew, client.format == .json {
                Output.note("watchpost: a repeat: this signal came before")
            }
        }
    }

    private struct SignalDocument: Encodable {
        var source: String
        var id: String
        var kind: String
        var priority: Int?
        var station: String?
        var position: [Double]?
        var placeClass: String?
        var text: String?
        var drill: String?
    }

    private struct Raised: Decodable {
        var alert: String
    }
}

/// A place on the command line.
package enum SignalPosition {
    /// Reads `longitude,latitude`.
    ///
    /// - Units: WGS-84 degrees.
    package static func parse(_ text: String) -> [Double]? {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map {
            Double($0.drop { $0 == " " })
        }
        guard numbers.count == 2, let longitude = numbers[0], let latitude = numbers[1],
            (-180...180).contains(longitude), (-90...90).contains(latitude)
        else { return nil }
        return [longitude, latitude]
    }
}
