package import Domain

/// Judges how a camera is by what its stream brings.
///
/// A camera is online when its first picture is out, and degraded while something is wrong with
/// what it sends. What it takes to become degraded is more than what it takes to stay so, and it is
/// well again only after `HealthLimits.calm` without an ailment, so that it does not flap.
package struct CameraHealth: Sendable {
    package enum Input: Sendable {
        /// A stream was opened; nothing of it has been decoded.
        case connected
        /// A packet came; `lost` are RTP packets that never came before it.
        case packet(PacketFacts)
        /// The lane has decoded something.
        case decoded(DecodedFacts)
        /// The stream is lost, was never there, or is left because it is of no use.
        case lost(reason: String, Loss)
    }

    package enum Loss: Sendable {
        case failed
        /// A recording, which has its end.
        case ended
        /// Nothing that it sent could be decoded.
        case useless
    }

    /// A camera has come from one state into another, ails from something else than before, or its
    /// reason has other numbers.
    package struct Change: Sendable, Hashable {
        package var from: CameraStatus.State
        package var to: CameraStatus.State
        /// Why it is not well, or what it has recovered from.
        package var reason: String?
        /// What makes two reasons the same one with other numbers.
        package var cause: String?
        /// Seconds that it was not online, where it is again.
        package var lasted: Double?
        /// Whether people have not been told of it lately.
        package var isNews = true
    }

    package private(set) var state = CameraStatus.State.connecting
    /// Why it is degraded or offline.
    package private(set) var reason: String?

    /// Pictures and bits a second over the window; `nil` until there is enough to tell.
    package private(set) var rates: (pictures: Double, bits: Double)?

    // What its ailments are told by, in CameraHealth+Ailments.
    let limits: HealthLimits
    var ailment: Ailment.Cause?
    var window: TallyWindow
    var usual: UsualRate
    private var newest = Moment(nanoseconds: .min)
    private var connected: Moment?
    /// When the last picture came out, or since when one is waited for.
    var pictureDue: Moment?
    /// Packets that the decoder has been given since the last picture.
    var barren = 0
    var hasPicture = false
    var keyframe: Moment?
    var decoderError: String?
    private var newestPacket: (time: StreamTime, at: Moment)?
    var leaps: Recent<Double>
    var losses: Recent<String>
    /// What was wrong when it was judged last.
    private var suspected: Ailment.Cause?
    private var calmSince: Moment?
    /// When its reason was told last.
    private var toldAt: Moment?
    private var unwellSince: Moment?
    private var told: [String: Moment] = [:]

    package init(_ limits: HealthLimits = HealthLimits()) {
        self.limits = limits
        window = TallyWindow(seconds: limits.window)
        usual = UsualRate(seconds: limits.usual)
        leaps = Recent(seconds: limits.leaps)
        losses = Recent(seconds: limits.losses)
    }

    package mutating func step(_ input: Input, at moment: Moment) -> Change? {
        let now = max(moment, newest)
        newest = now
        switch input {
        case .connected:
            begin(at: now)
            return nil
        case .packet(let packet):
            let change = window.advance(to: now) ? judge(at: now) : nil
            take(packet, at: now)
            return change
        case .decoded(let work):
            return take(work, at: now)
        case .lost(let reason, let loss):
            return lose(reason, loss, at: now)
        }
    }

    /// For how long packets have come without a picture, where that is too long to go on.
    ///
    /// - Units: seconds.
    package var uselessFor: Double? {
        guard let pictureDue else { return nil }
        let seconds = newest.seconds(since: pictureDue)
        return seconds >= limits.useless && barren >= limits.barren ? seconds : nil
    }

    // MARK: What comes

    private mutating func begin(at now: Moment) {
        window.begin(at: now)
        rates = nil
        connected = now
        pictureDue = now
        keyframe = now
        barren = 0
        hasPicture = false
        decoderError = nil
        newestPacket = nil
    }

    private mutating func take(_ packet: PacketFacts, at now: Moment) {
        window.add(
            StreamTally(
                packets: 1,
                bytes: packet.bytes,
                dropped: packet.isDropped ? 1 : 0,
                lost: packet.lost,
                received: packet.received
            )
        )
        if packet.isKeyframe { keyframe = now }
        if let leap = packet.leap ?? leap(to: packet.time, at: now) {
            leaps.add(leap, at: now)
            window.forgetMarks()
        }
        if let time = packet.time {
            newestPacket = (time, now)
            window.mark(time, at: now)
        }
    }

    /// Seconds by which the stream's time has gone ahead of the clock at once, where that is a leap.
    private func leap(to time: StreamTime?, at now: Moment) -> Double? {
        guard let time, let last = newestPacket else { return nil }
        let ahead = time - last.time - now.seconds(since: last.at)
        return ahead > PictureClock.leap ? ahead : nil
    }

    private mutating func take(_ work: DecodedFacts, at now: Moment) -> Change? {
        window.add(
            StreamTally(
                tried: work.tried,
                pictures: work.pictures,
                damaged: work.damaged,
                untimely: work.untimely
            )
        )
        if let error = work.error { decoderError = error }
        barren = work.pictures > 0 ? 0 : barren + work.tried
        // What the lane still had of a stream that is gone changes nothing.
        guard work.pictures > 0, connected != nil else { return nil }
        pictureDue = now
        guard !hasPicture else { return nil }
        hasPicture = true
        guard state == .connecting || state == .offline else { return nil }
        if let ailment = ailment(at: now) { return become(.degraded, ailment, at: now) }
        return recover(at: now)
    }

    private mutating func lose(_ reason: String, _ loss: Loss, at now: Moment) -> Change? {
        if connected != nil, loss == .failed { losses.add(reason, at: now) }
        rates = nil
        connected = nil
        pictureDue = nil
        calmSince = nil
        // What is degraded and of no use is tried anew, and stays what it is meanwhile.
        if loss == .useless, state == .degraded { return nil }
        ailment = nil
        let isOther = state != .offline || self.reason != reason
        let from = state
        enter(.offline, reason, at: now)
        guard isOther else { return nil }
        return Change(
            from: from,
            to: .offline,
            reason: reason,
            cause: reason,
            isNews: isNews(reason, at: now)
        )
    }

    // MARK: What is made of it

    private mutating func judge(at now: Moment) -> Change? {
        let (total, seconds) = (window.total, window.seconds(at: now))
        if seconds >= limits.window * 0.3 {
            rates = (Double(total.pictures) / seconds, 8 * Double(total.bytes) / seconds)
        }
        guard let ailment = ailment(at: now) else {
            suspected = nil
            guard state == .degraded, hasPicture else { return nil }
            let since = calmSince ?? now
            calmSince = since
            return now.seconds(since: since) >= limits.calm ? recover(at: now) : nil
        }
        calmSince = nil
        defer { suspected = ailment.cause }
        // What is seen once may be a packet that came late.
        guard state == .degraded || suspected == ailment.cause else { return nil }
        return become(.degraded, ailment, at: now)
    }

    private mutating func become(
        _ state: CameraStatus.State,
        _ ailment: Ailment,
        at now: Moment
    ) -> Change? {
        let from = self.state
        let isOther = from != state || self.ailment != ailment.cause
        self.ailment = ailment.cause
        enter(state, ailment.description, at: now)
        // Numbers change; whoever keeps the reason is to have them as they are by now.
        let isStale = toldAt.map { now.seconds(since: $0) >= limits.window / 2 } ?? true
        guard isOther || isStale else { return nil }
        toldAt = now
        return Change(
            from: from,
            to: state,
            reason: ailment.description,
            cause: ailment.cause.rawValue,
            isNews: isOther && isNews(ailment.cause.rawValue, at: now)
        )
    }

    private mutating func recover(at now: Moment) -> Change {
        let change = Change(
            from: state,
            to: .online,
            reason: reason,
            lasted: unwellSince.map { now.seconds(since: $0) },
            isNews: isNews("online", at: now)
        )
        state = .online
        reason = nil
        ailment = nil
        unwellSince = nil
        calmSince = nil
        return change
    }

    private mutating func enter(_ state: CameraStatus.State, _ reason: String, at now: Moment) {
        if self.state == .online || unwellSince == nil { unwellSince = now }
        self.state = state
        self.reason = reason
    }

    /// Whether people have not been told the same for a while.
    private mutating func isNews(_ cause: String, at now: Moment) -> Bool {
        told = told.filter { now.seconds(since: $0.value) < limits.repetition }
        guard told[cause] == nil, told.count < 16 else { return false }
        told[cause] = now
        return true
    }
}
