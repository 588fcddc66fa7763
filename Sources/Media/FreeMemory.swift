import CFFmpeg

/// Memory that pictures and packets have left free.
package enum FreeMemory {
    /// Gives whole free pages back to the system; takes some milliseconds.
    ///
    /// Packets are made on their camera's thread and freed on a lane, which leaves holes that the
    /// C library keeps by itself: 3 MB more a minute with 50 cameras, though no more is in use.
    package static func release() { _ = malloc_trim(0) }
}
