import DequeModule
import Domain

extension ResponseDesk {
    /// Marks as delivered what a terminal was shown; it never began to read before `after`.
    mutating func delivered(
        _ queue: QueueID,
        to terminal: String,
        after: Int,
        through: Int,
        at now: Stamp
    ) {
        guard let waiting = undelivered[queue],
            let from = waiting.firstIndex(where: { $0.number > after })
        else { return }
        let shown = waiting[from...].prefix { $0.number <= through }
        undelivered[queue]!.removeSubrange(shown.startIndex..<shown.endIndex)
        for (_, alert) in shown {
            guard var record = records[alert], record.alert.state == .raised else { continue }
            record.alert.state = .delivered
            record.stateBy = terminal
            record.stateAt = now.wall
            record.times.delivered = elapsed(alert, at: now)
            move(&record, to: .reached)
            let detail = Detail(terminal: terminal, elapsed: record.times.delivered)
            append(.delivered, to: &record, detail, at: now)
            settle(alert, at: now)
        }
    }

    mutating func awaitDelivery(of record: AlertRecord) {
        let (queue, number) = (record.alert.station.queue, record.raisedNumber)
        let place = undelivered[queue]?.firstIndex { $0.number > number }
        undelivered[queue, default: []].insert(
            (number, record.alert.id), at: place ?? undelivered[queue]?.endIndex ?? 0
        )
    }

    /// What somebody acted upon need not be delivered any more.
    mutating func forgetDelivery(of record: AlertRecord) {
        let queue = record.alert.station.queue
        undelivered[queue]?.removeAll { $0.number == record.raisedNumber }
    }
}
