import CFFmpeg

/// The owner of an opened container.
@safe
struct FormatHandle: ~Copyable {
    let pointer: UnsafeMutablePointer<AVFormatContext>
    /// Kept because libav asks it until the context is closed.
    private let watch: Watch

    /// Opens a URL with nothing allowed but what is named.
    ///
    /// - Throws: libav's error number.
    init(
        url: String,
        watch: Watch,
        options entries: KeyValuePairs<String, String>
    ) throws(Failure) {
        _ = LibAV.silenced
        guard let context = unsafe avformat_alloc_context() else {
            throw Failure(code: WP_INVALIDDATA)
        }
        unsafe context.pointee.interrupt_callback = watch.callback
        var options = Options(entries)
        var opened: UnsafeMutablePointer<AVFormatContext>? = unsafe context
        // On failure libav frees the context.
        let code = unsafe avformat_open_input(&opened, url, nil, &options.pointer)
        guard code >= 0, let opened = unsafe opened else { throw Failure(code: code) }
        unsafe pointer = opened
        self.watch = watch
    }

    deinit {
        var context: UnsafeMutablePointer<AVFormatContext>? = unsafe pointer
        unsafe avformat_close_input(&context)
    }

    struct Failure: Error {
        let code: Int32
    }

    var containerName: String {
        let names = unsafe String(cString: pointer.pointee.iformat.pointee.name)
        return String(names.prefix { $0 != "," })
    }

    /// The first video stream whose codec is known, as far as libav has found any by now.
    var videoStream: UnsafeMutablePointer<AVStream>? {
        for index in unsafe 0..<Int(pointer.pointee.nb_streams) {
            let stream = unsafe pointer.pointee.streams[index]!
            let parameters = unsafe stream.pointee.codecpar.pointee
            if unsafe parameters.codec_type == AVMEDIA_TYPE_VIDEO,
                unsafe parameters.codec_id != AV_CODEC_ID_NONE,
                unsafe stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC == 0
            {
                return unsafe stream
            }
        }
        return nil
    }
}
