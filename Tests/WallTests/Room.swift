/// A room of the house: on which floor it lies, and what it may import.
struct Room {
    let name: String
    let floor: Int
    let rooms: Set<String>
    let libraries: Set<String>

    private init(_ name: String, floor: Int, _ rooms: Set<String>, _ libraries: Set<String> = []) {
        self.name = name
        self.floor = floor
        self.rooms = rooms
        self.libraries = libraries
    }

    func mayImport(_ module: String) -> Bool {
        rooms.contains(module) || libraries.contains(module)
            || (floor >= 3 && Self.everyday.contains(module))
    }

    /// What floors 3 and up may import besides.
    private static let everyday: Set = [
        "Dispatch", "Foundation", "Glibc", "Logging", "Metrics", "Synchronization",
    ]
    private static let collections: Set = [
        "Collections", "DequeModule", "HeapModule", "OrderedCollections",
    ]
    private static let nio: Set = ["NIOCore", "NIOHTTP1", "NIOPosix"]

    /// The table of the architecture, lowest floor first; a change here is a decision.
    static let all = [
        Room("CFFmpeg", floor: 0, []),
        Room("CPostgres", floor: 0, []),

        Room("Domain", floor: 1, []),

        Room("Vision", floor: 2, ["Domain"]),
        Room("Episodes", floor: 2, ["Domain"]),
        Room("Desk", floor: 2, ["Domain"], collections),
        Room("Sentinel", floor: 2, ["Domain"]),

        Room("Cameras", floor: 3, ["Domain", "Desk"], ["Yams"]),
        Room("Media", floor: 3, ["Domain", "Sentinel", "CFFmpeg"]),
        Room("Storage", floor: 3, ["Domain", "Desk"], ["Crypto", "GRDB"]),
        Room("Cluster", floor: 3, ["Domain", "Desk", "CPostgres"]),
        Room("Delivery", floor: 3, ["Domain", "Desk"], ["AsyncHTTPClient"]),

        Room(
            "Web",
            floor: 4,
            ["Domain", "Desk", "Delivery"],
            ["HTTPTypes", "Hummingbird", "HummingbirdCore", "NIOCore", "NIOHTTP1"]
        ),

        Room(
            "Assembly",
            floor: 5,
            [
                "Domain", "Vision", "Episodes", "Desk", "Sentinel", "Cameras", "Media", "Storage",
                "Cluster", "Delivery", "Web",
            ],
            ["ServiceLifecycle"]
        ),
        Room(
            "CameraSimulator",
            floor: 5,
            ["Domain", "Media"],
            nio.union(["Crypto", "NIOSSL"])
        ),
        Room(
            "CitySimulation",
            floor: 5,
            ["Domain", "Vision", "Episodes", "Desk", "Sentinel"],
            collections
        ),

        Room(
            "watchpost",
            floor: 6,
            [
                "Domain", "Vision", "Episodes", "Desk", "Sentinel", "Cameras", "Media", "Storage",
                "Cluster", "Delivery", "Web", "Assembly", "CameraSimulator", "CitySimulation",
            ],
            nio.union(["ArgumentParser", "AsyncHTTPClient", "ServiceLifecycle", "UnixSignals"])
        ),
    ]

    static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}
