import CameraSimulator
import Domain

/// A client of a faulty camera on a clock that the test moves.
///
/// Windows of two seconds follow two seconds of health; 12 pictures a second, a keyframe every
/// second, and the loop repeats after 24 pictures.
struct FaultBench {
    static let every = 4.0
    static let lasting = 2.0
    /// RTP's ticks from picture to picture.
    static let ticks: UInt32 = 7500

    let server: CameraServer
    let client: RTSPClient
    let clock: ManualClock
    let urls: [String]
    let port: Int

    /// Everything that is sent until then, in steps that no live client would call late.
    func bytes(from start: Double, to end: Double) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var time = start
        while time < end {
            time = min(time + 0.5, end)
            clock.advance(to: time)
            bytes += try client.owed()
        }
        return bytes
    }

    /// The video's packets that are sent until then.
    func packets(from start: Double, to end: Double) throws -> [RTSPClient.RTPPacket] {
        let parsed = framed(try bytes(from: start, to: end))
        guard parsed.junk == 0 else { throw RTSPClient.Failure.notRTSP("junk") }
        return parsed.frames.filter { $0.channel == 0 }.map {
            RTSPClient.RTPPacket(channel: 0, $0.bytes)
        }
    }
}

/// What can be found in interleaved bytes by those who trust every frame's length.
func framed(_ bytes: [UInt8]) -> (frames: [(channel: UInt8, bytes: [UInt8])], junk: Int) {
    var frames: [(channel: UInt8, bytes: [UInt8])] = []
    var junk = 0
    var at = 0
    while at < bytes.count {
        guard bytes[at] == 0x24, at + 4 <= bytes.count else {
            junk += 1
            at += 1
            continue
        }
        let end = at + 4 + Int(bytes[at + 2]) << 8 + Int(bytes[at + 3])
        frames.append(
            (bytes[at + 1], Array(bytes[min(at + 4, bytes.count)..<min(end, bytes.count)])))
        at = end
    }
    return (frames, junk)
}

/// Runs a camera with a fault, played from its start by one client.
func withFault(
    _ fault: Fault,
    authentication: Authentication? = nil,
    _ body: (FaultBench) async throws -> Void
) async throws {
    let clock = ManualClock()
    let plan = FaultPlan([fault], every: FaultBench.every, lasting: FaultBench.lasting)
    try await withServer(
        authentication: authentication,
        bitRate: 1_500_000,
        faults: plan,
        clock: clock
    ) { server, urls, port in
        let client = try RTSPClient(port: port)
        let bench = FaultBench(server: server, client: client, clock: clock, urls: urls, port: port)
        while server.statistics.rendered < server.statistics.loopPictures { _ = try client.owed() }
        if authentication == nil { try client.play(urls[0]) }
        try await body(bench)
    }
}
