/// The networks that cameras may be in.
///
/// A node opens streams that people name to it. The list keeps that from being a way into hosts
/// which only the node can reach.
package struct NetworkList: Hashable, Sendable {
    package var networks: [Network]

    package init(_ networks: [Network]) { self.networks = networks }

    /// This host, private networks (RFC 1918, RFC 4193), a provider's own (RFC 6598), and the
    /// link's IPv6 addresses. The link's IPv4 addresses are left out, as clouds tell secrets there.
    package static let local = NetworkList(
        [
            "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10",
            "::1/128", "fc00::/7", "fe80::/10",
        ]
        .compactMap { try? Network.read($0).get() }
    )

    /// Whether an address is in one of the networks.
    ///
    /// - Shape: 4 or 16 bytes in network order; an IPv4 address within IPv6 counts as IPv4.
    package func contains(_ address: [UInt8]) -> Bool {
        let plain = Network.withoutMapping(address)
        return networks.contains { $0.contains(plain) }
    }
}

/// A network of IPv4 or IPv6, such as `10.20.0.0/16`.
package struct Network: Hashable, Sendable, CustomStringConvertible {
    /// As it was written.
    package let description: String
    /// 4 or 16 bytes.
    private let base: [UInt8]
    private let bits: Int

    /// Why a text is no network.
    package struct Mistake: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// Reads `ADDRESS/BITS`; an address alone is a network of one.
    package static func read(_ text: String) -> Result<Network, Mistake> {
        func mistake(_ why: String) -> Result<Network, Mistake> {
            .failure(Mistake(description: "'\(text)' is no network: \(why)"))
        }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let written = AddressText.bytes(parts[0]) else {
            return mistake("it reads ADDRESS/BITS, such as 10.20.0.0/16 or fd00:7::/32")
        }
        let most = written.count * 8
        let count = parts.count == 1 ? most : number(parts[1])
        guard let count, count <= most else {
            return mistake("after '/' stands a number of bits from 0 to \(most)")
        }
        let first = masked(written, count)
        guard first == written else {
            let right = AddressText.text(first)
            return mistake(
                "the address has bits beyond the first \(count); write \(right)/\(count)")
        }
        let base = withoutMapping(written)
        guard base.count == written.count || count >= 96 else {
            return mistake("an IPv4 network within IPv6 has at least 96 bits; write it as IPv4")
        }
        let bits = base.count == written.count ? count : count - 96
        return .success(Network(description: text, base: base, bits: bits))
    }

    private init(description: String, base: [UInt8], bits: Int) {
        self.description = description
        self.base = base
        self.bits = bits
    }

    func contains(_ address: [UInt8]) -> Bool {
        address.count == base.count && Self.masked(address, bits) == base
    }

    /// The IPv4 address that `::ffff:0:0/96` holds, or the address as it is.
    static func withoutMapping(_ address: [UInt8]) -> [UInt8] {
        let mark = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
        return address.count == 16 && address.starts(with: mark) ? Array(address[12...]) : address
    }

    private static func masked(_ address: [UInt8], _ bits: Int) -> [UInt8] {
        address.enumerated().map { index, byte in
            let kept = min(max(bits - index * 8, 0), 8)
            return kept == 0 ? 0 : byte & (0xFF << UInt8(8 - kept))
        }
    }

    private static func number(_ text: Substring) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        return Int(text)
    }
}
