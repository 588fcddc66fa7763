import Domain
import NIOCore

/// The connections of a server, all on its event loop.
final class Roster {
    private var connections: [ObjectIdentifier: CameraConnection] = [:]
    /// Who reports from where.
    private var reporters: [SocketAddress: ObjectIdentifier] = [:]

    /// - Returns: Whether there was room.
    func admit(_ connection: CameraConnection, atMost limit: Int) -> Bool {
        guard connections.count < limit else { return false }
        connections[ObjectIdentifier(connection)] = connection
        return true
    }

    func remove(_ connection: CameraConnection) {
        connections[ObjectIdentifier(connection)] = nil
    }

    /// Takes reports from an address for the connection's.
    func expectReports(from address: SocketAddress, for connection: CameraConnection) {
        reporters[address] = ObjectIdentifier(connection)
    }

    func expectNoReports(from address: SocketAddress, for connection: CameraConnection) {
        if reporters[address] == ObjectIdentifier(connection) { reporters[address] = nil }
    }

    func heardReport(from address: SocketAddress, at now: Moment) {
        reporters[address].flatMap { connections[$0] }?.heardReport(at: now)
    }

    func serve(at now: Stamp) {
        // Whoever is dropped leaves the roster meanwhile.
        for connection in Array(connections.values) { connection.serve(at: now) }
    }

    /// Says good-bye to all.
    func close(at now: Stamp) {
        for connection in Array(connections.values) { connection.leave(at: now) }
    }
}
