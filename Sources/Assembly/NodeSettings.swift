package import Cameras
package import Domain
package import Logging

/// What a node is made of, and the world that it lives in.
package struct NodeSettings: Sendable {
    package var configuration: Configuration
    /// Where the configuration was read from, and is again when it changes.
    package var folders: Folders
    /// The process's, for credentials.
    package var environment: [String: String]
    /// The data folder's path.
    package var data: String
    package var host: String
    /// 0 for any free port.
    package var port: Int
    package var clock: any CityClock
    package var random: @Sendable () -> UInt64
    package var logger: Logger
    /// Lines of the log that nobody read in time.
    package var logLost: @Sendable () -> Int

    package init(
        configuration: Configuration,
        folders: Folders,
        environment: [String: String],
        data: String,
        host: String,
        port: Int,
        clock: any CityClock,
        random: @escaping @Sendable () -> UInt64,
        logger: Logger,
        logLost: @escaping @Sendable () -> Int = { 0 }
    ) {
        self.configuration = configuration
        self.folders = folders
        self.environment = environment
        self.data = data
        self.host = host
        self.port = port
        self.clock = clock
        self.random = random
        self.logger = logger
        self.logLost = logLost
    }
}

/// The bounds of what waits in a node beyond its cameras.
enum NodeLimits {
    /// Episodes and requests that wait for the ledger. When full, new episodes are refused, said
    /// and counted.
    static let desk = 10_000
    /// Pictures that wait for the disk. When full, new pictures are dropped and counted.
    static let snapshots = 256
    /// Cameras up to which each has series of its own on the metrics page; beyond, only their sums.
    static let cameraSeries = 1000
    /// Terminals known of one queue. When full, the one silent for longest makes room.
    static let terminals = 64
    /// Seconds between the signs of life of a stream.
    static let keepAlive = 10.0
    /// Seconds after which memory that is free is given back, and the chain's head is written.
    static let minute = 60.0
    /// Days for which a repeated request is known by its key.
    static let answers = 7.0
}

/// Why a node cannot start.
package enum NodeError: Error, CustomStringConvertible {
    case stationsGone([StationID: Int])
    case unitsGone([UnitID: Int])

    /// The error, where a station with open alerts is not of the city any more.
    ///
    /// - Parameter opened: how many alerts of each station are not closed.
    package static func stationsGone(_ opened: [StationID: Int], from city: City) -> NodeError? {
        let gone = opened.filter { $0.value > 0 && city.stations[$0.key] == nil }
        return gone.isEmpty ? nil : .stationsGone(gone)
    }

    /// The error, where a unit that is under order is not of the city any more.
    ///
    /// - Parameter ordered: how many alerts each unit was sent to.
    package static func unitsGone(_ ordered: [UnitID: Int], from city: City) -> NodeError? {
        let gone = ordered.filter { city.units[$0.key] == nil }
        return gone.isEmpty ? nil : .unitsGone(gone)
    }

    package var description: String {
        switch self {
        case .unitsGone(let units):
            "the seeds no longer have "
                + units.sorted { $0.key < $1.key }
                .map { "unit \($0.key), which is under order to \($0.value.counted("alert"))" }
                .joined(separator: ", ")
                + "; put it back, or close or release its alerts first"
        case .stationsGone(let stations):
            "the seeds no longer have "
                + stations.sorted { $0.key < $1.key }
                .map { "station \($0.key), which has \($0.value.counted("open alert"))" }
                .joined(separator: ", ")
                + "; put it back, or close its alerts first"
        }
    }
}
