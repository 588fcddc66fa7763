import Foundation

/// Bytes as text.
///
/// - Source: RFC 4648 section 4.
enum Base64 {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString()
    }
}
