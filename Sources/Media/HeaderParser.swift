import CFFmpeg

/// Reads a stream's picture size out of its packets, without decoding a picture.
@safe
final class HeaderParser {
    private let parser: UnsafeMutablePointer<AVCodecParserContext>
    private let context: CodecHandle

    /// - Returns: `nil` where the codec's packets say nothing about it.
    init?(_ parameters: CodecParameters) {
        guard let parser = unsafe av_parser_init(Int32(parameters.codec.rawValue)) else {
            return nil
        }
        unsafe self.parser = parser
        unsafe parser.pointee.flags |= PARSER_FLAG_COMPLETE_FRAMES
        guard let codec = unsafe avcodec_find_decoder(parameters.codec),
            let context = unsafe try? CodecHandle(codec, "reading headers"),
            unsafe avcodec_parameters_to_context(context.pointer, parameters.pointer) >= 0
        else {
            unsafe av_parser_close(parser)
            return nil
        }
        self.context = context
    }

    deinit { unsafe av_parser_close(parser) }

    /// The picture size, once a keyframe with its parameter sets has gone through.
    func size(in packet: Packet) -> (width: Int, height: Int)? {
        let bytes = unsafe packet.handle.pointer
        var output: UnsafeMutablePointer<UInt8>?
        var count: Int32 = 0
        unsafe av_parser_parse2(
            parser,
            context.pointer,
            &output,
            &count,
            bytes.pointee.data,
            bytes.pointee.size,
            WP_NOPTS,
            WP_NOPTS,
            0
        )
        // Some codecs' parsers tell it here, some there.
        let told = unsafe (parser.pointee.width, parser.pointee.height)
        let known = unsafe (context.pointer.pointee.width, context.pointer.pointee.height)
        let (width, height) = told.0 > 0 ? told : known
        return width > 0 && height > 0 ? (Int(width), Int(height)) : nil
    }
}
