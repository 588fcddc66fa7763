package import Domain

/// The world as cameras need it.
package struct CameraWorld: Sendable {
    package var clock: any CityClock
    /// 0 to 1.
    package var random: @Sendable () -> Double
    /// Where cameras may be.
    package var networks: @Sendable () -> NetworkList
    /// Blocks the thread for so many seconds; ends at once on shutdown.
    package var wait: @Sendable (Double, Shutdown) -> Void

    package init(
        clock: any CityClock,
        random: @escaping @Sendable () -> Double,
        wait: @escaping @Sendable (Double, Shutdown) -> Void = { $1.wait(seconds: $0) },
        networks: @escaping @Sendable () -> NetworkList = { .local }
    ) {
        self.clock = clock
        self.random = random
        self.networks = networks
        self.wait = wait
    }
}
