import ArgumentParser
import Domain

/// Commands as people write them.
enum CommandName {
    /// Ends the process where there is no such command, and says which one was probably meant; the
    /// parser itself does so of options alone.
    static func refuseUnknown(_ arguments: ArraySlice<String>) {
        refuseUnknown(arguments, below: "watchpost", Watchpost.configuration.subcommands)
    }

    private static func refuseUnknown(
        _ arguments: ArraySlice<String>,
        below path: String,
        _ commands: [any ParsableCommand.Type]
    ) {
        guard let word = arguments.first, !commands.isEmpty, !word.hasPrefix("-"), word != "help"
        else { return }
        for command in commands where name(of: command) == word {
            let own = command.configuration.subcommands
            return refuseUnknown(arguments.dropFirst(), below: "\(path) \(word)", own)
        }
        var names: [String] = []
        for command in commands { names.append(name(of: command)) }
        let hint = nearest(word, among: names).map { "did you mean '\(path) \($0)'?" }
        Output.note(
            "watchpost: there is no command '\(path) \(word.onOneLine)'; "
                + (hint ?? "'\(path) --help' lists them")
        )
        Watchpost.exit(withError: ExitCode.validationFailure)
    }

    private static func name(of command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? ""
    }
}
