import CFFmpeg

/// A connection within TLS, which libav makes.
///
/// The camera's certificate is not verified: cameras sign their own, so that TLS keeps listeners
/// out and says nothing about who answers.
@safe
final class TLSLine {
    private let context: UnsafeMutablePointer<AVIOContext>
    /// Kept because libav asks it until the connection is closed.
    private let watch: Watch

    /// - Parameter host: numeric.
    init(to host: String, port: Int, watch: Watch) throws(CameraLink.Failure) {
        _ = LibAV.silenced
        let text = host.contains(":") ? "[\(host)]" : host
        var callback = unsafe watch.callback
        // Cameras are reached directly, also where the environment names a proxy for the web.
        var options = Options([
            "protocol_whitelist": "tls,tcp", "tls_verify": "0", "http_proxy": "",
        ])
        var opened: UnsafeMutablePointer<AVIOContext>?
        let code = unsafe avio_open2(
            &opened,
            "tls://\(text):\(port)",
            AVIO_FLAG_READ_WRITE,
            &callback,
            &options.pointer
        )
        guard code >= 0, let opened = unsafe opened else { throw CameraLink.Failure(code: code) }
        unsafe context = opened
        self.watch = watch
    }

    deinit {
        var context: UnsafeMutablePointer<AVIOContext>? = unsafe context
        unsafe avio_closep(&context)
    }

    /// Reads past libav's own buffer, which serves one direction only.
    ///
    /// - Returns: bytes read; 0 or an error number below at the end.
    func read(into space: UnsafeMutableRawBufferPointer) -> Int {
        let start = unsafe space.baseAddress!.assumingMemoryBound(to: UInt8.self)
        return unsafe Int(
            context.pointee.read_packet(
                context.pointee.opaque, start, Int32(clamping: space.count)))
    }

    func write(_ bytes: UnsafeRawBufferPointer) -> Int {
        let start = unsafe bytes.baseAddress!.assumingMemoryBound(to: UInt8.self)
        return unsafe Int(
            context.pointee.write_packet(
                context.pointee.opaque, UnsafeMutablePointer(mutating: start), Int32(bytes.count)))
    }
}
