import Domain
import Testing

struct `A list of networks` {
    private func list(_ texts: String...) throws -> NetworkList {
        NetworkList(try texts.map { try Network.read($0).get() })
    }

    private func bytes(_ text: String) throws -> [UInt8] {
        try #require(AddressText.bytes(text))
    }

    @Test(arguments: [
        ("10.20.0.0/16", "10.20.255.1", true),
        ("10.20.0.0/16", "10.21.0.0", false),
        ("172.16.0.0/12", "172.31.255.255", true),
        ("172.16.0.0/12", "172.32.0.0", false),
        ("192.0.2.7", "192.0.2.7", true),
        ("192.0.2.7", "192.0.2.6", false),
        ("0.0.0.0/0", "203.0.113.9", true),
        ("0.0.0.0/0", "2001:db8::1", false),
        ("fd00:7::/32", "fd00:7:1::2", true),
        ("fd00:7::/32", "fd00:8::2", false),
        ("10.0.0.0/8", "::ffff:10.1.2.3", true),
        ("::ffff:10.0.0.0/104", "10.1.2.3", true),
        ("::/0", "2001:db8::1", true),
        ("::/0", "::ffff:10.1.2.3", false),
    ])
    func `holds the addresses that begin with its bits`(
        network: String,
        address: String,
        isIn: Bool
    ) throws {
        #expect(try list(network).contains(bytes(address)) == isIn)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("10.1.1.1", true), ("172.20.0.1", true), ("192.168.1.64", true),
        ("100.64.0.1", true), ("::1", true), ("fd12::1", true), ("fe80::1", true),
        ("169.254.169.254", false), ("8.8.8.8", false), ("100.128.0.1", false),
        ("172.15.0.1", false), ("2001:db8::1", false), ("::ffff:8.8.8.8", false), ("::", false),
        ("0.0.0.0", false),
    ])
    func `holds private addresses and no others by itself`(
        address: String,
        isIn: Bool
    ) throws {
        #expect(NetworkList.local.networks.count == 8)
        #expect(try NetworkList.local.contains(bytes(address)) == isIn)
    }

    @Test(arguments: [
        ("10.0.0.1/8", "bits beyond the first 8; write 10.0.0.0/8"),
        ("fd00:7::1/32", "write fd00:7::/32"),
        ("10.0.0.0/33", "from 0 to 32"),
        ("::/129", "from 0 to 128"),
        ("10.0.0.0/", "from 0 to 32"),
        ("10.0.0.0/+8", "from 0 to 32"),
        ("10.0.0/8", "ADDRESS/BITS"),
        ("010.0.0.0/8", "ADDRESS/BITS"),
        ("gate.example/8", "ADDRESS/BITS"),
        ("1:2:3:4:5:6:7/64", "ADDRESS/BITS"),
        ("1::2::3/64", "ADDRESS/BITS"),
        ("", "ADDRESS/BITS"),
        ("::ffff:0.0.0.0/80", "bits beyond"),
    ])
    func `says what is wrong with a text that is none`(text: String, words: String) {
        guard case .failure(let mistake) = Network.read(text) else {
            Issue.record("'\(text)' was read")
            return
        }
        #expect(mistake.description.hasPrefix("'\(text)' is no network: "))
        #expect(mistake.description.contains(words), "\(mistake)")
    }

    @Test(arguments: [
        "192.168.1.64", "::", "::1", "1::", "2001:db8::1", "1:2:3:4:5:6:7:8", "1:0:2:3:4:5:6:7",
        "1:0:0:2::3",
    ])
    func `reads addresses that are written as usual`(text: String) throws {
        #expect(try AddressText.text(bytes(text)) == text)
    }
}
