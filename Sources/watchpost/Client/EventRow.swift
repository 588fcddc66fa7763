import Domain
import Foundation

/// One line of a queue's stream for people.
///
/// Time, what happened, the alert's id, priority and place class, kind, where, and what is owed.
package struct EventRow {
    private let event: Event

    /// Reads a CloudEvent.
    ///
    /// - Returns: `nil` where it is none.
    package init?(_ json: String) {
        guard let event = try? JSONDecoder().decode(Event.self, from: Data(json.utf8)) else {
            return nil
        }
        self.event = event
    }

    package func text(_ style: TerminalStyle) -> String {
        let data = event.data
        let head = [
            event.time.timeOfDay,
            DisplayWidth.pad(event.word, to: 9),
            DisplayWidth.pad((data?.alert ?? "").onOneLine, to: 26),
            DisplayWidth.pad(rank, to: 4),
            DisplayWidth.pad((data?.kind ?? "").onOneLine, to: 9),
        ].joined(separator: " ")
        let line = head + " " + place(width: style.width.map { $0 - DisplayWidth.of(head) - 1 })
        let cut = style.width.map { DisplayWidth.fit(line, to: $0) } ?? line
        return style.painted(cut.trimmingSuffix(), colour)
    }

    /// The line in an alert's own history, where its id and place are known.
    func history(_ style: TerminalStyle) -> String {
        let line = [event.time.dateAndTime, DisplayWidth.pad(event.word, to: 10), event.detail]
            .joined(separator: "  ")
        let cut = style.width.map { DisplayWidth.fit(line, to: $0) } ?? line
        return cut.trimmingSuffix()
    }

    /// Where it is, in a column of its own as far as there is room, and what is to be known.
    private func place(width: Int?) -> String {
        let column = width.map { min(32, max(12, $0 - 19)) } ?? 32
        return DisplayWidth.pad(DisplayWidth.fit(event.place, to: column), to: column)
            + " " + event.detail
    }

    /// Priority and place class, such as `2/P1`.
    private var rank: String {
        guard let data = event.data, let priority = data.priority else { return "" }
        return "\(priority)" + (data.placeClass.map { "/\($0.onOneLine)" } ?? "")
    }

    private var colour: TerminalStyle.Colour? {
        switch (event.word, event.data?.priority ?? 4) {
        case ("raised", 1): .urgent
        case ("raised", 2...3), ("continued", 1): .warning
        case ("accepted", _): .good
        case ("ended", _), ("delivered", _), ("closed", _): .faint
        default: nil
        }
    }
}

extension EventRow {
    /// What a row shows of an event; every field of `data` may be missing in types to come.
    struct Event: Decodable {
        var type: String
        var subject: String?
        var time: WallTime
        var data: Payload?

        struct Payload: Decodable {
            var alert: String?
            var kind: String?
            var priority: Int?
            var placeClass: String?
            var exercise: Bool?
            var camera: Camera?
            var signal: Signal?
            var deadlines: [String: WallTime]?
            var why: Why?
            var actor: String?
            var terminal: String?
            var note: String?
            var start: WallTime?
            var end: WallTime?
            var peak: Peak?
            var cut: Bool?
            var disposition: String?
            var cause: String?
        }

        struct Camera: Decodable { var name: String }
        struct Signal: Decodable { var source: String }
        struct Peak: Decodable { var area: Double }

        struct Why: Decodable {
            var zone: String?
            var text: String?
        }
    }
}

extension EventRow.Event {
    /// The last word of an alert's type; of others the last two.
    var word: String {
        let parts = type.split(separator: ".")
        guard parts.count == 4, parts[0] == "watchpost" else { return type.onOneLine }
        return (parts[1] == "alert" ? "" : parts[1] + " ") + parts[2]
    }

    var place: String {
        let zone = data?.why?.zone.map { $0 == "whole" ? "" : " (\($0))" } ?? ""
        let name = data?.camera?.name ?? data?.signal?.source ?? subject ?? ""
        return (name + zone).onOneLine
    }

    /// What this event adds to the alert.
    var detail: String {
        guard let data else { return "" }
        let drill = data.exercise == true ? "EXERCISE " : ""
        let note = data.note.map { ": \($0)" } ?? ""
        return (drill + fact(data) + note).onOneLine
    }

    private func fact(_ data: Payload) -> String {
        let actor = data.actor.map { "by \($0)" } ?? ""
        switch word {
        case "raised", "continued":
            let text = data.why?.text.map { "\"\($0)\" " } ?? ""
            return text + (data.deadlines?["accept"].map { "due \($0.timeOfDay)" } ?? "")
        case "ended": return ending(data)
        case "delivered": return data.terminal.map { "to \($0)" } ?? actor
        case "accepted":
            return actor
                + (data.deadlines?["onscene"].map { ", on scene due \($0.timeOfDay)" } ?? "")
        case "closed":
            let cause = data.cause.map { " (\($0))" } ?? ""
            return "\(data.disposition ?? "")\(cause) \(actor)"
        default: return actor
        }
    }

    private func ending(_ data: Payload) -> String {
        var parts: [String] = []
        if let start = data.start, let end = data.end {
            parts.append("after \(end.seconds(since: start).rounded(to: 1)) s")
        }
        if let peak = data.peak { parts.append("at most \((peak.area * 100).rounded(to: 1)) %") }
        if data.cut == true { parts.append("its end was not seen") }
        return parts.joined(separator: ", ")
    }
}
