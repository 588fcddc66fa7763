import Domain

/// Follows blobs from picture to picture.
struct Followers {
    /// A bound on what is followed at once; new blobs beyond it wait.
    static let most = 64

    private let shape: GridShape
    private(set) var all: [Follower] = []
    private var nextID = 1
    /// When things that moved and came to nothing were lost: leaves, rain, glitter.
    private var futile: [(time: Double, cells: Int)] = []

    init(shape: GridShape) { self.shape = shape }

    mutating func forgetAll() { all.removeAll() }

    /// Takes one picture's blobs.
    mutating func follow(_ blobs: [(label: Int32, blob: Blob)], at time: Double, seconds: Double) {
        let pairs = match(blobs, at: time)
        var owner = [Int?](repeating: nil, count: blobs.count)
        var taken = [Bool](repeating: false, count: all.count)
        for pair in pairs where owner[pair.blob] == nil && !taken[pair.follower] {
            owner[pair.blob] = pair.follower
            taken[pair.follower] = true
        }
        // A part of a thing, as a leg that its shirt's colour cuts off, goes with it.
        for pair in pairs where owner[pair.blob] == nil && pair.inside > 0.6 {
            owner[pair.blob] = pair.follower
        }
        for follower in all.indices {
            let parts = blobs.indices.filter { owner[$0] == follower }
            guard let first = parts.first else { continue }
            var whole = blobs[first].blob
            for part in parts.dropFirst() { whole.add(blobs[part].blob) }
            all[follower].labels = parts.map { blobs[$0].label }
            let clutter = clutter(comparedWith: whole.cells)
            all[follower].see(whole, at: time, seconds: seconds, clutter: clutter)
        }
        for index in all.indices where all[index].lastSeen < time { all[index].labels = [] }
        dropLost(at: time)
        for index in blobs.indices where owner[index] == nil && all.count < Self.most {
            all.append(
                Follower(id: nextID, blob: blobs[index].blob, label: blobs[index].label, at: time)
            )
            nextID += 1
        }
    }

    /// How many things not much smaller than `cells` moved in the last seconds without getting
    /// anywhere.
    func clutter(comparedWith cells: Int) -> Double {
        let least = cells / 4
        return Double(
            all.count { $0.hasMoved && $0.score < Follower.proven && $0.peakCells >= least }
                + futile.count { $0.cells >= least }
        )
    }

    private mutating func dropLost(at time: Double) {
        let lost = all.filter { time - $0.lastSeen > $0.patience }
        all.removeAll { time - $0.lastSeen > $0.patience }
        futile.removeAll { time - $0.time > 5 }
        futile += lost.filter { $0.hasMoved && $0.score < Follower.proven }.map {
            (time, $0.peakCells)
        }
        futile.removeFirst(max(0, futile.count - Self.most))
    }

    private struct Pair {
        var follower: Int
        var blob: Int
        var merit: Double
        /// Share of the blob's box inside the follower's.
        var inside: Double
    }

    /// Which blobs may continue which follower, the likeliest first.
    private func match(_ blobs: [(label: Int32, blob: Blob)], at time: Double) -> [Pair] {
        var pairs: [Pair] = []
        for (index, follower) in all.enumerated() {
            for (number, entry) in blobs.enumerated() {
                if let pair = pair(follower, index, entry.blob, number, at: time) {
                    pairs.append(pair)
                }
            }
        }
        return pairs.sorted { $0.merit > $1.merit }
    }

    private func pair(
        _ follower: Follower,
        _ index: Int,
        _ blob: Blob,
        _ number: Int,
        at time: Double
    ) -> Pair? {
        let ahead = min(time - follower.lastSeen, 0.5)
        let old = follower.blob
        let shiftX = follower.speedX * ahead
        let shiftY = follower.speedY * ahead
        let left = max(Double(old.left) + shiftX, Double(blob.left))
        let right = min(Double(old.right) + shiftX, Double(blob.right))
        let top = max(Double(old.top) + shiftY, Double(blob.top))
        let bottom = min(Double(old.bottom) + shiftY, Double(blob.bottom))
        let gap = max(left - right - 1, top - bottom - 1, 0)
        // How far a thing may be from where it is expected: far, while its speed is not known.
        let speed = abs(follower.speedX) + abs(follower.speedY)
        let slack = 2 + ahead * (follower.trail.count < 3 ? 40 : 10 + speed / 2)
        let blobArea = Double(blob.width * blob.height)
        let area = Double(old.width * old.height)
        let alike = min(blobArea, area) / max(blobArea, area)
        guard gap <= 2 || gap <= slack && alike > 0.4 else { return nil }
        let common = gap > 0 ? 0 : (right - left + 1) * (bottom - top + 1)
        return Pair(
            follower: index,
            blob: number,
            merit: min(1, common / min(blobArea, area)) + alike - gap / slack
                + (blob.active >= 2 ? 0.5 : 0) + follower.score,
            inside: min(1, common / blobArea)
        )
    }
}
