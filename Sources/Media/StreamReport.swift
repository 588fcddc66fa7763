/// What a stream turned out to be when it was tried.
package struct StreamReport: Sendable {
    /// libav's short name, such as `h264`.
    package var codec: String?
    /// - Units: pixels.
    package var width: Int?
    package var height: Int?
    /// Pictures a second, as they came.
    package var rate: Double?
    /// From one keyframe to the next.
    package var keyframeInterval: KeyframeInterval?
    package var bitsPerSecond: Double?
    /// `tcp`, `udp`, `tls`, or `file`.
    package var transport: String
    /// Such as `Digest SHA-256`; `nil` where nobody asked for a password.
    package var authentication: String?
    /// Whether pictures are sent in another order than they are shown (B pictures).
    package var reordersPictures = false
    /// Pictures read, and the seconds over which they came.
    package var pictures = 0
    package var seconds = 0.0
    package var counts = StreamCounts()
    package var notices: [Notice] = []
    /// Why it could not be opened, or ended before the trial did.
    package var error: MediaError?

    package struct KeyframeInterval: Hashable, Sendable {
        package var seconds: Double
        package var pictures: Int

        package init(seconds: Double, pictures: Int) {
            self.seconds = seconds
            self.pictures = pictures
        }
    }

    /// What is wrong or unusual, each with the figure that shows it.
    package enum Notice: Hashable, Sendable {
        /// No second keyframe came in so many seconds.
        case keyframesAreRare(seconds: Double)
        /// So many pictures bear the same timestamp as the one before.
        case timestampsStandStill(pictures: Int)
        /// So often timestamps ran back or far ahead.
        case timestampsJump(times: Int)
        /// So many packets did not arrive.
        case packetsAreLost(Int)
        /// So many bytes between packets belong to none.
        case bytesMakeNoSense(Int)
        /// The description has no parameter sets, or none that can be read.
        case parameterSetsComeInBand
    }

    package init(transport: String) { self.transport = transport }
}

/// What did not come as it should on a live connection.
package struct StreamCounts: Hashable, Sendable {
    /// RTP packets that came.
    package var received = 0
    /// RTP packets that never came.
    package var lost = 0
    /// RTP packets that came too late, twice, or from somewhere else.
    package var strays = 0
    /// Bytes between packets that belong to none.
    package var junk = 0
    /// Pictures handed out although a part of them was missing.
    package var damaged = 0

    package init(received: Int = 0) { self.received = received }
}
