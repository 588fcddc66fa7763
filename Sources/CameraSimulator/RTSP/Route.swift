/// What a server takes RTP over.
package enum CameraTransport: String, Sendable, CaseIterable {
    /// Interleaved into the connection that the requests come by.
    case tcp
    /// Datagrams from a pair of ports.
    case udp
}

/// How a track reaches its client.
enum Route: Hashable, Sendable {
    case interleaved(media: UInt8, control: UInt8)
    /// The client's ports.
    case datagrams(media: UInt16, control: UInt16)

    /// The first transport of a client's list that is possible here.
    ///
    /// Wherever else it asks datagrams to go, they go to the client alone.
    ///
    /// - Parameter track: Gives channels to a client that names none.
    /// - Source: RFC 2326 12.39.
    init?(_ header: String, allowed: Set<CameraTransport>, track: Int) {
        for transport in header.split(separator: ",") {
            let fields = transport.split(separator: ";").map { field in
                field.filter { $0 != " " }.lowercased()
            }
            guard let route = Self.route(fields, track: track), allowed.contains(route.transport)
            else { continue }
            self = route
            return
        }
        return nil
    }

    private var transport: CameraTransport {
        switch self {
        case .interleaved: .tcp
        case .datagrams: .udp
        }
    }

    private static func route(_ fields: [String], track: Int) -> Route? {
        if fields.contains("multicast") { return nil }
        switch fields.first {
        case "rtp/avp/tcp":
            guard let asked = value(of: "interleaved", in: fields) else {
                let media = UInt8(truncatingIfNeeded: 2 * track)
                return .interleaved(media: media, control: media &+ 1)
            }
            return pair(asked, of: UInt8.self).map { .interleaved(media: $0, control: $1) }
        case "rtp/avp", "rtp/avp/udp":
            guard let asked = value(of: "client_port", in: fields),
                let ports = pair(asked, of: UInt16.self), ports.0 > 0, ports.1 > 0
            else { return nil }
            return .datagrams(media: ports.0, control: ports.1)
        default: return nil
        }
    }

    private static func value(of name: String, in fields: [String]) -> Substring? {
        fields.first { $0.hasPrefix(name + "=") }?.dropFirst(name.count + 1)
    }

    /// Reads `4-5`, or `4`, which means the same.
    private static func pair<Number: FixedWidthInteger>(
        _ text: Substring,
        of: Number.Type
    ) -> (Number, Number)? {
        let numbers = text.split(separator: "-")
        guard let first = numbers.first.flatMap({ Number($0) }),
            let second = numbers.count > 1 ? Number(numbers[1]) : first &+ 1, second != first
        else { return nil }
        return (first, second)
    }
}
