import NIOCore

/// Finds requests and interleaved packets in what a client sends.
struct RTSPReader {
    /// What was found next.
    enum Found: Equatable {
        case request(RTSPRequest)
        /// A report or packet of the client's, passed over.
        case packet
        /// Something that cannot be answered sensibly; nothing after it can be understood.
        case malformed(status: Int)
    }

    private struct Malformed: Error { let status: Int }

    /// The largest request with its headers; the largest body.
    static let headLimit = 16 * 1024
    static let bodyLimit = 64 * 1024

    private var buffer = ByteBuffer()
    private var isBroken = false

    mutating func append(_ bytes: inout ByteBuffer) {
        if isBroken { return }
        buffer.writeBuffer(&bytes)
    }

    /// - Returns: `nil` where more bytes are needed.
    mutating func next() -> Found? {
        while !isBroken, let first = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self) {
            switch first {
            case 0x24:
                return skipPacket() ? .packet : nil
            case 0x0D, 0x0A:
                buffer.moveReaderIndex(forwardBy: 1)
            default:
                return request()
            }
        }
        return nil
    }

    /// Passes over a client's own report; only its sender would miss it.
    private mutating func skipPacket() -> Bool {
        guard
            let length = buffer.getInteger(at: buffer.readerIndex + 2, as: UInt16.self),
            buffer.readableBytes >= 4 + Int(length)
        else { return false }
        buffer.moveReaderIndex(forwardBy: 4 + Int(length))
        buffer.discardReadBytes()
        return true
    }

    private mutating func request() -> Found? {
        let view = buffer.readableBytesView
        guard let end = Self.endOfHead(view) else {
            return view.count > Self.headLimit ? broken(400) : nil
        }
        guard end - view.startIndex <= Self.headLimit else { return broken(400) }
        guard let text = String(validating: view[..<end], as: UTF8.self) else {
            return broken(400)
        }
        let request: RTSPRequest
        do throws(Malformed) { request = try Self.parse(text) } catch {
            return broken(error.status)
        }
        guard let length = Int(request["content-length"] ?? "0"),
            (0...Self.bodyLimit).contains(length)
        else { return broken(400) }
        let size = end - view.startIndex + length
        guard buffer.readableBytes >= size else { return nil }
        buffer.moveReaderIndex(forwardBy: size)
        buffer.discardReadBytes()
        return .request(request)
    }

    private mutating func broken(_ status: Int) -> Found {
        isBroken = true
        buffer.clear()
        return .malformed(status: status)
    }

    /// The index after the empty line that ends the headers.
    private static func endOfHead(_ view: ByteBufferView) -> Int? {
        var lineBreaks = 0
        for index in view.indices.prefix(headLimit + 4) {
            switch view[index] {
            case 0x0A:
                lineBreaks += 1
                if lineBreaks == 2 { return index + 1 }
            case 0x0D: continue
            default: lineBreaks = 0
            }
        }
        return nil
    }

    private static func parse(_ text: String) throws(Malformed) -> RTSPRequest {
        // An answer repeats some of it, where it would be another line or worse.
        let isPlain = text.utf8.allSatisfy {
            $0 >= 0x20 && $0 != 0x7F || [0x09, 0x0A, 0x0D].contains($0)
        }
        guard isPlain else { throw Malformed(status: 400) }
        let lines = text.split(whereSeparator: \.isNewline)
        let words = lines.first?.split(separator: " ", omittingEmptySubsequences: false) ?? []
        guard words.count == 3, !words[1].isEmpty, !words[1].contains("\t"),
            words[2].hasPrefix("RTSP/"),
            !words[0].isEmpty, words[0].allSatisfy({ $0.isASCII && ($0.isLetter || $0 == "_") })
        else { throw Malformed(status: 400) }
        guard words[2] == "RTSP/1.0" else { throw Malformed(status: 505) }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else {
                throw Malformed(status: 400)
            }
            let name = line[..<colon].lowercased()
            let value = line[line.index(after: colon)...]
            headers[name] = String(value.drop { $0 == " " || $0 == "\t" })
        }
        return RTSPRequest(method: String(words[0]), uri: String(words[1]), headers: headers)
    }
}
