import AsyncHTTPClient
import NIOCore

/// A stream's bytes as they arrive.
///
/// - Throws: `ClientError`.
struct BenchBytes: AsyncSequence {
    typealias Element = ByteBufferView

    let client: ServerClient
    let body: HTTPClientResponse.Body

    func makeAsyncIterator() -> Iterator {
        Iterator(client: client, bytes: body.makeAsyncIterator())
    }

    struct Iterator: AsyncIteratorProtocol {
        let client: ServerClient
        var bytes: HTTPClientResponse.Body.AsyncIterator

        mutating func next() async throws -> ByteBufferView? { try await next(isolation: nil) }

        mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws -> ByteBufferView? {
            do {
                return try await bytes.next(isolation: actor)?.readableBytesView
            } catch {
                throw client.transportError(error)
            }
        }
    }
}
