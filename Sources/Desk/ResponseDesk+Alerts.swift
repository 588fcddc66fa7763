import Domain

extension ResponseDesk {
    /// The alert that an episode raises.
    func alert(for report: EpisodeReport, id: AlertID, at now: WallTime) -> Alert {
        let episode = report.episode
        return Alert(
            id: id,
            state: .raised,
            kind: episode.kind,
            priority: episode.priority ?? policy.priority(of: episode.kind),
            placeClass: report.camera.placeClass,
            exercise: false,
            station: report.camera.station,
            grid: report.camera.grid,
            camera: Alert.CameraReference(report.camera),
            raisedAt: now,
            deadlines: policy.deadlines(raised: now, at: report.camera.placeClass),
            why: Alert.Why(report),
            snapshot: "/v1/alerts/\(id)/snapshot.jpg",
            policy: policy.version
        )
    }

    /// The alert that a signal raises.
    func alert(for signal: Signal, id: AlertID, at now: WallTime) -> Alert {
        Alert(
            id: id,
            state: .raised,
            kind: signal.kind,
            priority: signal.priority ?? policy.priority(of: signal.kind),
            placeClass: signal.placeClass,
            exercise: signal.drill != nil,
            drill: signal.drill,
            station: signal.station,
            grid: signal.grid,
            signal: signal.reference,
            raisedAt: now,
            deadlines: policy.deadlines(raised: now, at: signal.placeClass),
            why: Alert.Why(text: signal.text),
            policy: policy.version
        )
    }
}

extension Alert.Why {
    /// What is known of an episode when it opens.
    init(_ report: EpisodeReport) {
        let episode = report.episode
        self.init(
            zone: episode.zone,
            area: episode.peak.area.short,
            seconds: max(0, report.lastMotion.seconds(since: report.start)),
            path: episode.path.pairs,
            score: episode.score.short,
            text: episode.why
        )
    }
}

extension EpisodeMemory {
    /// An episode that has just opened.
    init(_ report: EpisodeReport) {
        self.init(
            isOpen: true,
            start: report.start,
            lastMotion: report.lastMotion,
            joinFrom: report.lastMotion
        )
    }
}
