import Delivery

/// What a lane has done; each has its own, so that lanes do not get into each other's way.
struct LaneFigures: Sendable {
    /// From a packet's arrival to its decoding.
    let wait = Histogram.ofWaiting
    /// Decoding a packet, without looking at its picture.
    let decode = Histogram.ofWork
    /// Looking at a picture: whether something moves, and where.
    let detect = Histogram.ofWork
    let analysed = Counter()
    /// Pictures whose time was not after the one before.
    let untimely = Counter()
    /// Pictures that came sooner after another than the detector looks.
    let surplus = Counter()
    /// Pictures with parts guessed.
    let damaged = Counter()

    /// Adds what became of pictures since.
    func count(_ now: PictureTally, since before: PictureTally, untimely: Int) {
        Self.add(now.analysed - before.analysed, to: analysed)
        Self.add(now.surplus - before.surplus, to: surplus)
        Self.add(now.damaged - before.damaged, to: damaged)
        Self.add(untimely, to: self.untimely)
    }

    private static func add(_ more: Int, to counter: Counter) {
        if more > 0 { counter.add(more) }
    }
}
