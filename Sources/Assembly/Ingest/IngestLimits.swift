package import Media

/// The bounds of reading and decoding cameras.
package struct IngestLimits: Sendable, Hashable {
    package var stream: StreamLimits
    /// Packets of one camera that wait for their lane. When full, packets are dropped up to the
    /// next keyframe, and counted.
    package var packetsWaiting: Int
    /// The same in bytes.
    package var bytesWaiting: Int
    /// Packets of one camera that a lane takes before it turns to the next camera.
    package var packetsInTurn: Int
    /// Seconds between two pictures of episodes that go on.
    package var snapshotInterval: Double
    /// A camera thread's stack, in bytes; libavformat's TLS needs more than 64 KiB.
    package var stack: Int
    /// Seconds that threads and lanes have to end.
    package var stop: Double
    package var health: HealthLimits

    package init(
        stream: StreamLimits = StreamLimits(),
        packetsWaiting: Int = 64,
        bytesWaiting: Int = 8_000_000,
        packetsInTurn: Int = 8,
        snapshotInterval: Double = 1,
        stack: Int = 256 * 1024,
        stop: Double = 2,
        health: HealthLimits = HealthLimits()
    ) {
        self.stream = stream
        self.packetsWaiting = packetsWaiting
        self.bytesWaiting = bytesWaiting
        self.packetsInTurn = packetsInTurn
        self.snapshotInterval = snapshotInterval
        self.stack = stack
        self.stop = stop
        self.health = health
    }
}

/// From when on a camera is not well.
///
/// - Units: seconds, where nothing else is said.
package struct HealthLimits: Sendable, Hashable {
    /// Over which shares and rates are taken.
    package var window: Double
    /// Without an ailment until a degraded camera is online again.
    package var calm: Double
    /// Without a picture while packets come.
    package var noPicture: Double
    /// How many packets must have come meanwhile; a pause is no ailment.
    ///
    /// - Units: packets.
    package var barren: Int
    /// Without a picture while packets come, until the stream is opened anew with another decoder.
    package var useless: Double
    /// Without a keyframe.
    package var keyframe: Double
    /// Within which `leapsAllowed` leaps of its clock are too many.
    package var leaps: Double
    /// - Units: leaps.
    package var leapsAllowed: Int
    /// Within which `lossesAllowed` losses of the stream are too many.
    package var losses: Double
    /// - Units: losses.
    package var lossesAllowed: Int
    /// The time constant with which another rate becomes the usual one.
    package var usual: Double
    /// Within which the same is not said again in the log.
    package var repetition: Double

    package init(
        window: Double = 10,
        calm: Double = 5,
        noPicture: Double = 5,
        barren: Int = 3,
        useless: Double = 15,
        keyframe: Double = 30,
        leaps: Double = 60,
        leapsAllowed: Int = 3,
        losses: Double = 120,
        lossesAllowed: Int = 3,
        usual: Double = 300,
        repetition: Double = 60
    ) {
        self.window = window
        self.calm = calm
        self.noPicture = noPicture
        self.barren = barren
        self.useless = useless
        self.keyframe = keyframe
        self.leaps = leaps
        self.leapsAllowed = leapsAllowed
        self.losses = losses
        self.lossesAllowed = lossesAllowed
        self.usual = usual
        self.repetition = repetition
    }
}
