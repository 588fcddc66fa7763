package import Cameras
import Delivery
package import Desk
import Dispatch
package import Domain
package import Logging
import Media
import Synchronization

/// Drives the register of cameras: reads files that changed, keeps what comes over the API, and lets
/// the fleet, and the desk's policy, follow.
///
/// Changes are made one after another, on a queue of their own that may wait for the disk.
package final class CameraRegisterDriver: Sendable {
    /// What came of the files' changes since the node started.
    package struct Reloads: Sendable, Hashable {
        package var applied = 0
        package var refused = 0
        /// Mistakes in the files as they are now; while there are any, what was before goes on.
        package var mistakes = 0
        /// When files were last applied: at the start, or since.
        package var appliedAt: WallTime
    }

    /// Read by anyone, changed on `queue` alone.
    struct State {
        var register: CameraRegister
        var watch: FileWatch
        var reloads: Reloads
        /// Mistakes that the log has been told.
        var said: Set<Mistake> = []
        var isStopping = false
    }

    let state: Mutex<State>
    let folders: Folders
    let fleet: CameraFleet
    let ledger: any Ledger
    let clock: any CityClock
    let logger: Logger
    let probes = ProbeRunner()
    private let environment: [String: String]
    private let networks: AllowedNetworks
    private let adopt: @Sendable (ResponsePolicy) -> Void
    private let queue = DispatchQueue(label: "watchpost.register")

    /// - Parameter adopt: takes a policy that has changed.
    package init(
        _ configuration: Configuration,
        folders: Folders,
        environment: [String: String],
        fleet: CameraFleet,
        networks: AllowedNetworks,
        ledger: any Ledger,
        clock: any CityClock,
        logger: Logger,
        adopt: @escaping @Sendable (ResponsePolicy) -> Void
    ) {
        let register = CameraRegister(configuration)
        state = Mutex(
            State(
                register: register,
                watch: FileWatch(Self.stamps(of: folders)),
                reloads: Reloads(appliedAt: clock.now().wall)
            )
        )
        self.folders = folders
        self.environment = environment
        self.fleet = fleet
        self.networks = networks
        self.adopt = adopt
        self.ledger = ledger
        self.clock = clock
        self.logger = logger
        networks.set(configuration.networks)
        fleet.apply(CameraPlan(from: [:], to: register.watched))
        sayShadowed(since: [])
    }

    var register: CameraRegister { state.withLock(\.register) }
    var isStopping: Bool { state.withLock(\.isStopping) }
    package var reloads: Reloads { state.withLock(\.reloads) }

    /// Lets go who waits for a picture or probe, and changes nothing any more.
    package func beginStop() {
        state.withLock { $0.isStopping = true }
        probes.stop()
    }

    // MARK: Files

    /// Looks whether files have changed, and takes them up where they have.
    package func look() async {
        try? await onQueue { [self] in
            let stamps = Self.stamps(of: folders)
            guard state.withLock({ $0.watch.look(stamps) }) else { return }
            reload(sees: stamps)
        }
    }

    /// Reads the files now.
    package func reload() async {
        try? await onQueue { [self] in
            let stamps = Self.stamps(of: folders)
            state.withLock { $0.watch.isRead(stamps) }
            reload(sees: nil)
        }
    }

    private static func stamps(of folders: Folders) -> FileStamps {
        FileStamps(files: folders.watchedFiles, folder: folders.cameras)
    }

    /// - Parameter stamps: what is read counts only if the files are still as these say.
    private func reload(sees stamps: FileStamps?) {
        let standing = register
        let (configuration, mistakes) = ConfigurationReader.reload(
            folders, environment: environment, standing: standing.configuration
        )
        // Somebody writes: the next look finds it, and reads again.
        if let stamps, stamps != Self.stamps(of: folders) { return }
        say(mistakes, again: stamps == nil)
        guard let configuration else { return refused(mistakes.count { !$0.isWarning }) }
        networks.set(configuration.networks)
        let plan = change(to: CameraRegister(configuration))
        let policy = configuration.policy
        let isNewPolicy = policy != standing.configuration.policy
        if isNewPolicy { adopt(policy) }
        let now = clock.now().wall
        state.withLock { state in
            state.reloads.applied += 1
            state.reloads.mistakes = 0
            state.reloads.appliedAt = now
        }
        sayShadowed(since: standing.shadowed)
        logger.event(
            .configurationApplied,
            .notice,
            """
            the files are applied: \(Self.words(for: plan))\
            \(isNewPolicy ? "; policy '\(policy.version)' for alerts raised from now on" : "")
            """,
            [.count: .stringConvertible(plan.start.count + plan.removed.count)]
        )
    }

    private func refused(_ mistakes: Int) {
        state.withLock { state in
            state.reloads.refused += 1
            state.reloads.mistakes = mistakes
        }
        logger.event(
            .configurationRefused,
            .error,
            """
            the files have \(mistakes.counted("mistake")) and are not applied; cameras and policy go on \
            as they were
            """,
            [.count: .stringConvertible(mistakes)]
        )
    }

    /// Each mistake is said once, until it is mended.
    private func say(_ mistakes: [Mistake], again: Bool) {
        let news = state.withLock { state in
            let news = again ? mistakes : mistakes.filter { !state.said.contains($0) }
            state.said = Set(mistakes)
            return news
        }
        for mistake in news.prefix(Self.mistakesSaid) {
            let place = mistake.line > 0 ? "\(mistake.file):\(mistake.line)" : mistake.file
            logger.event(
                mistake.isWarning ? .configurationDoubtful : .configurationRefused,
                mistake.isWarning ? .warning : .error,
                "\(mistake)",
                [.file: "\(place)", .reason: "\(mistake.message)"]
            )
        }
    }

    /// Mistakes that are said of one reading; `watchpost check` says all.
    private static let mistakesSaid = 50

    private func sayShadowed(since known: [CameraID]) {
        let register = self.register
        for id in register.shadowed where !known.contains(id) {
            let file = register.file(of: id) ?? ""
            logger.event(
                .cameraShadowed,
                .warning,
                """
                camera \(id) came over the API and is in \(file) too; the file's counts, the other \
                rests until the file lets it go
                """,
                [.camera: "\(id)", .file: "\(file)"]
            )
        }
    }

    /// Such as `1 camera added (gate), 2 removed (a, b), 57 untouched`.
    private static func words(for plan: CameraPlan) -> String {
        func part(_ ids: [CameraID], _ done: String) -> String? {
            if ids.isEmpty { return nil }
            let names = ids.prefix(8).map(\.rawValue).joined(separator: ", ")
            return "\(ids.count) \(done) (\(names)\(ids.count > 8 ? ", …" : ""))"
        }
        let parts = [
            part(plan.added, "added"), part(plan.changed, "changed"), part(plan.removed, "removed"),
            "\(plan.keep.count) untouched",
        ]
        return "cameras: " + parts.compactMap(\.self).joined(separator: ", ")
    }

    // MARK: The queue

    /// Makes the register another one, and lets the fleet follow; on the queue.
    @discardableResult
    func change(to next: CameraRegister) -> CameraPlan {
        let plan = state.withLock { state in
            defer { state.register = next }
            return CameraPlan(from: state.register.watched, to: next.watched)
        }
        fleet.apply(plan)
        return plan
    }

    /// Does what may wait for the disk, one thing after another.
    ///
    /// - Throws: `CameraRefusal.stopping`, and what `work` throws.
    func onQueue<Value: Sendable>(
        _ work: @escaping @Sendable () throws(CameraRefusal) -> Value
    ) async throws(CameraRefusal) -> Value {
        let result = await withCheckedContinuation { continuation in
            queue.async { [self] in
                let result: Result<Value, CameraRefusal>
                do throws(CameraRefusal) {
                    if isStopping { throw CameraRefusal.stopping }
                    result = .success(try work())
                } catch {
                    result = .failure(error)
                }
                continuation.resume(returning: result)
            }
        }
        return try result.get()
    }
}

/// Where cameras may be, at this moment.
package final class AllowedNetworks: Sendable {
    private let list = Mutex(NetworkList.local)

    package init() {}

    package var now: NetworkList { list.withLock { $0 } }

    func set(_ networks: NetworkList) { list.withLock { $0 = networks } }
}
