import CameraSimulator
import Domain
import Media
import Testing

struct `A simulated camera, read by the node` {
    private static let login = Credentials(user: "admin", password: "p@:/#1")

    private func fast(_ settings: inout CameraServer.Settings) { settings.scene.rate = 30 }

    @Test(arguments: [
        (VideoEncoder.Codec.h264, "tcp"), (.h264, "udp"), (.h264, "tls"), (.h265, "tcp"),
        (.h265, "udp"), (.h265, "tls"), (.mjpeg, "tcp"), (.mjpeg, "udp"), (.mjpeg, "tls"),
    ])
    func `gives every picture, whatever its codec and way`(
        codec: VideoEncoder.Codec,
        way: String
    ) async throws {
        let change = { (settings: inout CameraServer.Settings) in
            fast(&settings)
            settings.isEncrypted = way == "tls"
        }
        try await withServer(codec: codec, change: change) { _, urls, _ in
            let transport = StreamTransport(rawValue: way) ?? .tcp
            let sight = await Sight.of(urls[0], transport: transport) { $0.pictures.count >= 40 }
            #expect(sight.error == nil)
            #expect(sight.pictures.count == 40)
            let whole = Sight.Shown(width: 160, height: 96, isDamaged: false)
            #expect(sight.pictures.allSatisfy { $0 == whole })
            let names = [VideoEncoder.Codec.h264: "h264", .h265: "hevc", .mjpeg: "mjpeg"]
            #expect(sight.info?.codec == names[codec] && sight.info?.transport == way)
            #expect(sight.counts.lost == 0 && sight.counts.junk == 0)
        }
    }

    @Test(arguments: Maker.all.map(\.name))
    func `gives every picture as datagrams, whoever made it`(name: String) async throws {
        let maker = try #require(Maker.named(name))
        let login = Authentication(.digest, Self.login)
        let change = { (settings: inout CameraServer.Settings) in
            fast(&settings)
            settings.maker = maker
            settings.sessionTimeout = 2
        }
        try await withServer(authentication: login, change: change) { _, urls, _ in
            let sight = await Sight.of(urls[0], Self.login, transport: .udp) {
                $0.pictures.count >= 8
            }
            #expect(sight.error == nil && sight.pictures.count == 8)
            #expect(sight.pictures.allSatisfy { !$0.isDamaged && $0.width == 160 })
            #expect(sight.info?.authentication == "Digest MD5" && sight.info?.transport == "udp")
            #expect(sight.counts.lost == 0 && sight.counts.junk == 0 && sight.jumps == 0)
        }
    }

    @Test(arguments: ["Basic", "Digest MD5", "Digest SHA-256"])
    func `lets it in by every login, also with nonces good for one request`(scheme: String)
        async throws
    {
        var demanded = Authentication(scheme == "Basic" ? .basic : .digest, Self.login)
        if scheme == "Digest SHA-256" { demanded.algorithms = [.md5, .sha256] }
        demanded.nonceRequests = 1
        try await withServer(authentication: demanded, change: fast) { _, urls, _ in
            let sight = await Sight.of(urls[0], Self.login) { $0.pictures.count >= 2 }
            #expect(sight.error == nil)
            #expect(sight.info?.authentication == scheme)
            let wrong = Credentials(user: "admin", password: "wr0ng")
            let refused = await Sight.of(urls[0], wrong) { _ in false }
            #expect(refused.error?.kind == .unauthorized)
            #expect(refused.error?.description.contains("wr0ng") == false)
        }
    }

    @Test func `as datagrams keeps its session, which ends 2 s after the last sign of life`()
        async throws
    {
        let change = { (settings: inout CameraServer.Settings) in
            settings.sessionTimeout = 2
            settings.maker = settings.maker.with(.noKeepAlive).with(.reportsIgnored)
        }
        try await withServer(change: change) { _, urls, _ in
            let sight = await Sight.of(urls[0], transport: .udp) { $0.seconds > 4 }
            #expect(sight.error == nil && sight.seconds > 4)
        }
    }

    @Test func `that does not encrypt says what to write`() async throws {
        try await withServer { _, _, port in
            let url = "rtsps://127.0.0.1:\(port)/cam0"
            let sight = await Sight.of(url, opening: 0.5) { _ in false }
            #expect(sight.error?.reason.hasPrefix("no TLS at port \(port): ") == true)
            #expect(sight.error?.reason.hasSuffix("write rtsp://") == true)
        }
    }
}
