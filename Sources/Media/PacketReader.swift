import Domain

/// Reads the packets of a camera or recording; its calls block.
///
/// Opening waits until the stream's first keyframe is there, so that what is opened also sends.
/// Nothing is decoded. To be used by one thread at a time.
package final class PacketReader {
    private let source: any PacketSource

    /// What is known of the stream; a camera may change the size of its pictures.
    package var info: StreamInfo { source.info }
    /// What did not come as it should so far.
    package var counts: StreamCounts { source.counts }

    /// - Throws: `unauthorized`, `notFound`, `unreachable`, `notAllowed`, `timedOut`,
    ///   `interrupted`, `endOfStream`, `notVideo`, `noVideo`, `unsupported`, or `invalid`.
    package init(
        opening address: StreamAddress,
        limits: StreamLimits = StreamLimits(),
        interrupt: Interrupt
    ) throws(MediaError) {
        let watch = Watch(interrupt)
        switch address.place {
        case .rtsp(let target):
            source = try CameraSource(target, address, limits, watch)
        case .file(let path):
            source = try RecordingSource(path, address, limits, watch)
        case .refused(let kind, let reason):
            throw MediaError(kind, doing: "opening \(address)", reason: reason)
        }
    }

    /// The next packet of the video; `nil` at a recording's end.
    ///
    /// - Throws: `timedOut` where nothing came within `limits.silence`, `endOfStream` where a
    ///   camera hung up, `interrupted`, or `invalid`.
    package func next() throws(MediaError) -> Packet? { try source.next() }
}
