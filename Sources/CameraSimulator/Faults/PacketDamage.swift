import NIOCore

/// Does to a client's packets what was decided for them.
struct PacketDamage {
    /// The channel of what nobody set up.
    private static let unknownChannel: UInt8 = 200
    /// Bytes before a packet's payload: its frame's header and its own.
    private static let headers = InterleavedPicture.frameHeader + InterleavedPicture.rtpHeader

    private var waiting: [(others: Int, frame: ByteBuffer)] = []

    /// - Parameter frames: Packets framed for interleaving, one each.
    mutating func applied(_ fates: [PacketFate], to frames: [ByteBuffer]) -> [ByteBuffer] {
        var out: [ByteBuffer] = []
        for (fate, frame) in zip(fates, frames) {
            switch fate {
            case .sent: out.append(frame)
            case .lost: continue
            case .late(let others):
                waiting.append((others, frame))
                continue
            case .damaged(let bits): out.append(Self.damaged(frame, bits))
            case .after(let junk): out += [ByteBuffer(bytes: junk), frame]
            case .besides(let junk): out += [Self.frame(Self.unknownChannel, junk), frame]
            case .replaced(let junk):
                let channel: UInt8? = frame.getInteger(at: frame.readerIndex + 1)
                out.append(Self.frame(channel ?? 0, junk))
            }
            out += passed()
        }
        return out
    }

    /// What was still to come.
    mutating func rest() -> [ByteBuffer] {
        defer { waiting = [] }
        return waiting.map(\.frame)
    }

    /// One more packet has gone before those that wait.
    private mutating func passed() -> [ByteBuffer] {
        for index in waiting.indices { waiting[index].others -= 1 }
        let ready = waiting.filter { $0.others <= 0 }.map(\.frame)
        waiting.removeAll { $0.others <= 0 }
        return ready
    }

    private static func damaged(_ frame: ByteBuffer, _ bits: [Int]) -> ByteBuffer {
        var damaged = frame
        for bit in bits {
            let at = frame.readerIndex + headers + bit / 8
            guard let byte: UInt8 = damaged.getInteger(at: at) else { continue }
            damaged.setInteger(byte ^ 1 << UInt8(bit % 8), at: at)
        }
        return damaged
    }

    private static func frame(_ channel: UInt8, _ bytes: [UInt8]) -> ByteBuffer {
        ByteBuffer(
            bytes: [0x24, channel, UInt8(bytes.count >> 8), UInt8(bytes.count & 255)] + bytes)
    }
}
