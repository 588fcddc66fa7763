import Desk
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Remembers the requests that bore an `Idempotency-Key`: another request with the key is refused,
/// and the same one is answered as before.
///
/// What the ledger remembers is left to it. This book is in memory: a restart clears it.
final class KeyBook: Sendable {
    private struct Page {
        /// Its hash: what was asked may be long.
        var request: Int
        var answer: Answer?
    }

    private struct Answer {
        var response: Response
        var body: ByteBuffer

        func again() -> Response {
            var again = response
            again.body = ResponseBody(byteBuffer: body)
            return again
        }
    }

    private struct State {
        var pages: [String: Page] = [:]
        /// The oldest first.
        var order: [String] = []
    }

    private let bound: Int
    private let state = Mutex(State())

    init(bound: Int) { self.bound = bound }

    /// Answers a request, or gives the answer that it had.
    ///
    /// - Parameter repeats: `nil` where keys have no meaning.
    func answer(
        to request: Request,
        _ body: String,
        _ repeats: Endpoint.Repeats?,
        _ handler: (Request) async throws -> Response
    ) async throws -> Response {
        guard let repeats, let key = try RequestKey(request, asking: body) else {
            return try await handler(request)
        }
        if let known = try look(up: key), repeats == .harmless { return known.again() }
        let response = try await handler(request)
        guard repeats == .harmless, response.status.kind == .successful else {
            if response.status.kind == .successful { keep(nil, key) }
            return response
        }
        let collector = BodyCollector()
        try await response.body.write(collector)
        let answer = Answer(response: response, body: collector.bytes)
        keep(answer, key)
        return answer.again()
    }

    /// - Throws: `Problem` where the key was another request's.
    private func look(up key: RequestKey) throws -> Answer? {
        guard let page = state.withLock({ $0.pages[key.key] }) else { return nil }
        guard page.request == key.request.hashValue else { throw Problem(DeskError.keyReused) }
        return page.answer
    }

    private func keep(_ answer: Answer?, _ key: RequestKey) {
        state.withLock { state in
            let page = Page(request: key.request.hashValue, answer: answer)
            if state.pages.updateValue(page, forKey: key.key) == nil { state.order.append(key.key) }
            if state.order.count > bound { state.pages[state.order.removeFirst()] = nil }
        }
    }
}

/// Takes a body that is to be written more than once.
private final class BodyCollector: ResponseBodyWriter, Sendable {
    private let taken = Mutex(ByteBuffer())

    var bytes: ByteBuffer { taken.withLock { $0 } }

    func write(_ buffer: ByteBuffer) async throws {
        _ = taken.withLock { $0.writeImmutableBuffer(buffer) }
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension RequestKey {
    /// - Returns: `nil` where the request bears no key.
    init?(_ request: Request, asking body: String) throws {
        guard let key = request.headers[.idempotencyKey] else { return nil }
        _ = try key.checked("Idempotency-Key", TextLimits.name)
        guard key.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw Problem(
                .badRequest,
                "'Idempotency-Key' has letters beyond ASCII",
                field: "Idempotency-Key",
                fix: "give digits and letters, such as a UUID"
            )
        }
        self.init(key: key, request: "\(request.method) \(request.uri.path)\n\(body)")
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
}
