/// Lines on their way to stderr, with a bound: whoever logs never waits for whoever reads.
package struct LogBuffer: Sendable {
    /// Lines that wait. When full, new lines are dropped, counted, and the count is said.
    package static let lines = 2000
    /// The same in bytes.
    package static let bytes = 1 << 20

    private var waiting: [String] = []
    private var size = 0
    private var lostSince = 0
    /// Lines that were dropped since the start.
    package private(set) var lost = 0

    package init() {}

    package var isEmpty: Bool { waiting.isEmpty && lostSince == 0 }

    package mutating func append(_ line: String) {
        guard waiting.count < Self.lines, size + line.utf8.count <= Self.bytes else {
            lost += 1
            lostSince += 1
            return
        }
        waiting.append(line)
        size += line.utf8.count
    }

    /// All that waits, and how many lines were dropped after it.
    package mutating func take() -> (lines: [String], lost: Int) {
        defer { (waiting, size, lostSince) = ([], 0, 0) }
        return (waiting, lostSince)
    }
}
