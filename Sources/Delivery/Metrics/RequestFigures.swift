import Synchronization

/// What the API's answers took, and how late streams are.
package final class RequestFigures: Sendable {
    /// A sort of requests; there are no more than routes, methods and classes of answers.
    package struct Kind: Hashable, Sendable {
        package var method: String
        /// The route's pattern, never the path that was asked for.
        package var route: String
        /// Such as `2xx`.
        package var status: String

        package init(method: String, route: String, status: Int) {
            self.method = Self.methods.contains(method) ? method : "other"
            self.route = route
            self.status = "\(status / 100)xx"
        }

        private static let methods: Set = [
            "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
        ]
    }

    /// From the desk's decision to the entry's way to a reader that waited for it.
    package let streamDelay = Histogram.ofWaiting
    private let durations = Mutex<[Kind: Histogram]>([:])

    package init() {}

    /// Counts a request that was answered after so many seconds.
    package func observe(_ kind: Kind, seconds: Double) {
        durations.withLock { durations in
            if let known = durations[kind] { return known }
            let new = Histogram.ofWaiting
            durations[kind] = new
            return new
        }.observe(seconds)
    }

    package var readings: [(kind: Kind, reading: Histogram.Reading)] {
        durations.withLock { $0 }
            .sorted {
                ($0.key.route, $0.key.method, $0.key.status)
                    < ($1.key.route, $1.key.method, $1.key.status)
            }
            .map { ($0.key, $0.value.reading) }
    }
}
