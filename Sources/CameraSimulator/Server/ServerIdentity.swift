import Crypto
import Domain
import Foundation
import NIOCore
import NIOSSL

/// A key and a certificate that vouches for itself, as cameras come with them.
///
/// - Source: RFC 5280 4.1 and 4.2.1, RFC 5480 (P-256), RFC 5758 3.2 (ECDSA with SHA-256).
struct ServerIdentity {
    private let key: P256.Signing.PrivateKey
    private let certificate: [UInt8]

    /// - Parameters:
    ///   - host: Name or IPv4 address that the cameras are reached by.
    ///   - random: Where the key comes from.
    /// - Time: good from a day ago for ten years.
    init(host: String, now: WallTime, random: @Sendable () -> UInt64) throws {
        func bytes(_ words: Int) -> [UInt8] {
            (0..<words).flatMap { _ in
                let word = random()
                return (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
            }
        }
        // All but one of 2^32 numbers are keys.
        key = try P256.Signing.PrivateKey(rawRepresentation: bytes(4))
        let algorithm = DER.sequence(DER.name(1, 2, 840, 10045, 4, 3, 2))
        let camera = DER.sequence(
            DER.set(DER.sequence(DER.name(2, 5, 4, 3), DER.text("Watchpost simulated camera")))
        )
        let names = DER.sequence(
            DER.name(2, 5, 29, 17),
            DER.octets(DER.sequence(Self.alternative(host)))
        )
        let body = DER.sequence(
            DER.tagged(0, DER.number([2])),
            DER.number([1] + bytes(1)),
            algorithm,
            camera,
            DER.sequence(
                DER.time(Self.time(now.advanced(bySeconds: -86_400))),
                DER.time(Self.time(now.advanced(bySeconds: 3650 * 86_400)))
            ),
            camera,
            Array(key.publicKey.derRepresentation),
            DER.tagged(3, DER.sequence(names))
        )
        let signature = try key.signature(for: Data(body)).derRepresentation
        certificate = DER.sequence(body, algorithm, DER.bits(signature))
    }

    func context() throws -> NIOSSLContext {
        let certificate = try NIOSSLCertificate(bytes: certificate, format: .der)
        let key = try NIOSSLPrivateKey(bytes: Array(key.derRepresentation), format: .der)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(certificate)],
            privateKey: .privateKey(key)
        )
        // Who does not say good-bye does not hold up the end.
        configuration.shutdownTimeout = .milliseconds(500)
        return try NIOSSLContext(configuration: configuration)
    }

    /// The host among the names that the certificate is for.
    private static func alternative(_ host: String) -> [UInt8] {
        let numbers = host.split(separator: ".").compactMap { UInt8($0) }
        return numbers.count == 4
            ? DER.tagged(7, holds: false, numbers)
            : DER.tagged(2, holds: false, Array(host.utf8))
    }

    /// `261123090807Z`.
    private static func time(_ time: WallTime) -> String {
        let text = WallTime(milliseconds: time.milliseconds, offset: 0).description
        return text.prefix { $0 != "." }.filter(\.isNumber).dropFirst(2) + "Z"
    }
}
