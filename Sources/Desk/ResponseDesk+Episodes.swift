import Domain

extension ResponseDesk {
    mutating func opened(
        _ report: EpisodeReport,
        candidate: AlertID,
        folded: Int,
        at now: Stamp
    ) {
        if let id = tracks[report.track], let record = records[id], record.isOpen,
            let last = record.episode
        {
            // A second node may see what this one sees.
            if last.isOpen { return effects.append(.known(id)) }
            let pause = report.start.seconds(since: last.joinFrom)
            let join = policy(of: record.alert).join(at: record.alert.priority)
            // What lies wholly before the last one is no overlap: a clock was set back.
            let overlaps = pause < 0 && report.lastMotion >= last.start
            if overlaps || (join > 0 && (0...join).contains(pause)) {
                return carryOn(record, with: report, folded: folded, at: now)
            }
        }
        if let id = tracks[report.track], let last = records[id], last.episode?.isOpen == true {
            cut(last, at: now)
        }
        raise(
            alert(for: report, id: candidate, at: now.wall),
            episode: report,
            folded: folded,
            at: now
        )
    }

    private mutating func carryOn(
        _ record: AlertRecord,
        with report: EpisodeReport,
        folded: Int,
        at now: Stamp
    ) {
        var record = record
        record.episode = EpisodeMemory(report)
        record.alert.why = Alert.Why(report)
        let detail = Detail(
            seenAt: report.seenAt, start: report.start, folded: folded > 0 ? folded : nil
        )
        append(.continued, to: &record, detail, at: now)
    }

    mutating func ended(_ report: EpisodeReport, at now: Stamp) {
        guard let id = tracks[report.track], var record = records[id],
            var episode = record.episode, episode.isOpen
        else { return }
        episode.isOpen = false
        episode.lastMotion = report.lastMotion
        episode.joinFrom = report.lastMotion
        record.episode = episode
        let peak = report.episode.peak
        let detail = Detail(
            start: episode.start,
            end: report.lastMotion,
            peak: Detail.Peak(
                at: report.peakAt,
                area: peak.area.short,
                box: [peak.box.x, peak.box.y, peak.box.width, peak.box.height].map(\.short)
            ),
            path: report.episode.path.pairs
        )
        append(.ended, to: &record, detail, at: now)
    }

    /// Takes an alert back that nobody has accepted; where somebody has, its episode just ends.
    mutating func withdrawn(_ report: EpisodeReport, at now: Stamp) {
        guard let id = tracks[report.track], var record = records[id],
            record.episode?.isOpen == true
        else { return }
        guard record.alert.state < .accepted else { return ended(report, at: now) }
        record.episode?.isOpen = false
        record.episode?.lastMotion = report.lastMotion
        conclude(
            &record, .withdrawn, as: .noAction, standing: .withdrawn, by: report.camera.id.rawValue,
            Detail(end: report.lastMotion), at: now
        )
    }

    /// Closes an alert that the desk itself ends.
    mutating func conclude(
        _ record: inout AlertRecord,
        _ type: EntryType,
        as disposition: Disposition,
        standing: Standing?,
        by actor: String,
        _ detail: Detail,
        at now: Stamp
    ) {
        if let standing { move(&record, to: standing) }
        if record.alert.state == .raised { forgetDelivery(of: record) }
        record.alert.state = .closed
        record.alert.closedBy = actor
        record.alert.disposition = disposition
        record.stateBy = actor
        record.stateAt = now.wall
        var detail = detail
        detail.elapsed = elapsed(record.alert.id, at: now)
        record.times.closed = detail.elapsed
        let units = record.alert.units ?? []
        leaveIncident(record)
        append(type, to: &record, detail, at: now)
        for unit in units { endOrder(of: unit, to: record.alert.id, at: now) }
    }

    /// Ends what was open when the last node stopped: its end was not seen.
    mutating func cutOpenEpisodes(at now: Stamp) {
        let cut = records.values.filter { $0.episode?.isOpen == true }
        for open in cut.sorted(by: { $0.alert.id < $1.alert.id }) { self.cut(open, at: now) }
    }

    /// Ends an episode whose end will not be seen.
    private mutating func cut(_ open: AlertRecord, at now: Stamp) {
        guard let last = open.episode else { return }
        var record = open
        record.episode!.isOpen = false
        record.episode!.joinFrom = max(last.lastMotion, now.wall)
        let detail = Detail(start: last.start, end: last.lastMotion, cut: true)
        append(.ended, to: &record, detail, at: now)
    }

    mutating func signalled(
        _ signal: Signal,
        candidate: AlertID,
        known: AlertID?,
        at now: Stamp
    ) {
        if let alert = known ?? signals[signal.reference] { return effects.append(.known(alert)) }
        if let id = signal.drill, let refusal = count(alertOf: id) {
            return effects.append(.refuse(refusal))
        }
        raise(alert(for: signal, id: candidate, at: now.wall), episode: nil, folded: 0, at: now)
    }

    // MARK: Raising

    private mutating func raise(
        _ alert: Alert,
        episode: EpisodeReport?,
        folded: Int,
        at now: Stamp
    ) {
        var alert = alert
        join(&alert, at: now)
        var record = AlertRecord(
            alert: alert,
            entries: 0,
            raisedNumber: head(of: alert.station.queue) + 1,
            stateBy: alert.camera?.id.rawValue ?? alert.signal?.source ?? "",
            stateAt: now.wall,
            episode: episode.map { EpisodeMemory($0) }
        )
        if let track = record.track { follow(track, by: alert.id) }
        balance.raised += 1
        balance.waiting += 1
        clocks[alert.id] = ResponseClock(raised: now.moment, stages: stages(of: alert))
        awaitDelivery(of: record)
        let isProposed = policy.proposesUnits(at: alert.priority)
        let proposed = isProposed ? nearestUnits(to: alert, at: now) : []
        let isSent = isProposed && policy.sends.contains(alert.placeClass)
        let sent = isSent ? unitUnderWay(to: alert) ?? proposed.first?.unit : nil
        record.audience = proposed.map(\.unit.queue)
        let detail = Detail(
            seenAt: episode?.seenAt,
            start: episode?.start,
            folded: folded > 0 ? folded : nil,
            proposed: proposed.isEmpty ? nil : proposed,
            reason: isSent && sent == nil ? "nobody is sent: no unit within 5 km is available" : nil
        )
        append(.raised, to: &record, detail, at: now)
        if merge(record, at: now) { return }
        settle(alert.id, at: now)
        answerUnattended(alert, at: now)
        if let sent {
            // In a storm its order shows the first ones.
            let all = alert.storm == true ? [] : [alert.id]
            order(sent, to: alert.id, by: "policy \(policy.version)", all: all, at: now)
            settle(alert.id, at: now)
        }
    }

    /// The unit that is under order to another open alert of the incident: one matter, one order.
    ///
    /// What is of priority 1 shares none with what is less.
    private func unitUnderWay(to alert: Alert) -> UnitID? {
        guard let incident = alert.incident.flatMap({ incidents[$0] }) else { return nil }
        let other = incident.firstOrdered { id in
            id != alert.id && (alert.priority != .one || records[id]?.alert.priority == .one)
        }
        return other.flatMap { records[$0]?.alert.units?.last }
    }

    /// Moves an alert in the balance.
    mutating func move(_ record: inout AlertRecord, to standing: Standing) {
        guard record.standing != standing else { return }
        balance[record.standing] -= 1
        balance[standing] += 1
        record.standing = standing
    }

    /// - Units: seconds since the raise, to the millisecond; `nil` where it is closed.
    func elapsed(_ id: AlertID, at now: Stamp) -> Double? {
        clocks[id].map { (now.moment.seconds(since: $0.raised) * 1000).rounded() / 1000 }
    }
}

extension [Point] {
    /// As `[x, y]` each, for documents.
    var pairs: [[Double]] { map { [$0.x.short, $0.y.short] } }
}

extension Double {
    /// To four decimals: a tenth of a pixel in a picture of 1,000.
    var short: Double { (self * 10_000).rounded() / 10_000 }
}
