import Domain

/// The connections of a server, all on its event loop.
final class Roster {
    private var connections: [ObjectIdentifier: CameraConnection] = [:]

    /// - Returns: Whether there was room.
    func admit(_ connection: CameraConnection, atMost limit: Int) -> Bool {
        guard connections.count < limit else { return false }
        connections[ObjectIdentifier(connection)] = connection
        return true
    }

    func remove(_ connection: CameraConnection) {
        connections[ObjectIdentifier(connection)] = nil
    }

    func serve(at now: Stamp) {
        // Whoever is dropped leaves the roster meanwhile.
        for connection in Array(connections.values) { connection.serve(at: now) }
    }
}
