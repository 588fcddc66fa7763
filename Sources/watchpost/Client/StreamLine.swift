package import Delivery
import Foundation

/// One line of a queue's NDJSON stream.
package enum StreamLine: Sendable, Hashable {
    case event(StreamEvent)
    /// What comes now is new; the cursor is the last entry before.
    case caughtUp(Cursor)
    /// The server let go of a reader that was too slow.
    case gap
    /// An empty line, or a control word that came after this program.
    case keepAlive

    /// Reads a line.
    ///
    /// - Returns: `nil` where it is neither a CloudEvent with a cursor nor a control line.
    package init?(_ line: String) {
        guard line.contains(where: { !$0.isWhitespace }) else {
            self = .keepAlive
            return
        }
        guard let envelope = try? JSONDecoder().decode(Envelope.self, from: Data(line.utf8)) else {
            return nil
        }
        switch envelope.control {
        case nil: self = .event(StreamEvent(cursor: envelope.cursor, json: line))
        case "caught-up": self = .caughtUp(envelope.cursor)
        case "gap": self = .gap
        default: self = .keepAlive
        }
    }

    private struct Envelope: Decodable {
        var cursor: Cursor
        var control: String?
    }
}

/// A CloudEvent as it was received, with its place in the queue.
package struct StreamEvent: Sendable, Hashable {
    package let cursor: Cursor
    /// One line, without its newline.
    package let json: String

    package init(cursor: Cursor, json: String) {
        self.cursor = cursor
        self.json = json
    }
}
