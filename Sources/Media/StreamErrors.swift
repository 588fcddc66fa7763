import CFFmpeg
import Glibc

extension StreamOpening {
    /// libav's error number as an error that a person can act on.
    static func error(
        _ code: Int32,
        _ watch: Watch,
        isLive: Bool,
        _ doing: String
    ) -> MediaError {
        switch watch.verdict {
        case .interrupted: return MediaError(.interrupted, doing: doing, reason: "interrupted")
        case .timedOut: return MediaError(.timedOut, doing: doing, reason: "no answer in time")
        case .goOn: break
        }
        let (kind, reason) = isLive ? camera(code) : recording(code)
        return MediaError(kind, doing: doing, reason: reason)
    }

    private static func camera(_ code: Int32) -> (MediaError.Kind, String) {
        switch code {
        case WP_HTTP_UNAUTHORIZED:
            (.unauthorized, "the camera refuses the user or password (401)")
        case WP_HTTP_FORBIDDEN:
            (.unauthorized, "the camera does not allow it to this user (403)")
        case WP_HTTP_NOT_FOUND:
            (.notFound, "the camera has no such stream (404)")
        case -ECONNREFUSED, -EHOSTUNREACH, -ENETUNREACH, -EHOSTDOWN, -EADDRNOTAVAIL:
            (.unreachable, LibAV.words(for: code))
        case -ETIMEDOUT:
            (.timedOut, "no answer in time")
        case WP_EOF, -ECONNRESET, -EPIPE, -EIO:
            (.endOfStream, "the camera hung up")
        case WP_INVALIDDATA:
            (.invalid, "what answers hangs up, or does not speak RTSP as it should")
        default:
            (.invalid, LibAV.words(for: code))
        }
    }

    private static func recording(_ code: Int32) -> (MediaError.Kind, String) {
        switch code {
        // EINVAL is how libav refuses a container that it was not allowed.
        case WP_INVALIDDATA, -EINVAL, WP_EOF:
            (
                .notVideo,
                "not a video: no MP4, MKV, AVI, MPEG-PS, MPEG-TS, H.264 or H.265 can be made out, "
                    + "or it was cut off"
            )
        case -ENOENT: (.notFound, "no such file")
        default: (.invalid, LibAV.words(for: code))
        }
    }
}
