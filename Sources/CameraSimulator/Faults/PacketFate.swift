/// What happens to a packet on its way.
package enum PacketFate: Sendable, Hashable {
    case sent, lost
    /// It goes out after so many others.
    case late(by: Int)
    /// These bits of its payload are turned round.
    case damaged(bits: [Int])
    /// This comes before it, unframed.
    case after(junk: [UInt8])
    /// This comes before it, framed for a channel that nobody set up.
    case besides(junk: [UInt8])
    /// This is in its frame.
    case replaced(by: [UInt8])
}

extension CameraFault {
    /// - Parameter sizes: Bytes of each packet's payload.
    package func fates(ofPackets sizes: [Int], picture: Int) -> [PacketFate] {
        var chance = plan.chance(camera: camera, picture: picture)
        return sizes.map { size in
            switch fault {
            case .drop where chance.chance(0.05): .lost
            case .reorder where chance.chance(0.1): .late(by: 1 + chance.below(3))
            case .corrupt where chance.chance(0.1) && size > 0:
                .damaged(bits: (0...chance.below(8)).map { _ in chance.below(size * 8) })
            case .garbage where chance.chance(0.1): Self.garbage(&chance)
            default: .sent
            }
        }
    }

    /// Whether packets do not all go out as they are.
    var concernsPackets: Bool { [.drop, .reorder, .corrupt, .garbage].contains(fault) }

    private static func garbage(_ chance: inout SeededGenerator) -> PacketFate {
        let kind = chance.below(3)
        var junk = (0...chance.below(300)).map { _ in UInt8(truncatingIfNeeded: chance.next()) }
        switch kind {
        case 0:
            // A dollar sign at once would be a frame.
            if junk[0] == 0x24 { junk[0] = 0 }
            return .after(junk: junk)
        case 1: return .besides(junk: junk)
        default: return .replaced(by: junk)
        }
    }
}
