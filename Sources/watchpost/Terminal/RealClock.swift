import Domain
import Foundation

/// The machine's clocks, with wall time in the city's zone.
struct RealClock: CityClock {
    let zone: TimeZone

    func now() -> Stamp {
        var monotonic = timespec()
        var real = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &monotonic)
        unsafe clock_gettime(CLOCK_REALTIME, &real)
        let instant = Date(timeIntervalSince1970: TimeInterval(real.tv_sec))
        return Stamp(
            moment: Moment(
                nanoseconds: Int64(monotonic.tv_sec) * 1_000_000_000 + Int64(monotonic.tv_nsec)
            ),
            wall: WallTime(
                milliseconds: Int64(real.tv_sec) * 1000 + Int64(real.tv_nsec) / 1_000_000,
                offset: Int32(zone.secondsFromGMT(for: instant))
            )
        )
    }
}
