/// Reads a queue's lines as fast as they come: counts them, and looks at their numbers and ids.
package struct BenchScanner: Sendable {
    package private(set) var entries = 0
    package private(set) var raises = 0
    /// In the words of whoever reads the figures.
    package private(set) var mistakes: [String] = []
    package private(set) var isCaughtUp = false
    /// The last number that came.
    package private(set) var number: Int
    private let queue: String
    private var ids: Set<[UInt8]> = []
    private var rest: [UInt8] = []

    /// How many mistakes of one queue are listed.
    private static let bound = 5

    /// - Parameter number: the one before the first that is to come.
    package init(queue: String, after number: Int) {
        self.queue = queue
        self.number = number
    }

    /// Takes bytes of the stream.
    ///
    /// - Parameter raise: called with each line that raises an alert.
    package mutating func take(
        _ bytes: some Collection<UInt8>,
        raise: (ArraySlice<UInt8>) -> Void = { _ in }
    ) {
        rest.append(contentsOf: bytes)
        var start = rest.startIndex
        while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
            if end > start { read(rest[start..<end], raise) }
            start = end + 1
        }
        rest.removeSubrange(..<start)
    }

    private mutating func read(_ line: ArraySlice<UInt8>, _ raise: (ArraySlice<UInt8>) -> Void) {
        guard let place = Self.text(of: Self.sequence, in: line),
            let found = Int(String(decoding: place, as: UTF8.self))
        else {
            if line.starts(with: Self.control) { isCaughtUp = true }
            return
        }
        entries += 1
        if found != number + 1 { say("entry \(found) of queue \(queue) comes after \(number)") }
        number = found
        if let id = Self.text(of: Self.id, in: line), !ids.insert(Array(id)).inserted {
            say("entry \(found) of queue \(queue) has the id of another")
        }
        if let type = Self.text(of: Self.type, in: line), type.elementsEqual(Self.raised) {
            raises += 1
            raise(line)
        }
    }

    private mutating func say(_ mistake: String) {
        if mistakes.count < Self.bound { mistakes.append(mistake) }
    }

    private static let control = Array("{\"control\":\"caught-up\"".utf8)
    private static let sequence = Array(",\"sequence\":\"".utf8)
    private static let id = Array(",\"id\":\"".utf8)
    private static let type = Array(",\"type\":\"".utf8)
    private static let raised = Array("watchpost.alert.raised.v1".utf8)

    /// What stands between a mark and the next quotation mark.
    package static func text(of mark: [UInt8], in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var start = line.startIndex
        while let next = line[start...].firstIndex(of: mark[0]) {
            let rest = line[next...]
            if rest.starts(with: mark) {
                let value = rest.dropFirst(mark.count)
                return value.firstIndex(of: UInt8(ascii: "\"")).map { value[..<$0] }
            }
            start = next + 1
        }
        return nil
    }
}
