import HTTPTypes
import NIOHTTP1

/// Where one connection stands between its requests and their answers.
struct ConnectionMachine {
    /// The connection is one too many; its first request is told so.
    private let isRefused: Bool
    /// The requests without an answer, oldest first: whether each is a HEAD.
    private var unanswered: [Bool] = []
    private var hasBegunAnswer = false
    /// The answer under way is to HEAD and of no known length.
    private var isMute = false
    private var bodyBytes = 0
    /// A request has begun and is not all there.
    var isReading = false
    /// The guard itself has answered; nothing more goes or comes.
    var isOver = false

    init(isRefused: Bool) { self.isRefused = isRefused }

    /// Whether the guard may answer: nothing else is being answered or is still to be.
    var mayAnswer: Bool {
        unanswered.isEmpty || (unanswered.count == 1 && isReading && !hasBegunAnswer)
    }

    /// A request's head has come.
    ///
    /// - Returns: why it is not let through.
    mutating func begin(_ head: HTTPRequestHead) -> Problem? {
        isReading = true
        bodyBytes = 0
        unanswered.append(head.method == .HEAD)
        guard mayAnswer else { return nil }
        if isRefused { return .tooManyConnections }
        if head.uri.utf8.count > WebLimits.address { return .longAddress }
        return nil
    }

    /// Bytes of a body have come.
    ///
    /// - Returns: whether they are far too many.
    mutating func take(_ bytes: Int) -> Bool {
        bodyBytes += bytes
        return bodyBytes > WebLimits.overflow
    }

    /// An answer's head goes.
    mutating func answer(_ head: HTTPResponseHead) {
        guard head.status.code >= 200 else { return }
        hasBegunAnswer = true
        isMute = unanswered.first == true && !head.headers.contains(name: "Content-Length")
    }

    /// An answer ends.
    ///
    /// - Returns: whether its end is not to be written.
    mutating func end() -> Bool {
        if !unanswered.isEmpty { unanswered.removeFirst() }
        hasBegunAnswer = false
        defer { isMute = false }
        return isMute
    }
}

extension Problem {
    static let tooManyConnections = Problem(
        .serviceUnavailable,
        "too many connections are open",
        fix: "close some, or try again in a moment",
        headers: [.retryAfter: "5"]
    )

    static let longAddress = Problem(
        .uriTooLong,
        "the address is longer than \(WebLimits.address) bytes",
        fix: "ask for less at once"
    )

    static let late = Problem(
        .requestTimeout,
        "the request did not come in time",
        fix: "send it at once"
    )

    /// What the parser says of bytes that are no request.
    init(_ error: HTTPParserError) {
        switch error {
        case .headerOverflow:
            self.init(
                .requestHeaderFieldsTooLarge,
                "the request's head is longer than \(WebLimits.head) bytes, or has more than "
                    + "\(WebLimits.fields) fields",
                fix: "send fewer and shorter fields"
            )
        default:
            self.init(.badRequest, "this is no HTTP/1.1 request", fix: "send one, as RFC 9112 says")
        }
    }
}
