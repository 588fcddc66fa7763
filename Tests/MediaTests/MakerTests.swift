import Media
import Testing

/// What makers' cameras answer, in our own words and values: each fixture is a quirk met in the field.
struct `A maker's answer` {
    private func video(_ sdp: String) throws -> VideoDescription {
        try VideoDescription(choosingFrom: SessionDescription(sdp))
    }

    private static let sps = "Z0IAHpWoKA9k"
    private static let pps = "aM48gA=="

    @Test func `hikvision SETUP: a session behind many spaces`() {
        let session = SessionReply("        1047338112;timeout=60")
        #expect(session?.id == "1047338112" && session?.timeout == 60)
        #expect(SessionReply("77aa ; Timeout = 30")?.timeout == 30)
        #expect(SessionReply("77aa")?.timeout == nil)
        #expect(SessionReply("  ;timeout=60") == nil)
    }

    @Test func `hikvision SETUP: a space within ssrc`() {
        let answer = TransportReply("RTP/AVP/TCP;unicast;interleaved=0-1;ssrc= b6d0;mode=\"play\"")
        #expect(answer?.isInterleaved == true && answer?.channels == .init(first: 0, second: 1))
    }

    @Test func `luckfox SETUP: options in another order, other channels`() {
        let answer = TransportReply("RTP/AVP/TCP;ssrc=22;interleaved=4-5")
        #expect(answer?.channels == .init(first: 4, second: 5))
        let single = TransportReply("RTP/AVP/TCP;interleaved=6")
        #expect(single?.channels == .init(first: 6, second: 7))
        #expect(TransportReply("RTP/AVP/TCP;interleaved=x-y")?.channels == nil)
        let datagrams = TransportReply("RTP/AVP;unicast;source=10.0.0.9;server_port=4000-4001")
        #expect(datagrams?.serverPorts == .init(first: 4000, second: 4001))
        #expect(datagrams?.source == "10.0.0.9" && datagrams?.isInterleaved == false)
    }

    @Test(arguments: [
        ("rtsp://gate/live/", "trackID=1", "rtsp://gate/live/trackID=1"),
        ("rtsp://gate/live", "trackID=1", "rtsp://gate/live/trackID=1"),
        (
            "rtsp://gate/cam?channel=1&sub=0/", "trackID=0",
            "rtsp://gate/cam?channel=1&sub=0/trackID=0"
        ),
        ("rtsp://gate/live?x=1", "video", "rtsp://gate/live?x=1/video"),
        ("rtsp://gate:554/a/b", "/media/v", "rtsp://gate:554/media/v"),
        ("rtsp://gate/live", "rtsp://10.0.0.9/v", "rtsp://10.0.0.9/v"),
        ("rtsp://gate/live", "*", "rtsp://gate/live"),
        ("rtsp://gate/live", nil, "rtsp://gate/live"),
    ])
    func `dahua, geovision, gw DESCRIBE: controls of every kind`(
        base: String,
        control: String?,
        joined: String
    ) {
        #expect(ControlAddress.joined(base, control) == joined)
    }

    @Test func `anjvision DESCRIBE: a base without a scheme is left aside`() throws {
        let head = "RTSP/1.0 200 OK\r\nContent-Base: 10.0.0.9:554/stream0/\r\n"
        let odd = try #require(RTSPReply(head: "\(head)\r\n".utf8))
        #expect(ControlAddress.base(of: odd, requested: "rtsp://gate/s") == "rtsp://gate/s")
        let location = head + "Content-Location: rtsp://gate/x/\r\n\r\n"
        let other = try #require(RTSPReply(head: location.utf8))
        #expect(ControlAddress.base(of: other, requested: "rtsp://gate/s") == "rtsp://gate/x/")
    }

    @Test func `ubiquiti DESCRIBE: sound and data come before the video`() throws {
        let video = try video(
            """
            v=0
            a=control:*
            m=audio 0 RTP/AVP 96
            a=rtpmap:96 opus/48000/2
            a=control:trackID=0
            m=application 0 RTP/AVP 107
            a=control:trackID=1
            m=video 0 RTP/AVP 97
            a=control:trackID=2
            a=fmtp:97 profile-level-id=42001e; sprop-parameter-sets=\(Self.sps),\(Self.pps)
            a=rtpmap:97 H264/90000
            """
        )
        #expect(video.codec == .h264 && video.payloadType == 97 && video.control == "trackID=2")
        #expect(video.parameterSets.map { $0[0] } == [0x67, 0x68])
    }

    @Test func `reolink DESCRIBE: the session's control is not the track's`() throws {
        let description = SessionDescription(
            "v=0\r\na=control:*\r\na=tool:x\r\nm=video 0 RTP/AVP 96\r\n"
                + "a=rtpmap:96 h264/90000 \r\na=control:track1\r\n"
        )
        #expect(description.control == "*" && description.media[0].control == "track1")
        #expect(try VideoDescription(choosingFrom: description).setsComeInBand)
    }

    @Test func `tp-link DESCRIBE: a medium whose formats are no numbers`() throws {
        let description = SessionDescription(
            """
            m=application/TP-LINK 0 RTP/AVP smart/1/90000
            a=rtpmap:95 TP-LINK/90000
            m=video 0 RTP/AVP 96
            a=rtpmap:96 H265/90000
            """
        )
        #expect(description.media.map(\.payloadTypes) == [[], [96]])
        #expect(try VideoDescription(choosingFrom: description).codec == .h265)
    }

    @Test(arguments: ["Z0IA!,aM48gA==", "Z0IAHpWoKA9k", "", "aM48gA==,"])
    func `macrovideo DESCRIBE: parameter sets that cannot be read have to come in band`(
        sets: String
    ) throws {
        let video = try video(
            "m=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000\na=fmtp:96 sprop-parameter-sets=\(sets)\n"
        )
        #expect(video.parameterSets.isEmpty && video.setsComeInBand)
        #expect(video.hasBrokenSets == !sets.isEmpty)
    }

    @Test func `gw DESCRIBE: a start code is left behind the parameter sets`() throws {
        let video = try video(
            "m=video 0 RTP/AVP 96\na=rtpmap:96 H264/90000\n"
                + "a=fmtp:96 sprop-parameter-sets=Z0IAHgAAAAE=,aM4wgAAAAAE\n"
        )
        #expect(video.parameterSets == [[0x67, 0x42, 0, 0x1E], [0x68, 0xCE, 0x30, 0x80]])
    }

    @Test func `axis DESCRIBE: MJPEG by its fixed number, with its rate and size`() throws {
        let video = try video(
            "m=video 0 RTP/AVP 26\na=framerate:12.5\na=x-dimensions:2560,1440\na=control:t\n")
        #expect(video.codec == .jpeg && video.payloadType == 26 && video.clock == 90_000)
        #expect(video.rate == 12.5 && video.width == 2560 && video.height == 1440)
        let other = try self.video("m=video 0 RTP/AVP 26\na=framesize:26 640-480\na=framerate:0S\n")
        #expect(other.width == 640 && other.height == 480 && other.rate == nil)
    }

    @Test(arguments: [
        ("m=audio 0 RTP/AVP 0\n", MediaError.Kind.noVideo, "no video"),
        ("m=video 0 RTP/AVP 33\na=rtpmap:33 MP2T/90000\n", .unsupported, "MP2T"),
        ("m=video 0 RTP/AVP 98\n", .unsupported, "payload type 98"),
        ("m=video 0 RTP/SAVP 96\na=rtpmap:96 H264/90000\n", .unsupported, "RTP/SAVP"),
        ("m=video 0 RTP/AVP\n", .unsupported, "no payload type"),
    ])
    func `without a video that is served says what it has`(
        sdp: String,
        kind: MediaError.Kind,
        words: String
    ) {
        do {
            _ = try VideoDescription(choosingFrom: SessionDescription(sdp))
            Issue.record("it was taken")
        } catch {
            #expect(error.kind == kind && error.reason.contains(words), "\(error)")
        }
    }

    @Test func `says no more of its words than people can read`() throws {
        let name = "\u{1B}[31m" + String(repeating: "x", count: 5000)
        let types = (0..<128).map { "\($0)" }.joined(separator: " ")
        let maps = (0..<128).map { "a=rtpmap:\($0) \(name)/90000\n" }.joined()
        for sdp in ["m=video 0 RTP/AVP \(types)\n\(maps)", "m=video 0 \(name) 96\n"] {
            let refusal = #expect(throws: VideoDescription.Refusal.self) {
                try VideoDescription(choosingFrom: SessionDescription(sdp))
            }
            let reason = try #require(refusal?.reason)
            #expect(reason.utf8.count < 500 && reason.contains("?[31"))
            #expect(reason.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        }
    }
}
