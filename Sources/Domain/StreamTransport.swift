/// How a camera's packets travel.
package enum StreamTransport: String, Hashable, Sendable, Codable, CaseIterable {
    /// Within the connection over which the stream was agreed on.
    case tcp
    /// As datagrams of their own, some of which get lost.
    case udp
}
