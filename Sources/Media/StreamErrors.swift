import CFFmpeg
import Glibc

extension MediaError {
    /// Why a camera's connection failed, by libav's or the system's error number.
    init(camera code: Int32, _ watch: Watch, _ doing: String) {
        let (kind, reason): (Kind, String) =
            switch code {
            case -ECONNREFUSED, -EHOSTUNREACH, -ENETUNREACH, -EHOSTDOWN, -EADDRNOTAVAIL:
                (.unreachable, LibAV.words(for: code))
            case -ETIMEDOUT:
                (.timedOut, "no answer in time")
            case WP_EOF, -ECONNRESET, -EPIPE, -EIO:
                (.endOfStream, "the camera hung up")
            default:
                (.invalid, LibAV.words(for: code))
            }
        self.init(watch, doing: doing, or: (kind, reason))
    }

    /// Why a recording cannot be read, by libav's error number.
    init(recording code: Int32, _ watch: Watch, _ doing: String) {
        let (kind, reason): (Kind, String) =
            switch code {
            // EINVAL is how libav refuses a container that it was not allowed.
            case WP_INVALIDDATA, -EINVAL, WP_EOF:
                (
                    .notVideo,
                    "not a video: no MP4, MKV, AVI, MPEG-PS, MPEG-TS, H.264 or H.265 can be made "
                        + "out, or it was cut off"
                )
            case -ENOENT: (.notFound, "no such file")
            default: (.invalid, LibAV.words(for: code))
            }
        self.init(watch, doing: doing, or: (kind, reason))
    }

    /// What the watch ended is its doing, whatever the error number says.
    private init(_ watch: Watch, doing: String, or other: (kind: Kind, reason: String)) {
        switch watch.verdict {
        case .interrupted: self.init(.interrupted, doing: doing, reason: "interrupted")
        case .timedOut: self.init(.timedOut, doing: doing, reason: "no answer in time")
        case .goOn: self.init(other.kind, doing: doing, reason: other.reason)
        }
    }
}
