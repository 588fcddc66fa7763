import Crypto
import Desk
import Foundation

/// The hash chain: each entry vouches for its own content and for the entry before it.
///
/// - Source: SHA-256 (FIPS 180-4).
struct Chain {
    private(set) var sequence: Int64
    private(set) var hash: Data

    /// What the first entry follows.
    static let start = Chain(sequence: 0, hash: Data(repeating: 0, count: SHA256.byteCount))

    init(sequence: Int64, hash: Data) {
        self.sequence = sequence
        self.hash = hash
    }

    /// Goes on to the next entry.
    mutating func advance(over payloadHash: Data) {
        sequence += 1
        var hasher = SHA256()
        hasher.update(data: payloadHash)
        hasher.update(data: hash)
        hash = Data(hasher.finalize())
    }

    /// A hash in hexadecimal digits.
    static func digits(of hash: Data) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let bytes = hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The hash of all that an entry says: its row's columns, a line each, and its data.
    static func payloadHash(
        sequence: Int64,
        at: String,
        type: String,
        topic: String,
        ordinal: Int,
        subject: String,
        places: [(queue: String, number: Int)],
        data: String
    ) -> Data {
        let stands = places.sorted { $0.queue < $1.queue }.map { "\($0.queue):\($0.number)" }
        let head = [
            "\(sequence)", at, type, topic, "\(ordinal)", subject, stands.joined(separator: ","),
            "",
        ]
        var bytes: [UInt8] = []
        bytes.reserveCapacity(data.utf8.count + 256)
        bytes.append(contentsOf: head.joined(separator: "\n").utf8)
        bytes.append(contentsOf: data.utf8)
        return Data(SHA256.hash(data: bytes))
    }
}
