import CameraSimulator
import Domain
import Media
import Testing

/// What the node makes of simulated cameras: opened, read and decoded as it does with any.
@Suite(.serialized) struct `A simulated camera, to the node` {
    /// What was seen of a stream.
    private struct Sight {
        let codec: String
        var sizes: Set<String> = []
        var damaged = 0
        /// - Units: seconds of the stream from picture to picture.
        var step = 0.0
    }

    private func sight(
        of url: String,
        pictures: Int = 2,
        credentials: Credentials? = nil
    ) throws -> Sight {
        let address = StreamAddress(url, credentials: credentials)
        let reader = try PacketReader(opening: address, interrupt: Interrupt())
        let decoder = try PictureDecoder(reader.info)
        var sight = Sight(codec: reader.info.codec)
        var times: [StreamTime] = []
        while decoder.decoded < pictures {
            let packet = try #require(try reader.next())
            if let time = packet.time { times.append(time) }
            try decoder.decode(packet) { picture in
                sight.sizes.insert("\(picture.width)x\(picture.height)")
            }
        }
        sight.damaged = decoder.damaged
        if let first = times.first, let last = times.last, times.count > 1 {
            sight.step = (last - first) / Double(times.count - 1)
        }
        return sight
    }

    private static func scene(rate: Int, seconds: Double) -> StreetScene.Settings {
        StreetScene.Settings(width: 160, height: 96, rate: rate, loopSeconds: seconds)
    }

    private func names(_ codec: VideoEncoder.Codec) -> String {
        switch codec {
        case .h264: "h264"
        case .h265: "hevc"
        case .mjpeg: "mjpeg"
        }
    }

    private func expectWhole(
        _ maker: Maker,
        _ codec: VideoEncoder.Codec,
        login: Credentials? = nil
    ) async throws {
        try await withServer(
            authentication: login.map { Authentication(.digest, $0) },
            codec: codec,
            change: {
                $0.maker = maker
                $0.scene = Self.scene(rate: 24, seconds: 1)
            }
        ) { _, urls, _ in
            let sight = try sight(of: urls[0], credentials: login)
            #expect(sight.codec == names(codec))
            #expect(sight.sizes == ["160x96"])
            #expect(sight.damaged == 0)
        }
    }

    @Test(arguments: Maker.all.map(\.name), [VideoEncoder.Codec.h264, .h265])
    func `opens and shows its pictures, whoever made it`(
        name: String,
        codec: VideoEncoder.Codec
    ) async throws {
        try await expectWhole(try #require(Maker.named(name)), codec)
    }

    @Test(arguments: ["watchpost", "dahua", "hikvision", "longse"])
    func `lets the node log in, however its maker asks for it`(name: String) async throws {
        let login = Credentials(user: "viewer", password: "p@:/#?")
        try await expectWhole(try #require(Maker.named(name)), .h264, login: login)
    }

    @Test(arguments: Quirk.allCases, [VideoEncoder.Codec.h264, .h265])
    func `opens and shows its pictures, whatever its quirk`(
        quirk: Quirk,
        codec: VideoEncoder.Codec
    ) async throws {
        try await expectWhole(Maker.watchpost.with(quirk), codec)
    }

    @Test func `is not lost where it closes clients without a request and answers none`()
        async throws
    {
        let maker = Maker.watchpost.with(.noKeepAlive).with(.reportsIgnored)
        try await withServer(change: {
            $0.maker = maker
            $0.sessionTimeout = 2
        }) { _, urls, _ in
            // Twice as long as the camera waits for a sign of life.
            let sight = try sight(of: urls[0], pictures: 12 * 4)
            #expect(sight.damaged == 0)
        }
    }

    @Test(arguments: [
        (1, VideoEncoder.Codec.h264), (60, .h264), (60, .h265), (60, .mjpeg),
    ])
    func `keeps its pace at 1 and at 60 pictures a second`(
        rate: Int,
        codec: VideoEncoder.Codec
    ) async throws {
        try await withServer(
            codec: codec,
            change: {
                $0.scene = Self.scene(rate: rate, seconds: 2)
            }
        ) { _, urls, _ in
            let sight = try sight(of: urls[0], pictures: rate == 1 ? 3 : 60)
            #expect(sight.codec == names(codec))
            #expect(sight.damaged == 0)
            #expect(abs(sight.step * Double(rate) - 1) < 0.01)
        }
    }
}
