import Cameras
import Delivery
import Desk
import Dispatch
import Domain
import Logging
import Storage

/// What a node keeps on disk: its data folder, its ledger and its pictures.
struct NodeStore: Sendable {
    private let folder: DataFolder
    let ledger: SQLiteLedger
    let snapshots: SnapshotStore
    private let logger: Logger

    /// Opens everything, on a thread that may wait for the disk.
    ///
    /// - Throws: `DataFolderError`, `LedgerError`, `NodeError`.
    static func open(_ settings: NodeSettings) async throws -> NodeStore {
        try await offPool { try NodeStore(settings) }
    }

    private init(_ settings: NodeSettings) throws {
        folder = try DataFolder(settings.data)
        ledger = try SQLiteLedger(path: folder.ledgerPath)
        snapshots = try SnapshotStore(
            folder: folder.snapshotsPath,
            bound: NodeLimits.snapshots,
            logger: settings.logger
        )
        logger = settings.logger
        let now = settings.clock.now().wall
        try ledger.forgetAnswers(before: now.advanced(bySeconds: -NodeLimits.answers * 86_400))
        try checkSeeds(settings.configuration.city)
        beginHead()
    }

    /// Writes the end of the chain into its second file; says so where it cannot.
    func writeHead() async {
        do {
            _ = try await Self.offPool { try ledger.writeHead() }
        } catch {
            warnOfHead(error)
        }
    }

    /// Writes the end of the chain before anything follows it, so that no entry is ever without the
    /// file; says so where the file was gone.
    private func beginHead() {
        let path = HeadFile.path(beside: folder.ledgerPath)
        let isThere = HeadFile.exists(beside: folder.ledgerPath)
        do {
            let head = try ledger.writeHead()
            guard !isThere, head.count > 0 else { return }
            logger.event(
                .ledgerHeadLost,
                .warning,
                """
                \(path), which proves that the ledger's end was not cut off, is missing; it is \
                written anew with \(head.count.counted("entry", "entries")), and what was cut off \
                before is not noticed; where there is a copy of it, stop the node and put it back
                """,
                [.file: "\(path)", .count: .stringConvertible(head.count)]
            )
        } catch {
            warnOfHead(error)
        }
    }

    private func warnOfHead(_ error: any Error) {
        logger.event(
            .ledgerHeadless, .critical, "the chain's head is not written: \(error)",
            [.reason: "\(error)"]
        )
    }

    /// Closes the ledger when every picture is written, and lets the next node have the folder.
    func close() async throws {
        defer { folder.release() }
        await snapshots.flush()
        await writeHead()
        try await Self.offPool { try ledger.close() }
    }

    /// A station with open alerts cannot vanish, nor a unit under order.
    private func checkSeeds(_ city: City) throws {
        let stations = NodeError.stationsGone(try ledger.openAlertsByStation(), from: city)
        let units = NodeError.unitsGone(try ledger.ordersByUnit(), from: city)
        if let gone = stations ?? units { throw gone }
    }

    static func offPool<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result(catching: work)) }
        }
    }
}
