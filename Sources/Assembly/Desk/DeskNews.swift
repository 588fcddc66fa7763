import Desk
import Domain

/// What is decided and not on disk yet, as far as the ledger would be asked for it.
struct DeskNews: Sendable {
    /// By their keys.
    private(set) var answers: [String: Answer] = [:]
    private(set) var signals: [Alert.SignalReference: AlertID] = [:]
    /// Alerts that are closed: the desk remembers the others.
    private(set) var closed: [AlertID: AlertRecord] = [:]

    mutating func note(_ entry: Entry) {
        guard let record = entry.record else { return }
        if let signal = record.alert.signal { signals[signal] = record.alert.id }
        if !record.isOpen { closed[record.alert.id] = record }
    }

    mutating func note(_ answer: Answer) { answers[answer.key] = answer }
}
