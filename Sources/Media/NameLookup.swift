import Dispatch
import Foundation
import Glibc
import Synchronization

/// Finds a host's addresses with a limit, which the C library's own look-up does not have.
///
/// The look-up runs on a thread of its own. One that is given up goes on there until the resolver's
/// own limit ends it, and its answer is thrown away.
final class NameLookup: Sendable {
    private let answer = Mutex<Answer?>(nil)
    private let answered = DispatchSemaphore(value: 0)

    private enum Answer {
        case addresses([String])
        case failed(String)
    }

    private init() {}

    /// The numeric addresses of a host, in the order in which they are to be tried.
    static func addresses(
        of host: String,
        watch: Watch,
        _ doing: String
    ) throws(MediaError) -> [String] {
        if isNumeric(host) { return [host] }
        let lookup = NameLookup()
        let thread = Thread { lookup.resolve(host) }
        thread.stackSize = 256 * 1024
        thread.start()
        repeat {
            switch watch.verdict {
            case .goOn: break
            case .interrupted:
                throw MediaError(.interrupted, doing: doing, reason: "interrupted")
            case .timedOut:
                throw MediaError(
                    .timedOut,
                    doing: doing,
                    reason: "no name server told the address of '\(host)' in time"
                )
            }
        } while lookup.answered.wait(timeout: .now() + .milliseconds(50)) == .timedOut
        switch lookup.answer.withLock({ $0 }) {
        case .addresses(let found)? where !found.isEmpty: return found
        case .failed(let words)?:
            throw MediaError(
                .unreachable,
                doing: doing,
                reason: "the address of '\(host)' is unknown (\(words))"
            )
        default:
            throw MediaError(.unreachable, doing: doing, reason: "'\(host)' has no address")
        }
    }

    private func resolve(_ host: String) {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, nil, &hints, &list)
        defer { unsafe freeaddrinfo(list) }
        var found: [String] = []
        var entry = unsafe list
        while code == 0, let current = unsafe entry {
            if let text = unsafe Self.numeric(current.pointee), !found.contains(text) {
                found.append(text)
            }
            unsafe entry = current.pointee.ai_next
        }
        let words = unsafe String(cString: gai_strerror(code))
        answer.withLock {
            $0 = code == 0 ? .addresses(found) : .failed(words.lowercased())
        }
        answered.signal()
    }

    private static func numeric(_ entry: addrinfo) -> String? {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { text in
            let code = unsafe getnameinfo(
                entry.ai_addr,
                entry.ai_addrlen,
                text.baseAddress,
                socklen_t(text.count),
                nil,
                0,
                NI_NUMERICHOST
            )
            return unsafe code == 0 ? String(cString: text.baseAddress!) : nil
        }
    }

    static func isNumeric(_ host: String) -> Bool {
        var v4 = in_addr()
        var v6 = in6_addr()
        return unsafe inet_pton(AF_INET, host, &v4) == 1 || inet_pton(AF_INET6, host, &v6) == 1
    }
}
