import Domain

extension EventRow.Event {
    /// What this event adds to the alert, beside its step.
    var detail: String {
        guard let data else { return "" }
        let drill = data.exercise == true ? "EXERCISE " : ""
        let note = data.note.map { ": \($0)" } ?? ""
        return (drill + fact(data) + note).onOneLine
    }

    /// The stage that fired, or what was missed, in 16 letters or fewer where it is known.
    var step: String? {
        guard let stage = data?.stage?.onOneLine else { return nil }
        switch (word, stage) {
        case ("breached", "onscene"): return "nobody on scene"
        case ("breached", _): return "not \(stage)"
        default: return stage
        }
    }

    private func fact(_ data: Payload) -> String {
        switch word {
        case "raised", "continued": raising(data)
        case "ended": ending(data)
        case "delivered": data.terminal.map { "to \($0)" } ?? who(data)
        case "accepted": who(data) + (data.deadlines?["onscene"] == nil ? "" : ", due on scene")
        case "dispatched": who(data) + (data.deadlines?["onscene"] == nil ? "" : ", due on scene")
        case "released": "\(data.from.map { "from \($0) " } ?? "")\(who(data))"
        case "closed":
            "\(data.disposition ?? "")\(data.cause.map { " (\($0))" } ?? "") \(who(data))"
        case "merged": data.mergedInto.map { "into \($0)" } ?? ""
        case "withdrawn": data.reason ?? "the camera takes it back"
        case "warned", "fired": stage(data)
        case "breached": breach(data)
        case "noted": data.actor == nil ? remark(data) : who(data)
        case "order sent":
            who(data) + (data.alerts.map { ", for \($0.count.counted("alert"))" } ?? "")
        case "offline", "degraded": data.reason ?? ""
        case "restored":
            after(data.lasted) + (data.reason.map { ": \($0)" } ?? "")
        case "unattended": "no terminal reads its queue"
        case "attended":
            after(data.lasted) + (data.raised.map { ", \($0.counted("alert")) meanwhile" } ?? "")
        default: who(data)
        }
    }

    private func after(_ seconds: Double?) -> String {
        seconds.map { "after \($0.asDuration)" } ?? ""
    }

    /// Such as `jn-017-car-1 by li.wei after 26 s`.
    private func who(_ data: Payload) -> String {
        var parts: [String] = []
        if let unit = data.unit { parts.append(unit) }
        if let actor = data.actor, actor != data.unit { parts.append("by \(actor)") }
        if let proof = data.proof { parts.append("by its \(proof)") }
        if data.elapsed != nil { parts.append(after(data.elapsed)) }
        return parts.joined(separator: " ")
    }

    private func raising(_ data: Payload) -> String {
        var parts: [String] = []
        if data.storm == true { parts.append("STORM") }
        if let text = data.why?.text { parts.append("\"\(text)\"") }
        if let near = data.proposed?.first {
            parts.append("\(near.unit) is \(near.distance.rounded(to: 0)) m away")
        }
        if let reason = data.reason { parts.append(reason) }
        return parts.joined(separator: " ")
    }

    /// Whom it told, such as `jn-016, jn-018 (unattended), 3 s late`.
    private func stage(_ data: Payload) -> String {
        var told = data.engaged.map { $0.joined(separator: ", ") } ?? ""
        if let grouped = data.grouped {
            let before = "told of the incident before: \(grouped.joined(separator: ", "))"
            told += told.isEmpty ? before : "; \(before)"
        }
        let reason = data.reason.map { " (\($0))" } ?? ""
        return told + reason + lateness(data)
    }

    /// What the desk says by itself, such as whom it tells that an incident goes on.
    private func remark(_ data: Payload) -> String {
        let told = data.unit ?? data.engaged.map { $0.joined(separator: ", ") } ?? ""
        return told + (data.reason.map { told.isEmpty ? $0 : ": \($0)" } ?? "")
    }

    private func breach(_ data: Payload) -> String {
        (data.due.map { "by \($0.timeOfDay)" } ?? "in time") + lateness(data)
    }

    private func lateness(_ data: Payload) -> String {
        data.late.map { $0 >= 1 ? ", \($0.asDuration) late" : "" } ?? ""
    }

    private func ending(_ data: Payload) -> String {
        var parts: [String] = []
        if let start = data.start, let end = data.end {
            parts.append("after \(end.seconds(since: start).rounded(to: 1)) s")
        }
        if let peak = data.peak { parts.append("at most \((peak.area * 100).rounded(to: 1)) %") }
        if data.cut == true { parts.append("its end was not seen") }
        return parts.joined(separator: ", ")
    }
}
