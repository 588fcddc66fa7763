/// What a camera does besides, whoever made it.
package enum Quirk: String, Sendable, CaseIterable {
    case noKeepAlive = "no-keep-alive"
    case reportsIgnored = "reports-ignored"
    case noTrackInfo = "no-rtp-info"
    case wrongTrackInfo = "wrong-rtp-info"
    case otherTracksInfo = "other-tracks-rtp-info"
    case setsInBand = "sets-in-band"
    case setsInDescription = "sets-in-sdp"
    case otherChannels = "other-channels"

    /// What it is, in words.
    package var summary: String {
        switch self {
        case .noKeepAlive: "answers nothing that keeps a session alive"
        case .reportsIgnored: "closes clients that send reports and no requests"
        case .noTrackInfo: "sends no RTP-Info"
        case .wrongTrackInfo: "sends RTP-Info that is not so"
        case .otherTracksInfo: "sends RTP-Info of all tracks but the video"
        case .setsInBand: "sends parameter sets in the stream alone"
        case .setsInDescription: "sends parameter sets in the description alone"
        case .otherChannels: "interleaves on other channels than were asked for"
        }
    }
}

extension Maker {
    /// The same maker's camera, with a quirk more.
    package func with(_ quirk: Quirk) -> Maker {
        var maker = self
        switch quirk {
        case .noKeepAlive: maker.keepAlive.answers = false
        case .reportsIgnored: maker.keepAlive.countsReports = false
        case .noTrackInfo: maker.trackInfo = []
        case .wrongTrackInfo: maker.trackInfo = ["url={camera}/{control};seq=1;rtptime=1"]
        case .otherTracksInfo: maker.informing = .others
        case .setsInBand: maker.parameterSets = .bandAlone
        case .setsInDescription: maker.parameterSets = .descriptionAlone
        case .otherChannels: maker.channelShift = 4
        }
        return maker
    }
}
