package import Domain

/// One line of the ledger: what happened to an alert, who did it, and in whose queues it stands.
package struct Entry: Sendable, Hashable {
    package var type: EntryType
    /// Counts the entries of its alert from 1.
    package var ordinal: Int
    package var at: WallTime
    /// Where it stands, numbered without holes in each queue.
    package var places: [Place]
    package var detail: Detail
    /// The alert after it.
    package var record: AlertRecord

    /// A numbered place in a queue.
    package struct Place: Sendable, Hashable {
        package var queue: QueueID
        package var number: Int

        package init(queue: QueueID, number: Int) {
            self.queue = queue
            self.number = number
        }
    }

    package init(
        type: EntryType,
        ordinal: Int,
        at: WallTime,
        places: [Place],
        detail: Detail,
        record: AlertRecord
    ) {
        self.type = type
        self.ordinal = ordinal
        self.at = at
        self.places = places
        self.detail = detail
        self.record = record
    }

    package var alert: AlertID { record.alert.id }
    package var data: EntryData { EntryData(alert: record.alert, detail: detail) }
}

/// What an entry records; the last word but one of its event's type.
package enum EntryType: String, Sendable, Hashable, Codable, CaseIterable {
    case raised, continued, ended, delivered, accepted, closed
}

/// What an entry says beyond the alert itself.
package struct Detail: Sendable, Hashable, Codable {
    /// The person, or the terminal that acknowledged.
    package var actor: String?
    package var terminal: String?
    package var note: String?
    /// When the picture arrived that opened the episode.
    package var seenAt: WallTime?
    /// An episode's first motion.
    package var start: WallTime?
    /// An episode's last motion.
    package var end: WallTime?
    package var peak: Peak?
    package var path: [[Double]]?
    /// The episode's end was not seen: the node stopped meanwhile.
    package var cut: Bool?

    /// When and where the most moved.
    package struct Peak: Sendable, Hashable, Codable {
        package var at: WallTime
        /// Share of the picture.
        package var area: Double
        /// `[x, y, width, height]`, fractions of the picture.
        package var box: [Double]

        package init(at: WallTime, area: Double, box: [Double]) {
            self.at = at
            self.area = area
            self.box = box
        }
    }

    package init(
        actor: String? = nil,
        terminal: String? = nil,
        note: String? = nil,
        seenAt: WallTime? = nil,
        start: WallTime? = nil,
        end: WallTime? = nil,
        peak: Peak? = nil,
        path: [[Double]]? = nil,
        cut: Bool? = nil
    ) {
        self.actor = actor
        self.terminal = terminal
        self.note = note
        self.seenAt = seenAt
        self.start = start
        self.end = end
        self.peak = peak
        self.path = path
        self.cut = cut
    }
}

/// The `data` of an entry's event: the alert and the detail in one object.
package struct EntryData: Sendable, Hashable, Encodable {
    package var alert: Alert
    package var detail: Detail

    package func encode(to encoder: any Encoder) throws {
        try alert.encode(to: encoder)
        try detail.encode(to: encoder)
    }
}
