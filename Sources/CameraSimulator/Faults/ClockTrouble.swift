/// What a camera's timestamps do, other than to go with its pictures.
enum ClockTrouble: Sendable, CaseIterable {
    /// An hour ahead; ten minutes back.
    case ahead, behind
    case still, repeating, backwards
    /// An hour ahead and back again.
    case jumping
    /// Back to 0, as after a restart.
    case restarted

    /// Whose fault is one of them alone.
    init?(_ fault: Fault) {
        switch fault {
        case .clockJump: self = .jumping
        case .clockRepeat: self = .repeating
        case .clockBackwards: self = .backwards
        case .clockStill: self = .still
        case .clockReset: self = .restarted
        default: return nil
        }
    }

    /// - Parameters:
    ///   - start: the first picture that it concerns.
    ///   - rate: pictures a second.
    /// - Returns: Ticks of RTP's clock, to be added to the picture's timestamp.
    func shift(of picture: Int, since start: Int, rate: Int) -> Int {
        let since = picture - start
        let ticks = Timetable.clockRate / rate
        let hour = 3600 * Timetable.clockRate
        return switch self {
        case .ahead: hour
        case .behind: -hour / 6
        case .still: -since * ticks
        case .repeating: -(since % 2) * ticks
        case .backwards: -2 * since * ticks
        case .jumping: (since / (2 * rate)).isMultiple(of: 2) ? hour : 0
        case .restarted: -start * Timetable.clockRate / rate
        }
    }
}
