import CFFmpeg

/// What every file of this room needs of libav.
enum LibAV {
    /// Makes libav silent: its lines would bear URLs with passwords, and stderr is the door's.
    ///
    /// What libav has to say reaches callers as error numbers.
    static let silenced: Void = {
        av_log_set_level(AV_LOG_QUIET)
        unsafe av_log_set_callback { _, _, _, _ in }
    }()

    /// libav's own words for an error number, in lower case as the rest of a message.
    static func words(for code: Int32) -> String {
        let text = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            unsafe av_strerror(code, buffer.baseAddress, buffer.count)
            return unsafe String(cString: buffer.baseAddress!)
        }
        return text.prefix(1).lowercased() + text.dropFirst()
    }

    static func outOfMemory(_ doing: String) -> MediaError {
        MediaError(.invalid, doing: doing, reason: "no memory left")
    }
}

/// The owner of a picture's buffers.
@safe
struct FrameHandle: ~Copyable {
    let pointer: UnsafeMutablePointer<AVFrame>

    init(_ doing: @autoclosure () -> String) throws(MediaError) {
        guard let frame = unsafe av_frame_alloc() else { throw LibAV.outOfMemory(doing()) }
        unsafe pointer = frame
    }

    deinit {
        var frame: UnsafeMutablePointer<AVFrame>? = unsafe pointer
        unsafe av_frame_free(&frame)
    }
}

/// The owner of a packet's bytes.
@safe
struct PacketHandle: ~Copyable {
    let pointer: UnsafeMutablePointer<AVPacket>

    init(_ doing: @autoclosure () -> String) throws(MediaError) {
        guard let packet = unsafe av_packet_alloc() else { throw LibAV.outOfMemory(doing()) }
        unsafe pointer = packet
    }

    deinit {
        var packet: UnsafeMutablePointer<AVPacket>? = unsafe pointer
        unsafe av_packet_free(&packet)
    }
}

/// The owner of a decoder or encoder.
@safe
struct CodecHandle: ~Copyable {
    let pointer: UnsafeMutablePointer<AVCodecContext>

    init(
        _ codec: UnsafePointer<AVCodec>,
        _ doing: @autoclosure () -> String
    ) throws(MediaError) {
        _ = LibAV.silenced
        guard let context = unsafe avcodec_alloc_context3(codec) else {
            throw LibAV.outOfMemory(doing())
        }
        unsafe pointer = context
    }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = unsafe pointer
        unsafe avcodec_free_context(&context)
    }
}

/// The owner of a list of options for libav.
@safe
struct Options: ~Copyable {
    /// What libav leaves in it after a call is what it did not know.
    var pointer: OpaquePointer?

    init(_ entries: KeyValuePairs<String, String>) {
        for (key, value) in entries {
            unsafe av_dict_set(&pointer, key, value, 0)
        }
    }

    deinit {
        var dictionary = unsafe pointer
        unsafe av_dict_free(&dictionary)
    }
}
