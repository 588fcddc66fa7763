import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// What a failed connection is called by people.
enum TransportReason {
    /// - Returns: the reason, and whether the request may have reached the server.
    static func of(_ error: any Error) -> (text: String, wasSent: Bool) {
        switch error {
        case let error as NIOConnectionError: (unconnected(error), false)
        case let error as IOError where error.errnoCode == ECONNREFUSED: (of(error), false)
        case let error as IOError: (of(error), true)
        case let error as HTTPClientError: of(error)
        case HTTPParserError.invalidEOFState: of(HTTPClientError.remoteConnectionClosed)
        // NIOSSL is not ours to import; its errors are known by what they say.
        case let error where "\(error)".contains("WRONG_VERSION_NUMBER"):
            ("it does not speak TLS: its URL begins with http://, not https://", false)
        case let error where "\(error)".contains("CERTIFICATE_VERIFY_FAILED"):
            ("its certificate is not trusted", false)
        default: (DisplayWidth.fit("\(error)".onOneLine, to: 120), true)
        }
    }

    private static func of(_ error: HTTPClientError) -> (text: String, wasSent: Bool) {
        switch error {
        case .connectTimeout: ("no answer to connecting", false)
        case .tlsHandshakeTimeout: ("TLS took too long", false)
        case .remoteConnectionClosed: ("it closed the connection", true)
        case .readTimeout: ("it has been silent for too long", true)
        case .deadlineExceeded: ("it took too long to answer", true)
        default: (error.shortDescription, true)
        }
    }

    private static func unconnected(_ error: NIOConnectionError) -> String {
        if let failure = error.connectionErrors.first?.error {
            return (failure as? IOError).map(of) ?? "\(failure)"
        }
        return error.dnsAError == nil && error.dnsAAAAError == nil
            ? "no connection" : "the host name is not known"
    }

    private static func of(_ error: IOError) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "connection refused"
        case ECONNRESET, EPIPE: "the connection was reset"
        case EHOSTUNREACH, ENETUNREACH: "no way to the host"
        case ETIMEDOUT: "the host does not answer"
        default: unsafe String(cString: strerror(error.errnoCode))
        }
    }
}
