/// What must hold after every step of the desk.
package enum Invariant: String, Sendable, Hashable, CaseIterable {
    case stageTwice = "a stage of an alert fires once"
    case stageMissing = "a stage fires when it is due"
    case stageUnasked = "a stage fires only when it is due and needed"
    case lateness = "a stage says how late it is"
    case wake = "the desk asks to be woken for the next stage"
    case deadline = "no deadline moves"
    case identity = "what an alert is stays as it was raised"
    case balance = "raised is waiting, reached, merged and withdrawn together"
    case muted = "a stage tells everyone whom it engages"
    case priorityOne = "an alert of priority 1 is neither muted, merged nor joined"
    case toldTwice =
        "an incident tells nobody the same stage twice while the alert that told it is open"
    case numbering = "a queue is numbered without holes"
    case ordinal = "the entries of a topic are numbered without holes"
    case offDuty = "nobody off duty is paged"
    case forward = "an alert goes forward, and only a release takes it back"
    case acceptance = "one acceptance wins, and the others are told who"
    case closed = "a closed alert takes nothing more"
    case signal = "a signal is one alert, and a repeat raises nothing"
    case episode = "an episode is carried on or ended where it may be"
    case incident = "alerts are grouped by grid, time and exercise"
    case storm = "a storm is called one"
    case unattended = "an unattended station's alerts reach its neighbours at once"
    case silence = "a silent station is said to be unattended, and no other"
    case delivery = "an alert is delivered to the terminal that was shown it"
    case answer = "whoever asks something of the desk gets an answer"
}

/// An invariant that did not hold.
package struct BrokenInvariant: Sendable, Hashable {
    package let seed: UInt64
    package let invariant: Invariant
    /// Counted from 1.
    package let step: Int
    /// Of simulated time.
    package let seconds: Double
    /// What it was about: an alert, a queue, a station.
    package let subject: String
    package let details: String
}
