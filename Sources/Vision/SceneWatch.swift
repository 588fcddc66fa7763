import Domain

/// Tells changes of the whole picture from things in it.
struct SceneWatch {
    private(set) var state = SceneState.learning
    /// Shares of differing cells over the last second, oldest first.
    private var shares: [(time: Double, share: Double)] = []
    private var calmSince: Double?
    private var since = 0.0

    mutating func restart(at time: Double) {
        state = .learning
        shares.removeAll()
        calmSince = nil
        since = time
    }

    /// What to do with the picture just compared.
    enum Verdict {
        case go
        /// The scene has to be learned anew from this picture.
        case begin
    }

    mutating func judge(
        _ mask: ChangeMask,
        gain: Float,
        learned: Double,
        settings: DetectorSettings,
        at time: Double
    ) -> Verdict {
        switch state {
        case .learning:
            // What is restless all over, as a tree in the wind, takes longer to know.
            let needed = mask.activeShare > 0.04 ? 4 * settings.learning : settings.learning
            if learned >= needed { state = .steady }
            return .go
        case .steady:
            if changedAsWhole(mask, gain: gain, at: time) {
                state = .unsettled
                since = time
                calmSince = nil
                shares.removeAll()
            }
            return .go
        case .unsettled:
            guard mask.activeShare < 0.04 else {
                calmSince = nil
                if time - since < 8 { return .go }
                restart(at: time)
                return .begin
            }
            let calm = calmSince ?? time
            calmSince = calm
            guard time - calm >= 0.8 else { return .go }
            restart(at: time)
            return .begin
        }
    }

    private mutating func changedAsWhole(
        _ mask: ChangeMask,
        gain: Float,
        at time: Double
    ) -> Bool {
        shares.removeAll { time - $0.time > 1.2 }
        let before = shares.first?.share ?? mask.differingShare
        shares.append((time, mask.differingShare))
        if gain < 0.35 || gain > 2.8 { return true }
        return mask.differingShare > 0.45 && before < 0.25
    }
}
