/// What packets are read from: a camera or a recording.
protocol PacketSource: AnyObject {
    var info: StreamInfo { get }
    var counts: StreamCounts { get }

    /// The next packet of the video; `nil` at a recording's end.
    func next() throws(MediaError) -> Packet?
}
