package import Desk
import Domain

/// An entry as it stands in a queue's stream.
///
/// - Source: CloudEvents 1.0, JSON format; `sequence` and `cursor` are extensions.
package enum CloudEvent {
    /// The event's JSON object, without a line end.
    package static func json(_ event: StoredEvent, epoch: Int) -> String {
        var text = """
            {"specversion":"1.0","id":"\(event.topic)/\(event.ordinal)",\
            "source":"/queues/\(event.queue)","type":"\(event.type.eventType)",\
            "subject":\(quoted(event.subject)),"time":"\(event.at)",\
            "sequence":"\(event.number)","cursor":"\(epoch)-\(event.number)"
            """
        if let data = event.data {
            text += ",\"datacontenttype\":\"application/json\",\"data\":\(data)"
        }
        return text + "}"
    }

    /// A JSON string literal.
    package static func quoted(_ text: String) -> String {
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
