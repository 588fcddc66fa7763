/// One thing followed from picture to picture.
///
/// - Units: cells and seconds.
struct Follower {
    /// The score from which it is taken for a thing that goes somewhere.
    static let proven = 0.5
    /// A size that changes by more than this at once has gained or lost a part.
    private static let jump = 1.6
    /// How far back evidence counts.
    private static let memory = 4.0
    /// From how many levels on cells of a calm place count as different, at most.
    private static let calmLimit = 24.0
    /// Seconds without getting on after which, at a restless place, it has to prove itself again.
    private static let staleness = 8.0
    /// A bound on the way that is reported.
    private static let mostPoints = 32

    let id: Int
    private(set) var blob: Blob
    /// The labels of the picture's blobs that make it up.
    var labels: [Int32]
    let since: Double
    private(set) var lastSeen: Double
    private(set) var lastMoved: Double
    /// When it last got on by half of what proves it.
    private(set) var lastProgress: Double
    /// Whether it ever moved.
    private(set) var hasMoved = false
    private(set) var peakCells: Int
    private(set) var score = 0.0
    /// Its middle, smoothed, and its speed a second.
    private(set) var x: Double
    private(set) var y: Double
    private(set) var speedX = 0.0
    private(set) var speedY = 0.0
    private(set) var path: [(x: Double, y: Double)]
    private var anchor: (x: Double, y: Double)
    /// Share of its box that its cells fill, smoothed.
    private(set) var fill: Double
    /// How sharply it ends, and how much of the background's structure shows in it, smoothed.
    private(set) var sharpness: Double
    private(set) var sameness: Double
    /// What it did in the last seconds, oldest first.
    private(set) var trail: [Stride] = []

    /// One picture's part in the evidence.
    struct Stride {
        var time: Double
        var seconds: Double
        var x: Double
        var y: Double
        var length: Double
        var moved: Bool
        /// Whether it came in over the picture's border.
        var enters = false
    }

    init(id: Int, blob: Blob, label: Int32, at time: Double) {
        self.id = id
        self.blob = blob
        labels = [label]
        since = time
        lastSeen = time
        lastMoved = time
        lastProgress = time
        peakCells = blob.cells
        x = blob.x
        y = blob.y
        path = [(blob.x, blob.y)]
        anchor = (blob.x, blob.y)
        trail = [
            Stride(time: time, seconds: 0, x: x, y: y, length: 0, moved: blob.active >= 2)
        ]
        fill = blob.fill
        sharpness = Double(blob.sharpness)
        sameness = blob.sameness
    }

    /// Seconds for which it is looked for after it was last seen.
    var patience: Double { score >= Self.proven ? 1.5 : 0.7 }

    /// Takes the next picture's view of it.
    ///
    /// - Parameter clutter: how many things of its size moved lately without getting anywhere.
    mutating func see(_ next: Blob, at time: Double, seconds: Double, clutter: Double) {
        let larger = max(next.cells, blob.cells)
        let ratio = Double(larger) / Double(max(1, min(next.cells, blob.cells)))
        if ratio > 3, score < Self.proven { trail.removeAll() }
        let enters = blob.entry(to: next) != nil
        let length = move(to: next, jumping: ratio > Self.jump, seconds: seconds)
        let share = min(1, seconds / 0.4)
        fill += (next.fill - fill) * share
        sharpness += (Double(next.sharpness) - sharpness) * share
        sameness += (next.sameness - sameness) * share
        blob = next
        lastSeen = time
        peakCells = max(peakCells, next.cells)
        let moves = next.active >= max(2, next.cells / 25)
        trail.append(
            Stride(
                time: time, seconds: seconds, x: x, y: y, length: length, moved: moves,
                enters: enters)
        )
        trail.removeAll { time - $0.time > Self.memory }
        guard moves else { return }
        hasMoved = true
        lastMoved = time
        extendPath()
        if distance(anchor.x, anchor.y) > need / 2 {
            anchor = (x, y)
            lastProgress = time
        }
        // What was proven may have gone, and left the wind in the leaves in its place.
        let isStale = time - lastProgress > Self.staleness && doubt(clutter) > 1.5
        score = max(isStale ? 0 : score, judge(clutter: clutter))
    }

    /// - Returns: how far it went. A thing that has gained or lost a part has not gone there; one
    ///   that comes in over the picture's border goes as far as its foremost edge.
    private mutating func move(to next: Blob, jumping: Bool, seconds: Double) -> Double {
        let (oldX, oldY) = (x, y)
        let entered = blob.entry(to: next)
        if jumping || entered != nil {
            (x, y) = (next.x, next.y)
            let (stepX, stepY) = entered ?? (0, 0)
            for index in trail.indices {
                trail[index].x += x - oldX - stepX
                trail[index].y += y - oldY - stepY
            }
            return (stepX * stepX + stepY * stepY).squareRoot()
        }
        let share = min(1, seconds / 0.3)
        let known = trail.count < 2 ? 1 : share
        speedX += ((next.x - blob.x) / seconds - speedX) * known
        speedY += ((next.y - blob.y) / seconds - speedY) * known
        x += (next.x - x) * share
        y += (next.y - y) * share
        return distance(oldX, oldY)
    }

    private func distance(_ fromX: Double, _ fromY: Double) -> Double {
        ((x - fromX) * (x - fromX) + (y - fromY) * (y - fromY)).squareRoot()
    }

    private mutating func extendPath() {
        guard let last = path.last, distance(last.x, last.y) > 1.5 else { return }
        if path.count == Self.mostPoints {
            path = path.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        }
        path.append((x, y))
    }

    /// Cells that it has to go to be taken for a thing that goes somewhere.
    private var need: Double {
        let size = (Double(blob.width) * Double(blob.height)).squareRoot()
        return min(max(0.5 * size, 4), 12)
    }

    /// How much more than usual it has to show: 1 and up.
    ///
    /// Futile motion all around, as of leaves and rain, makes what moves less likely a thing; so
    /// do a place that is known to be restless, and a small thing's soft edges, as of an insect too
    /// near to be in focus.
    private func doubt(_ clutter: Double) -> Double {
        let size = (Double(blob.width) * Double(blob.height)).squareRoot()
        let softness = size < 16 ? max(0, 0.45 - sharpness) / 0.45 : 0
        let unrest = max(0, Double(blob.meanLimit) / Self.calmLimit - 1)
        return (1 + max(0, clutter - 4) / 4) * (1 + 4 * softness) * (1 + min(unrest, 3))
    }

    /// How surely it is a thing that goes somewhere.
    private func judge(clutter: Double) -> Double {
        let doubt = doubt(clutter)
        var reach = 0.0
        var travelled = 0.0
        var longest = 0.0
        var moved = 0.0
        var span = 0.0
        for stride in trail {
            span += stride.seconds
            travelled += stride.length
            if !stride.enters { longest = max(longest, stride.length) }
            guard stride.moved else { continue }
            moved += stride.seconds
            reach = max(reach, distance(stride.x, stride.y))
        }
        // One long stride alone is a part won or lost, as where branches touch.
        let far = (reach - longest) / (need * doubt)
        let long = moved / (0.6 * doubt)
        let straight = 2 * reach / max(travelled, 1)
        let steady = 2 * moved / max(span, 0.1)
        // Light and shadow leave the structure as it is; a thing has its own.
        let solid = (0.9 - sameness) * 5
        return [far, long, straight, steady, fill * 3.5, solid].reduce(0.95) { score, part in
            score * min(1, max(0, part))
        }
    }
}
