import Domain
import Media

/// What cameras answer to the node's requests.
enum CameraAnswers {
    /// Takes a connection's bytes apart, in one piece and in pieces whose size the first byte
    /// chooses.
    static func wire(_ input: [UInt8]) throws(Breach) {
        guard input.count > 1 else { return }
        let bytes = input.dropFirst()
        let whole = try found(in: bytes, piece: bytes.count)
        let pieces = try found(in: bytes, piece: Int(input[0]) + 1)
        try demand(pieces, is: whole, "in pieces of \(Int(input[0]) + 1) bytes it reads otherwise")
        for reply in whole.compactMap(\.reply) { try headers(of: reply) }
    }

    /// One thing that was found; a packet with its bytes, as its place is not for long.
    private struct Found: Equatable {
        var reply: RTSPReply?
        var request: String?
        var packet: [UInt8]?
        var mistake: String?
    }

    private static func found(in bytes: ArraySlice<UInt8>, piece: Int) throws(Breach) -> [Found] {
        var wire = RTSPWire()
        var found: [Found] = []
        var rest = bytes
        while !rest.isEmpty {
            let count = wire.take(rest.prefix(piece))
            try demand(count > 0, "there is no room for more")
            rest = rest.dropFirst(count)
            do throws(RTSPWire.Mistake) {
                while let next = try wire.next() { found.append(one(next, wire.bytes)) }
            } catch {
                return found + [Found(mistake: error.reason)]
            }
            try demand(wire.bytes.count <= 4 << 20, "it holds \(wire.bytes.count) bytes")
        }
        return found
    }

    private static func one(_ found: RTSPWire.Found, _ bytes: [UInt8]) -> Found {
        switch found {
        case .reply(let reply): Found(reply: reply)
        case .request(let method, let sequence): Found(request: "\(method) \(sequence ?? "")")
        case .packet(let channel, let range): Found(packet: [channel] + bytes[range])
        }
    }

    /// Reads the headers that the node heeds, and what it would say because of them.
    private static func headers(of reply: RTSPReply) throws(Breach) {
        for header in reply.headers {
            let isOneLine = !header.value.utf8.contains { $0 == 0x0A || $0 == 0x0D }
            try demand(isOneLine, "header \(header.name) is of two lines")
        }
        if let transport = reply["transport"].flatMap(TransportReply.init) { try check(transport) }
        if let session = reply["session"].flatMap(SessionReply.init) {
            try demand(!session.id.isEmpty, "a session has no name")
        }
        let base = ControlAddress.base(of: reply, requested: "rtsp://10.1.2.17/main")
        try demand(!base.isEmpty, "a base is empty")
        try login(reply)
        try description(reply.body)
    }

    private static func check(_ transport: TransportReply) throws(Breach) {
        if let channels = transport.channels {
            let isFit = (0...255).contains(channels.first) && (0...255).contains(channels.second)
            try demand(isFit, "\(channels) are no channels")
        }
        if let ports = transport.serverPorts {
            let isFit = (1...65_535).contains(ports.first) && (1...65_535).contains(ports.second)
            try demand(isFit, "\(ports) are no ports")
        }
    }

    /// However a camera asks for a login, the password itself is told to Basic alone.
    private static func login(_ reply: RTSPReply) throws(Breach) {
        let password = "Qz7kWv9x"
        var login = RTSPLogin(Credentials(user: "ad\"min", password: password))
        guard login.wasChallenged(by: reply) == .again else { return }
        let words = login.authorization("DESCRIBE", "rtsp://10.1.2.17/main") ?? ""
        try demand(!words.isEmpty, "there is no login to try again with")
        let isOneLine = !words.utf8.contains { $0 == 0x0A || $0 == 0x0D }
        try demand(isOneLine, "a login is of two lines: \(String(reflecting: words))")
        try demand(!words.contains(password), "a login shows the password")
        let isDigest = login.scheme?.hasPrefix("Digest") == true
        try demand(isDigest == words.hasPrefix("Digest "), "\(words) is no \(login.scheme ?? "")")
    }

    /// Reads a session description and chooses the track to watch.
    static func description(_ body: [UInt8]) throws(Breach) {
        let description = SessionDescription(String(decoding: body, as: UTF8.self))
        let video: VideoDescription
        do throws(VideoDescription.Refusal) {
            video = try VideoDescription(choosingFrom: description)
        } catch {
            try demand(!error.reason.isEmpty, "a refusal says nothing")
            return
        }
        try demand(video.clock > 0, "a clock of \(video.clock)")
        try demand(video.payloadType < 128, "payload type \(video.payloadType)")
        try demand(!video.parameterSets.contains([]), "a parameter set is empty")
        let sizes = [video.width, video.height].compactMap { $0 }
        try demand(sizes.allSatisfy { (1...16_384).contains($0) }, "a size of \(sizes)")
        if let rate = video.rate { try demand((0.05...240).contains(rate), "\(rate) a second") }
        let track = ControlAddress.joined("rtsp://10.1.2.17/main?a=b", video.control)
        let isOneLine = !track.utf8.contains { $0 == 0x0A || $0 == 0x0D }
        try demand(isOneLine, "a control is of two lines: \(String(reflecting: track))")
    }
}

extension RTSPWire {
    /// Takes in as many bytes as there is room for.
    mutating func take(_ bytes: ArraySlice<UInt8>) -> Int {
        var count = 0
        unsafe fill { space in
            count = min(space.count, bytes.count)
            unsafe UnsafeMutableRawBufferPointer(rebasing: space[..<count])
                .copyBytes(from: bytes.prefix(count))
            return count
        }
        return count
    }
}
