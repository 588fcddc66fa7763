package import Delivery
import Domain
package import Media

/// What a tried stream is good for, in words and numbers.
package struct ProbeVerdict {
    package let fitness: ProbeDocument.Fitness
    package let text: String

    /// Longer stretches between keyframes make the node blind for as long after each reconnect.
    static let keyframeSeconds = 4.0
    /// Fewer pictures a second, and who walks fast through the picture is on too few of them.
    static let rates = 5.0...30.0
    /// - Units: pixels of a picture.
    static let sizes = (least: 320 * 180, most: 2560 * 1440)

    package init(_ report: StreamReport) {
        if let error = report.error {
            let after = report.pictures == 0 ? "" : "after \(Self.tenths(report.seconds)) s: "
            fitness = .unfit
            text = "not fit: \(after)\(error)"
            return
        }
        let objections = Self.objections(to: report)
        fitness = objections.isEmpty ? .fit : .limited
        let what = Self.figures(of: report)
        text =
            objections.isEmpty
            ? "fit: \(what)" : "fit, but: \(objections.joined(separator: "; ")) (\(what))"
    }

    /// Such as `h264 1280x720 12/s, a keyframe every 2.0 s, 1.0 Mb/s`.
    private static func figures(of report: StreamReport) -> String {
        var stream = [report.codec ?? "video"]
        if let width = report.width, let height = report.height, width > 0 {
            stream.append("\(width)x\(height)")
        }
        if let rate = report.rate { stream.append("\(short(rate))/s") }
        var parts = [stream.joined(separator: " ")]
        if let interval = report.keyframeInterval {
            parts.append("a keyframe every \(tenths(interval.seconds)) s")
        }
        if let bits = report.bitsPerSecond { parts.append("\(tenths(bits / 1e6)) Mb/s") }
        return parts.joined(separator: ", ")
    }

    private static func objections(to report: StreamReport) -> [String] {
        var objections = report.notices.compactMap(objection)
        if let interval = report.keyframeInterval?.seconds, interval > keyframeSeconds {
            objections.append(lateKeyframes("every \(short(interval)) s"))
        }
        if let rate = report.rate, rate < rates.lowerBound {
            objections.append(
                "\(short(rate)) pictures a second: who moves fast is missed; set 8 to 15")
        }
        if let rate = report.rate, rate > rates.upperBound + 1 {
            objections.append("\(short(rate)) pictures a second cost much; set 8 to 15")
        }
        if let width = report.width, let height = report.height, width > 0 {
            if width * height > sizes.most {
                objections.append(
                    "\(width)x\(height) costs \(width * height / (1280 * 720)) times what 1280x720 "
                        + "does; name a smaller stream in 'analyse'"
                )
            } else if width * height < sizes.least {
                objections.append(
                    "\(width)x\(height) shows little of a person; set 640x360 or more")
            }
        }
        if report.reordersPictures {
            objections.append("B pictures make alerts come late; turn them off")
        }
        return objections
    }

    private static func objection(_ notice: StreamReport.Notice) -> String? {
        switch notice {
        case .keyframesAreRare(let seconds):
            lateKeyframes("more than \(short(seconds)) s apart")
        case .timestampsStandStill(let pictures):
            "the time of \(pictures.counted("picture")) is that of the one before; the arrival's is used"
        case .timestampsJump(let times):
            "its timestamps jumped \(times.counted("time")); look at the camera's clock and network"
        case .packetsAreLost(let count):
            "\(count.counted("packet")) lost on the way; use 'transport: tcp', or mend the network"
        case .bytesMakeNoSense(let count):
            "\(count.counted("byte")) without sense; look for newer firmware"
        case .parameterSetsComeInBand: nil
        }
    }

    private static func lateKeyframes(_ how: String) -> String {
        "keyframes \(how): alerts after a reconnect come late; set 1 to 2 s"
    }

    private static func tenths(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// With a decimal only where it is not zero.
    private static func short(_ number: Double) -> String {
        let text = tenths(number)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
