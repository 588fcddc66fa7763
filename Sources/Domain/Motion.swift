/// A picture's brightness, lent for the length of a call.
///
/// - Shape: `height` rows of `stride` bytes, of which the first `width` are the picture's.
/// - Units: 8-bit luma, limited (16–235) or full range.
package struct LumaPlane: ~Escapable {
    package let pixels: Span<UInt8>
    package let width: Int
    package let height: Int
    package let stride: Int

    @_lifetime(copy pixels)
    package init(pixels: Span<UInt8>, width: Int, height: Int, stride: Int) {
        self.pixels = pixels
        self.width = width
        self.height = height
        self.stride = stride
    }
}

/// What one picture showed against what is known of the scene.
package struct MotionReading: Sendable {
    package var time: StreamTime
    package var scene: SceneState
    package var tracks: [Track]

    package init(time: StreamTime, scene: SceneState, tracks: [Track]) {
        self.time = time
        self.scene = scene
        self.tracks = tracks
    }
}

/// The state of the whole picture.
package enum SceneState: String, Sendable, Codable, Hashable {
    /// The background is being learned; nothing is reported.
    case learning
    case steady
    /// The whole picture changed (light, day/night switch, covered, turned); nothing is reported
    /// until it has settled.
    case unsettled
}

/// One thing that is followed from picture to picture.
package struct Track: Sendable, Hashable {
    package var id: Int
    package var box: Box
    /// Share of the picture that its cells cover, 0 to 1.
    package var area: Double
    /// When it was first seen.
    package var since: StreamTime
    /// When it last moved, or changed inside.
    package var lastMoved: StreamTime
    /// Where its box's centre has been, oldest first; bounded.
    package var path: [Point]
    /// 0 (surely nothing) to 1 (surely something).
    package var score: Double

    package init(
        id: Int,
        box: Box,
        area: Double,
        since: StreamTime,
        lastMoved: StreamTime,
        path: [Point],
        score: Double
    ) {
        self.id = id
        self.box = box
        self.area = area
        self.since = since
        self.lastMoved = lastMoved
        self.path = path
        self.score = score
    }
}

/// A stretch of motion in one zone of one camera, by one rule.
package struct Episode: Sendable, Hashable {
    /// Counts a camera's episodes since its stream was opened.
    package var number: Int
    package var kind: AlertKind
    /// The zone's name; `whole` where the camera has no zone of a detecting rule.
    package var zone: String
    package var priority: Priority?
    package var start: StreamTime
    /// The last motion so far.
    package var lastMotion: StreamTime
    package var peak: Peak
    package var path: [Point]
    package var score: Double
    /// The reasons in words and numbers, for people.
    package var why: String

    /// The picture in which the most moved.
    package struct Peak: Sendable, Hashable {
        package var time: StreamTime
        /// Share of the picture, 0 to 1.
        package var area: Double
        package var box: Box

        package init(time: StreamTime, area: Double, box: Box) {
            self.time = time
            self.area = area
            self.box = box
        }
    }

    package init(
        number: Int,
        kind: AlertKind,
        zone: String,
        priority: Priority? = nil,
        start: StreamTime,
        lastMotion: StreamTime,
        peak: Peak,
        path: [Point] = [],
        score: Double = 0,
        why: String = ""
    ) {
        self.number = number
        self.kind = kind
        self.zone = zone
        self.priority = priority
        self.start = start
        self.lastMotion = lastMotion
        self.peak = peak
        self.path = path
        self.score = score
        self.why = why
    }
}

/// What a picture did to a camera's episodes.
package enum EpisodeEvent: Sendable, Hashable {
    case opened(Episode)
    /// The picture just seen is the best so far.
    case peaked(Episode)
    case ended(Episode)
}
