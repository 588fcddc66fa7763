import ArgumentParser

/// Why a request brought no answer that can be used.
enum ClientError: Error {
    /// No connection could be made.
    case unreachable(server: String, reason: String)
    /// The connection broke, or the answer took too long.
    case lost(server: String, reason: String)
    case refused(status: Int, ProblemDocument)
    /// Something answered that is no Watchpost node, or one of another version.
    case strange(server: String, what: String)

    var message: String {
        switch self {
        case .unreachable(let server, let reason):
            "cannot reach \(server): \(reason); is the node running there? "
                + "(--server or WATCHPOST_SERVER names another)"
        case .lost(let server, let reason):
            "lost the connection to \(server): \(reason); try again"
        case .refused(401, let problem):
            "\(problem.text) (WATCHPOST_TOKEN or --token gives the token)"
        case .refused(_, let problem): problem.text
        case .strange(let server, let what):
            "cannot make sense of what \(server) answers: \(what); is it a Watchpost node of "
                + "this version?"
        }
    }

    var exitCode: ExitCode {
        switch self {
        case .unreachable, .lost, .refused(507, _): .unreachable
        case .refused(401, _), .refused(403, _): .notAllowed
        case .refused(500..., _), .strange: .bug
        case .refused: .badInput
        }
    }

    /// Whether the same request may succeed once the server is back.
    var isPassing: Bool {
        switch self {
        case .unreachable, .lost: true
        case .refused(let status, _): status >= 500 || [408, 425, 429].contains(status)
        case .strange: false
        }
    }

    /// Why, in a few words, for a line that says what happens next.
    var reason: String {
        switch self {
        case .unreachable(_, let reason), .lost(_, let reason): reason
        case .refused(let status, let problem): "HTTP \(status): \(problem.text)"
        case .strange(_, let what): what
        }
    }
}
