/// A picture as it travels.
package struct EncodedPicture: Hashable, Sendable {
    /// Its place in display order, from 0.
    package var index: Int
    package var isKeyframe: Bool
    /// NAL units without start codes; of MJPEG one, the JPEG file.
    package var units: [[UInt8]]

    package init(index: Int, isKeyframe: Bool, units: [[UInt8]]) {
        self.index = index
        self.isKeyframe = isKeyframe
        self.units = units
    }
}
