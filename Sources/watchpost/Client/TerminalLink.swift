import Delivery
import NIOCore
import Synchronization

/// Tells the node that a terminal lives and how far it has printed.
///
/// Nothing here ends a tail: what cannot be told now is told later.
final class TerminalLink: Sendable {
    private let client: ServerClient
    private let queue: String
    private let name: String
    private let file: CursorFile
    private let note: @Sendable (String) async -> Void
    private let lane = BlockingLane("watchpost.cursor")
    private let progress: AsyncStream<Cursor>
    private let printed: AsyncStream<Cursor>.Continuation
    private let state: Mutex<State>

    private struct State {
        /// In the file, and so to be acknowledged.
        var saved: Cursor?
        var acknowledged: Cursor?
        /// Where the terminal began to read, until the node knows.
        var origin: Cursor?
        var isEnding = false
        /// What was said already, so that it is said once.
        var said: Set<String> = []
    }

    private static let heartbeatInterval = Duration.seconds(5)
    /// The file is written, and the node told, at most so often.
    private static let pace = Duration.milliseconds(200)
    private static let patience = Duration.milliseconds(500)

    /// - Parameters:
    ///   - saved: the file's cursor, which the node may not know yet.
    ///   - isNew: the terminal begins to read there.
    init(
        client: ServerClient,
        queue: String,
        name: String,
        file: CursorFile,
        saved: Cursor,
        isNew: Bool,
        note: @escaping @Sendable (String) async -> Void
    ) {
        self.client = client
        self.queue = queue
        self.name = name
        self.file = file
        self.note = note
        state = Mutex(State(saved: saved, origin: isNew ? saved : nil))
        // Only the newest matters: it stands for all before it.
        (progress, printed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// The lines up to a cursor are on stdout.
    func didPrint(_ cursor: Cursor) { printed.yield(cursor) }

    /// No more lines come; what is printed is still saved and acknowledged.
    func end() {
        state.withLock { $0.isEnding = true }
        printed.finish()
    }

    /// Saves and acknowledges until `end()`.
    func keepUp() async {
        let (saves, saved) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        saved.yield()
        await withTaskGroup { group in
            group.addTask {
                for await cursor in self.progress {
                    if await self.save(cursor) { saved.yield() }
                    await self.rest(Self.pace)
                }
                saved.finish()
            }
            group.addTask {
                for await _ in saves {
                    await self.acknowledge()
                    await self.rest(Self.pace)
                }
            }
        }
    }

    /// Sends heartbeats until it is cancelled.
    func beat() async {
        while !Task.isCancelled {
            let next = ContinuousClock.now + Self.heartbeatInterval
            do {
                _ = try await client.post(
                    ["v1", "queues", queue, "heartbeat"],
                    Heartbeat(terminal: name),
                    within: .seconds(4)
                )
            } catch {
                await sayOnce("heartbeat", refused: error)
            }
            try? await Task.sleep(until: next, clock: .continuous)
        }
    }

    private func save(_ cursor: Cursor) async -> Bool {
        do {
            try await lane.run { [file] in try file.write(cursor) }
            state.withLock { state in
                state.saved = cursor
                state.said.remove("file")
            }
            return true
        } catch {
            await say("file", "\(error); lines printed since may come again after a restart")
            return false
        }
    }

    /// Tells the node the newest saved cursor; where the node is away, again and again.
    private func acknowledge() async {
        while let cursor = state.withLock({ $0.saved == $0.acknowledged ? nil : $0.saved }) {
            do {
                try await tell(cursor)
            } catch let error as ClientError where error.isPassing {
                if state.withLock(\.isEnding) { return }
                await rest(Self.patience)
            } catch {
                await sayOnce("acknowledgement", refused: error)
                return
            }
        }
    }

    /// Tells the node once where the terminal begins; where the node is away, it is told later.
    func begin() async {
        if let start = state.withLock(\.origin) { try? await tell(start) }
    }

    private func tell(_ cursor: Cursor) async throws {
        let origin = state.withLock(\.origin)
        _ = try await client.post(
            ["v1", "queues", queue, "cursor"],
            Acknowledgement(
                terminal: name,
                cursor: "\(cursor)",
                after: origin.map { "\($0)" }
            ),
            within: .seconds(2)
        )
        state.withLock { state in
            state.acknowledged = cursor
            state.origin = nil
            state.said.remove("acknowledgement")
        }
    }

    private func sayOnce(_ what: String, refused error: any Error) async {
        guard let error = error as? ClientError, !error.isPassing else { return }
        await say(what, "the server refuses the \(what) of \(name): \(error.message)")
    }

    private func say(_ what: String, _ text: String) async {
        if state.withLock({ $0.said.insert(what).inserted }) { await note(text) }
    }

    /// A pause that nobody waits for at the end.
    private func rest(_ duration: Duration) async {
        if state.withLock(\.isEnding) { return }
        try? await Task.sleep(for: duration)
    }

    private struct Heartbeat: Encodable {
        var terminal: String
    }

    private struct Acknowledgement: Encodable {
        var terminal: String
        var cursor: String
        var after: String?
    }
}
