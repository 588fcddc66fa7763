import ArgumentParser
import Foundation

/// Which node is asked, and with which token.
struct ServerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The node's URL (default: WATCHPOST_SERVER, else \(ServerAddress.standard)).",
            valueName: "url"
        )
    )
    var server: String?

    @Option(
        help: """
            The access token (default: WATCHPOST_TOKEN, which does not show in the list of \
            processes).
            """
    )
    var token: String?

    func validate() throws {
        do {
            _ = try ServerAddress(serverURL)
        } catch {
            throw ValidationError("\(error)")
        }
        guard accessToken?.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) ?? true else {
            throw ValidationError(
                "The access token has characters that no token has, such as a space or a line end."
            )
        }
    }

    private var accessToken: String? {
        let text = token ?? ProcessInfo.processInfo.environment["WATCHPOST_TOKEN"]
        return text.flatMap { $0.isEmpty ? nil : $0 }
    }

    private var serverURL: String {
        server ?? ProcessInfo.processInfo.environment["WATCHPOST_SERVER"] ?? ServerAddress.standard
    }

    /// Runs a command's work with a client; what fails is said on stderr.
    ///
    /// - Throws: the exit status.
    func run(_ body: (ServerClient) async throws -> Void) async throws {
        do {
            try await ServerClient.with(server: ServerAddress(serverURL), token: accessToken, body)
        } catch let error as ClientError {
            throw ExitCode.saying(error.message, error.exitCode)
        }
    }
}

/// What every command takes that asks a node and shows what it answers.
struct ClientOptions: ParsableArguments {
    @OptionGroup var node: ServerOptions

    @Option(
        name: .shortAndLong,
        help: "table, or json: one object a line (default: table on a terminal, else json)."
    )
    var output: OutputFormat?

    /// How to write to stdout.
    var format: OutputFormat { output ?? .standard }

    /// Runs a command's work with a client; what fails is said on stderr.
    ///
    /// - Throws: the exit status.
    func run(_ body: (ServerClient) async throws -> Void) async throws { try await node.run(body) }
}

/// How data is written to stdout.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case table, json

    /// For people on a terminal, for programs elsewhere.
    static var standard: OutputFormat { Output.isTerminal ? .table : .json }
}

extension ClientOptions {
    /// Shows one thing: as it was received, or as a person reads it.
    func show(_ document: some Sequence<UInt8>, _ text: () throws -> [String]) throws {
        switch format {
        case .json: try Output.json(JSONText.line(document))
        case .table: for line in try text() { try Output.line(line.onOneLine) }
        }
    }

    /// Shows a list: as it was received, or as a table.
    func show<Item>(
        _ listing: ServerClient.Listing<Item>,
        in empty: TextTable,
        _ row: (Item) -> [String]
    ) throws {
        switch format {
        case .json: for document in listing.documents { try Output.json(document) }
        case .table:
            var table = empty
            for item in listing.items { table.append(row(item)) }
            try Output.table(table)
        }
        if listing.hasMore {
            Output.note("watchpost: there are more than \(listing.items.count); --limit shows them")
        }
    }
}

extension Output {
    /// Writes a line of JSON as it was received; on a terminal what it would obey is escaped.
    static func json(_ text: String) throws {
        try line(isTerminal ? JSONText.harmless(text) : text)
    }

    /// Writes a table, cut to the terminal's width on a terminal.
    static func table(_ table: TextTable) throws {
        for line in table.lines(width: TerminalStyle.current.width) { try self.line(line) }
    }
}
