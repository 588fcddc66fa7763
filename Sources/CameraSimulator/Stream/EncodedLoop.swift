import Synchronization

/// The loop's pictures, encoded once and shared by all cameras; grows while it is being rendered.
final class EncodedLoop: Sendable {
    /// What has come of the rendering.
    private struct State {
        var pictures: [InterleavedPicture] = []
        var isCancelled = false
    }

    private let state = Mutex(State())

    /// How many pictures from the loop's start on are there.
    var count: Int { state.withLock { $0.pictures.count } }

    /// - Returns: `nil` where that picture is still to be rendered.
    subscript(position: Int) -> InterleavedPicture? {
        state.withLock { position < $0.pictures.count ? $0.pictures[position] : nil }
    }

    /// - Returns: Whether more pictures are wanted.
    func append(_ pictures: [InterleavedPicture]) -> Bool {
        state.withLock {
            $0.pictures += pictures
            return !$0.isCancelled
        }
    }

    func cancel() { state.withLock { $0.isCancelled = true } }
}
