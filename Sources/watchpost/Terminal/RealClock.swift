import Dispatch
import Domain
import Foundation

/// The machine's clocks, with wall time in the city's zone.
struct RealClock: CityClock {
    let zone: TimeZone

    var moment: Moment { Moment(nanoseconds: Int64(DispatchTime.now().uptimeNanoseconds)) }

    func now() -> Stamp {
        let wall = Date()
        return Stamp(
            moment: moment,
            wall: WallTime(
                milliseconds: Int64((wall.timeIntervalSince1970 * 1000).rounded(.down)),
                offset: Int32(zone.secondsFromGMT(for: wall))
            )
        )
    }
}
