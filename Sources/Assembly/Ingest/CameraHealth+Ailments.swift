import Domain

extension CameraHealth {
    /// What is wrong, the worst first.
    mutating func ailment(at now: Moment) -> Ailment? {
        let total = window.total
        if let due = pictureDue, now.seconds(since: due) >= limits.noPicture,
            barren >= limits.barren
        {
            return .undecodable(
                seconds: now.seconds(since: due),
                packets: barren,
                error: decoderError
            )
        }
        if exceeds(total.dropped, of: total.packets, already: .behind) {
            return .behind(dropped: total.dropped, packets: total.packets)
        }
        if exceeds(total.lost, of: total.lost + total.received, already: .lossy) {
            return .lossy(lost: total.lost, packets: total.lost + total.received)
        }
        let looked = max(total.tried, total.pictures)
        if hasPicture, exceeds(total.damaged, of: looked, already: .damaged) {
            return .damaged(pictures: min(total.damaged, looked), of: looked)
        }
        if let last = losses.list(at: now).last, losses.count >= limits.lossesAllowed {
            return .unsteady(losses: losses.count, reason: last)
        }
        return clockAilment(total, at: now) ?? rateAilment(total, at: now)
    }

    private mutating func clockAilment(_ total: StreamTally, at now: Moment) -> Ailment? {
        let (fewest, share) = ailment == .untimely ? (1, 0.05) : (2, 0.2)
        if total.pictures >= 5, total.untimely >= fewest,
            Double(total.untimely) >= Double(total.pictures) * share
        {
            return .untimely(pictures: total.untimely, of: total.pictures)
        }
        let leaps = leaps.list(at: now)
        if leaps.count >= limits.leapsAllowed {
            return .leaping(times: leaps.count, farthest: leaps.map(abs).max() ?? 0)
        }
        // Many streams begin with a burst of what is past.
        guard window.isFull, let pace = window.pace, pace.seconds > limits.window / 2 else {
            return nil
        }
        let ratio = pace.streamSeconds / pace.seconds
        let allowed = ailment == .offPace ? 0.7 : 0.5
        guard ratio < allowed || ratio > 1 / allowed else { return nil }
        return .offPace(streamSeconds: pace.streamSeconds, seconds: pace.seconds)
    }

    private mutating func rateAilment(_ total: StreamTally, at now: Moment) -> Ailment? {
        let seconds = window.seconds(at: now)
        if window.isFull {
            let rate = Double(total.packets) / seconds
            let usual = usual.learn(rate, at: now)
            if rate < usual * (ailment == .slow ? 0.75 : 0.5) {
                return .slow(rate: rate, usual: usual)
            }
        }
        if let keyframe, now.seconds(since: keyframe) >= limits.keyframe {
            return .noKeyframe(seconds: now.seconds(since: keyframe))
        }
        return nil
    }

    /// Whether the share is one to speak of: 5 %, or 1 % where it is spoken of already.
    private func exceeds(_ part: Int, of whole: Int, already cause: Ailment.Cause) -> Bool {
        let ails = ailment == cause
        return part >= (ails ? 1 : 2) && Double(part) >= Double(whole) * (ails ? 0.01 : 0.05)
    }
}
