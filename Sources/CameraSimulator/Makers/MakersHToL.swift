extension Maker {
    /// `Cseq`, a name for each track's session, an SSRC of 0, rates that contradict each other.
    static let h264dvr = Maker("h264dvr") { maker in
        maker.opening = ["Server: simulated h264dvr", "Cseq: {cseq}"]
        maker.sessionName = .decimal(digits: 6)
        maker.namesEachTrack = true
        maker.tracks = [Track(.video, "trackID=3"), Track(.silence(.g711(.a)), "trackID=4")]
        maker.trackInfo = []
        maker.interleaved =
            "RTP/AVP/TCP;unicast;mode=PLAY;source={server};interleaved={channels};ssrc=0"
        maker.datagrams =
            "RTP/AVP;unicast;mode=PLAY;source={server};client_port={client-ports};"
            + "server_port={server-ports};ssrc=0"
        maker.parameters.h264 = ipcam.parameters.h264
        maker.heads = [
            .describe: [
                "Content-Type: application/sdp", "Server: simulated h264dvr", "Cseq: {cseq}",
                "Content-Base: {camera}", "Cache-Control: private",
                "x-Accept-Retransmit: our-retransmit", "x-Accept-Dynamic-Rate: 1",
                "Content-Length: {length}",
            ],
            .setUp: maker.opening + [
                "Session: {session};timeout={timeout}", "Transport: {transport}",
                "Cache-Control: private", "x-Dynamic-Rate: 1",
            ],
            .play: maker.opening + ["Range: npt=now-", "Session: {session}"],
        ]
        maker.description = [
            "v=0", "o=- {id} {id} IN IP4 {server}", "s={name}", "c=IN IP4 {server}", "t=0 0",
            "a=control:*", "a=range:npt=0-", "m=video 0 RTP/AVP {pt}",
            "a=rtpmap:{pt} {rtpmap} ", "a=range:npt=0-", "a=framerate:0S", "a=fmtp:{pt} {fmtp}",
            "a=framerate:{rate}", "a=control:trackID=3", "m=audio 0 RTP/AVP 8",
            "a=control:trackID=4",
        ]
    }

    /// Spaces before the session's name, queries in the tracks' addresses, a quoted mode.
    static let hikvision = Maker("hikvision") { maker in
        let query = "transportmode=unicast&profile=Profile_1"
        maker.sessionName = .decimal(digits: 9)
        maker.tracks = [
            Track(.video, "trackID=1"), Track(.silence(.metadata(107)), "trackID=3"),
        ]
        maker.informing = .video
        maker.trackInfo = ["url={camera}/{control}?\(query);seq={seq};rtptime={rtptime}"]
        maker.interleaved =
            "RTP/AVP/TCP;unicast;interleaved={channels};ssrc={ssrc};mode=\"play\""
        maker.datagrams =
            "RTP/AVP;unicast;client_port={client-ports};server_port={server-ports};"
            + "ssrc={ssrc};mode=\"play\""
        maker.parameters.h264 = ipcam.parameters.h264
        maker.heads = [
            .describe: [
                "CSeq: {cseq}", "Content-Type: application/sdp", "Content-Base: {camera}/",
                "Content-Length: {length}",
            ],
            .setUp: [
                "CSeq: {cseq}", "Session:        {session};timeout={timeout}",
                "Transport: {transport}", "Date:  {date}",
            ],
            .play: [
                "CSeq: {cseq}", "Session:        {session}", "RTP-Info: {rtp-info}",
                "Date:  {date}",
            ],
        ]
        maker.description = [
            "v=0", "o=- {id} {id} IN IP4 {server}", "s={name}", "e=NONE", "b=AS:{kbps}", "t=0 0",
            "a=control:{camera}/?\(query)", "m=video 0 RTP/AVP {pt}", "c=IN IP4 0.0.0.0",
            "b=AS:{kbps}", "a=recvonly", "a=x-dimensions:{width},{height}",
            "a=control:{camera}/trackID=1?\(query)", "a=rtpmap:{pt} {rtpmap}",
            "a=fmtp:{pt} {fmtp}", "m=application 0 RTP/AVP 107", "c=IN IP4 0.0.0.0", "b=AS:50",
            "a=recvonly", "a=control:{camera}/trackID=3?\(query)",
            "a=rtpmap:107 vnd.onvif.metadata/90000", "a=Media_header:MEDIAINFO=0000;",
            "a=appversion:1.0",
        ]
    }

    /// A newer one: the SSRC filled up with spaces, no dates.
    static let hikvisionSpacedSource = Maker("hikvision-spaced-ssrc") { maker in
        let older = hikvision
        (maker.tracks, maker.informing) = (older.tracks, older.informing)
        (maker.trackInfo, maker.parameters) = (older.trackInfo, older.parameters)
        (maker.description, maker.sessionName) = (older.description, older.sessionName)
        // Of eight digits the first is always a space.
        maker.sourceMask = 0x0FFF_FFFF
        maker.interleaved = "RTP/AVP/TCP;unicast;interleaved={channels};ssrc={spaced-ssrc}"
        maker.heads = [
            .describe: older.head(.describe),
            .setUp: [
                "CSeq: {cseq}", "Transport: {transport}", "Session: {session};timeout={timeout}",
            ],
        ]
    }

    /// A space after the codec's clock; a rate of 0S before the true one; no base address.
    static let ipcam = Maker("ipcam") { maker in
        maker.heads = [
            .describe: [
                "CSeq: {cseq}", "Content-Length: {length}", "Content-Type: application/sdp",
            ]
        ]
        maker.tracks = [Track(.video, "trackID=1")]
        maker.parameters.h264 =
            "profile-level-id={profile}; packetization-mode=1; sprop-parameter-sets={sps},{pps}"
        maker.description = [
            "v=0", "o=- {id} {id} IN IP4 {server}", "s={name}", "c=IN IP4 {server}", "t=0 0",
            "a=control:*", "a=range:npt=0-", "m=video 0 RTP/AVP {pt}",
            "a=rtpmap:{pt} {rtpmap} ", "a=range:npt=0-", "a=framerate:0S", "a=fmtp:{pt} {fmtp}",
            "a=Media_header:MEDIAINFO=0000;", "a=framerate:{rate}", "a=control:trackID=1",
        ]
    }

    /// RTP-Info that is wrong, with a semicolon behind; one session's name for all.
    static let laureii = Maker("laureii") { maker in
        maker.sessionName = .fixed("1111111111")
        maker.trackInfo = ["url={camera}/{control};seq=0;rtptime=0;"]
        maker.heads = [
            .play: [
                "CSeq: {cseq}", "Session: {session}", "Range: npt=0.000-", "RTP-Info: {rtp-info}",
            ]
        ]
    }

    /// A Digest of the oldest kind, and a space after the sequence number.
    static let longse = Maker("longse") { maker in
        maker.opening = ["CSeq: {cseq} ", "Server: simulated longse"]
        maker.challenge = Authentication.Wording(
            realm: "simulated longse",
            asksForQuality: false,
            namesMD5: false,
            nonceDigits: 8
        )
    }

    /// No `unicast`, the SSRC first, one session's name for all and no timeout.
    static let luckfox = Maker("luckfox") { maker in
        maker.sessionName = .fixed("11111111")
        maker.interleaved = "RTP/AVP/TCP;ssrc={ssrc};interleaved={channels}"
        maker.datagrams =
            "RTP/AVP;ssrc={ssrc};unicast;client_port={client-ports};server_port={server-ports}"
        maker.heads = [
            .setUp: ["CSeq: {cseq}", "Transport: {transport}", "Session: {session}"],
            .play: [
                "CSeq: {cseq}", "Session: {session}", "Range: npt=now-", "RTP-Info: {rtp-info}",
            ],
            .others: ["CSeq: {cseq}", "Session: {session}"],
        ]
    }
}
