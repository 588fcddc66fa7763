import Cameras
import Delivery
import Dispatch
import Domain
import Foundation
import Media
import Synchronization

/// Tries streams, few at once and each for a bounded time, on threads of their own.
final class ProbeRunner: Sendable {
    /// Streams that are tried at once. One more is refused.
    static let most = 4
    /// All together less than the 25 s for which clients wait for a sign of life.
    private static let limits = StreamLimits(name: 2, open: 5, firstKeyframe: 10.5)
    /// Seconds for which a stream is read at most, once its first keyframe has come.
    private static let reading = 6.0
    /// Keyframes after which enough is seen.
    private static let keyframes = 3
    /// A thread's stack, in bytes; libavformat needs more than 64 KiB.
    private static let stack = 256 * 1024

    private let interrupt = Interrupt()
    private let underWay = Mutex(0)

    /// Ends what is being tried.
    func stop() { interrupt.fire() }

    func run(
        _ trial: CameraRequest.Trial,
        credentials: Credentials?,
        networks: NetworkList
    ) async throws(CameraRefusal) -> ProbeDocument {
        let isAdmitted = underWay.withLock { count in
            guard count < Self.most else { return false }
            count += 1
            return true
        }
        guard isAdmitted else { throw .tooManyProbes(Self.most) }
        defer { underWay.withLock { $0 -= 1 } }
        let address = StreamAddress(
            trial.url, credentials: credentials, transport: trial.transport
        )
        var limits = Self.limits
        limits.networks = networks
        let probe = StreamProbe(
            address, limits: limits, seconds: Self.reading, keyframes: Self.keyframes
        )
        let report = await withCheckedContinuation { continuation in
            let thread = Thread { [interrupt] in
                continuation.resume(returning: probe.run(interrupt: interrupt))
            }
            thread.name = "probe"
            thread.stackSize = Self.stack
            thread.start()
        }
        if report.error?.kind == .interrupted { throw .stopping }
        return ProbeDocument(address, report)
    }
}

extension ProbeDocument {
    fileprivate init(_ address: StreamAddress, _ report: StreamReport) {
        func rounded(_ number: Double, _ scale: Double) -> Double {
            (number * scale).rounded() / scale
        }
        let verdict = ProbeVerdict(report)
        self.init(
            url: "\(address)",
            fitness: verdict.fitness,
            verdict: verdict.text,
            transport: report.transport,
            pictures: report.pictures,
            seconds: rounded(report.seconds, 10)
        )
        cause = report.error?.kind.rawValue
        codec = report.codec
        width = report.width
        height = report.height
        rate = report.rate.map { rounded($0, 10) }
        keyframeInterval = report.keyframeInterval.map { rounded($0.seconds, 100) }
        bitsPerSecond = report.bitsPerSecond.map { $0.rounded() }
        authentication = report.authentication
    }
}
