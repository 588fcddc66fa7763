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
    /// A camera thread's stack, in bytes. libavformat's RTSP crashes at 64 KiB.
    package var stack: Int
    /// Seconds that threads and lanes have to end.
    package var stop: Double

    package init(
        stream: StreamLimits = StreamLimits(),
        packetsWaiting: Int = 64,
        bytesWaiting: Int = 8_000_000,
        packetsInTurn: Int = 8,
        snapshotInterval: Double = 1,
        stack: Int = 256 * 1024,
        stop: Double = 2
    ) {
        self.stream = stream
        self.packetsWaiting = packetsWaiting
        self.bytesWaiting = bytesWaiting
        self.packetsInTurn = packetsInTurn
        self.snapshotInterval = snapshotInterval
        self.stack = stack
        self.stop = stop
    }
}
