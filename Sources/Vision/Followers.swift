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
            let ahead = min(time - follower.lastSeen, 0.5)
            let margin = 2.0
            let shiftX = follower.speedX * ahead
            let shiftY = follower.speedY * ahead
            let old = follower.blob
            for (number, entry) in blobs.enumerated() {
                let blob = entry.blob
                let across =
                    min(Double(old.right) + shiftX + margin, Double(blob.right))
                    - max(Double(old.left) + shiftX - margin, Double(blob.left)) + 1
                let down =
                    min(Double(old.bottom) + shiftY + margin, Double(blob.bottom))
                    - max(Double(old.top) + shiftY - margin, Double(blob.top)) + 1
                guard across > 0, down > 0 else { continue }
                let common = across * down
                let blobArea = Double(blob.width * blob.height)
                let area = Double(old.width * old.height)
                let alike = min(blobArea, area) / max(blobArea, area)
                let inside = min(1, common / blobArea)
                let moving = blob.active >= 2 ? 0.5 : 0
                pairs.append(
                    Pair(
                        follower: index,
                        blob: number,
                        merit: min(1, common / min(blobArea, area)) + alike + moving
                            + follower.score,
                        inside: inside
                    )
                )
            }
        }
        return pairs.sorted { $0.merit > $1.merit }
    }
}
