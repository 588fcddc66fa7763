import Desk
import Domain

extension Auditor {
    /// What an episode that opens has to bring about.
    enum Expectation: Equatable {
        case raised
        case known(Int)
        case continued(Int)
    }

    /// Takes in what the world did, before its effects are looked at.
    mutating func hear(_ input: DeskInput) {
        expected = nil
        switch input {
        case .episodeOpened(let report, _, _): expected = expectation(of: report)
        case .policy(let next): adopt(next)
        case .started, .resumed: adopt(given)
        default: break
        }
    }

    /// A terminal is alive; what was due came before that.
    mutating func listen(to input: DeskInput) {
        switch input {
        case .heard(let queue, _), .acknowledged(let queue, _, _, _):
            let station = StationID(queue.rawValue)
            if stations[station] != nil { stations[station]!.heard = now.moment }
        default: break
        }
    }

    /// Where a version was used for other figures, the policy gets a version of its own.
    private mutating func adopt(_ next: ResponsePolicy) {
        given = next
        policy = next
        var change = 1
        while let known = policies[policy.version], known != policy {
            change += 1
            policy.version = "\(next.version)+\(change)"
        }
    }

    /// - Source: "Identity and pauses" in the model of response.
    private func expectation(of report: EpisodeReport) -> Expectation {
        guard let place = tracks[report.track], alerts[place].isOpen else { return .raised }
        let alert = alerts[place]
        if alert.isEpisodeOpen { return .known(place) }
        guard let from = alert.joinFrom, let start = alert.episodeStart else { return .raised }
        let pause = report.start.seconds(since: from)
        if pause < 0 { return report.lastMotion >= start ? .continued(place) : .raised }
        let join = policies[alert.original.policy]?.join(at: alert.original.priority) ?? 0
        return join > 0 && pause <= join ? .continued(place) : .raised
    }

    /// A new alert is the last one of its track.
    mutating func follow(_ input: DeskInput, by place: Int) {
        guard case .episodeOpened(let report, _, _) = input else { return }
        if expected != .raised {
            breach(.episode, alerts[place].id.rawValue, "raised, though its track goes on")
        }
        if let last = tracks.updateValue(place, forKey: report.track), alerts[last].isEpisodeOpen {
            breach(.episode, alerts[last].id.rawValue, "is left open beside a new one")
        }
        alerts[place].episodeStart = report.start
    }

    // MARK: Answers

    /// A request brings about something, or is answered.
    mutating func checkAnswer(_ input: DeskInput, _ effects: [DeskEffect]) {
        switch input {
        case .act(let action, let alert, _):
            if action.actor != "", !isAnswered(effects) {
                breach(.answer, alert.rawValue, "nothing came of \(action.verb)")
            }
        case .actOnIncident(let action, let incident):
            if !isAnswered(effects) {
                breach(.answer, incident.rawValue, "nothing came of \(action.verb)")
            }
        case .signal(let signal, let candidate, _): checkSignal(signal, candidate, effects)
        case .episodeOpened(_, let candidate, _): checkEpisode(candidate, effects)
        default: break
        }
    }

    private func isAnswered(_ effects: [DeskEffect]) -> Bool {
        effects.contains {
            switch $0 {
            case .append, .refuse: true
            case .keep, .known, .wake: false
            }
        }
    }

    private mutating func checkSignal(
        _ signal: Signal,
        _ candidate: AlertID,
        _ effects: [DeskEffect]
    ) {
        let known = effects.compactMap { if case .known(let id) = $0 { id } else { nil } }
        if let place = signals[signal.reference], known.isEmpty, alerts[place].id != candidate {
            breach(.signal, alerts[place].id.rawValue, "its repeat was not known")
        }
        if let first = known.first, signals[signal.reference].map({ alerts[$0].id }) != first {
            breach(.signal, first.rawValue, "is not the alert of \(signal.reference.id)")
        }
        if known.isEmpty, places[candidate] == nil, !isAnswered(effects) {
            breach(.answer, candidate.rawValue, "nothing came of a signal")
        }
    }

    private mutating func checkEpisode(_ candidate: AlertID, _ effects: [DeskEffect]) {
        let known = effects.compactMap { if case .known(let id) = $0 { id } else { nil } }.first
        switch expected {
        case .raised?:
            if places[candidate] == nil { breach(.episode, candidate.rawValue, "was not raised") }
        case .known(let place)?:
            if known != alerts[place].id {
                breach(.episode, alerts[place].id.rawValue, "is not known to be seen twice")
            }
        case .continued(let place)?:
            if !alerts[place].isEpisodeOpen {
                breach(.episode, alerts[place].id.rawValue, "was not carried on")
            }
        case nil: break
        }
    }

    /// A refusal for the alert's state must name that state, and who brought it about.
    mutating func read(_ refusal: Refusal) {
        switch refusal {
        case .state(let id, let state, let actor, _), .expected(let id, _, let state, let actor, _):
            guard let place = places[id] else { return }
            let alert = alerts[place]
            if alert.state != state || alert.stateBy != actor {
                breach(
                    .acceptance, id.rawValue, "is \(alert.state) by \(alert.stateBy), not \(actor)"
                )
            }
        default: break
        }
    }
}
