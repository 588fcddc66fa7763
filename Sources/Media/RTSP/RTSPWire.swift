/// Takes apart what a camera sends: answers, its own requests, and interleaved packets.
///
/// What makes no sense between them is skipped up to a bound, and counted.
///
/// - Source: RFC 2326 10.12.
package struct RTSPWire {
    package enum Found: Equatable {
        case reply(RTSPReply)
        /// A request of the camera's own, with its `CSeq`.
        case request(method: String, sequence: String?)
        /// A packet's place in `bytes`, which holds until the next call of `fill`.
        case packet(channel: UInt8, Range<Int>)
    }

    /// Why nothing more can be understood.
    package struct Mistake: Error, Equatable {
        package let reason: String
    }

    package static let headLimit = 32 * 1024
    /// Of an answer's or request's first line.
    package static let lineLimit = 1024
    package static let bodyLimit = 256 * 1024
    /// So many bytes in a row that make no sense end the connection.
    package static let junkLimit = 256 * 1024

    package private(set) var bytes = [UInt8](repeating: 0, count: 16 * 1024)
    /// Bytes skipped since the beginning.
    package private(set) var junk = 0
    private var junkInRow = 0
    private var start = 0
    private var end = 0

    package init() {}

    /// Lets more bytes be put behind those that wait.
    ///
    /// - Parameter read: puts them there and returns how many.
    package mutating func fill<E: Error>(
        _ read: (UnsafeMutableRawBufferPointer) throws(E) -> Int
    ) throws(E) {
        makeRoom()
        var result: Result<Int, E> = .success(0)
        unsafe bytes.withUnsafeMutableBytes { space in
            do throws(E) {
                result = .success(
                    unsafe try read(UnsafeMutableRawBufferPointer(rebasing: space[end...])))
            } catch { result = .failure(error) }
        }
        end += try result.get()
    }

    private mutating func makeRoom() {
        if start == end { (start, end) = (0, 0) }
        guard bytes.count - end < bytes.count / 4 else { return }
        if start > 0 {
            bytes.replaceSubrange(0..<(end - start), with: Array(bytes[start..<end]))
            (start, end) = (0, end - start)
        }
        if bytes.count - end < bytes.count / 4 {
            bytes.append(contentsOf: [UInt8](repeating: 0, count: bytes.count))
        }
    }

    /// What comes next; `nil` where more bytes are needed.
    package mutating func next() throws(Mistake) -> Found? {
        while start < end {
            let found: Step
            switch bytes[start] {
            case 0x24: found = packet()
            case 0x0D, 0x0A:
                start += 1
                continue
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): found = try message()
            default: found = .junk
            }
            switch found {
            case .found(let found):
                junkInRow = 0
                return found
            case .more: return nil
            case .junk: try skip()
            }
        }
        return nil
    }

    private enum Step {
        case found(Found)
        case more, junk
    }

    /// Goes on to the next byte with which something may begin.
    private mutating func skip() throws(Mistake) {
        let from = start
        start += 1
        while start < end, !Self.firsts.contains(bytes[start]) { start += 1 }
        junk += start - from
        junkInRow += start - from
        guard junkInRow < Self.junkLimit else {
            throw Mistake(reason: "\(junkInRow) bytes in a row that are neither RTP nor RTSP")
        }
    }

    /// Every packet's first two bits are its version, 2; that tells a `$` that begins one.
    private mutating func packet() -> Step {
        guard end - start >= 5 else { return .more }
        let length = Int(bytes[start + 2]) << 8 | Int(bytes[start + 3])
        guard length >= 8, bytes[start + 1] < 64, bytes[start + 4] >> 6 == 2 else { return .junk }
        guard end - start >= 4 + length else { return .more }
        let range = (start + 4)..<(start + 4 + length)
        start = range.upperBound
        return .found(.packet(channel: bytes[range.lowerBound - 3], range))
    }

    private mutating func message() throws(Mistake) -> Step {
        let window = bytes[start..<end]
        guard Self.mayBegin(window) else { return .junk }
        // The first line alone is judged: words that only look like the beginning of many heads
        // would each have all that follows read.
        let line = window.prefix(Self.lineLimit).prefix { $0 != 0x0A && $0 != 0x0D }
        guard line.count < Self.lineLimit else { return .junk }
        guard line.endIndex < end else { return .more }
        guard Self.isFirstLine(line) else { return .junk }
        guard let headEnd = Self.endOfHead(window.prefix(Self.headLimit)) else {
            guard window.count < Self.headLimit else {
                throw Mistake(reason: "an answer's headers are longer than \(Self.headLimit) bytes")
            }
            return .more
        }
        let head = window[..<headEnd]
        guard var reply = RTSPReply(head: head) else { return request(head) }
        let length = reply["content-length"].flatMap { Int($0) } ?? 0
        guard (0...Self.bodyLimit).contains(length) else {
            throw Mistake(
                reason: "an answer of \(length) bytes; at most \(Self.bodyLimit) are read")
        }
        guard end - headEnd >= length else { return .more }
        reply.body = Array(bytes[headEnd..<headEnd + length])
        start = headEnd + length
        return .found(.reply(reply))
    }

    private mutating func request(_ head: ArraySlice<UInt8>) -> Step {
        let lines = Lines.of(String(decoding: head, as: UTF8.self))
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3, words[2].hasPrefix("RTSP/") else { return .junk }
        start = head.endIndex
        let sequence = lines.first { $0.lowercased().hasPrefix("cseq:") }
            .map { String(Lines.trimmed($0.dropFirst(5))) }
        return .found(.request(method: String(words[0]), sequence: sequence))
    }

    /// Whether an answer or request begins with this line.
    private static func isFirstLine(_ line: ArraySlice<UInt8>) -> Bool {
        let text = Substring(decoding: line, as: UTF8.self)
        if RTSPReply.status(in: text) != nil { return true }
        let words = text.split(separator: " ")
        return words.count == 3 && words[2].hasPrefix("RTSP/")
    }

    private static let beginnings = [
        "RTSP/", "OPTIONS ", "ANNOUNCE ", "SET_PARAMETER ", "GET_PARAMETER ", "REDIRECT ",
        "TEARDOWN ",
    ].map { Array($0.utf8) }
    /// All of these are looked at, so that it does not matter where a read from the network ended.
    private static let firsts = Set(beginnings.map { $0[0] } + [0x24])

    /// Whether these bytes may become an answer or request.
    private static func mayBegin(_ window: ArraySlice<UInt8>) -> Bool {
        beginnings.contains { word in
            zip(word, window).allSatisfy { $0 == $1 }
        }
    }

    /// The index after the empty line that ends the headers.
    private static func endOfHead(_ window: ArraySlice<UInt8>) -> Int? {
        var lineBreaks = 0
        for index in window.indices {
            switch window[index] {
            case 0x0A:
                lineBreaks += 1
                if lineBreaks == 2 { return index + 1 }
            case 0x0D: continue
            default: lineBreaks = 0
            }
        }
        return nil
    }
}
