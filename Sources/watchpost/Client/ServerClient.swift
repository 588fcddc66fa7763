import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Asks a node over HTTP.
struct ServerClient: Sendable {
    let server: ServerAddress
    private let token: String?
    private let http: HTTPClient

    /// The largest answer that is read: a page of many alerts stays far below.
    private static let largestAnswer = 64 << 20

    /// Runs `body` with a client, whose connections end with it.
    ///
    /// - Parameter connections: how many there may be at once; streams take one each.
    static func with<R>(
        server: ServerAddress,
        token: String?,
        connections: Int = 8,
        _ body: (ServerClient) async throws -> R
    ) async throws -> R {
        var settings = HTTPClient.Configuration()
        settings.httpVersion = .http1Only
        settings.redirectConfiguration = .disallow
        settings.timeout.connect = .seconds(2)
        // A stream brings a line every 10 s; one that is silent for longer than two is dead.
        settings.timeout.read = .seconds(25)
        // A server that is not there is to be known at once; who wants to wait tries again.
        settings.connectionPool.retryConnectionEstablishment = false
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        return try await HTTPClient.withHTTPClient(configuration: settings) { http in
            try await body(ServerClient(server: server, token: token, http: http))
        }
    }

    private init(server: ServerAddress, token: String?, http: HTTPClient) {
        self.server = server
        self.token = token
        self.http = http
    }

    func get(_ path: [String], query: [(String, String)] = []) async throws -> Data {
        try await answer(to: request(.GET, path, query), within: .seconds(20))
    }

    /// Sends a document.
    ///
    /// - Parameter key: makes the same deed, sent again, one deed.
    func post(
        _ path: [String],
        _ document: some Encodable,
        key: String? = nil,
        within limit: TimeAmount = .seconds(20)
    ) async throws -> Posted {
        var request = request(.POST, path, [])
        request.headers.add(name: "Content-Type", value: "application/json")
        if let key { request.headers.add(name: "Idempotency-Key", value: key) }
        // The same deed is the same bytes: the server compares them under a key.
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        request.body = .bytes(try encoder.encode(document))
        let response = try await begin(request, within: limit)
        return Posted(
            isNew: response.status == .created,
            document: try await body(of: response)
        )
    }

    /// Puts a document in place of what is there.
    func put(_ path: [String], _ document: some Encodable) async throws -> Data {
        var request = request(.PUT, path, [])
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(try JSONEncoder().encode(document))
        return try await answer(to: request, within: .seconds(20))
    }

    @discardableResult
    func delete(_ path: [String], query: [(String, String)] = []) async throws -> Data {
        try await answer(to: request(.DELETE, path, query), within: .seconds(20))
    }

    /// Opens a stream of lines; it may stay silent for 25 s.
    func lines(_ path: [String], query: [(String, String)]) async throws -> LineStream {
        LineStream(client: self, body: try await stream(path, query))
    }

    /// Opens a stream of lines for whoever cuts it himself.
    func bytes(_ path: [String], query: [(String, String)]) async throws -> BenchBytes {
        BenchBytes(client: self, body: try await stream(path, query))
    }

    private func stream(
        _ path: [String],
        _ query: [(String, String)]
    ) async throws -> HTTPClientResponse.Body {
        var request = request(.GET, path, query)
        request.headers.replaceOrAdd(name: "Accept", value: "application/x-ndjson")
        let response = try await begin(request, within: .seconds(20))
        let type = response.headers.first(name: "Content-Type") ?? "no content type"
        guard type.hasPrefix("application/x-ndjson") else {
            throw ClientError.strange(
                server: server.description,
                what: "a stream of \(type) in place of application/x-ndjson"
            )
        }
        return response.body
    }

    /// What a lost or refused connection means.
    func transportError(_ error: any Error) -> any Error {
        if error is CancellationError || error is ClientError { return error }
        if error as? HTTPClientError == .cancelled { return CancellationError() }
        let reason = TransportReason.of(error)
        return reason.wasSent
            ? ClientError.lost(server: server.description, reason: reason.text)
            : ClientError.unreachable(server: server.description, reason: reason.text)
    }

    private func request(
        _ method: HTTPMethod,
        _ path: [String],
        _ query: [(String, String)]
    ) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: server.url(path, query: query))
        request.method = method
        request.headers.add(name: "Accept", value: "application/json, */*;q=0.5")
        request.headers.add(name: "User-Agent", value: "watchpost")
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        return request
    }

    private func answer(
        to request: HTTPClientRequest,
        within limit: TimeAmount
    ) async throws -> Data {
        try await body(of: begin(request, within: limit))
    }

    /// Sends a request and reads the answer's head; what is no success is thrown.
    private func begin(
        _ request: HTTPClientRequest,
        within limit: TimeAmount
    ) async throws -> HTTPClientResponse {
        let response: HTTPClientResponse
        do {
            response = try await http.execute(request, timeout: limit)
        } catch {
            throw transportError(error)
        }
        if (200..<300).contains(response.status.code) { return response }
        let document = try await body(of: response)
        let problem = try? JSONDecoder().decode(ProblemDocument.self, from: document)
        let status = Int(response.status.code)
        throw ClientError.refused(
            status: status,
            problem
                ?? ProblemDocument(
                    detail: "\(server) answers \(status) \(response.status.reasonPhrase)"
                )
        )
    }

    private func body(of response: HTTPClientResponse) async throws -> Data {
        do {
            let buffer = try await response.body.collect(upTo: Self.largestAnswer)
            return Data(buffer.readableBytesView)
        } catch {
            throw transportError(error)
        }
    }

    /// What a POST brought.
    struct Posted: Sendable {
        /// 201: it was not there before.
        var isNew: Bool
        var document: Data
    }
}
