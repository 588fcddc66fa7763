package import Domain
package import Media

/// What a camera tells the node; a camera's events come one after another, in order.
package enum CameraEvent: Sendable {
    /// - Note: the picture is the one just seen, as JPEG with private zones painted; `nil` where
    ///   the one before is still good enough.
    case episode(EpisodeEvent, at: EpisodeTimes, snapshot: [UInt8]?)
    /// Its first picture is out, or it is well again.
    case online(StreamInfo)
    /// It sends, but something is wrong.
    case degraded(reason: String)
    /// - Units: seconds until the next try.
    case offline(reason: String, retryIn: Double)
    /// It is watched no more; nothing comes after it.
    case left
}

/// An episode's times on the city's clock.
package struct EpisodeTimes: Sendable, Hashable {
    package var start: WallTime
    package var lastMotion: WallTime
    package var peak: WallTime
    /// When the packet came with which the decision fell.
    package var arrived: Stamp

    package init(start: WallTime, lastMotion: WallTime, peak: WallTime, arrived: Stamp) {
        self.start = start
        self.lastMotion = lastMotion
        self.peak = peak
        self.arrived = arrived
    }
}

/// A moment of a stream and when it was there, from which other moments are told.
struct ArrivalMark: Sendable {
    var time: StreamTime
    var arrived: Stamp

    func shifted(by seconds: Double) -> ArrivalMark {
        ArrivalMark(time: time + seconds, arrived: arrived)
    }

    func wall(at moment: StreamTime) -> WallTime {
        arrived.wall.advanced(bySeconds: moment - time)
    }

    func times(of episode: Episode) -> EpisodeTimes {
        EpisodeTimes(
            start: wall(at: episode.start),
            lastMotion: wall(at: episode.lastMotion),
            peak: wall(at: episode.peak.time),
            arrived: arrived
        )
    }
}

extension EpisodeEvent {
    /// The episode as it stands with this event.
    package var episode: Episode {
        switch self {
        case .opened(let episode), .peaked(let episode), .ended(let episode): episode
        }
    }
}
