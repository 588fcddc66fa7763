import CFFmpeg

/// A stream that a camera sends: its packets in their order, and what keeps it going.
final class RTSPSession {
    let video: VideoDescription
    private(set) var counts = StreamCounts()
    /// What the next pictures' packets are reported as doing.
    var doing: String {
        get { dialogue.doing }
        set { dialogue.doing = newValue }
    }
    var authentication: String? { dialogue.login.scheme }
    let transport: String

    private let dialogue: RTSPDialogue
    private let address: String
    private let channels: TransportReply.Pair
    private let datagrams: DatagramPair?
    private var keepAlive: KeepAlive
    private var order = PacketOrder()
    private var reception = Reception()
    private var nextReport: Int64
    private var foreign = 0
    private var space: [UInt8]

    /// How packets come.
    struct Way {
        var channels: TransportReply.Pair
        var datagrams: DatagramPair?
        var isSecure: Bool
    }

    /// So many packets in a row of another payload type are another codec.
    private static let foreignInRow = 30

    init(
        dialogue: RTSPDialogue,
        video: VideoDescription,
        address: String,
        way: Way,
        keepAlive: KeepAlive
    ) {
        self.dialogue = dialogue
        self.video = video
        self.address = address
        self.keepAlive = keepAlive
        channels = way.channels
        datagrams = way.datagrams
        transport = way.isSecure ? "tls" : way.datagrams == nil ? "tcp" : "udp"
        space = [UInt8](repeating: 0, count: way.datagrams == nil ? 0 : 65_536)
        nextReport = Watch.now + Int64(Reception.interval * 1e6)
    }

    deinit {
        dialogue.link.leave(with: dialogue.request("TEARDOWN", address))
    }

    /// Waits for what comes next and puts the stream's packets into an assembler.
    func step(_ assembler: inout any PictureAssembler) throws(MediaError) {
        let now = Watch.now
        try maintain(at: now)
        if try takeWaiting(at: now, &assembler) { return }
        if let datagrams {
            try step(datagrams, at: now, &assembler)
        } else if try !handleNext(at: now, &assembler) {
            try dialogue.fill()
        }
        counts.junk = dialogue.wire.junk
    }

    /// Hands on what came before its turn, where its turn has come.
    ///
    /// - Returns: whether there was any, so that a picture may be whole without more to come.
    private func takeWaiting(
        at now: Int64,
        _ assembler: inout any PictureAssembler
    ) throws(MediaError) -> Bool {
        let early = dialogue.takeEarly()
        for packet in early {
            try take(packet.bytes.span, on: packet.channel, at: now, &assembler)
        }
        var hadAny = !early.isEmpty
        while let due = order.due(at: now) {
            deliver(due.bytes.span, lost: due.lost, &assembler)
            hadAny = true
        }
        return hadAny
    }

    private func step(
        _ datagrams: DatagramPair,
        at now: Int64,
        _ assembler: inout any PictureAssembler
    ) throws(MediaError) {
        try dialogue.checkWatch()
        counts.strays += datagrams.takeStrays()
        if let (count, isReport) = datagrams.receive(into: &space) {
            let bytes = space
            try take(bytes.span.extracting(0..<count), isReport: isReport, at: now, &assembler)
            return
        }
        let pause = order.isWaiting ? 0.02 : CameraLink.pause
        if datagrams.wait(seconds: pause, beside: dialogue.link.socket ?? -1) {
            try dialogue.fill()
            while try handleNext(at: now, &assembler) {}
        }
    }

    /// Handles what has come over the connection; whether there was anything.
    private func handleNext(
        at now: Int64,
        _ assembler: inout any PictureAssembler
    ) throws(MediaError) -> Bool {
        switch try dialogue.next() {
        case nil: return false
        case .packet(let channel, let range):
            let bytes = dialogue.wire.bytes
            try take(bytes.span.extracting(range), on: channel, at: now, &assembler)
        case .reply(let reply): try heed(reply)
        case .request(let method, let sequence): try dialogue.answer(method, sequence)
        }
        return true
    }

    private func take(
        _ bytes: Span<UInt8>,
        on channel: UInt8,
        at now: Int64,
        _ assembler: inout any PictureAssembler
    ) throws(MediaError) {
        switch Int(channel) {
        case channels.first: try take(bytes, isReport: false, at: now, &assembler)
        case channels.second: try take(bytes, isReport: true, at: now, &assembler)
        default: counts.strays += 1
        }
    }

    private func take(
        _ bytes: Span<UInt8>,
        isReport: Bool,
        at now: Int64,
        _ assembler: inout any PictureAssembler
    ) throws(MediaError) {
        // Some cameras send their reports among the packets.
        if isReport || (bytes.count > 1 && (200...207).contains(bytes[1])) {
            guard reception.isEnd(bytes, at: now) else { return }
            throw failure(.endOfStream, "the camera says that the stream has ended")
        }
        guard let packet = RTPPacket(bytes) else {
            counts.strays += 1
            return
        }
        guard packet.payloadType == video.payloadType else { return try meetForeign(packet) }
        foreign = 0
        counts.received += 1
        let isAnew = reception.source.map { $0 != packet.source } ?? false
        if isAnew { order = PacketOrder() }
        reception.took(packet)
        switch order.take(packet.sequence) {
        case .next(let lost): deliver(bytes, lost: isAnew ? 1 : lost, &assembler)
        case .early:
            var copy: [UInt8] = []
            copy.append(bytes)
            order.keep(packet.sequence, copy, at: now)
        case .stray: counts.strays += 1
        }
    }

    private func deliver(
        _ bytes: Span<UInt8>,
        lost: Int,
        _ assembler: inout any PictureAssembler
    ) {
        guard let packet = RTPPacket(bytes) else { return }
        counts.lost += lost
        assembler.take(packet, bytes.extracting(packet.payload), isAfterLoss: lost > 0)
    }

    private func meetForeign(_ packet: RTPPacket) throws(MediaError) {
        counts.strays += 1
        foreign += 1
        guard foreign >= Self.foreignInRow else { return }
        throw failure(
            .endOfStream,
            "the camera now sends payload type \(packet.payloadType) in place of "
                + "\(video.payloadType): its codec has changed, so that the stream is to be opened anew"
        )
    }
}

extension RTSPSession {
    /// Shows the camera that the node is there, and how its packets arrive.
    private func maintain(at now: Int64) throws(MediaError) {
        if now >= keepAlive.next {
            keepAlive.next = now + keepAlive.interval
            try dialogue.send(keepAlive.method, address)
        }
        guard now >= nextReport else { return }
        nextReport = now + Int64(Reception.interval * 1e6)
        let report = reception.report(at: now)
        if let datagrams {
            datagrams.report(report)
        } else {
            let length = report.count
            let head = [0x24, UInt8(channels.second), UInt8(length >> 8), UInt8(length & 0xFF)]
            try dialogue.write(head + report)
        }
    }

    /// Takes in the answer to a keep-alive; none is asked for, and most refusals mean nothing.
    private func heed(_ reply: RTSPReply) throws(MediaError) {
        switch reply.status {
        case 200..<300: dialogue.login.wasAdmitted()
        case 401:
            if case .again = dialogue.login.wasChallenged(by: reply) {
                try dialogue.send(keepAlive.method, address)
            }
        default:
            if keepAlive.method != "OPTIONS" {
                keepAlive.method = "OPTIONS"
                try dialogue.send(keepAlive.method, address)
            }
        }
    }

    private func failure(_ kind: MediaError.Kind, _ reason: String) -> MediaError {
        MediaError(kind, doing: doing, reason: reason)
    }
}
