/// Whose queue each name is: whoever gets something has one, and no two bear the same name.
struct QueueNames {
    private struct Holder {
        /// Such as `station 'jn-017'`.
        let who: String
        let file: String
        let line: Int
    }

    private var holders: [String: Holder] = [:]
    private(set) var mistakes: [Mistake] = []

    /// Gives a name away, or says who has it.
    mutating func take(_ name: String, for kind: String, file: String, line: Int) {
        guard let holder = holders[name] else {
            holders[name] = Holder(who: "\(kind) '\(name)'", file: file, line: line)
            return
        }
        // Of one kind it is said where they are read.
        guard holder.who != "\(kind) '\(name)'" else { return }
        var findings = Findings(file: file)
        findings.mistake(
            line,
            "\(kind) '\(name)' has the name of \(holder.who) (\(holder.file):\(holder.line)), and both "
                + "are names of queues; expected another one"
        )
        mistakes += findings.mistakes
    }
}
