package import Domain
package import Media

/// How a camera is, at the moment of asking.
package struct CameraStatus: Sendable {
    package enum State: String, Sendable, Hashable {
        /// It was not reached yet, and not given up either.
        case connecting
        /// Its pictures come.
        case online
        /// It sends, but something is wrong that a person can act upon.
        case degraded
        /// It could not be reached or was lost; it is tried again all the time.
        case offline
    }

    package var state = State.connecting
    /// When it came into this state, however often it was tried since.
    package var since: Stamp
    /// Why it is degraded or offline, in words and numbers.
    package var reason: String?
    /// Without secrets; stays after the camera has come back.
    package var lastError: String?
    package var packets = 0
    package var bytes = 0
    package var pictures = 0
    /// Packets that could not be decoded, and pictures with parts guessed.
    package var damaged = 0
    /// Packets that came while too many waited.
    package var dropped = 0
    /// RTP packets that never came.
    package var lost = 0
    /// Packets that wait for their lane.
    package var waiting = 0
    /// Connections after the first.
    package var reconnects = 0
    /// The present stream, or the last one.
    package var info: StreamInfo?
    /// The last picture's, in pixels; what the stream says of itself until there is one.
    package var size: PictureSize?
    /// Pictures a second over the last seconds.
    package var rate: Double?
    /// Bits a second over the last seconds.
    package var bitRate: Double?
    package var lastPicture: Moment?

    init(since: Stamp) { self.since = since }

    /// Seconds since the last picture.
    package func pictureAge(at now: Moment) -> Double? {
        lastPicture.map { now.seconds(since: $0) }
    }
}

/// - Units: pixels.
package struct PictureSize: Sendable, Hashable, CustomStringConvertible {
    package var width: Int
    package var height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    package var description: String { "\(width)x\(height)" }
}
