import Dispatch
import Domain
import Synchronization

/// Hands out each camera's truth as its loops begin, on a queue of its own.
final class TruthWriter: Sendable {
    private let truth: TruthLines
    private let sink: @Sendable (String) -> Void
    private let queue = DispatchQueue(label: "watchpost.simulator.truth", qos: .utility)
    /// The loop that each camera comes to next.
    private let upcoming: Mutex<[Int]>

    init(_ truth: TruthLines, cameras: Int, sink: @escaping @Sendable (String) -> Void) {
        self.truth = truth
        self.sink = sink
        upcoming = Mutex(Array(repeating: 0, count: cameras))
    }

    /// Writes, some time soon, the loops that have begun.
    func advance(to now: Moment) {
        queue.async { [self] in
            let begun = upcoming.withLock { loops in
                loops.indices.flatMap { camera in
                    let newest = truth.timetable.picture(of: camera, at: now)
                    var begun: [(camera: Int, loop: Int)] = []
                    while truth.firstPicture(ofLoop: loops[camera], camera: camera) <= newest {
                        begun.append((camera, loops[camera]))
                        loops[camera] += 1
                    }
                    return begun
                }
            }
            for (camera, loop) in begun {
                for line in truth.lines(camera: camera, loop: loop) { sink(line) }
            }
        }
    }

    /// Returns when all that was begun is written.
    func settle() async {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume() }
        }
    }
}
