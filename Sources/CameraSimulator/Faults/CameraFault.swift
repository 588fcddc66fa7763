/// What goes wrong with one camera: decides, and remembers nothing.
package struct CameraFault: Sendable {
    /// How one picture is sent.
    package struct PictureFate: Sendable, Hashable {
        /// The picture of the loop that is sent in its place.
        package var shown: Int
        package var rendition = Rendition.usual
        package var isWithheld = false
        /// Whether the connection is reset in the middle of it.
        package var isCut = false
        /// - Units: ticks of RTP's clock, to be added to its timestamp.
        package var shift = 0

        package init(shown: Int) { self.shown = shown }
    }

    package let fault: Fault
    package let camera: Int
    package let plan: FaultPlan
    let timetable: Timetable

    /// - Returns: `nil` where nothing is wrong with the camera.
    package init?(camera: Int, _ plan: FaultPlan, _ timetable: Timetable) {
        guard let fault = plan.fault(of: camera) else { return nil }
        self.fault = fault
        self.camera = camera
        self.plan = plan
        self.timetable = timetable
    }

    /// Whether nothing at all is sent.
    package func isSilent(at seconds: Double) -> Bool {
        fault == .stall && plan.window(at: seconds) != nil
    }

    /// The second of the stream that has come out of the camera by now.
    package func sent(by seconds: Double) -> Double {
        guard fault == .slow, let window = plan.window(at: seconds) else { return seconds }
        let inside = seconds - window.start
        let burst = 3.0
        return window.start
            + (window.number.isMultiple(of: 2)
                ? inside / 2 : (inside / burst).rounded(.down) * burst)
    }

    /// Whether what is sent late is sent all the same.
    var catchesUp: Bool { fault == .slow }

    /// How far its reports of the time are off: the camera's clock, and the stream's in ticks.
    ///
    /// A wrong clock tells of another hour of the stream than it sends; one that was reset does not.
    func reportError(at seconds: Double) -> (milliseconds: Int64, ticks: Int)? {
        guard let window = plan.window(at: seconds) else { return nil }
        let years: Int64 = -20 * 365 * 86_400_000
        return switch fault {
        case .wrongClock: (years, -3600 * Timetable.clockRate)
        case .clockReset: (years, -firstPicture(at: window.start) * Timetable.clockRate / rate)
        default: nil
        }
    }

    /// What the camera is described as.
    package func described(at seconds: Double) -> Rendition {
        fault == .recode && plan.window(at: seconds) != nil ? .recoded : .usual
    }

    package func fate(of picture: Int) -> PictureFate {
        var fate = PictureFate(shown: picture)
        switch fault {
        case .freeze, .resize:
            // Whole groups of pictures, which can be decoded without what came before.
            let keyframe = timetable.keyframe(before: picture, camera: camera)
            guard let window = plan.window(at: timetable.seconds(of: keyframe)) else { break }
            if fault == .resize {
                fate.rendition = .smaller
            } else {
                fate.shown = firstKeyframe(in: window, keyframe)
            }
        case .noKeyframe:
            fate.isWithheld =
                isActive(picture) && timetable.keyframe(before: picture, camera: camera) == picture
        case .reset: fate.isCut = isActive(picture) && isCut(picture)
        case .wrongClock, .clockJump, .clockRepeat, .clockBackwards, .clockStill, .clockReset:
            if let window = plan.window(at: timetable.seconds(of: picture)) {
                fate.shift = shift(of: picture, in: window)
            }
        case .drop, .reorder, .corrupt, .stall, .garbage, .slow, .authExpire, .recode: break
        }
        return fate
    }

    /// Whether the picture lies in a window.
    package func isActive(_ picture: Int) -> Bool {
        plan.window(at: timetable.seconds(of: picture)) != nil
    }

    private func firstKeyframe(in window: FaultPlan.Window, _ keyframe: Int) -> Int {
        let inside = timetable.seconds(of: keyframe) - window.start
        let pictures = Int((inside * Double(timetable.rate)).rounded(.down))
        return keyframe - pictures / timetable.gopPictures * timetable.gopPictures
    }

    private func isCut(_ picture: Int) -> Bool {
        var chance = plan.chance(camera: camera, picture: picture)
        return !isActive(picture - 1) || chance.chance(1 / Double(timetable.rate))
    }

    /// A wrong clock has a fifth of the window for each of its troubles.
    private func shift(of picture: Int, in window: FaultPlan.Window) -> Int {
        if let trouble = ClockTrouble(fault) {
            return trouble.shift(of: picture, since: firstPicture(at: window.start), rate: rate)
        }
        let troubles = [ClockTrouble.ahead, .behind, .still, .repeating, .backwards]
        let length = plan.lasting / Double(troubles.count)
        let inside = timetable.seconds(of: picture) - window.start
        let phase = min(troubles.count - 1, Int(inside / length))
        let start = firstPicture(at: window.start + Double(phase) * length)
        return troubles[phase].shift(of: picture, since: start, rate: rate)
    }

    private var rate: Int { timetable.rate }

    private func firstPicture(at seconds: Double) -> Int {
        Int((seconds * Double(rate)).rounded(.up))
    }
}
