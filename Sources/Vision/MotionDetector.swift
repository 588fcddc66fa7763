package import Domain

/// Notices what moves in a fixed camera's picture.
///
/// A picture becomes a grid of cell means; light is divided out; what differs from the background
/// becomes blobs, and blobs are followed. Whole-picture changes report nothing until the scene has
/// settled and been learned anew.
///
/// - Time: by the pictures' own times, which must rise; `isDue` says which pictures are worth it.
package struct MotionDetector: Sendable {
    private let settings: DetectorSettings
    private let blind: [Polygon]
    private var last: StreamTime?
    private var scene: Scene?

    /// - Parameters:
    ///   - sensitivity: 1 (least) to 5.
    ///   - blind: outlines in which nothing is noticed.
    package init(sensitivity: Int = 3, blind: [Polygon] = []) {
        settings = DetectorSettings(sensitivity: sensitivity)
        self.blind = blind
    }

    /// Whether enough time has passed for another look: about six a second are enough.
    package func isDue(at time: StreamTime) -> Bool {
        guard let last else { return true }
        let passed = time - last
        return passed >= 0.145 || passed < 0
    }

    /// Looks at a picture; one of another size begins a new scene.
    package mutating func observe(
        _ picture: borrowing LumaPlane,
        at time: StreamTime
    ) -> MotionReading {
        let seconds = min(max(last.map { time - $0 } ?? 0.17, 0.02), 1)
        last = time
        var scene = scene(of: picture.width, picture.height)
        self.scene = nil
        let reading = scene.observe(picture, at: time, seconds: seconds)
        self.scene = scene
        return reading
    }

    /// The scene of this size; another size begins anew.
    private func scene(of width: Int, _ height: Int) -> Scene {
        if let scene, scene.width == width, scene.height == height { return scene }
        let shape = GridShape(width: width, height: height)
        return Scene(
            width: width,
            height: height,
            shape: shape,
            watched: CellMask.watched(shape, outside: blind),
            settings: settings
        )
    }
}
