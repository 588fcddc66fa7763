package import Domain

/// How long and how much a stream may take, and where it may be.
///
/// - Units: seconds.
package struct StreamLimits: Hashable, Sendable {
    /// To find out the address of the host's name.
    package var name: Double
    /// To connect and agree on the stream.
    package var open: Double
    /// From the agreement to the first keyframe; cameras send one every 1 to 10 s.
    package var firstKeyframe: Double
    /// From one packet to the next.
    package var silence: Double
    /// The largest picture that is decoded, in pixels.
    package var pixels: Int
    /// Where cameras may be; held against every address before it is connected to.
    package var networks: NetworkList

    package init(
        name: Double = 5,
        open: Double = 10,
        firstKeyframe: Double = 20,
        silence: Double = 10,
        pixels: Int = 64_000_000,
        networks: NetworkList = .local
    ) {
        self.name = name
        self.open = open
        self.firstKeyframe = firstKeyframe
        self.silence = silence
        self.pixels = pixels
        self.networks = networks
    }
}
