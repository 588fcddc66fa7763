import CameraSimulator
import Domain
import Testing

@Suite(.serialized) struct `A faulty camera` {
    @Test func `loses packets while it is to, and none before and after`() async throws {
        try await withFault(.drop) { bench in
            for (start, isFaulty) in [(0.0, false), (2.0, true), (4.0, false)] {
                // The window's last picture may have lost its end.
                let packets = try bench.packets(from: start, to: start + 1.99)
                let numbers = packets.map(\.sequence)
                let gaps = zip(numbers, numbers.dropFirst()).count { $1 &- $0 != 1 }
                #expect(isFaulty ? gaps > 3 : gaps == 0)
            }
        }
    }

    @Test func `mixes up packets and sends all of them`() async throws {
        try await withFault(.reorder) { bench in
            _ = try bench.packets(from: 0, to: 1.99)
            let packets = try bench.packets(from: 1.99, to: 4.5)
            let numbers = packets.map(\.sequence)
            let first = try #require(numbers.min())
            #expect(numbers != numbers.sorted())
            #expect(numbers.sorted() == numbers.indices.map { first + UInt16($0) })
            for (place, number) in numbers.enumerated() {
                #expect(abs(place - Int(number - first)) <= 8)
            }
            let after = try bench.packets(from: 4.5, to: 5.99).map(\.sequence)
            #expect(after == after.sorted())
        }
    }

    @Test func `turns bits round in some packets' payloads`() async throws {
        try await withFault(.corrupt) { bench in
            // The loop has two seconds, so that each picture comes once whole, once wrong.
            let whole = try bench.packets(from: 0, to: 1.99)
            let wrong = try bench.packets(from: 1.99, to: 3.99)
            let again = try bench.packets(from: 3.99, to: 5.99)
            #expect(whole.map(\.payload) == again.map(\.payload))
            #expect(whole.map(\.payload.count) == wrong.map(\.payload.count))
            let damaged = zip(whole, wrong).filter { $0.payload != $1.payload }
            #expect(damaged.count > wrong.count / 30 && damaged.count < wrong.count / 4)
            for (before, after) in damaged {
                let bits = zip(before.payload, after.payload).map { ($0 ^ $1).nonzeroBitCount }
                #expect((1...8).contains(bits.reduce(0, +)))
            }
        }
    }

    @Test func `sends junk between packets, in their place and on other channels`() async throws {
        try await withFault(.garbage) { bench in
            #expect(framed(try bench.bytes(from: 0, to: 1.99)).junk == 0)
            let wrong = framed(try bench.bytes(from: 1.99, to: 3.99))
            #expect(wrong.junk > 0)
            #expect(wrong.frames.contains { $0.channel == 200 })
            #expect(framed(try bench.bytes(from: 3.99, to: 5.99)).junk == 0)
        }
    }

    @Test func `stalls, still answers, and goes on with a keyframe`() async throws {
        try await withFault(.stall) { bench in
            let before = try bench.packets(from: 0, to: 1.99)
            #expect(try bench.bytes(from: 1.99, to: 3.99).isEmpty)
            #expect(try bench.client.ask("OPTIONS", bench.urls[0]).status == 200)
            let after = try bench.packets(from: 3.99, to: 4.5)
            #expect(types(after).starts(with: [7, 8]))
            // The group that is under way comes from its keyframe on.
            #expect(after[0].timestamp == 48 * FaultBench.ticks)
            #expect(after[0].sequence == before.last!.sequence &+ 1)
        }
    }

    @Test func `freezes on a keyframe while timestamps run`() async throws {
        try await withFault(.freeze) { bench in
            _ = try bench.packets(from: 0, to: 1.99)
            let frozen = try bench.packets(from: 1.99, to: 3.99)
            let pictures = Dictionary(grouping: frozen, by: \.timestamp)
            #expect(pictures.keys.sorted() == (24..<48).map { UInt32($0) * FaultBench.ticks })
            #expect(Set(pictures.values.map { $0.map(\.payload) }).count == 1)
            #expect(types(frozen).starts(with: [7, 8]))
            let after = try bench.packets(from: 3.99, to: 5.99)
            #expect(types(after).starts(with: [7, 8]))
            #expect(Set(Dictionary(grouping: after, by: \.timestamp).values.map(\.count)).count > 1)
        }
    }

    @Test func `resets the connection in the middle of a picture, and takes the next`() async throws
    {
        try await withFault(.reset) { bench in
            _ = try bench.packets(from: 0, to: 1.99)
            bench.clock.advance(to: 2.1)
            #expect(bench.client.isClosedByServer())
            bench.clock.advance(to: 4.1)
            let next = try RTSPClient(port: bench.port)
            try next.play(bench.urls[0])
            #expect(try !next.picture().isEmpty)
        }
    }

    @Test func `falls behind and then sends all at once, or sends in bursts`() async throws {
        try await withFault(.slow) { bench in
            _ = try bench.packets(from: 0, to: 1.99)
            let late = try bench.packets(from: 1.99, to: 3.99)
            // Half of two seconds: pictures 24 to 35.
            #expect(late.map(\.timestamp).max() == 35 * FaultBench.ticks)
            let burst = try bench.packets(from: 3.99, to: 4.01)
            #expect(burst.map(\.timestamp).min() == 36 * FaultBench.ticks)
            #expect(burst.map(\.timestamp).max() == 48 * FaultBench.ticks)
            #expect(burst[0].sequence == late.last!.sequence &+ 1)
        }
    }

    /// Of the pictures: the first timestamp within the fault's window, and the steps to the others.
    @Test(
        arguments: [
            (Fault.clockRepeat, 24, [0, 2]), (.clockStill, 24, [0]), (.clockBackwards, 24, [-1]),
            (.clockReset, 0, [1]), (.clockJump, 24 + 3600 * 12, [1]),
        ] as [(Fault, Int, Set<Int>)])
    func `has a clock that is wrong in one way alone`(
        fault: Fault,
        first: Int,
        steps: Set<Int>
    ) async throws {
        try await withFault(fault) { bench in
            let ticks = Int(FaultBench.ticks)
            _ = try bench.packets(from: 0, to: 1.99)
            let wrong = stamps(try bench.packets(from: 1.99, to: 3.99))
            #expect(wrong.count == 24)
            #expect(wrong[0] == first * ticks)
            #expect(
                Set(zip(wrong, wrong.dropFirst()).map { $1 - $0 }) == Set(steps.map { $0 * ticks }))
            #expect(stamps(try bench.packets(from: 3.99, to: 5.99)) == (48..<72).map { $0 * ticks })
        }
    }

    @Test func `has a clock that jumps, stands still, repeats and runs backwards`() async throws {
        try await withFault(.wrongClock) { bench in
            let ticks = Int(FaultBench.ticks)
            let right = stamps(try bench.packets(from: 0, to: 1.99))
            #expect(right == (0..<24).map { $0 * ticks })
            let wrong = stamps(try bench.packets(from: 1.99, to: 3.99))
            #expect(wrong.count == 24)
            let steps = Set(zip(wrong, wrong.dropFirst()).map { $1 - $0 })
            #expect(wrong[0] == 24 * ticks + 3600 * 90_000)
            #expect(steps.isSuperset(of: [ticks, 0, 2 * ticks, -ticks, -4200 * 90_000 + ticks]))
            let after = stamps(try bench.packets(from: 3.99, to: 5.99))
            #expect(after == (48..<72).map { $0 * ticks })
        }
    }

    @Test func `leaves keyframes out`() async throws {
        try await withFault(.noKeyframe) { bench in
            let before = try bench.packets(from: 0, to: 1.99)
            let without = try bench.packets(from: 1.99, to: 3.99)
            #expect(types(before).count { $0 == 7 } == 2)
            #expect(Set(types(without)) == [1])
            #expect(Set(without.map(\.timestamp)).count == 22)
            #expect(without[0].sequence == before.last!.sequence &+ 1)
            #expect(types(try bench.packets(from: 3.99, to: 4.5)).starts(with: [7, 8]))
        }
    }

    @Test func `changes its resolution in mid-stream, with new parameter sets`() async throws {
        try await withFault(.resize) { bench in
            func sets(_ packets: [RTSPClient.RTPPacket]) -> Set<[UInt8]> {
                Set(reassembled(packets.map(\.payload)).filter { $0[0] & 0x1F == 7 })
            }
            let before = sets(try bench.packets(from: 0, to: 1.99))
            let smaller = sets(try bench.packets(from: 1.99, to: 3.99))
            let after = sets(try bench.packets(from: 3.99, to: 5.99))
            #expect(before.count == 1)
            #expect(smaller.count == 1)
            #expect(before.isDisjoint(with: smaller))
            #expect(before == after)
        }
    }

    @Test func `ends the stream and is described with another codec`() async throws {
        try await withFault(.recode) { bench in
            _ = try bench.packets(from: 0, to: 1.99)
            bench.clock.advance(to: 2.1)
            #expect(bench.client.isClosedByServer())
            let next = try RTSPClient(port: bench.port)
            #expect(try next.ask("DESCRIBE", bench.urls[0]).body.contains("H265/90000"))
            try next.play(bench.urls[0])
            let units = reassembledH265(try next.picture().map(\.payload))
            #expect(units.starts(with: units.filter { [32, 33, 34].contains($0[0] >> 1) }))
            bench.clock.advance(to: 4.1)
            #expect(next.isClosedByServer())
            let last = try RTSPClient(port: bench.port)
            #expect(try last.ask("DESCRIBE", bench.urls[0]).body.contains("H264/90000"))
        }
    }

    @Test func `asks for the login again in mid-stream, and cuts off who does not give it`()
        async throws
    {
        let login = Authentication(.digest, Credentials(user: "admin", password: "secret"))
        try await withFault(.authExpire, authentication: login) { bench in
            let url = bench.urls[0]
            var answer = try bench.client.ask("DESCRIBE", url)
            func proven(_ method: String, _ uri: String, _ headers: [String: String]) throws -> Int
            {
                let challenge = answer.headers["www-authenticate"] ?? ""
                let proof = Proof(challenge: challenge, user: "admin", password: "secret")
                let header = proof.header(method, uri, withQuality: true)
                let reply = try bench.client.ask(
                    method,
                    uri,
                    headers.merging(["Authorization": header]) { $1 }
                )
                if reply.headers["session"] != nil || reply.status == 401 { last = reply }
                return reply.status
            }
            var last = answer
            let transport = ["Transport": "RTP/AVP/TCP;unicast;interleaved=0-1"]
            #expect(try proven("SETUP", url + "/trackID=0", transport) == 200)
            let name = String(last.headers["session"]?.prefix { $0 != ";" } ?? "")
            let session = ["Session": name]
            #expect(try proven("PLAY", url, session) == 200)
            bench.clock.advance(to: 1.9)
            #expect(try proven("GET_PARAMETER", url, session) == 200)
            bench.clock.advance(to: 2.1)
            #expect(try proven("GET_PARAMETER", url, session) == 401)
            #expect(last.headers["www-authenticate"]?.contains("stale=true") == true)
            let old = answer
            answer = last
            #expect(try proven("GET_PARAMETER", url, session) == 200)
            bench.clock.advance(to: 5.9)
            #expect(try proven("GET_PARAMETER", url, session) == 200)
            // At the next window the client goes on with what was good once.
            bench.clock.advance(to: 6.1)
            answer = old
            #expect(try proven("GET_PARAMETER", url, session) == 401)
            bench.clock.advance(to: 10.9)
            #expect(try proven("GET_PARAMETER", url, session) == 401)
            bench.clock.advance(to: 11.2)
            #expect(bench.client.isClosedByServer())
        }
    }

    @Test func `stands beside healthy ones where only the first are faulty`() async throws {
        let clock = ManualClock()
        let plan = FaultPlan([.stall], cameras: 1, every: 4, lasting: 2)
        try await withServer(faults: plan, clock: clock) { server, urls, port in
            let client = try RTSPClient(port: port)
            let bench = FaultBench(
                server: server,
                client: client,
                clock: clock,
                urls: urls,
                port: port
            )
            while server.statistics.rendered < server.statistics.loopPictures {
                _ = try client.owed()
            }
            try client.play(urls[1])
            _ = try bench.packets(from: 0, to: 1.99)
            #expect(try bench.packets(from: 1.99, to: 3.99).filter(\.marker).count == 24)
        }
    }

    /// The pictures' timestamps.
    private func stamps(_ packets: [RTSPClient.RTPPacket]) -> [Int] {
        packets.filter(\.marker).map { Int(Int32(bitPattern: $0.timestamp)) }
    }

    /// The types of the packets' NAL units, as far as they can be put together.
    private func types(_ packets: [RTSPClient.RTPPacket]) -> [UInt8] {
        reassembled(packets.map(\.payload)).map { $0[0] & 0x1F }
    }
}
