import Media
import Testing

@Suite(.serialized) struct `A simulated camera of another codec` {
    @Test func `describes H.265 and sends its parameter sets with each keyframe`() async throws {
        try await withServer(codec: .h265) { _, urls, port in
            let client = try RTSPClient(port: port)
            let described = try client.ask("DESCRIBE", urls[0]).body
            for part in [
                "m=video 0 RTP/AVP 96", "a=rtpmap:96 H265/90000", "sprop-vps=Q", "sprop-sps=Q",
                "sprop-pps=R",
            ] { #expect(described.contains(part), "\(part)") }
            try client.play(urls[0])
            let keyframe = reassembledH265(try client.picture().map(\.payload))
            #expect(keyframe.prefix(3).map { $0[0] >> 1 } == [32, 33, 34])
            #expect(keyframe.contains { [19, 20].contains($0[0] >> 1) })
            let next = reassembledH265(try client.picture().map(\.payload))
            #expect(next.map { $0[0] >> 1 } == [1])
        }
    }

    @Test func `sends JPEG pictures one by one, each whole`() async throws {
        try await withServer(codec: .mjpeg) { _, urls, port in
            let client = try RTSPClient(port: port)
            let described = try client.ask("DESCRIBE", urls[0]).body
            #expect(described.contains("m=video 0 RTP/AVP 26\r\n"))
            #expect(described.contains("a=rtpmap:26 JPEG/90000\r\n"))
            #expect(!described.contains("fmtp"))
            try client.play(urls[0])
            for _ in 0..<3 {
                let payloads = try client.picture().map(\.payload)
                // 160 x 96 in blocks of 8, tables of 128 bytes in band.
                #expect(payloads[0][4..<12] == [1, 255, 20, 12, 0, 0, 0, 128])
                var size = 0
                for (number, payload) in payloads.enumerated() {
                    let offset = payload[1...3].reduce(0) { $0 << 8 | Int($1) }
                    #expect(offset == size)
                    size += payload.count - (number == 0 ? 140 : 8)
                }
                #expect(size > 200)
            }
        }
    }
}
