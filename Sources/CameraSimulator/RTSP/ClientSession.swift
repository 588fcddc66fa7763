import Domain
import NIOCore

/// What goes to a client, and by which way.
struct Delivery {
    let route: Route
    /// Framed for interleaving, also where they go as datagrams.
    var buffers: [ByteBuffer]
    var pictures = 0
    /// What becomes of the connection after them.
    var ending: Playback.Ending?
}

/// The tracks of one camera that a client has set up.
struct ClientSession {
    /// What sends a track.
    enum Sender {
        case video(Playback)
        case silence(SilentTrack)
    }

    /// A track on its way.
    struct Lane {
        let track: Int
        let route: Route
        var sender: Sender
    }

    let camera: Int
    /// More than one where the maker names each track's.
    var names: [String] = []
    var isPlaying = false
    private(set) var lanes: [Lane] = []

    init(camera: Int) { self.camera = camera }

    mutating func add(_ lane: Lane) {
        lanes.removeAll { $0.track == lane.track }
        lanes.append(lane)
        lanes.sort { $0.track < $1.track }
    }

    mutating func rest() {
        isPlaying = false
        for index in lanes.indices { lanes[index].sender.rest() }
    }

    mutating func due(_ renditions: Renditions, at now: Stamp) -> [Delivery] {
        guard isPlaying else { return [] }
        return lanes.indices.compactMap { index in
            let due = lanes[index].sender.due(renditions, at: now)
            guard !due.buffers.isEmpty || due.ending != nil else { return nil }
            return Delivery(
                route: lanes[index].route,
                buffers: due.buffers,
                pictures: due.pictures,
                ending: due.ending
            )
        }
    }

    /// What tells the client that each track has ended.
    func farewell() -> [Delivery] {
        guard isPlaying else { return [] }
        return lanes.map { lane in
            let bye = ControlPacket.farewell(of: lane.sender.source, channel: lane.route.control)
            return Delivery(route: lane.route, buffers: [bye])
        }
    }
}

extension ClientSession.Sender {
    var source: UInt32 {
        switch self {
        case .video(let playback): playback.source
        case .silence(let track): track.source
        }
    }

    /// The next packet's sequence number and, where it is known, its timestamp.
    func upcoming(_ renditions: Renditions, at now: Moment) -> (
        sequence: UInt16, timestamp: UInt32?
    ) {
        switch self {
        case .video(let playback): playback.upcoming(renditions, at: now)
        case .silence(let track): (track.upcoming.sequence, track.upcoming.timestamp)
        }
    }

    mutating func rest() {
        switch self {
        case .video(var playback):
            playback.rest()
            self = .video(playback)
        case .silence(var track):
            track.rest()
            self = .silence(track)
        }
    }

    mutating func due(_ renditions: Renditions, at now: Stamp) -> Playback.Due {
        switch self {
        case .video(var playback):
            let due = playback.due(renditions, at: now)
            self = .video(playback)
            return due
        case .silence(var track):
            let buffers = track.due(at: now.moment)
            self = .silence(track)
            return Playback.Due(buffers: buffers)
        }
    }
}

extension Route {
    /// The channels in the framing; of datagrams the ports decide, and these only tell them apart.
    var media: UInt8 {
        if case .interleaved(let media, _) = self { media } else { 0 }
    }

    var control: UInt8 {
        if case .interleaved(_, let control) = self { control } else { 1 }
    }
}
