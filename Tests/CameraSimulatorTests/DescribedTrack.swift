/// A track of a session description, read as laxly as a client must.
struct DescribedTrack {
    let kind: String
    let payloadType: UInt8?
    let encoding: String
    let address: String

    /// - Parameter base: What relative addresses are joined to.
    static func all(_ body: String, base: String) -> [DescribedTrack] {
        let lines = body.split(whereSeparator: \.isNewline).map(String.init)
        let starts = lines.indices.filter { lines[$0].hasPrefix("m=") }
        return zip(starts, starts.dropFirst() + [lines.count]).map { start, end in
            let section = lines[start..<end]
            let words = lines[start].dropFirst(2).split(whereSeparator: \.isWhitespace)
            let control = value("a=control:", section) ?? ""
            let map = value("a=rtpmap:", section) ?? ""
            return DescribedTrack(
                kind: String(words[0]),
                payloadType: UInt8(words[3]),
                encoding: String(map.drop { $0 != " " }.dropFirst().prefix { $0 != "/" }),
                address: control.contains("://")
                    ? control : base + (base.hasSuffix("/") ? "" : "/") + control
            )
        }
    }

    private static func value(_ prefix: String, _ lines: ArraySlice<String>) -> String? {
        lines.first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }
}

extension RTSPClient {
    /// Describes a camera and its tracks.
    func tracks(_ url: String) throws -> [DescribedTrack] {
        let reply = try ask("DESCRIBE", url)
        let base = reply.headers["content-base"] ?? ""
        return DescribedTrack.all(reply.body, base: base.contains("://") ? base : url)
    }
}
