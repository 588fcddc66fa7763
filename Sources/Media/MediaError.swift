/// Why a stream could not be opened, read, decoded or encoded.
///
/// Printed it reads `opening rtsp://gate/main: connection refused`, and it never holds a password.
package struct MediaError: Error, Hashable, CustomStringConvertible {
    package let kind: Kind
    /// What was being done, and to what.
    package let doing: String
    /// Why it failed and, where the words do not say it already, the way out.
    package let reason: String

    package init(_ kind: Kind, doing: String, reason: String) {
        self.kind = kind
        self.doing = doing
        self.reason = reason
    }

    package var description: String { "\(doing): \(reason)" }

    package enum Kind: String, Hashable, Sendable {
        /// The camera wants another user or password.
        case unauthorized
        /// The camera or path knows no such stream, or there is no such file.
        case notFound
        /// Nothing answers: refused, no route, or the host's name is unknown.
        case unreachable
        case timedOut
        /// The address is in no network that cameras may be in.
        case notAllowed
        /// The file is of another kind: a text, a picture, a playlist.
        case notVideo
        /// A stream or file without a video in it that has begun.
        case noVideo
        /// A codec, pixel format or scheme that is not served.
        case unsupported
        case interrupted
        /// The other side ended a live stream.
        case endOfStream
        /// Anything else: what came in makes no sense, or libav refused.
        case invalid
    }
}
