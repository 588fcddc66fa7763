import ArgumentParser
import Glibc

/// The process's two outputs; every line leaves at once, also into a pipe.
enum Output {
    /// Writes a line of data to stdout.
    ///
    /// - Throws: `ExitCode.success` where the reader has gone away.
    static func line(_ text: String) throws {
        if !write(text, to: STDOUT_FILENO) { throw ExitCode.success }
    }

    /// Writes a line for people to stderr.
    static func note(_ text: String) {
        _ = write(text, to: STDERR_FILENO)
    }

    /// Whether stdout is a terminal, so that a person reads along.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        var line = text
        line.append("\n")
        return line.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while unsafe !rest.isEmpty {
                let count = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count < 0 {
                    if errno == EINTR { continue }
                    return false
                }
                unsafe rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            }
            return true
        }
    }
}

/// How a command ended, for the shell.
extension ExitCode {
    /// The command was called wrongly.
    static let usage = ExitCode(64)
    /// An input or the configuration is bad.
    static let badInput = ExitCode(65)
    /// A file is not there.
    static let noFile = ExitCode(66)
    /// A server or camera cannot be reached.
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
