import CFFmpeg
import Synchronization

/// What libav asks about ten times a second while it waits: is it to go on?
final class Watch: Sendable {
    private let interrupt: Interrupt
    /// By libav's own monotonic clock, in microseconds.
    private let deadline = Atomic<Int64>(.max)

    init(_ interrupt: Interrupt) { self.interrupt = interrupt }

    enum Verdict { case goOn, interrupted, timedOut }

    func allow(seconds: Double) {
        deadline.store(Self.now + Int64(seconds * 1e6), ordering: .relaxed)
    }

    var verdict: Verdict {
        if interrupt.isFired { return .interrupted }
        return Self.now > deadline.load(ordering: .relaxed) ? .timedOut : .goOn
    }

    /// - Precondition: the watch outlives the callback's use.
    var callback: AVIOInterruptCB {
        unsafe AVIOInterruptCB(
            callback: { watch in
                guard let watch = unsafe watch else { return 0 }
                let verdict = unsafe Unmanaged<Watch>.fromOpaque(watch)
                    .takeUnretainedValue().verdict
                return verdict == .goOn ? 0 : 1
            },
            opaque: Unmanaged.passUnretained(self).toOpaque()
        )
    }

    /// - Units: microseconds.
    static var now: Int64 { av_gettime_relative() }
}
