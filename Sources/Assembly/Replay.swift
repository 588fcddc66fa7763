package import Domain
package import Media

/// Runs a recording through the same pipeline as a live camera, as fast as it decodes.
package struct Replay {
    private let camera: Camera
    private let wall: WallTime

    /// - Parameters:
    ///   - camera: whose zones and sensitivity hold. Its `intrusion` zones are armed at all hours,
    ///     as a recording does not say when it was made.
    ///   - wall: what the wall clock shows at a recording's beginning.
    package init(as camera: Camera, wall: WallTime) {
        var camera = camera
        for index in camera.zones.indices {
            if case .intrusion = camera.zones[index].rule {
                camera.zones[index].rule = .intrusion(hours: nil)
            }
        }
        self.camera = camera
        self.wall = wall
    }

    /// A camera without zones, for recordings of any camera.
    package static var anyCamera: Camera {
        Camera(id: "replay", name: "replay", url: "", station: "replay", grid: "replay")
    }

    /// An episode of a recording, once it has ended.
    package struct Finding: Sendable {
        package var file: String
        package var camera: CameraID
        package var episode: Episode
        /// The time of the newest packet read when it was decided on.
        package var raised: StreamTime
    }

    /// What became of a recording.
    package struct Outcome: Sendable {
        package var packets = 0
        package var pictures = 0
        package var damaged = 0
        /// Pictures a second that were assumed, as the stream has no timestamps.
        package var assumedRate: Double?
        /// Why it was not read to its end.
        package var error: MediaError?
    }

    /// Reads a recording to its end.
    ///
    /// - Parameters:
    ///   - progress: told the stream time now and then.
    ///   - found: told each episode as soon as it has ended.
    /// - Throws: what `found` throws; what is wrong with the recording is in the outcome.
    package func run(
        _ path: String,
        interrupt: Interrupt = Interrupt(),
        progress: (StreamTime) -> Void = { _ in },
        found: (Finding) throws -> Void
    ) throws -> Outcome {
        var outcome = Outcome()
        do {
            let reader = try PacketReader(opening: StreamAddress(path), interrupt: interrupt)
            outcome.assumedRate = reader.info.assumedRate
            let decoder = try PictureDecoder(reader.info)
            var pass = Pass(file: path, camera: camera, wall: wall)
            defer {
                outcome.pictures = decoder.decoded
                outcome.damaged = decoder.damaged
            }
            do {
                while let packet = try reader.next() {
                    outcome.packets += 1
                    pass.read(packet.time)
                    try decoder.decode(packet) { try pass.see($0, found) }
                    progress(pass.newest)
                }
            } catch let error as MediaError {
                outcome.error = error
            }
            try decoder.flush { try pass.see($0, found) }
            try pass.finish(found)
        } catch let error as MediaError {
            outcome.error = error
        }
        return outcome
    }
}

extension Replay {
    /// One recording on its way through the pipeline.
    private struct Pass {
        private let file: String
        private let camera: CameraID
        private let wall: WallTime
        private var pipeline: CameraPipeline
        private var raised: [Int: StreamTime] = [:]
        /// The latest time that any packet read so far bears.
        private(set) var newest = StreamTime(seconds: 0)

        init(file: String, camera: Camera, wall: WallTime) {
            self.file = file
            self.camera = camera.id
            self.wall = wall
            pipeline = CameraPipeline(camera)
        }

        mutating func read(_ time: StreamTime?) {
            if let time { newest = max(newest, time) }
        }

        mutating func see(
            _ picture: borrowing Picture,
            _ found: (Finding) throws -> Void
        ) throws {
            newest = max(newest, picture.time)
            let seconds = newest.seconds
            let now = Stamp(
                moment: Moment(nanoseconds: 0).advanced(bySeconds: seconds),
                wall: wall.advanced(bySeconds: seconds)
            )
            try take(pipeline.observe(picture, arrived: now), found)
        }

        mutating func finish(_ found: (Finding) throws -> Void) throws {
            try take(pipeline.finish(), found)
        }

        private mutating func take(
            _ events: [EpisodeEvent],
            _ found: (Finding) throws -> Void
        ) throws {
            for event in events {
                switch event {
                case .opened(let episode):
                    raised[episode.number] = newest
                case .peaked:
                    break
                case .ended(let episode):
                    let raised = raised.removeValue(forKey: episode.number) ?? newest
                    try found(
                        Finding(file: file, camera: camera, episode: episode, raised: raised)
                    )
                }
            }
        }
    }
}
