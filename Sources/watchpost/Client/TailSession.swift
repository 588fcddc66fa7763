import Delivery

/// Reads a queue's stream, prints it, and goes on by itself where the connection breaks.
struct TailSession: Sendable {
    /// What is to be read.
    struct Order: Sendable {
        var queue: String
        var start = TailStart.end
        var follows = true
        var terminal: Terminal?
    }

    /// A terminal remembers what it has printed and tells the node.
    struct Terminal: Sendable {
        var name: String
        var file: String
    }

    /// Where lines go; both may block.
    struct Outlet: Sendable {
        /// A line for each of the events that came together.
        var lines: @Sendable ([StreamEvent]) -> [String]
        /// - Throws: where nobody reads any more; the session ends with this error.
        var print: @Sendable (String) throws -> Void
        /// For people.
        var note: @Sendable (String) -> Void
    }

    private let client: ServerClient
    private let order: Order
    private let outlet: Outlet
    private let lane = BlockingLane("watchpost.tail")

    init(client: ServerClient, order: Order, outlet: Outlet) {
        self.client = client
        self.order = order
        self.outlet = outlet
    }

    /// Tails until `stopped` returns, the task is cancelled or, where it does not follow, everything
    /// is printed. What is printed is then saved and, if the node answers, acknowledged.
    ///
    /// - Throws: `ClientError` where the server cannot be reached at the start or refuses;
    ///   `CursorFileError`; what `Outlet.print` throws.
    func run(until stopped: @escaping @Sendable () async -> Void) async throws {
        let file = try order.terminal.map { try CursorFile($0.file) }
        let known = try file?.read()
        if let file, let known { await note("going on after \(known), as \(file.path) says") }
        let start = try await TailBeginning(client: client, queue: order.queue)
            .resolve(known.map(TailStart.after) ?? order.start, note: note)
        let link = order.terminal.flatMap { terminal in
            file.map { file in
                TerminalLink(
                    client: client,
                    queue: order.queue,
                    name: terminal.name,
                    file: file,
                    saved: known ?? start,
                    isNew: known == nil,
                    note: note
                )
            }
        }
        if known == nil {
            // Once the file is there, the node would take what lies before it for shown.
            await link?.begin()
            // The place is on disk before anything after it can be printed.
            try await lane.run { try file?.write(start) }
        }
        try await withThrowingTaskGroup { group in
            if let link { group.addTask { await link.beat() } }
            let result: Result<Void, any Error> = await withTaskGroup { keeping in
                if let link { keeping.addTask { await link.keepUp() } }
                defer { link?.end() }
                do {
                    return .success(try await read(after: start, link, until: stopped))
                } catch {
                    return .failure(error)
                }
            }
            group.cancelAll()
            try result.get()
        }
    }

    private func read(
        after start: Cursor,
        _ link: TerminalLink?,
        until stopped: @escaping @Sendable () async -> Void
    ) async throws {
        do {
            try await withThrowingTaskGroup { race in
                race.addTask { try await follow(after: start, link) }
                race.addTask { await stopped() }
                defer { race.cancelAll() }
                try await race.next()
            }
        } catch is CancellationError {}
    }

    /// What comes after a connection.
    private enum Next {
        case open(afterSeconds: Double)
        case end
    }

    private func follow(after start: Cursor, _ link: TerminalLink?) async throws {
        var machine = TailMachine(after: start, follows: order.follows)
        var next = Next.open(afterSeconds: 0)
        while case .open(let delay) = next {
            try await Task.sleep(for: .seconds(delay))
            do {
                next = try await connection(&machine, link)
            } catch {
                next = try await perform(machine.step(meaning(of: error)), link) ?? .end
            }
        }
    }

    /// Reads one connection's stream.
    private func connection(
        _ machine: inout TailMachine,
        _ link: TerminalLink?
    ) async throws -> Next {
        let stream = try await client.lines(
            ["v1", "queues", order.queue, "alerts"],
            query: [("after", "\(machine.position)")] + (order.follows ? [("follow", "true")] : [])
        )
        for try await lines in stream {
            let effects = lines.flatMap { machine.step(.line($0)) }
            if let next = try await perform(effects, link) { return next }
        }
        throw ClientError.lost(server: "\(client.server)", reason: "it ended the stream")
    }

    /// What a failed connection is to the machine.
    ///
    /// - Throws: what trying again cannot mend.
    private func meaning(of error: any Error) throws -> TailMachine.Input {
        let jitter = Double.random(in: 0..<1)
        switch error {
        case ClientError.refused(410, let problem):
            guard let oldest = problem.oldest else { throw error }
            return .tooOld(oldest: oldest, jitter: jitter)
        case let error as ClientError where error.isPassing:
            return .lost(reason: error.reason, jitter: jitter)
        default: throw error
        }
    }

    /// Prints and says, in order.
    private func perform(
        _ effects: [TailMachine.Effect],
        _ link: TerminalLink?
    ) async throws -> Next? {
        try await lane.run { [outlet] in
            let events = effects.compactMap { effect in
                if case .print(let event) = effect { event } else { nil }
            }
            var lines = outlet.lines(events)[...]
            for effect in effects {
                switch effect {
                case .print(let event):
                    // Only what is written is remembered and acknowledged.
                    try outlet.print(lines.removeFirst())
                    link?.didPrint(event.cursor)
                case .note(let text): outlet.note(text)
                case .open, .end: break
                }
            }
        }
        for case .open(let seconds) in effects { return .open(afterSeconds: seconds) }
        return effects.contains(.end) ? .end : nil
    }

    private func note(_ text: String) async {
        try? await lane.run { [outlet] in outlet.note(text) }
    }
}
