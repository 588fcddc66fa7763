package import Domain
package import Media

/// What looks at one connection's pictures and tells what they do to its episodes.
package protocol PicturePipeline {
    /// Looks at the next picture.
    ///
    /// - Parameter arrived: when the packet came with which the picture came out.
    mutating func observe(_ picture: borrowing Picture, arrived: Stamp) -> [EpisodeEvent]

    /// Seconds by which the pipeline's time is ahead of the stream's own, where that was set right.
    var shift: Double { get }

    /// Pictures whose time was not after the one before.
    var untimely: Int { get }

    /// What became of the pictures so far.
    var tally: PictureTally { get }

    /// Ends what is open, since no more pictures come.
    mutating func finish() -> [EpisodeEvent]
}

/// How many pictures were looked at, and how many were not and why.
package struct PictureTally: Sendable, Hashable {
    package var analysed = 0
    /// They came sooner after another than the detector looks.
    package var surplus = 0
    /// Parts of them were guessed.
    package var damaged = 0

    package init() {}
}

extension PicturePipeline {
    package var tally: PictureTally { PictureTally() }
}

/// Makes the pipeline of a connection that has just come about.
package typealias PipelineFactory = @Sendable (Camera, StreamInfo) -> any PicturePipeline
