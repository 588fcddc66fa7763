import ArgumentParser

/// The response to alerts.
struct AlertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alert",
        abstract: "Lists alerts, shows one, accepts and closes it.",
        discussion: """
            EXAMPLES
              watchpost alert list --queue jn-017
              watchpost alert show 01JDB2M4V9Q3Z8K7T6R5P4N3M2
              watchpost alert accept 01JDB2M4V9Q3Z8K7T6R5P4N3M2
              watchpost alert close 01JDB2M4V9Q3Z8K7T6R5P4N3M2 --disposition real
            """,
        subcommands: [
            AlertListCommand.self, AlertShowCommand.self, AlertAcceptCommand.self,
            AlertCloseCommand.self,
        ]
    )
}

/// Names the alert that a command is about.
struct AlertArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The alert's whole id, 26 characters.", valueName: "id"))
    var id: String

    func validate() throws {
        let isID =
            id.count == 26 && id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard isID else {
            throw ValidationError(
                "'\(id)' is no alert's id: give all of its 26 characters, as 'alert list' shows "
                    + "them; a beginning is not enough."
            )
        }
    }

    var path: [String] { ["v1", "alerts", id.uppercased()] }
}
