package import Domain
import HeapModule

/// Whether anyone reads a station's queue.
struct StationWatch: Sendable {
    /// A queue whose terminals were all silent for so long is unattended.
    ///
    /// - Units: seconds.
    static let silence = 15.0

    /// What the ledger says of it; `nil` where it says nothing yet.
    var record: StationRecord?
    var isAttended = false
    /// The last sign of life of any terminal.
    var lastHeard: Moment?
    /// Alerts that were raised while nobody attended.
    var raised = 0

    mutating func restore(_ record: StationRecord, raised: Int) {
        self.record = record
        self.raised = raised
        isAttended = record.attendance.attended
    }

    /// Takes over what ran in the same node; whether it is attended is for the ledger to say.
    mutating func resume(_ watch: StationWatch) {
        lastHeard = watch.lastHeard
        raised = watch.raised
    }
}

extension ResponseDesk {
    /// Says once of each station that it never had a terminal; gives the others time to come back.
    mutating func startStations(at now: Stamp) {
        for id in stations.keys.sorted() {
            if stations[id]!.isAttended {
                stations[id]!.lastHeard = now.moment
                watchSilence(of: id, stations[id]!)
            } else if stations[id]!.record == nil, let row = chart.rows[id] {
                told(id, attended: false, to: [row.dutyOfficer, row.district], at: now)
            }
        }
    }

    func isAttended(_ station: StationID) -> Bool { stations[station]?.isAttended ?? false }

    mutating func watchSilence(of id: StationID, _ watch: StationWatch) {
        guard watch.isAttended, let heard = watch.lastHeard else { return }
        let moment = heard.advanced(bySeconds: StationWatch.silence)
        timers.insert(DeskTimer(moment: moment, subject: .station(id)))
    }

    /// A terminal of a queue is alive.
    mutating func heard(_ queue: QueueID, at now: Stamp) {
        let id = StationID(queue.rawValue)
        guard let watch = stations[id] else { return }
        stations[id]!.lastHeard = now.moment
        guard !watch.isAttended else { return }
        stations[id]!.isAttended = true
        watchSilence(of: id, stations[id]!)
        var queues = watch.record?.told ?? []
        if watch.record?.hadTerminal == true, !queues.contains(queue) {
            queues.insert(queue, at: 0)
        }
        told(id, attended: true, to: queues, at: now)
    }

    /// Notes a sign of life that cannot be answered now: the ledger cannot be written.
    package mutating func hear(_ queue: QueueID, at now: Moment) {
        stations[StationID(queue.rawValue)]?.lastHeard = now
    }

    /// Looks whether a station's terminals are still to be heard.
    mutating func listen(to id: StationID, at now: Stamp) {
        guard let watch = stations[id], watch.isAttended, let heard = watch.lastHeard,
            let row = chart.rows[id]
        else { return }
        guard now.moment.seconds(since: heard) >= StationWatch.silence else {
            return watchSilence(of: id, watch)
        }
        stations[id]!.isAttended = false
        stations[id]!.raised = 0
        told(
            id, attended: false,
            to: [id.queue] + row.adjacent + [row.dutyOfficer] + (row.office.map { [$0] } ?? [])
                + [row.district],
            at: now
        )
        let open = clocks.keys.filter { records[$0]?.alert.station == id }
        for alert in open.sorted() where records[alert]?.hasMet(.onscene) == false {
            fireEarly(.neighbours, on: alert, because: "unattended", at: now)
        }
    }

    /// Gives a new alert to the neighbours at once where its station has no live terminal.
    mutating func answerUnattended(_ alert: Alert, at now: Stamp) {
        guard let watch = stations[alert.station], !watch.isAttended else { return }
        stations[alert.station]!.raised += 1
        fireEarly(.neighbours, on: alert.id, because: "unattended", at: now)
    }

    private mutating func told(
        _ id: StationID,
        attended: Bool,
        to queues: [QueueID],
        at now: Stamp
    ) {
        let before = stations[id]!.record
        let record = StationRecord(
            attendance: Attendance(
                station: id,
                attended: attended,
                since: now.wall,
                lasted: attended
                    ? before.map { max(0, now.wall.seconds(since: $0.attendance.since)) } : nil,
                raised: attended && before != nil ? stations[id]!.raised : nil
            ),
            entries: (before?.entries ?? 0) + 1,
            hadTerminal: attended || before?.hadTerminal == true,
            told: attended ? [] : queues
        )
        stations[id]!.record = record
        append(
            attended ? .stationAttended : .stationUnattended,
            record.entries, .station(record), in: queues, at: now.wall
        )
    }
}
