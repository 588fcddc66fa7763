import ArgumentParser
import CameraSimulator
import Domain
import Foundation

/// How clients must log in at simulated cameras.
struct CameraLoginOptions: ParsableArguments {
    @Option(help: "How clients must log in: digest or basic.")
    var auth: Authentication.Scheme?
    @Option(help: "The user that may log in.") var user: String?
    @Option(help: "A file with nothing but the user's password.") var passwordFile: String?
    @Option(
        help: "What a Digest is made with: md5 as most cameras, sha-256, or both to choose from."
    )
    var digest = OfferedDigests.md5
    @Option(
        parsing: .unconditional,
        help: "Seconds after which a Digest's nonce is stale and another is to be used."
    )
    var nonceSeconds: Double?
    @Option(
        parsing: .unconditional,
        help: "Requests after which a Digest's nonce is stale and another is to be used."
    )
    var nonceRequests: Int?

    enum OfferedDigests: String, ExpressibleByArgument, CaseIterable {
        case md5
        case sha256 = "sha-256"
        case both

        var algorithms: [DigestAlgorithm] {
            switch self {
            case .md5: [.md5]
            case .sha256: [.sha256]
            case .both: [.sha256, .md5]
            }
        }
    }

    func validate() throws {
        if auth == nil, user != nil || passwordFile != nil {
            throw ValidationError("--user and --password-file need --auth digest or --auth basic")
        }
        if auth != nil, user == nil || passwordFile == nil {
            throw ValidationError("--auth needs --user and --password-file")
        }
        if auth != .digest, digest != .md5 || nonceSeconds != nil || nonceRequests != nil {
            throw ValidationError(
                "--digest, --nonce-seconds and --nonce-requests need --auth digest"
            )
        }
        if let nonceSeconds, !(nonceSeconds > 0) {
            throw ValidationError("--nonce-seconds must be above 0, not \(nonceSeconds)")
        }
        if let nonceRequests, nonceRequests < 1 {
            throw ValidationError("--nonce-requests must be above 0, not \(nonceRequests)")
        }
        if user?.contains(":") == true || user?.isEmpty == true {
            throw ValidationError("--user must not be empty and must not contain a colon")
        }
    }

    /// - Returns: `nil` where everybody may look.
    func demanded() throws -> Authentication? {
        guard let auth, let user, let passwordFile else { return nil }
        let password = try readPassword(passwordFile)
        guard !password.isEmpty, !password.contains(where: \.isNewline) else {
            throw ExitCode.saying(
                "--password-file \(passwordFile): one line with the password is expected",
                .badInput
            )
        }
        var demanded = Authentication(auth, Credentials(user: user, password: password))
        demanded.algorithms = digest.algorithms
        demanded.nonceSeconds = nonceSeconds
        demanded.nonceRequests = nonceRequests
        return demanded
    }

    /// The file's text without the newline at its end; also from a pipe.
    private func readPassword(_ path: String) throws -> String {
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            let bytes = try file.readToEnd() ?? Data()
            var password = String(decoding: bytes, as: UTF8.self)
            while password.last?.isNewline == true { password.removeLast() }
            return password
        } catch {
            throw ExitCode.saying(
                "reading --password-file \(path): \(Self.reason(error)); name a readable file",
                .noFile
            )
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile, .fileNoSuchFile: "there is no such file"
        case .fileReadNoPermission: "no permission"
        default: "it cannot be read"
        }
    }
}

extension Authentication.Scheme: ExpressibleByArgument {}
