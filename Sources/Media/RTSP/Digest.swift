import CFFmpeg

/// The hash functions of Digest authentication.
package enum Digest: String, CaseIterable {
    case md5 = "MD5"
    case sha256 = "SHA-256"

    /// The hash of a text's UTF-8, in lower-case hexadecimal digits.
    func hexadecimal(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var hash = [UInt8](repeating: 0, count: self == .md5 ? 16 : 32)
        switch self {
        case .md5:
            unsafe av_md5_sum(&hash, bytes, bytes.count)
        case .sha256:
            var context = unsafe av_sha_alloc()
            unsafe av_sha_init(context, 256)
            unsafe av_sha_update(context, bytes, bytes.count)
            unsafe av_sha_final(context, &hash)
            unsafe av_freep(&context)
        }
        return hash.reduce(into: "") { digits, byte in
            digits += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }
}
