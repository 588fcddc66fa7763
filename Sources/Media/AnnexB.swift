/// A byte stream of NAL units, each after a start code.
///
/// - Source: ITU-T H.264 Annex B.
enum AnnexB {
    /// The NAL units of a byte stream, without start codes and the zeros that trail them.
    static func units(of stream: Span<UInt8>) -> [[UInt8]] {
        var units: [[UInt8]] = []
        var start: Int? = nil
        var index = 0
        while index + 2 < stream.count {
            guard stream[index] == 0, stream[index + 1] == 0, stream[index + 2] == 1 else {
                index += 1
                continue
            }
            append(stream, from: start, to: index, to: &units)
            start = index + 3
            index += 3
        }
        append(stream, from: start, to: stream.count, to: &units)
        return units
    }

    private static func append(
        _ stream: Span<UInt8>,
        from start: Int?,
        to end: Int,
        to units: inout [[UInt8]]
    ) {
        guard let start else { return }
        var end = end
        // A unit never ends in a zero byte: these belong to the next start code.
        while end > start, stream[end - 1] == 0 { end -= 1 }
        if end > start {
            units.append((start..<end).map { stream[$0] })
        }
    }
}
