package import Domain
import Foundation

/// One line of a queue's stream for people.
///
/// Time, what happened, the alert's id, priority and place class, kind, what is owed or which stage
/// fired, where, and what is to be known. On a narrow terminal kind and deadline are short, so that the place is still there.
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
    private static let wide = 94
    /// What happened takes so many columns.
    private static let wordWidth = 10

    /// - Parameter answered: alerts that are known to be accepted since.
    package func text(_ style: TerminalStyle, answered: Set<String> = []) -> String {
        let data = event.data
        let isAnswered = data?.alert.map(answered.contains) ?? false
        let owed = event.owed(at: now, isAnswered: isAnswered)
        let isWide = style.width ?? .max >= Self.wide
        let kind = DisplayWidth.cell((data?.kind ?? event.family).onOneLine, isWide ? 12 : 6)
        let head = [
            event.time.timeOfDay,
            DisplayWidth.cell(event.word, Self.wordWidth),
            DisplayWidth.cell(event.topic.onOneLine, 26),
            DisplayWidth.cell(rank, 4),
            kind,
            isWide
                ? DisplayWidth.cell(owed?.words ?? event.step ?? "", 16)
                : DisplayWidth.cell(owed?.mark ?? event.step.map { " \($0)" } ?? "", 9),
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
            case "raised", "continued":
                (event.data?.priority ?? 1) < 4
                    ? deadlines?["accept"].map { "due \($0.timeOfDay)" } : nil
            case "accepted", "dispatched": deadlines?["onscene"]?.timeOfDay
            default: nil as String?
            }
        let facts = [event.step ?? "", event.detail, due ?? ""].filter { !$0.isEmpty }
            .joined(separator: " ")
        let word = DisplayWidth.pad(event.word, to: Self.wordWidth)
        let line = [event.time.dateAndTime, word, facts].joined(separator: "  ")
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
        case ("raised", 1), ("breached", _): .urgent
        case ("raised", 2...3), ("continued", 1), ("warned", _), ("fired", _): .warning
        case ("offline", _), ("degraded", _), ("unattended", _), ("released", _): .warning
        case ("accepted", _), ("dispatched", _), ("enroute", _), ("onscene", _): .good
        case ("contained", _), ("restored", _), ("attended", _): .good
        case ("ended", _), ("delivered", _), ("closed", _), ("merged", _): .faint
        default: nil
        }
    }
}
