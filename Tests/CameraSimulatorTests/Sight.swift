import Domain
import Foundation
import Media

/// What the node's own reader and decoder saw of a camera.
struct Sight: Sendable {
    struct Shown: Sendable, Hashable {
        var width: Int
        var height: Int
        var isDamaged: Bool
    }

    var info: StreamInfo?
    var pictures: [Shown] = []
    var jumps = 0
    var counts = StreamCounts()
    var error: MediaError?
    /// From the first packet to the last.
    var seconds = 0.0

    /// Reads a camera on a thread of its own, as the node does, until `isEnough`.
    static func of(
        _ url: String,
        _ credentials: Credentials? = nil,
        transport: StreamTransport = .tcp,
        opening seconds: Double = 20,
        until isEnough: @escaping @Sendable (Sight) -> Bool
    ) async -> Sight {
        let address = StreamAddress(url, credentials: credentials, transport: transport)
        return await withCheckedContinuation { continuation in
            let thread = Thread {
                var sight = Sight()
                do { try sight.read(address, seconds, isEnough) } catch {
                    sight.error = error as? MediaError
                }
                continuation.resume(returning: sight)
            }
            thread.stackSize = 256 * 1024
            thread.start()
        }
    }

    private mutating func read(
        _ address: StreamAddress,
        _ seconds: Double,
        _ isEnough: (Sight) -> Bool
    ) throws {
        let limits = StreamLimits(open: seconds, firstKeyframe: 20, silence: 10)
        let reader = try PacketReader(opening: address, limits: limits, interrupt: Interrupt())
        let decoder = try PictureDecoder(reader.info)
        let start = Date()
        defer { (info, counts) = (reader.info, reader.counts) }
        while !isEnough(self), let packet = try reader.next() {
            if packet.jump != nil { jumps += 1 }
            counts = reader.counts
            self.seconds = Date().timeIntervalSince(start)
            try decoder.decode(packet) { picture in
                pictures.append(
                    Shown(
                        width: picture.width,
                        height: picture.height,
                        isDamaged: picture.isDamaged
                    )
                )
            }
        }
    }
}
