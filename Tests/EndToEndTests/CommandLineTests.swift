import Foundation
import Subprocess
import SystemPackage
import Testing

/// What a shell and the person before it get from every command.
struct `The command line` {
    private typealias Answer = (status: Int32, output: String, errors: String)

    /// Every command's path, as the program itself tells.
    private static func commands() async throws -> [(path: [String], hasOwn: Bool)] {
        struct Dump: Decodable { var command: Command }
        struct Command: Decodable {
            var commandName: String
            var subcommands: [Command]?
        }
        let dump = try await Stage.command(["--experimental-dump-help"])
        let root = try JSONDecoder().decode(Dump.self, from: Data(dump.output.utf8)).command
        func paths(_ command: Command, _ before: [String]) -> [(path: [String], hasOwn: Bool)] {
            let own = (command.subcommands ?? []).filter { $0.commandName != "help" }
            return [(before, !own.isEmpty)] + own.flatMap { paths($0, before + [$0.commandName]) }
        }
        return paths(root, [])
    }

    @Test func `has help with examples for each command, on 80 columns`() async throws {
        let commands = try await Self.commands()
        #expect(commands.count > 45)
        for command in commands {
            let help = try await Stage.command(command.path + ["--help"])
            let name = command.path.joined(separator: " ")
            #expect(help.status == 0, "\(name)")
            #expect(help.errors == "", "\(name)")
            #expect(help.output.contains("EXAMPLES\n"), "\(name)")
            #expect(help.output.contains("watchpost \(name)"), "\(name)")
            let lines = help.output.split(separator: "\n", omittingEmptySubsequences: false)
            let own = lines.prefix { !$0.hasPrefix("USAGE:") }
            #expect(own.allSatisfy { $0.count <= 80 }, "\(name)")
            let examples = lines.drop { $0 != "EXAMPLES" }.dropFirst().prefix { $0 != "" }
            #expect(examples.allSatisfy { $0.hasPrefix("  ") }, "\(examples)")
        }
    }

    @Test func `is refused with 64 where nobody knows what is meant`() async throws {
        for command in try await Self.commands() {
            let wrong = try await Stage.command(command.path + ["--no-such-option"])
            #expect(wrong.status == 64, "\(command.path)")
            #expect(wrong.output == "", "\(command.path)")
            if command.hasOwn {
                #expect(try await Stage.command(command.path + ["no-such-command"]).status == 64)
            }
        }
    }

    @Test(arguments: [
        ["srve"], ["alert", "lst"], ["camera", "lits"], ["incident", "clsoe"], ["unti"],
    ])
    func `suggests the command that was meant`(arguments: [String]) async throws {
        let answer = try await Stage.command(arguments)
        #expect(answer.status == 64)
        #expect(
            answer.errors.contains(
                "there is no command 'watchpost \(arguments.joined(separator: " "))'"))
        #expect(answer.errors.contains("did you mean '"))
    }

    @Test(arguments: [
        (["tail"], 64), (["alert", "show"], 64), (["alert", "show", "x"], 64),
        (["replay"], 64), (["tail", "jn-017", "-o", "tabel"], 64),
        (["alert", "dispatch", "01JDB2M4V9Q3Z8K7T6R5P4N3M2"], 64),
        (["alert", "note", "01JDB2M4V9Q3Z8K7T6R5P4N3M2", "--note", ""], 64),
        (["incident", "close", "01JDB2M4V9Q3Z8K7T6R5P4N3M2"], 64), (["incident", "show", "7"], 64),
        (["unit", "locate", "jn-017-car-1", "--position", "181,36"], 64),
        (["unit", "status", "jn-017-car-1", "asleep"], 64),
        (["unit", "list", "--near", "here"], 64), (["station", "show", "JN 17"], 64),
        (["drill", "start", "d", "--station", "jn-017", "--alerts", "51"], 64),
        (["drill", "stop", "d"], 64), (["report", "response", "--from", "soon"], 64),
        (["unit", "list", "--server", "http://127.0.0.1:1"], 69),
        (["report", "false-alarms", "--server", "http://127.0.0.1:1"], 69),
        (["check", "-o", "yaml"], 64), (["serve", "--log-level", "loud"], 64),
        (["serve", "--listen", "here"], 64), (["camera", "list", "--limit", "0"], 64),
        (["camera", "list", "--server", "http://127.0.0.1:1"], 69),
        (["camera", "show", "a", "--server", "http://127.0.0.1:1"], 69),
        (["alert", "list", "--server", "http://127.0.0.1:1"], 69),
        (["tail", "jn-017", "--no-follow", "--server", "http://127.0.0.1:1"], 69),
        (
            [
                "signal", "send", "--kind", "door", "--station", "jn-017", "--server",
                "http://127.0.0.1:1",
            ], 69
        ),
        (["check", "--cameras", "/nowhere", "--seeds", "/nowhere"], 66),
        (["serve", "--config", "/nowhere/watchpost.yaml"], 66),
        (["replay", "/nowhere.mp4"], 66), (["replay", "/dev/null"], 65),
        (["serve", "--listen", "0.0.0.0:0", "--seeds", "\(Stage.repository)seeds"], 77),
        (["simulate", "city"], 64), (["simulate", "city", "--seeds", "0"], 64),
        (["simulate", "city", "--seeds", "2"], 0),
        (["simulate", "city", "--seeds", "9", "--plant", "stage-twice"], 70),
        (["--version"], 0), (["--help"], 0), ([], 0), (["help"], 0), (["alert"], 0),
    ])
    func `ends with the status that says what to do`(arguments: [String], status: Int) async throws
    {
        let answer = try await Self.command(arguments)
        #expect(answer.status == Int32(status), "\(answer.errors)")
        #expect(status == 0 || !answer.errors.isEmpty)
    }

    /// In the repository, so that the default folders are there.
    private static func command(_ arguments: [String]) async throws -> Answer {
        let result = try await run(
            .path(FilePath(Stage.program)),
            arguments: Arguments(arguments),
            workingDirectory: FilePath(Stage.repository),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        guard case .exited(let status) = result.terminationStatus else {
            throw Stage.Failure(description: "\(arguments): \(result.terminationStatus)")
        }
        return (status, result.standardOutput, result.standardError)
    }

    @Test func `shows its help where nothing is asked`() async throws {
        let answer = try await Stage.command([])
        #expect(answer.output.contains("USAGE: watchpost <subcommand>"))
    }

    @Test func `completes commands and options in bash`() async throws {
        let script = try await Stage.command(["--generate-completion-script", "bash"])
        #expect(script.status == 0)
        let ask = """
            eval "$SCRIPT"
            try() {
                COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"
                COMP_POINT=${#COMP_LINE}; COMPREPLY=()
                "$(complete -p watchpost | sed -E 's/.*-F ([^ ]+).*/\\1/')" watchpost "${@: -1}"
                echo "${COMPREPLY[@]}"
            }
            try watchpost al
            try watchpost tail --no
            try watchpost alert acc
            try watchpost incident dis
            try watchpost drill start --pl
            """
        let result = try await run(
            .path("/bin/bash"),
            arguments: ["--norc", "-c", ask],
            environment: .inherit.updating(["SCRIPT": .some(script.output)]),
            output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16)
        )
        let words = result.standardOutput.split(separator: "\n").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        let wanted = ["alert", "--no-follow", "accept", "dispatch", "--place-class"]
        #expect(words == wanted, "\(result.standardError)")
    }

    @Test(arguments: ["zsh", "fish"])
    func `has completions for`(shell: String) async throws {
        let script = try await Stage.command(["--generate-completion-script", shell])
        #expect(script.status == 0)
        #expect(script.output.contains("no-follow"))
    }
}
