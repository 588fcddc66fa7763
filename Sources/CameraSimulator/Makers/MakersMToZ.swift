extension Maker {
    /// No origin, the profile in Base64, the connection's line in the wrong place.
    static let macrovideo = Maker("macrovideo") { maker in
        maker.heads = [
            .describe: [
                "CSeq: {cseq}", "Content-Type: application/sdp", "Content-Length: {length}",
            ]
        ]
        maker.tracks = [Track(.video, "track1")]
        maker.parameters.h264 =
            "profile-level-id={profile-text};packetization-mode=1;"
            + "sprop-parameter-sets={sps},{pps}"
        maker.description = [
            "v=0", "s={name} simulated", "t=0 0", "a=control:*", "a=range:npt=0-",
            "a=x-qt-text-nam:{name} simulated", "c=IN IP4 0.0.0.0", "m=video 0 RTP/AVP {pt}",
            "b=AS:{kbps}", "a=rtpmap:{pt} {rtpmap}", "a=fmtp:{pt} {fmtp}", "a=control:track1",
        ]
    }

    /// A description that is not called one, a session before SETUP, no control for the whole.
    static let noContentType = Maker("no-content-type") { maker in
        maker.heads = [
            .describe: ["CSeq: {cseq}", "Content-Length: {length}", "Session: {session}"]
        ]
        maker.sessionName = .hexadecimal(digits: 9)
        maker.tracks = [
            Track(.video, "streamid=0"),
            Track(.silence(.aac(97, clockRate: 48_000, isStereo: true)), "streamid=1"),
        ]
        maker.parameters.h264 =
            "packetization-mode=1; sprop-parameter-sets={sps},{pps}; profile-level-id={PROFILE}"
        maker.description = [
            "v=0", "o=- 0 0 IN IP4 {server}", "s={name}", "c=IN IP4 {server}", "t=0 0",
            "a=tool:simulated format library", "m=video 0 RTP/AVP {pt}",
            "a=rtpmap:{pt} {rtpmap}", "a=fmtp:{pt} {fmtp}", "a=control:streamid=0",
            "m=audio 0 RTP/AVP 97", "b=AS:128", "a=rtpmap:97 MPEG4-GENERIC/48000/2",
            "a=fmtp:97 profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;"
                + "indexdeltalength=3; config=1190",
            "a=control:streamid=1",
        ]
    }

    /// Relative addresses and SSRCs in RTP-Info, sessions without a timeout.
    static let reolink = Maker("reolink") { maker in
        maker.reolinkHeads()
        maker.description = Self.reolinkOpening([
            "a=tool:simulated streaming library",
            "a=type:broadcast", "a=control:*",
        ])
    }

    /// The same with the control for the whole first.
    static let reolinkControlFirst = Maker("reolink-control-first") { maker in
        maker.reolinkHeads()
        maker.description = Self.reolinkOpening([
            "a=control:*", "a=type:broadcast",
            "a=tool:simulated streaming library",
        ])
    }

    private static func reolinkOpening(_ attributes: [String]) -> [String] {
        ["v=0", "o=- {id} 1 IN IP4 {server}", "s={name} simulated", "i={name}", "t=0 0"]
            + attributes + [
                "a=range:npt=0-", "a=x-qt-text-nam:{name} simulated", "a=x-qt-text-inf:{name}",
                "m=video 0 RTP/AVP {pt}", "c=IN IP4 0.0.0.0", "b=AS:{kbps}",
                "a=rtpmap:{pt} {rtpmap}", "a=range:npt=0-", "a=fmtp:{pt} {fmtp}",
                "a=control:trackID=1", "m=audio 0 RTP/AVP 97", "c=IN IP4 0.0.0.0", "b=AS:256",
                "a=rtpmap:97 MPEG4-GENERIC/16000",
                "a=fmtp:97 streamtype=5;profile-level-id=15;mode=AAC-hbr;sizelength=13;"
                    + "indexlength=3;indexdeltalength=3;config=1408; profile=1;",
                "a=control:trackID=2",
            ]
    }

    private mutating func reolinkHeads() {
        sessionName = .upperHexadecimal(digits: 8)
        tracks = [
            Track(.video, "trackID=1"), Track(.silence(.aac(97, clockRate: 16_000)), "trackID=2"),
        ]
        trackInfo = ["url={control};seq={seq};rtptime={rtptime};ssrc={ssrc}"]
        interleaved =
            "RTP/AVP/TCP;unicast;destination={client};source={server};interleaved={channels}"
        parameters.h264 =
            "packetization-mode=1;profile-level-id={PROFILE};sprop-parameter-sets={sps},{pps}"
        heads = [
            .describe: [
                "CSeq: {cseq}", "Date: {date}", "Content-Base: {camera}/",
                "Content-Type: application/sdp", "Content-Length: {length}",
            ],
            .setUp: [
                "CSeq: {cseq}", "Date: {date}", "Transport: {transport}", "Session: {session}",
            ],
            .play: [
                "Server: simulated reolink", "CSeq: {cseq}", "Date: {date}",
                "Range: npt=0.000-", "Session: {session}", "RTP-Info: {rtp-info}",
            ],
            .tearDown: ["CSeq: {cseq}", "Date: {date}"],
            .others: ["CSeq: {cseq}", "Date: {date}", "Session: {session}"],
        ]
    }

    /// An origin with a part too many, a track whose payload type is no number.
    static let tplink = Maker("tplink") { maker in
        maker.tracks = [
            Track(.video, "track1"), Track(.silence(.g711(.a)), "track2"),
            Track(.silence(.metadata(95)), "track3"),
        ]
        maker.parameters.h265 =
            "profile-space=0;profile-id=1;tier-flag=0;level-id=93;"
            + "interop-constraints=000000000000;sprop-vps={vps};sprop-sps={sps};sprop-pps={pps}"
        maker.description = [
            "v=0", "o=- {id} {id} 1 IN IP4 {server}", "s={name} simulated", "t=0 0",
            "m=video 0 RTP/AVP {pt}", "c=IN IP4 0.0.0.0", "b=AS:{kbps}", "a=range:npt=0-",
            "a=control:track1", "a=rtpmap:{pt} {rtpmap}", "a=fmtp:{pt} {fmtp}",
            "m=audio 0 RTP/AVP 8", "a=rtpmap:8 PCMA/8000", "a=control:track2",
            "m=application/TP-LINK 0 RTP/AVP smart/1/90000", "a=rtpmap:95 TP-LINK/90000",
            "a=control:track3",
        ]
    }

    /// Two kinds of sound under one number before the video.
    static let ubiquiti = Maker("ubiquiti") { maker in
        maker.payloadType = 97
        maker.tracks = [
            Track(.silence(.aac(96, clockRate: 48_000)), "trackID=0"),
            Track(.silence(.opus(96)), "trackID=1"), Track(.video, "trackID=2"),
        ]
        maker.parameters.h264 =
            "profile-level-id={profile}; packetization-mode=1; sprop-parameter-sets={sps},{pps}"
        maker.description = [
            "v=0", "o=- {id} 0 IN IP4 {server}", "s={name}", "u=camera.example",
            "e=nobody@camera.example", "c=IN IP4 {server}", "t=0 0", "a=recvonly", "a=control:*",
            "a=range:npt=now-", "m=audio 0 RTP/AVP 96", "a=recvonly",
            "a=rtpmap:96 mpeg4-generic/48000/1", "a=control:trackID=0",
            "a=fmtp:96 streamtype=5; profile-level-id=15; mode=AAC-hbr; config=1188; "
                + "SizeLength=13; IndexLength=3; IndexDeltaLength=3;",
            "m=audio 0 RTP/AVP 96", "a=recvonly", "a=rtpmap:96 opus/48000/2",
            "a=control:trackID=1", "a=fmtp:96", "m=video 0 RTP/AVP {pt}", "a=recvonly",
            "a=control:trackID=2", "a=rtpmap:{pt} {rtpmap}", "a=fmtp:{pt} {fmtp}",
        ]
    }

    /// `Cseq`, no base address, spaces after a payload type, an empty line at the end.
    static let vstarcam = Maker("vstarcam") { maker in
        maker.opening = ["Cseq: {cseq}"]
        maker.heads = [
            .describe: [
                "Cseq: {cseq}", "Date: {date}", "Content-Type: application/sdp",
                "Content-Length: {length}",
            ]
        ]
        maker.tracks = [Track(.video, "track0"), Track(.silence(.g711(.a)), "track1")]
        maker.description = [
            "v=0", "o=SIM {id} {id} IN IP4 {server}", "s={name} simulated", "e=NONE",
            "c=IN IP4 0.0.0.0", "t=0 0", "m=video 0 RTP/AVP {pt}", "b=AS:{kbps}",
            "a=control:track0", "a=rtpmap:{pt} {rtpmap}", "a=fmtp:{pt} {fmtp}",
            "m=audio 0 RTP/AVP 8\t ", "b=AS:64", "a=control:track1", "a=rtpmap:8 PCMA/8000/1",
            "",
        ]
    }

    /// A media server: sound first, a session before SETUP, RTP-Info of two kinds of address.
    static let wowza = Maker("wowza") { maker in
        let dates = ["Server: simulated wowza", "Cache-Control: no-cache"]
        maker.sessionName = .decimal(digits: 9)
        maker.tracks = [
            Track(.silence(.aac(96, clockRate: 12_000, isStereo: true)), "trackID=1"),
            Track(.video, "trackID=2"),
        ]
        maker.payloadType = 97
        maker.trackInfo = [
            "url={control};seq={seq};rtptime={rtptime}",
            "url={camera}/{control};seq={seq};rtptime={rtptime}",
        ]
        maker.interleaved = "RTP/AVP/TCP;unicast;interleaved={channels}"
        maker.parameters.h264 =
            "packetization-mode=1;profile-level-id={PROFILE};sprop-parameter-sets={sps},{pps}"
        let expires = ["CSeq: {cseq}"] + dates + ["Expires: {day-first-date}"]
        let session = "Session: {session};timeout={timeout}"
        maker.heads = [
            .describe: expires + [
                "Content-Length: {length}", "Content-Base: {camera}/",
                "Date: {day-first-date}", "Content-Type: application/sdp", session,
            ],
            .setUp: expires + ["Transport: {transport}", "Date: {day-first-date}", session],
            .play: ["RTP-Info: {rtp-info}", "CSeq: {cseq}"] + dates + [
                "Range: npt=0.0-596.48", session,
            ],
        ]
        maker.description = [
            "v=0", "o=- {id} {id} IN IP4 {server}", "s={name}", "c=IN IP4 {server}", "t=0 0",
            "a=sdplang:en", "a=range:npt=0- 596.48", "a=control:*", "m=audio 0 RTP/AVP 96",
            "a=rtpmap:96 mpeg4-generic/12000/2",
            "a=fmtp:96 profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;"
                + "indexdeltalength=3;config=1490",
            "a=control:trackID=1", "m=video 0 RTP/AVP {pt}", "a=rtpmap:{pt} {rtpmap}",
            "a=fmtp:{pt} {fmtp}", "a=cliprect:0,0,{height},{width}",
            "a=framesize:{pt} {width}-{height}", "a=framerate:{rate}.0", "a=control:trackID=2",
        ]
    }

    /// The same with timestamps that cannot be.
    static let badTimestamps = Maker("bad-rtptime") { maker in
        let model = wowza
        (maker.heads, maker.description) = (model.heads, model.description)
        (maker.tracks, maker.payloadType) = (model.tracks, model.payloadType)
        (maker.parameters, maker.sessionName) = (model.parameters, model.sessionName)
        maker.interleaved = model.interleaved
        maker.trackInfo = model.trackInfo.map { $0.replacing("{rtptime}", with: "-1") }
    }
}
