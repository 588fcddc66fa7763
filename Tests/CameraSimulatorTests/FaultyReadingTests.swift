import CameraSimulator
import Domain
import Media
import Testing

/// Faults of half a second in each second, as the node's own reader meets them.
struct `A faulty camera, read by the node` {
    private func sight(
        of fault: Fault,
        transport: StreamTransport = .tcp,
        credentials: Credentials? = nil,
        until isEnough: @escaping @Sendable (Sight) -> Bool
    ) async throws -> Sight {
        let isOver: @Sendable (Sight) -> Bool = { isEnough($0) || $0.seconds > 15 }
        let box = Box()
        try await withServer(
            authentication: credentials.map { Authentication(.digest, $0) },
            bitRate: 1_500_000,
            faults: FaultPlan([fault], every: 1, lasting: 0.5),
            change: { settings in
                settings.scene.rate = 24
                settings.gopSeconds = 0.5
                settings.sessionTimeout = 2
            }
        ) { _, urls, _ in
            box.sight = await Sight.of(urls[0], credentials, transport: transport, until: isOver)
        }
        return box.sight
    }

    private final class Box: @unchecked Sendable {
        // Unchecked: written before it is read, by one task.
        var sight = Sight()
    }

    /// Whether a whole picture followed upon a damaged one.
    private static func recovered(_ sight: Sight) -> Bool {
        guard let first = sight.pictures.firstIndex(where: \.isDamaged) else { return false }
        return sight.pictures[first...].contains { !$0.isDamaged }
    }

    @Test(arguments: [StreamTransport.tcp, .udp])
    func `that loses packets has them counted, and damaged pictures up to a keyframe`(
        transport: StreamTransport
    ) async throws {
        let sight = try await sight(of: .drop, transport: transport) {
            $0.counts.lost > 0 && Self.recovered($0)
        }
        #expect(sight.error == nil)
        #expect(sight.counts.lost > 0 && sight.counts.damaged > 0)
        #expect(Self.recovered(sight))
        // More pictures build on a damaged one than have a part missing themselves.
        #expect(sight.pictures.count(where: \.isDamaged) >= sight.counts.damaged)
    }

    @Test(arguments: [StreamTransport.tcp, .udp])
    func `whose packets overtake each other loses nothing`(
        transport: StreamTransport
    ) async throws {
        let sight = try await sight(of: .reorder, transport: transport) { $0.pictures.count >= 45 }
        #expect(sight.error == nil)
        #expect(sight.counts.lost == 0 && sight.counts.damaged == 0)
        #expect(sight.pictures.count >= 45)
    }

    @Test func `that sends junk between packets is found again behind it`() async throws {
        let sight = try await sight(of: .garbage) {
            $0.counts.junk > 0 && Self.recovered($0)
        }
        #expect(sight.error == nil)
        #expect(sight.counts.junk > 0)
        #expect(Self.recovered(sight))
    }

    @Test(arguments: [Fault.corrupt, .noKeyframe, .freeze])
    func `with wrong bits, without keyframes, or frozen goes on`(fault: Fault) async throws {
        let sight = try await sight(of: fault) { $0.pictures.count >= 45 }
        #expect(sight.error == nil)
        #expect(sight.pictures.count >= 45)
        #expect(sight.counts.lost == 0)
    }

    @Test func `with a wrong clock goes on, and each leap is told`() async throws {
        let sight = try await sight(of: .wrongClock) { $0.jumps > 0 && $0.pictures.count >= 45 }
        #expect(sight.error == nil)
        #expect(sight.jumps > 0 && sight.pictures.count >= 45)
    }

    @Test func `that changes its pictures' size is read on`() async throws {
        let sight = try await sight(of: .resize) { Set($0.pictures.map(\.width)).count == 2 }
        #expect(sight.error == nil)
        #expect(Set(sight.pictures.map(\.width)) == [160, 80])
        #expect(sight.pictures.allSatisfy { !$0.isDamaged })
    }

    @Test func `that changes its codec ends, and says so`() async throws {
        let sight = try await sight(of: .recode) { _ in false }
        #expect(sight.error?.kind == .endOfStream)
    }

    @Test func `whose login expires is logged in to again in mid-stream`() async throws {
        let login = Credentials(user: "admin", password: "p@:/#1")
        let sight = try await sight(of: .authExpire, credentials: login) { $0.seconds > 7 }
        #expect(sight.error == nil && sight.seconds > 7)
    }
}
