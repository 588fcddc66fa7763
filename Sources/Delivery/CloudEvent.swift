package import Desk
import Domain

/// An entry as it stands in a queue's stream.
///
/// - Source: CloudEvents 1.0, JSON format; `sequence` and `cursor` are extensions.
package enum CloudEvent {
    /// The event's JSON object, without a line end.
    package static func json(_ event: StoredEvent, epoch: Int) -> String {
        var bytes: [UInt8] = []
        write(event, epoch: epoch, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the event's JSON object: a backlog has a hundred thousand of them.
    package static func write(_ event: StoredEvent, epoch: Int, to bytes: inout [UInt8]) {
        func put(_ text: String) { bytes.append(contentsOf: text.utf8) }
        let number = String(event.number)
        put("{\"specversion\":\"1.0\",\"id\":\"")
        put(event.topic)
        put("/")
        put(String(event.ordinal))
        put("\",\"source\":\"/queues/")
        put(event.queue.rawValue)
        put("\",\"type\":\"")
        put(event.type.eventType)
        put("\",\"subject\":")
        put(quoted(event.subject))
        put(",\"time\":\"")
        put(event.at)
        put("\",\"sequence\":\"")
        put(number)
        put("\",\"cursor\":\"")
        put(String(epoch))
        put("-")
        put(number)
        put("\"")
        if let data = event.data {
            put(",\"datacontenttype\":\"application/json\",\"data\":")
            put(data)
        }
        put("}")
    }

    /// A JSON string literal.
    package static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy {
            $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        if isPlain { return "\"\(text)\"" }
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": literal += "\\\""
            case "\\": literal += "\\\\"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                literal += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }
}
