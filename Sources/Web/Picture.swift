import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// A picture as JPEG, or the part of it that is asked for.
    ///
    /// - Throws: `Problem` where it has no such part.
    /// - Source: RFC 9110, sections 13 and 14: one range of bytes; several are answered as a whole.
    init(picture: [UInt8], asked request: Request) throws {
        let tag = "\"\(Self.fingerprint(of: picture))\""
        let fields: HTTPFields = [
            .contentType: "image/jpeg", .cacheControl: "no-store", .acceptRanges: "bytes",
            .eTag: tag,
        ]
        if let known = request.headers[.ifNoneMatch], known == "*" || known.contains(tag) {
            self.init(status: .notModified, headers: fields)
            return
        }
        let isSame = request.headers[.ifRange].map { $0 == tag } ?? true
        guard request.method == .get, isSame, let text = request.headers[.range],
            let asked = ByteRange(text)
        else {
            let body = ResponseBody(byteBuffer: ByteBuffer(bytes: picture))
            self.init(status: .ok, headers: fields, body: body)
            return
        }
        guard let range = asked.range(in: picture.count) else {
            throw Problem(
                .rangeNotSatisfiable,
                "the picture has no bytes \(text)",
                field: "Range",
                fix: "it has \(picture.count) bytes",
                headers: [.contentRange: "bytes */\(picture.count)"]
            )
        }
        self.init(
            status: .partialContent,
            headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: picture[range]))
        )
        headers[.contentRange] =
            "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(picture.count)"
    }

    /// - Source: FNV-1a; it tells one picture of an alert from the next.
    private static func fingerprint(of bytes: [UInt8]) -> String {
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }
}

/// One range of bytes, as `Range` asks for it.
private enum ByteRange {
    case from(Int, through: Int?)
    case last(Int)

    /// - Returns: `nil` where it is no single range of bytes, which is then passed over.
    init?(_ text: String) {
        guard text.lowercased().hasPrefix("bytes=") else { return nil }
        let ends = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2,
            ends.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } && $0.count < 19 })
        else { return nil }
        switch (Int(ends[0]), Int(ends[1])) {
        case (let first?, let last):
            if let last, last < first { return nil }
            self = .from(first, through: last)
        case (nil, let count?): self = .last(count)
        case (nil, nil): return nil
        }
    }

    func range(in count: Int) -> Range<Int>? {
        switch self {
        case .from(let first, let last):
            first < count ? first..<min(count, (last ?? count) + 1) : nil
        case .last(let wanted): wanted > 0 && count > 0 ? max(0, count - wanted)..<count : nil
        }
    }
}
