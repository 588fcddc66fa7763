import Domain

/// All that is known of one camera's view at one picture size.
struct Scene {
    let width: Int
    let height: Int
    private let shape: GridShape
    private let settings: DetectorSettings
    private let watched: [Bool]
    private var cells: CellMeans
    private var background: Background
    private var light: LightMap
    private var mask: ChangeMask
    private var finder: BlobFinder
    private var watch = SceneWatch()
    private(set) var followers: Followers
    private var cover: [Background.Cover]
    /// The pictures of the last moments in the background's light, oldest first.
    private var recent: [(time: Double, normal: [Float])] = []

    init(
        width: Int,
        height: Int,
        shape: GridShape,
        watched: [Bool],
        settings: DetectorSettings
    ) {
        self.width = width
        self.height = height
        self.shape = shape
        self.settings = settings
        self.watched = watched
        cells = CellMeans(shape: shape)
        background = Background(shape: shape)
        light = LightMap(shape: shape)
        mask = ChangeMask(shape: shape)
        finder = BlobFinder(shape: shape)
        followers = Followers(shape: shape)
        cover = Array(repeating: .clear, count: shape.count)
    }

    mutating func observe(
        _ picture: borrowing LumaPlane,
        at time: StreamTime,
        seconds: Double
    ) -> MotionReading {
        let now = time.seconds
        cells.measure(picture)
        guard let before = recent.first?.normal else {
            begin(at: now)
            return MotionReading(time: time, scene: watch.state, tracks: [])
        }
        light.measure(level: cells.level, background: background.level)
        mask.compare(
            cells.level,
            with: background,
            light: light,
            before: before,
            watched: watched,
            settings: settings
        )
        let verdict = watch.judge(
            mask,
            gain: light.global,
            learned: background.learned,
            settings: settings,
            at: now
        )
        if verdict == .begin {
            begin(at: now)
            return MotionReading(time: time, scene: watch.state, tracks: [])
        }
        if watch.state == .steady {
            follow(at: now, seconds: seconds)
        } else {
            followers.forgetAll()
            for cell in 0..<shape.count { cover[cell] = .clear }
        }
        background.learn(
            cells,
            normal: mask.normal,
            previous: recent.last?.normal ?? before,
            light: light,
            cover: cover,
            seconds: seconds
        )
        remember(mask.normal, at: now)
        return reading(at: time)
    }

    private mutating func begin(at time: Double) {
        background.begin(with: cells)
        followers.forgetAll()
        watch.restart(at: time)
        recent = [(time, cells.level)]
    }

    /// Keeps just as many pictures as reach back to where a moving thing is told by its step.
    private mutating func remember(_ normal: [Float], at time: Double) {
        recent.append((time, normal))
        while recent.count > 1, time - recent[1].time >= settings.stepSeconds - 0.15 {
            recent.removeFirst()
        }
    }

    private mutating func follow(at time: Double, seconds: Double) {
        let blobs = finder.blobs(in: mask, background: background, settings: settings)
        followers.follow(blobs, at: time, seconds: seconds)
        var covers = [Background.Cover](
            repeating: .covered, count: Int(blobs.map(\.label).max() ?? 0) + 1)
        var joining = [Bool](repeating: false, count: covers.count)
        for follower in followers.all {
            for label in follower.labels {
                if follower.score >= Follower.proven {
                    covers[Int(label)] = time - follower.lastProgress < 5 ? .held : .lingering
                }
                if time - follower.lastMoved >= settings.joining { joining[Int(label)] = true }
            }
        }
        for cell in 0..<shape.count {
            cover[cell] = .clear
            guard mask.differs[cell] else { continue }
            let label = Int(finder.label(of: cell))
            cover[cell] = label < covers.count ? covers[label] : .covered
            if background.recall(cell, normal: mask.normal[cell], within: mask.limit[cell]) {
                cover[cell] = .clear
            } else if label < joining.count, joining[label] {
                background.join(cell, normal: mask.normal[cell])
            }
        }
    }

    private func reading(at time: StreamTime) -> MotionReading {
        let columns = Double(shape.columns)
        let rows = Double(shape.rows)
        return MotionReading(
            time: time,
            scene: watch.state,
            tracks: followers.all.map { follower in
                Track(
                    id: follower.id,
                    box: Box(
                        x: Double(follower.blob.left) / columns,
                        y: Double(follower.blob.top) / rows,
                        width: Double(follower.blob.width) / columns,
                        height: Double(follower.blob.height) / rows
                    ),
                    area: Double(follower.blob.cells) / Double(shape.count),
                    since: StreamTime(seconds: follower.since),
                    lastMoved: StreamTime(seconds: follower.lastMoved),
                    path: follower.path.map {
                        Point(x: ($0.x + 0.5) / columns, y: ($0.y + 0.5) / rows)
                    },
                    score: follower.score
                )
            }
        )
    }
}
