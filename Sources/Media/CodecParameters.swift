import CFFmpeg

/// A codec and its parameter sets, as the container or the session description gave them.
@safe
final class CodecParameters: @unchecked Sendable {
    // Unchecked because of the pointer: nothing changes behind it after `init`.
    let pointer: UnsafeMutablePointer<AVCodecParameters>

    init(copying source: UnsafePointer<AVCodecParameters>, _ doing: String) throws(MediaError) {
        guard let copy = unsafe avcodec_parameters_alloc() else {
            throw LibAV.outOfMemory(doing)
        }
        unsafe pointer = copy
        guard unsafe avcodec_parameters_copy(copy, source) >= 0 else {
            throw LibAV.outOfMemory(doing)
        }
    }

    /// - Parameter extra: parameter sets, as decoders take them.
    init(_ codec: AVCodecID, extra: [UInt8], _ doing: String) throws(MediaError) {
        guard let own = unsafe avcodec_parameters_alloc() else { throw LibAV.outOfMemory(doing) }
        unsafe pointer = own
        unsafe own.pointee.codec_type = AVMEDIA_TYPE_VIDEO
        unsafe own.pointee.codec_id = codec
        if extra.isEmpty { return }
        let padded = extra.count + Int(AV_INPUT_BUFFER_PADDING_SIZE)
        guard let memory = unsafe av_mallocz(padded) else { throw LibAV.outOfMemory(doing) }
        unsafe extra.withUnsafeBytes { bytes in
            unsafe memory.copyMemory(from: bytes.baseAddress!, byteCount: bytes.count)
        }
        unsafe own.pointee.extradata = memory.assumingMemoryBound(to: UInt8.self)
        unsafe own.pointee.extradata_size = Int32(extra.count)
    }

    deinit {
        var parameters: UnsafeMutablePointer<AVCodecParameters>? = unsafe pointer
        unsafe avcodec_parameters_free(&parameters)
    }

    var codec: AVCodecID { unsafe pointer.pointee.codec_id }

    var name: String { Self.name(of: codec) }

    static func name(of codec: AVCodecID) -> String {
        unsafe String(cString: avcodec_get_name(codec))
    }

    /// The codecs of surveillance cameras and of the recordings that come from them.
    static let served: [AVCodecID] = [
        AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_CODEC_ID_MJPEG, AV_CODEC_ID_MPEG4,
        AV_CODEC_ID_MSMPEG4V1, AV_CODEC_ID_MSMPEG4V2, AV_CODEC_ID_MSMPEG4V3, AV_CODEC_ID_CINEPAK,
    ]
}
