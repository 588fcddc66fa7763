import ArgumentParser
import Glibc

/// The process's two outputs; every line leaves at once, also into a pipe.
enum Output {
    /// Makes the outputs fit for use; to be called before any file is opened.
    ///
    /// A descriptor that was closed would be the next file's, which then took the output's lines. A
    /// reader that goes away is an error of writing, not the end.
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            // Open for reading alone: what is written there fails, as it should.
            _ = unsafe open("/dev/null", O_RDONLY)
        }
    }

    /// Writes a line of data to stdout.
    ///
    /// - Throws: `ExitCode.success` where the reader has gone away; where stdout cannot be written,
    ///   `ExitCode.unreachable`, which is said.
    static func line(_ text: String) throws { try bytes(Array((text + "\n").utf8)) }

    /// Writes whole lines to stdout, each with its end.
    static func text(_ text: String) throws { try bytes(Array(text.utf8)) }

    /// Writes data to stdout as it is.
    static func bytes(_ bytes: [UInt8]) throws {
        guard let reason = write(bytes, to: STDOUT_FILENO) else { return }
        if reason == EPIPE { throw ExitCode.success }
        let words = reason == EBADF ? "it is closed" : unsafe String(cString: strerror(reason))
        throw ExitCode.saying("writing to stdout: \(words)", .unreachable)
    }

    /// Writes a file, or into the pipe or device that is there.
    ///
    /// - Throws: `ExitCode` after the reason was said.
    static func file(_ path: String, _ bytes: [UInt8]) throws {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        var reason = descriptor < 0 ? errno : write(bytes, to: descriptor)
        if descriptor >= 0, close(descriptor) != 0 { reason = reason ?? errno }
        guard let reason else { return }
        let words = unsafe String(cString: strerror(reason))
        throw ExitCode.saying("writing \(path): \(words)", reason == ENOENT ? .noFile : .badInput)
    }

    /// Writes a line for people to stderr.
    static func note(_ text: String) {
        _ = write(Array((text + "\n").utf8), to: STDERR_FILENO)
    }

    /// Whether stdout is a terminal, so that a person reads along.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// - Returns: the error's number where not all could be written.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        unsafe bytes.withUnsafeBytes { bytes in
            var rest = unsafe bytes
            while unsafe !rest.isEmpty {
                let count = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count < 0 {
                    if errno == EINTR { continue }
                    return errno
                }
                unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            }
            return nil
        }
    }
}

/// How a command ended, for the shell.
extension ExitCode {
    /// An input or the configuration is bad.
    static let badInput = ExitCode(65)
    /// A file is not there.
    static let noFile = ExitCode(66)
    /// A server or camera cannot be reached, or stdout cannot be written.
    static let unreachable = ExitCode(69)
    /// Watchpost itself is wrong.
    static let bug = ExitCode(70)
    /// Not allowed.
    static let notAllowed = ExitCode(77)

    /// Says on stderr what went wrong; to be thrown by the caller.
    static func saying(_ message: String, _ code: ExitCode) -> ExitCode {
        Output.note("watchpost: \(message)")
        return code
    }
}
