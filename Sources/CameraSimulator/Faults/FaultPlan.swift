/// Which cameras misbehave, how and when; the same seed gives the same misfortune.
///
/// Faults act in windows, so that recovery can be seen: each period of `every` seconds of a
/// camera's stream is healthy first and ends with `lasting` seconds of the fault.
package struct FaultPlan: Sendable, Hashable {
    /// A stretch of a camera's stream in which its fault acts.
    package struct Window: Sendable, Hashable {
        /// Counted from 0.
        package let number: Int
        /// - Units: seconds of the camera's stream; `end` is no longer in it.
        package let start: Double
        package let end: Double
    }

    /// Dealt to the faulty cameras in turn.
    package let faults: [Fault]
    /// The first so many cameras are faulty.
    package let cameras: Int
    /// - Units: seconds.
    package let every: Double
    package let lasting: Double
    package let seed: UInt64

    package init(
        _ faults: [Fault] = [],
        cameras: Int = .max,
        every: Double = 30,
        lasting: Double = 10,
        seed: UInt64 = 1
    ) {
        self.faults = faults
        self.cameras = cameras
        self.every = every
        self.lasting = min(lasting, every)
        self.seed = seed
    }

    /// - Returns: `nil` where nothing is wrong with the camera.
    package func fault(of camera: Int) -> Fault? {
        camera < cameras && !faults.isEmpty ? faults[camera % faults.count] : nil
    }

    package func window(_ number: Int) -> Window {
        let end = Double(number + 1) * every
        return Window(number: number, start: end - lasting, end: end)
    }

    /// The window that a second of a camera's stream lies in.
    package func window(at seconds: Double) -> Window? {
        guard seconds >= 0 else { return nil }
        let window = window(Int(seconds / every))
        return seconds >= window.start ? window : nil
    }

    /// How many windows have begun by then.
    package func begun(by seconds: Double) -> Int {
        max(0, Int((seconds + lasting) / every))
    }

    /// Chance that depends on nothing but the seed, the camera and the picture.
    func chance(camera: Int, picture: Int) -> SeededGenerator {
        SeededGenerator(
            seed: seed,
            purpose: SeededGenerator.mixed(UInt64(camera)) ^ UInt64(bitPattern: Int64(picture))
        )
    }
}
