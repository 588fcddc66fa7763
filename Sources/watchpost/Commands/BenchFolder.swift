import ArgumentParser
import Dispatch
import Foundation
import Glibc

/// A folder for a bench's data, which goes with it.
struct BenchFolder: Sendable {
    let path = FileManager.default.temporaryDirectory
        .appending(path: "watchpost-bench-\(ProcessInfo.processInfo.processIdentifier)").path()

    /// - Throws: `ExitCode` after the reason was said.
    init() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw ExitCode.saying(
                "making the folder \(path): \(error.localizedDescription); name another with TMPDIR",
                .noFile
            )
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    /// Takes it away also where a signal ends the process, or when it has taken too long.
    func removeWhenInterrupted(after limit: Double) {
        let queue = DispatchQueue(label: "watchpost.bench")
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                remove()
                // The handler holds its source: signals are heard as long as the process lives.
                _ = source
                _exit(128 + number)
            }
            source.resume()
        }
        queue.asyncAfter(deadline: .now() + limit) {
            Output.note("watchpost: it has taken \(Int(limit)) s, and is given up")
            remove()
            _exit(ExitCode.unreachable.rawValue)
        }
    }
}
