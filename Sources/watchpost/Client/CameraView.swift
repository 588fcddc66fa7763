import Delivery
import Domain

/// A camera as people read it.
struct CameraView {
    private let camera: CameraDocument
    private let now: WallTime

    /// - Parameter now: tells what is of today.
    init(_ camera: CameraDocument, now: WallTime) {
        self.camera = camera
        self.now = now
    }

    /// An empty list: within 80 columns NAME, OWNER and STREAM are cut.
    static var table: TextTable {
        TextTable(
            ["ID", "NAME", "STATION", "PLACE", "OWNER", "STATE", "SINCE", "STREAM"],
            gap: 1,
            yielding: [1, 4]
        )
    }

    var row: [String] {
        [
            camera.id.rawValue, camera.name, camera.station.rawValue, camera.placeClass.rawValue,
            owner, camera.status.state.rawValue, camera.status.since.shortly(at: now), news,
        ]
    }

    /// A line for each thing to know.
    var lines: [String] {
        let status = camera.status
        let reason = status.reason.map { ": \($0)" } ?? ""
        var facts = [
            ("camera", camera.id.rawValue),
            ("name", camera.name),
            ("url", camera.url + (camera.transport == .udp ? " (udp)" : "")),
            (
                "station",
                "\(camera.station), grid \(camera.grid), class \(camera.placeClass.rawValue)"
            ),
            (
                "position",
                camera.position.map { "\($0.map { "\($0)" }.joined(separator: ", "))" } ?? "-"
            ),
            ("sensitivity", "\(camera.sensitivity)"),
            ("owner", camera.file.map { "file \($0)" } ?? camera.owner.rawValue),
            ("state", "\(status.state.rawValue) since \(status.since)\(reason)"),
            ("stream", stream),
            (
                "counts",
                "\(status.packets.counted("packet")), \(status.pictures.counted("picture")), "
                    + "\(status.damaged) damaged, "
                    + "\(status.dropped) dropped, \(status.lost) lost, "
                    + "\(status.reconnects.counted("reconnect"))"
            ),
        ]
        if let url = camera.analyse { facts.append(("analyse", url)) }
        if let name = camera.credentials { facts.append(("credentials", name)) }
        if let error = status.lastError, status.reason != error {
            facts.append(("last error", error))
        }
        for zone in camera.zones { facts.append(("zone", Self.text(of: zone))) }
        return facts.map { DisplayWidth.pad($0, to: 12) + $1 }
    }

    /// The camera file's name, or the API.
    private var owner: String {
        camera.file.map {
            String($0[($0.lastIndex(of: "/").map($0.index(after:)) ?? $0.startIndex)...])
        }
            ?? camera.owner.rawValue
    }

    /// What is wrong with the stream, or what it is.
    private var news: String { camera.status.reason ?? stream }

    private var stream: String {
        let status = camera.status
        var parts: [String] = []
        if let codec = status.codec { parts.append(codec) }
        if let width = status.width, let height = status.height {
            parts.append("\(width)x\(height)")
        }
        if let rate = status.rate { parts.append("\(rate.rounded(to: 1))/s") }
        if let bits = status.bitsPerSecond {
            parts.append("\((Double(bits) / 1000).rounded(to: 0)) kb/s")
        }
        if let age = status.pictureAge { parts.append("last picture \(age.asDuration) ago") }
        return parts.isEmpty ? "-" : parts.joined(separator: " ")
    }

    private static func text(of zone: CameraDocument.ZoneDocument) -> String {
        let hours = zone.hours.map { " \($0)" } ?? ""
        let priority = zone.priority.map { ", priority \($0.rawValue)" } ?? ""
        return
            "\(zone.name): \(zone.rule)\(hours)\(priority), \((zone.points ?? zone.line ?? []).count) points"
    }
}
