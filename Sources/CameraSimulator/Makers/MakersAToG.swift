extension Maker {
    private static let streamingTool = "a=tool:simulated streaming library"

    /// H.265 with everything twice in `fmtp`; a base address without a scheme.
    static let anjvision = Maker("anjvision") { maker in
        maker.heads = [
            .describe: [
                "CSeq: {cseq}", "Content-Type: application/sdp", "Content-Length: {length}",
                "Content-Base: {host-and-path}/",
            ]
        ]
        maker.tracks = [Track(.video, "trackID=1")]
        maker.parameters.h265 =
            "packetization-mode=0;profile-space=0;profile-id=1;tier-flag=0;level-id=93;"
            + "interop-constraints=000000000000;sprop-vps={vps};sprop-sps={sps};sprop-pps={pps};"
            + "config={config}"
        maker.parameters.h264 = anpviz.parameters.h264
        maker.description =
            Self.chinaOpening + [
                "m=video 0 RTP/AVP {pt}", "a=rtpmap:{pt} {rtpmap}", "a=control:trackID=1",
                "a=fmtp:{pt} {fmtp}", "a=x-dimensions: {width}, {height}", "a=x-framerate: {rate}",
                "a=Media_header:MEDIAINFO=0000;", "a=appversion:1.0",
            ]
    }

    /// Sound of a dynamic kind under a static number.
    static let anpviz = Maker("anpviz") { maker in
        maker.tracks = [
            Track(.video, "trackID=1"), Track(.silence(.aac(0, clockRate: 16_000)), "trackID=2"),
        ]
        maker.parameters.h264 =
            "profile-level-id={PROFILE};packetization-mode=0;sprop-parameter-sets={sps},{pps};"
            + "config={config}"
        maker.description =
            Self.chinaOpening + [
                "m=video 0 RTP/AVP {pt}", "a=rtpmap:{pt} {rtpmap}", "a=control:trackID=1",
                "a=fmtp:{pt} {fmtp}", "a=x-dimensions: {width}, {height}", "a=x-framerate: {rate}",
                "m=audio 0 RTP/AVP 0", "a=rtpmap:0 MPEG4-GENERIC/16000/2", "a=fmtp:0 config=1408",
                "a=control:trackID=2", "a=Media_header:MEDIAINFO=0000;", "a=appversion:1.0",
            ]
    }

    private static let chinaOpening = [
        "v=0", "o=- {id} {id} IN IP4 {server}", "s={name} simulated", "e=NONE",
        "c=IN IP4 0.0.0.0", streamingTool, "t=0 0", "a=range:npt=0-", "a=control:*",
    ]

    /// A base address with a query, which track names are joined to; three tracks.
    static let dahua = Maker("dahua") { maker in
        maker.dahuaHeads()
        maker.tracks = [
            Track(.video, "trackID=0"), Track(.silence(.aac(97, clockRate: 48_000)), "trackID=1"),
            Track(.silence(.metadata(107)), "trackID=4"),
        ]
        maker.parameters.h264 =
            "packetization-mode=1;profile-level-id={PROFILE};sprop-parameter-sets={sps},{pps}"
        maker.parameters.h265 =
            "profile-id=1;sprop-sps={sps};sprop-pps={pps};sprop-vps={vps}"
        maker.description =
            Self.dahuaVideo + [
                "m=audio 0 RTP/AVP 97", "a=control:trackID=1", "a=rtpmap:97 MPEG4-GENERIC/48000",
                "a=fmtp:97 streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;"
                    + "indexdeltalength=3;config=1188",
                "a=recvonly", "m=application 0 RTP/AVP 107", "a=control:trackID=4",
                "a=rtpmap:107 vnd.onvif.metadata/90000", "a=recvonly",
            ]
    }

    /// Video under 98 and sound by G.711.
    static let dahuaPCMA = Maker("dahua-pcma") { maker in
        maker.dahuaHeads()
        maker.payloadType = 98
        maker.tracks = [Track(.video, "trackID=0"), Track(.silence(.g711(.a)), "trackID=1")]
        maker.parameters = dahua.parameters
        maker.description =
            Self.dahuaVideo + [
                "m=audio 0 RTP/AVP 8", "a=control:trackID=1", "a=rtpmap:8 PCMA/8000", "a=recvonly",
            ]
    }

    private static let dahuaVideo = [
        "v=0", "o=- {id} {id} IN IP4 0.0.0.0", "s={name}", "c=IN IP4 0.0.0.0", "t=0 0",
        "a=control:*", "a=packetization-supported:DH", "a=rtppayload-supported:DH",
        "a=range:npt=now-", "m=video 0 RTP/AVP {pt}", "a=control:trackID=0",
        "a=framerate:{rate}.000000", "a=rtpmap:{pt} {rtpmap}", "a=fmtp:{pt} {fmtp}", "a=recvonly",
    ]

    private mutating func dahuaHeads() {
        methods =
            "OPTIONS, DESCRIBE, ANNOUNCE, SETUP, PLAY, RECORD, PAUSE, TEARDOWN, "
            + "SET_PARAMETER, GET_PARAMETER"
        sessionName = .decimal(digits: 12)
        trackInfo = ["url={control};seq={seq};rtptime={rtptime}"]
        heads = [
            .options: [
                "CSeq: {cseq}", "Session: {session}", "Server: simulated dahua",
                "Public: {methods}",
            ],
            .describe: [
                "CSeq: {cseq}", "x-Accept-Dynamic-Rate: 1",
                "Content-Base: {camera}?channel=1&subtype=0/", "Cache-Control: must-revalidate",
                "Content-Length: {length}", "Content-Type: application/sdp",
            ],
            .setUp: [
                "CSeq: {cseq}", "Session: {session};timeout={timeout}", "Transport: {transport}",
                "x-Dynamic-Rate: 1",
            ],
            .play: [
                "CSeq: {cseq}", "Session: {session}", "Range: npt=0.000000-",
                "RTP-Info: {rtp-info}",
            ],
        ]
    }

    /// Sound without a codec's name, and dates with the month first.
    static let foscam = Maker("foscam") { maker in
        maker.heads = [
            .describe: [
                "CSeq: {cseq}", "Date: {date}", "Content-Base: {camera}/",
                "Content-Type: application/sdp", "Content-Length: {length}",
            ]
        ]
        maker.tracks = [Track(.video, "track1"), Track(.silence(.g711(.mu)), "track2")]
        maker.parameters.h264 =
            "packetization-mode=1;profile-level-id={PROFILE};sprop-parameter-sets={sps},{pps}"
        maker.description = [
            "v=0", "o=- {id} 1 IN IP4 {server}", "s={name}", "i={name}", "t=0 0", streamingTool,
            "a=type:broadcast", "a=control:*", "a=range:npt=0-", "a=x-qt-text-nam:{name}",
            "a=x-qt-text-inf:{name}", "m=video 0 RTP/AVP {pt}", "c=IN IP4 0.0.0.0",
            "b=AS:{kbps}", "a=rtpmap:{pt} {rtpmap}", "a=range:npt=0-", "a=fmtp:{pt} {fmtp}",
            "a=control:track1", "m=audio 0 RTP/AVP 0", "c=IN IP4 0.0.0.0", "b=AS:64",
            "a=control:track2",
        ]
    }

    /// No times, no control for the whole, absolute addresses for the tracks.
    static let geovision = Maker("geovision") { maker in
        maker.payloadType = 105
        maker.tracks = [
            Track(.video, "video"), Track(.silence(.metadata(107)), "metadata"),
        ]
        maker.parameters.h264 =
            "profile-level-id={profile}; packetization-mode=1; sprop-parameter-sets={sps},{pps}"
        maker.description = [
            "v=0", "o=- {id} 1 IN IP4 {server}", "s={name} simulated stream",
            "m=video 0 RTP/AVP {pt}", "c=IN IP4 {server}", "a=control:{camera}/video",
            "a=rtpmap:{pt} {rtpmap}", "a=fmtp:{pt} {fmtp}", "a=recvonly",
            "m=application 0 RTP/AVP 107", "c=IN IP4 {server}", "a=control:{camera}/metadata",
            "a=rtpmap:107 vnd.onvif.metadata/90000", "a=fmtp:107 DecoderTag=sim-v1 RTCP=0",
            "a=recvonly",
        ]
    }

    /// The profile as a decimal number, start codes within the sets, no slash after the base.
    static let gw = Maker("gw") { maker in
        maker.gwHeads()
        maker.tracks = [Track(.video, "video"), Track(.silence(.g711(.mu, as: 8)), "audio")]
        maker.parameters.h264 =
            "packetization-mode=1;profile-level-id={profile-number};"
            + "sprop-parameter-sets={sps-and-start},{pps-and-start}"
        maker.description =
            Self.gwVideo + [
                "m=audio 0 RTP/AVP 8", "a=control:audio", "a=rtpmap:8 PCMU/8000/1", "a=ptime:20",
                "a=fmtp:8 vad=no", "a=appversion:2.0",
            ]
    }

    /// The same maker's second stream: no sound.
    static let gwSub = Maker("gw-sub") { maker in
        maker.gwHeads()
        maker.tracks = [Track(.video, "video")]
        maker.parameters = gw.parameters
        maker.description = Self.gwVideo
    }

    private static let gwVideo = [
        "v=0", "o=- {id} {id} IN IP4 {server}", "s={name} simulated", "e=NONE",
        "c=IN IP4 0.0.0.0", "t=0 0", "a=range:npt=now-", "a=control:*",
        "m=video 0 RTP/AVP {pt}", "a=rtpmap:{pt} {rtpmap}", "a=control:video",
        "a=fmtp:{pt} {fmtp}",
    ]

    private mutating func gwHeads() {
        sessionName = .hexadecimal(digits: 8)
        informing = .video
        interleaved =
            "RTP/AVP/TCP;unicast;destination={client};source={server};interleaved={channels}"
        heads = [
            .describe: [
                "Server: simulated gw", "CSeq: {cseq}",
                "Content-Base: {camera}?channel=1&subtype=0", "Content-Type: application/sdp",
                "Content-Length: {length}",
            ],
            .setUp: [
                "CSeq: {cseq}", "Transport: {transport}",
                "Session: {session}; timeout={timeout}",
            ],
            .play: [
                "CSeq: {cseq}", "Range: npt=0.000-",
                "Session: {session}; timeout={double-timeout}", "RTP-Info: {rtp-info}",
            ],
        ]
    }
}
