import Domain

extension EventRow {
    /// What a row shows of an event; every field of `data` may be missing in types to come.
    struct Event: Decodable {
        var type: String
        var source: String?
        var subject: String?
        var time: WallTime
        var data: Payload?

        struct Payload: Decodable {
            var alert: String?
            var kind: String?
            var priority: Int?
            var placeClass: String?
            var state: String?
            var exercise: Bool?
            var storm: Bool?
            var station: String?
            var camera: Camera?
            var signal: Signal?
            var deadlines: [String: WallTime]?
            var why: Why?
            var actor: String?
            var terminal: String?
            var note: String?
            var start: WallTime?
            var end: WallTime?
            var peak: Peak?
            var cut: Bool?
            var disposition: String?
            var cause: String?
            var reason: String?
            var since: WallTime?
            var lasted: Double?
            var raised: Int?
            var mergedInto: String?
            var stage: String?
            var due: WallTime?
            var late: Double?
            var engaged: [String]?
            var grouped: [String]?
            var unit: String?
            var alerts: [String]?
            var proposed: [Proposal]?
            var proof: String?
            var from: String?
            var elapsed: Double?
        }

        struct Camera: Decodable {
            var id: String?
            var name: String
        }

        struct Signal: Decodable { var source: String }
        struct Peak: Decodable { var area: Double }

        struct Why: Decodable {
            var zone: String?
            var text: String?
        }

        struct Proposal: Decodable {
            var unit: String
            var distance: Double
        }
    }
}

extension EventRow.Event {
    /// What happened, in a word of ten letters or fewer where it is known.
    var word: String {
        let parts = type.split(separator: ".")
        guard parts.count == 4, parts[0] == "watchpost" else { return type.onOneLine }
        switch (parts[1], parts[2]) {
        case ("alert", let word), ("camera", let word), ("stage", let word), ("station", let word):
            return String(word)
        case ("order", "accepted"): return "took order"
        case (let family, let word): return "\(family) \(word)"
        }
    }

    /// What an event that is of no alert is about: `camera`, `station`.
    var family: String {
        let parts = type.split(separator: ".")
        return parts.count == 4 && parts[1] != "alert" ? String(parts[1]) : ""
    }

    /// The alert, the camera or the station.
    var topic: String { data?.alert ?? data?.camera?.id ?? data?.station ?? "" }

    /// The camera and zone, or who sent the signal; in another's queue the station before it.
    var place: String {
        let zone = data?.why?.zone.map { $0 == "whole" ? "" : " (\($0))" } ?? ""
        let name = data?.camera?.name ?? data?.signal?.source
        guard let name else { return family == "station" ? "" : (subject ?? "").onOneLine }
        return (foreignStation + name + zone).onOneLine
    }

    private var foreignStation: String {
        guard let station = data?.station, let source, source != "/queues/\(station)" else {
            return ""
        }
        return "\(station) "
    }

    /// A deadline that somebody has to keep.
    struct Owed {
        let time: WallTime
        let isOverdue: Bool

        /// Such as `due 15:15:05`.
        var words: String { time.asDeadline(isOverdue: isOverdue) }
        /// Such as ` 15:15:05`, and `!15:15:05` once it has passed.
        var mark: String { (isOverdue ? "!" : " ") + time.timeOfDay }
    }

    /// The next deadline that somebody has to keep, if any: of priority 4 nothing is owed.
    func owed(at now: WallTime, isAnswered: Bool) -> Owed? {
        guard (data?.priority ?? 1) < 4 else { return nil }
        let isOpen = data?.state.map { ["raised", "delivered"].contains($0) } ?? true
        switch word {
        case "raised", "continued", "released":
            guard isOpen, let deadline = data?.deadlines?["accept"] else { return nil }
            return Owed(time: deadline, isOverdue: deadline < now && !isAnswered)
        case "accepted", "dispatched", "enroute", "order sent":
            return data?.deadlines?["onscene"].map { Owed(time: $0, isOverdue: false) }
        case "onscene":
            return data?.deadlines?["contained"].map { Owed(time: $0, isOverdue: false) }
        default: return nil
        }
    }
}
