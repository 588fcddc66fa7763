import ArgumentParser

/// The response to alerts.
struct AlertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alert",
        abstract: "Lists alerts, shows one, and answers it from accepting to closing.",
        discussion: """
            EXAMPLES
              watchpost alert list --queue jn-017
              watchpost alert accept 01JDB2M4V9Q3Z8K7T6R5P4N3M2
              watchpost alert dispatch 01JDB2M4V9Q3Z8K7T6R5P4N3M2 --unit jn-017-car-1
              watchpost alert arrive 01JDB2M4V9Q3Z8K7T6R5P4N3M2
              watchpost alert close 01JDB2M4V9Q3Z8K7T6R5P4N3M2 --disposition real
            """,
        subcommands: [
            AlertListCommand.self, AlertShowCommand.self, AcceptCommand<AlertArgument>.self,
            DispatchCommand<AlertArgument>.self, EnrouteCommand<AlertArgument>.self,
            ArriveCommand<AlertArgument>.self, ContainCommand<AlertArgument>.self,
            CloseCommand<AlertArgument>.self, ReleaseCommand<AlertArgument>.self,
            NoteCommand<AlertArgument>.self,
        ]
    )
}
