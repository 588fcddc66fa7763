import AsyncHTTPClient
import NIOCore

/// The lines of a queue's NDJSON stream, as many at once as arrived together.
///
/// - Throws: `ClientError`, also for what is no line of a stream.
struct LineStream: AsyncSequence {
    typealias Element = [StreamLine]

    let client: ServerClient
    let body: HTTPClientResponse.Body

    func makeAsyncIterator() -> Iterator {
        Iterator(client: client, bytes: body.makeAsyncIterator())
    }

    struct Iterator: AsyncIteratorProtocol {
        let client: ServerClient
        var bytes: HTTPClientResponse.Body.AsyncIterator
        private var splitter = LineSplitter()

        init(client: ServerClient, bytes: HTTPClientResponse.Body.AsyncIterator) {
            self.client = client
            self.bytes = bytes
        }

        mutating func next() async throws -> [StreamLine]? { try await next(isolation: nil) }

        mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws -> [StreamLine]? {
            let arrived: ByteBuffer?
            do {
                arrived = try await bytes.next(isolation: actor)
            } catch {
                throw client.transportError(error)
            }
            guard let arrived else { return nil }
            guard let lines = splitter.take(arrived.readableBytesView) else {
                throw strange("a line without end")
            }
            return try lines.map { line in
                guard let line = StreamLine(line) else { throw strange("the line \(line)") }
                return line
            }
        }

        private func strange(_ what: String) -> ClientError {
            .strange(
                server: "\(client.server)",
                what: DisplayWidth.fit(what.onOneLine, to: 200)
            )
        }
    }
}
