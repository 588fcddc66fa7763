import HTTPTypes
import Hummingbird
import NIOCore

/// One verb at one path: what it takes, what it gives, and who answers.
struct Endpoint: Sendable {
    typealias Handler = @Sendable (Request, WebContext) async throws -> Response

    /// Who makes a request with an `Idempotency-Key` one with its repeats.
    enum Repeats: Sendable {
        /// The handler, by the ledger: also after a restart.
        case known
        /// The web, by the answers that it keeps for a while: what is done is the same twice.
        case harmless
    }

    let method: HTTPRequest.Method
    let path: String
    /// The parameters that the query may have.
    let query: [String]
    /// The media types of an answer that is no problem.
    let gives: [String]
    let repeats: Repeats
    private let handler: Handler

    private init(
        _ method: HTTPRequest.Method,
        _ path: String,
        query: [String],
        gives: [String],
        repeats: Repeats = .harmless,
        _ handler: @escaping Handler
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.gives = gives
        self.repeats = repeats
        self.handler = handler
    }

    static func get(
        _ path: String,
        query: [String] = [],
        gives: [String] = ["application/json"],
        _ handler: @escaping Handler
    ) -> Endpoint {
        Endpoint(.get, path, query: query, gives: gives, handler)
    }

    static func post(
        _ path: String,
        repeats: Repeats,
        _ handler: @escaping Handler
    ) -> Endpoint {
        Endpoint(.post, path, query: [], gives: ["application/json"], repeats: repeats, handler)
    }

    static func put(_ path: String, _ handler: @escaping Handler) -> Endpoint {
        Endpoint(.put, path, query: [], gives: ["application/json"], handler)
    }

    /// - Parameter gives: empty where what is gone has no form to be answered.
    static func delete(
        _ path: String,
        query: [String] = [],
        gives: [String] = [],
        _ handler: @escaping Handler
    ) -> Endpoint {
        Endpoint(.delete, path, query: query, gives: gives, handler)
    }

    func add(to router: Router<WebContext>, keys: KeyBook) {
        router.on(RouterPath(path), method: method) { request, context in
            try await answer(request, context, keys)
        }
        guard method == .get else { return }
        router.on(RouterPath(path), method: .head) { request, context in
            try await answer(request, context, keys).withoutBody()
        }
    }

    private func answer(
        _ request: Request,
        _ context: WebContext,
        _ keys: KeyBook
    ) async throws -> Response {
        try Query(request).check(query)
        try Accept(request.headers).check(gives.isEmpty ? ["application/json"] : gives)
        var request = request
        var response: Response
        if method == .post || method == .put {
            try request.checkMediaType()
            let body = try await request.text()
            request.body = RequestBody(buffer: ByteBuffer(string: body))
            response = try await keys.answer(to: request, body, method == .post ? repeats : nil) {
                try await handler($0, context)
            }
        } else {
            response = try await handler(request, context)
        }
        // Everything is as it is now, and nobody's to keep.
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}

extension Request {
    /// Only JSON is taken: a browser does not send it to another site unasked.
    fileprivate func checkMediaType() throws {
        let type = headers[.contentType]?.lowercased() ?? ""
        let parts = type.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\"" } }
        let isJSON = parts.first.map { $0 == "application/json" || $0.hasSuffix("+json") } ?? false
        let isUTF8 = parts.dropFirst().allSatisfy {
            !$0.hasPrefix("charset=") || $0 == "charset=utf-8"
        }
        guard isJSON, isUTF8 else {
            throw Problem(
                .unsupportedMediaType,
                type.isEmpty ? "the body has no Content-Type" : "the body is said to be \(type)",
                field: "Content-Type",
                fix: "send JSON in UTF-8 and say so: Content-Type: application/json "
                    + "(curl: --json in place of -d)"
            )
        }
    }
}

extension Response {
    /// The same answer to HEAD: a length is said only where it is known.
    fileprivate func withoutBody() -> Response {
        guard body.contentLength == nil else { return createHeadResponse() }
        var response = self
        response.body = ResponseBody { @concurrent writer in try await writer.finish(nil) }
        return response
    }
}
