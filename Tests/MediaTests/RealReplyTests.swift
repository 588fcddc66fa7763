import Foundation
import Media
import Testing

/// Answers of real cameras, beside the clips; they are no part of the project.
@Suite(.enabled(if: Clips.folder != nil, "no clips in $WATCHPOST_CLIPS or ../shared/video"))
struct `A real camera's answer` {
    private func bytes(_ name: String) throws -> [UInt8] {
        let path = try #require(Clips.folder) + "/rtsp-replies/\(name).txt"
        return Array(try Data(contentsOf: URL(filePath: path)))
    }

    /// The answer within a file, which may end without the empty line.
    private func reply(_ name: String) throws -> RTSPReply {
        var wire = RTSPWire()
        let text = try bytes(name)
        unsafe wire.fill { space in
            unsafe space.copyBytes(from: text)
            return text.count
        }
        guard case .reply(let reply) = try wire.next() else {
            Issue.record("no answer in \(name)")
            throw MediaError(.invalid, doing: "reading \(name)", reason: "no answer")
        }
        #expect(wire.junk == 0, "\(name)")
        return reply
    }

    /// File, codec, control, numbers of parameter sets, and the control's address.
    @Test(arguments: [
        ("anjvision_describe", "H265", "trackID=1", 3),
        ("bunny_describe", "H264", "trackID=2", 2),
        ("dahua_describe_h264_aac_onvif", "H264", "trackID=0", 2),
        ("dahua_describe_h265_pcma", "H265", "trackID=0", 3),
        ("foscam_describe", "H264", "track1", 2),
        ("gw_main_describe", "H264", "video", 2),
        ("gw_sub_describe", "H264", "video", 2),
        ("h264dvr_describe", "H264", "trackID=3", 2),
        (
            "hikvision_describe", "H264",
            "rtsp://192.168.5.106:554/Streaming/Channels/101/trackID=1"
                + "?transportmode=unicast&profile=Profile_1", 2
        ),
        ("ipcam_describe", "H264", "trackID=1", 2),
        ("macrovideo_describe", "H264", "track1", 2),
        ("missing_content_type_describe", "H264", "streamid=0", 2),
        ("reolink_describe", "H264", "trackID=1", 2),
        ("reolink_describe_control_first", "H264", "trackID=1", 2),
        ("vstarcam_describe", "H264", "track0", 2),
        ("anpviz_sdp", "H264", "trackID=1", 2),
        ("geovision_sdp", "H264", "rtsp://192.168.5.237/media/video1/video", 2),
        ("tplink_sdp", "H265", "track1", 3),
        ("ubiquiti_sdp", "H264", "trackID=2", 2),
    ])
    func `to DESCRIBE tells its video`(
        name: String,
        codec: String,
        control: String,
        sets: Int
    ) throws {
        let body = name.hasSuffix("_sdp") ? try bytes(name) : try reply(name).body
        let video = try VideoDescription(
            choosingFrom: SessionDescription(String(decoding: body, as: UTF8.self)))
        #expect(video.codec.rawValue == codec)
        #expect(video.control == control)
        #expect(video.parameterSets.count == sets && !video.hasBrokenSets)
        #expect(video.clock == 90_000)
    }

    @Test(arguments: [
        ("bunny_setup", "1642021126", 60, 0),
        ("dahua_setup", "634214675641", 60, 0),
        ("gw_main_setup_audio", "9a90de54", 60, 2),
        ("gw_main_setup_video", "9a90de54", 60, 0),
        ("gw_sub_setup", "9b0d0e54", 60, 0),
        ("hikvision_setup", "708345999", 60, 0),
        ("hikvision_setup_ssrc_space", "708886412", 60, 0),
        ("luckfox_rkipc_setup_tcp", "12345678", nil, 0),
        ("reolink_setup", "F8F8E425", nil, 0),
    ])
    func `to SETUP within the connection tells session and channels`(
        name: String,
        id: String,
        timeout: Int?,
        channel: Int
    ) throws {
        let reply = try reply(name)
        let session = reply["session"].flatMap { SessionReply($0) }
        let transport = reply["transport"].flatMap { TransportReply($0) }
        #expect(reply.isGood && session?.id == id && session?.timeout == timeout)
        #expect(transport?.isInterleaved == true)
        #expect(transport?.channels == .init(first: channel, second: channel + 1))
    }

    @Test(arguments: [
        ("h264dvr_setup_audio", "231980", 40_006, "127.0.0.1"),
        ("h264dvr_setup_video", "231970", 40_004, "127.0.0.1"),
        ("luckfox_rkipc_setup_udp", "12345678", 49_152, nil),
    ])
    func `to SETUP of datagrams tells its ports`(
        name: String,
        id: String,
        port: Int,
        source: String?
    ) throws {
        let reply = try reply(name)
        let transport = reply["transport"].flatMap { TransportReply($0) }
        #expect(reply["session"].flatMap { SessionReply($0) }?.id == id)
        #expect(transport?.isInterleaved == false)
        #expect(transport?.serverPorts == .init(first: port, second: port + 1))
        #expect(transport?.source == source)
    }

    @Test(arguments: [
        ("bad_rtptime", "551045787", 60), ("bunny_play", "551045787", 60),
        ("dahua_play", "634214684047", nil), ("gw_main_play", "9a90de54", 120),
        ("gw_sub_play", "9b0d0e54", 120), ("h264dvr_play", "231970", nil),
        ("hikvision_play", "708345999", nil), ("laureii_play", "1234567890", nil),
        ("reolink_play", "F8F8E425", nil),
    ])
    func `to PLAY is good, whatever its RTP-Info says`(
        name: String,
        id: String,
        timeout: Int?
    ) throws {
        let reply = try reply(name)
        let session = reply["session"].flatMap { SessionReply($0) }
        #expect(reply.isGood && session?.id == id && session?.timeout == timeout)
    }

    @Test func `to the rest is read too, and none is left out`() throws {
        #expect(try reply("dahua_options")["public"]?.hasSuffix("GET_PARAMETER") == true)
        #expect(try reply("reolink_teardown").isGood)
        let refused = try reply("longse_unauthorized")
        let challenge = try #require(refused.all("www-authenticate").flatMap(Challenge.read).first)
        #expect(refused.status == 401 && challenge.scheme == "digest")
        #expect(challenge["realm"] == "Surveillance Server" && challenge["nonce"] == "98481030")
        let folder = try #require(Clips.folder) + "/rtsp-replies"
        // 19 to DESCRIBE, 12 to SETUP, 9 to PLAY, and these 3.
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 43)
    }
}
