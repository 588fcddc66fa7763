package import Domain
import Foundation

/// One line of a queue's stream for people.
///
/// Time, what happened, the alert's id, priority and place class, kind, what is owed, where, and what
/// is to be known. On a narrow terminal kind and deadline are short, so that the place is still there.
package struct EventRow {
    private let event: Event
    private let now: WallTime

    /// Reads a CloudEvent.
    ///
    /// - Parameter now: tells a deadline that is to come from one that has passed.
    /// - Returns: `nil` where it is none.
    package init?(_ json: String, now: WallTime) {
        guard let event = try? JSONDecoder().decode(Event.self, from: Data(json.utf8)) else {
            return nil
        }
        self.event = event
        self.now = now
    }

    /// The alert that is taken in hand or ended.
    package var answered: String? {
        ["accepted", "closed"].contains(event.word) ? event.data?.alert : nil
    }

    /// From which width on kind and deadline are written out.
    private static let wide = 93

    /// - Parameter answered: alerts that are known to be accepted since.
    package func text(_ style: TerminalStyle, answered: Set<String> = []) -> String {
        let data = event.data
        let isAnswered = data?.alert.map(answered.contains) ?? false
        let owed = event.owed(at: now, isAnswered: isAnswered)
        let isWide = style.width ?? .max >= Self.wide
        let kind = DisplayWidth.cell((data?.kind ?? event.family).onOneLine, isWide ? 12 : 6)
        let head = [
            event.time.timeOfDay,
            DisplayWidth.cell(event.word, 9),
            DisplayWidth.cell((data?.alert ?? data?.camera?.id ?? "").onOneLine, 26),
            DisplayWidth.cell(rank, 4),
            kind,
            isWide
                ? DisplayWidth.pad(owed?.words ?? "", to: 16)
                : DisplayWidth.pad(owed?.mark ?? "", to: 9),
        ].joined(separator: " ")
        let room = style.width.map { max(0, $0 - DisplayWidth.of(head) - 1) }
        let line = head + " " + place(width: room)
        let cut = style.width.map { DisplayWidth.fit(line, to: $0) } ?? line
        return style.painted(cut.trimmingSuffix(), colour)
    }

    /// The line in an alert's own history, where its id and place are known.
    func history(_ style: TerminalStyle) -> String {
        let deadlines = event.data?.deadlines
        let due =
            switch event.word {
            case "raised", "continued": deadlines?["accept"].map { "due \($0.timeOfDay)" }
            case "accepted": deadlines?["onscene"]?.timeOfDay
            default: nil as String?
            }
        let facts = [event.detail, due ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
        let line = [event.time.dateAndTime, DisplayWidth.pad(event.word, to: 10), facts]
            .joined(separator: "  ")
        let cut = style.width.map { DisplayWidth.fit(line, to: $0) } ?? line
        return cut.trimmingSuffix()
    }

    /// Where it is, in a column of its own as far as there is room, and what is to be known.
    private func place(width: Int?) -> String {
        let column = width.map { min(32, max(12, $0 - 19)) } ?? 32
        // Where a few letters of the detail alone would fit there is none.
        if let width, width < column + 8 { return DisplayWidth.fit(event.place, to: width) }
        let place = DisplayWidth.fit(event.place, to: column)
        return DisplayWidth.pad(place, to: column) + " " + event.detail
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
        case ("offline", _), ("degraded", _): .warning
        case ("accepted", _), ("restored", _): .good
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
            var state: String?
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
            var reason: String?
            var since: WallTime?
            var lasted: Double?
        }

        struct Camera: Decodable {
            var id: String?
            var name: String
        }

        struct Signal: Decodable { var source: String }
        struct Peak: Decodable { var area: Double }

        struct Why: Decodable {
            var zone: String?
            var text: String?
        }
    }
}

extension EventRow.Event {
    /// The last word of an alert's or camera's type; of others the last two.
    var word: String {
        let parts = type.split(separator: ".")
        guard parts.count == 4, parts[0] == "watchpost" else { return type.onOneLine }
        return (["alert", "camera"].contains(parts[1]) ? "" : parts[1] + " ") + parts[2]
    }

    /// What an event that is of no alert is about: `camera`.
    var family: String {
        let parts = type.split(separator: ".")
        return parts.count == 4 && parts[1] != "alert" ? String(parts[1]) : ""
    }

    var place: String {
        let zone = data?.why?.zone.map { $0 == "whole" ? "" : " (\($0))" } ?? ""
        let name = data?.camera?.name ?? data?.signal?.source ?? subject ?? ""
        return (name + zone).onOneLine
    }

    /// A deadline that somebody has to keep.
    struct Owed {
        let time: WallTime
        let isOverdue: Bool

        /// Such as `due 15:15:05`.
        var words: String { time.asDeadline(isOverdue: isOverdue) }
        /// Such as ` 15:15:05`, and `!15:15:05` once it has passed.
        var mark: String { (isOverdue ? "!" : " ") + time.timeOfDay }
    }

    /// The next deadline that somebody has to keep, if any.
    func owed(at now: WallTime, isAnswered: Bool) -> Owed? {
        let isOpen = data?.state.map { ["raised", "delivered"].contains($0) } ?? true
        switch word {
        case "raised", "continued":
            guard isOpen, let deadline = data?.deadlines?["accept"] else { return nil }
            return Owed(time: deadline, isOverdue: deadline < now && !isAnswered)
        case "accepted":
            return data?.deadlines?["onscene"].map { Owed(time: $0, isOverdue: false) }
        default: return nil
        }
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
            return data.why?.text.map { "\"\($0)\"" } ?? ""
        case "ended": return ending(data)
        case "delivered": return data.terminal.map { "to \($0)" } ?? actor
        case "accepted":
            return actor + (data.deadlines?["onscene"] == nil ? "" : ", due on scene")
        case "closed":
            let cause = data.cause.map { " (\($0))" } ?? ""
            return "\(data.disposition ?? "")\(cause) \(actor)"
        case "offline", "degraded":
            return data.reason ?? ""
        case "restored":
            let after = data.lasted.map { "after \($0.asDuration)" } ?? ""
            return after + (data.reason.map { ": \($0)" } ?? "")
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
