import Foundation

/// Who was engaged in an alert and what was missed, as its history tells.
struct AlertTrail {
    /// By stage, in the order in which they fired.
    private(set) var engaged: [(stage: String, queues: [String])] = []
    private(set) var missed: [String] = []

    /// - Parameter events: CloudEvents, oldest first.
    init(_ events: [String]) {
        for json in events {
            guard let event = try? JSONDecoder().decode(EventRow.Event.self, from: Data(json.utf8))
            else { continue }
            if event.word == "breached", let stage = event.data?.stage {
                missed.append(stage == "onscene" ? "on scene" : stage)
            } else if let queues = event.data?.engaged, !queues.isEmpty {
                engaged.append((event.data?.stage ?? "the incident goes on", queues))
            }
        }
    }

    /// A line for each thing to know.
    var facts: [(String, String)] {
        var facts = engaged.map { ("told", "\($0.queues.joined(separator: ", ")) (\($0.stage))") }
        if !missed.isEmpty { facts.append(("missed", missed.joined(separator: ", "))) }
        return facts
    }
}
