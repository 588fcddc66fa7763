package import Domain

/// Writes cameras as a camera file, which reads back as the same cameras.
package struct CameraWriter {
    /// - Parameter city: where given, a station that the position tells by itself is left out, so that
    ///   new borders of the grids take effect.
    package static func text(of cameras: [Camera], in city: City? = nil) -> String {
        if cameras.isEmpty { return "cameras: []\n" }
        return "cameras:\n" + cameras.map { lines(of: $0, city) }.joined()
    }

    private static func lines(of camera: Camera, _ city: City?) -> String {
        var facts = [
            ("id", quoted(camera.id.rawValue)), ("name", quoted(camera.name)),
            ("url", quoted(camera.url)),
        ]
        if let url = camera.analyse { facts.append(("analyse", quoted(url))) }
        if camera.transport != .tcp { facts.append(("transport", camera.transport.rawValue)) }
        if let name = camera.credentials { facts.append(("credentials", quoted(name))) }
        if let place = camera.position {
            facts.append(("position", "[\(plain(place.longitude)), \(plain(place.latitude))]"))
        }
        if camera.position.flatMap({ city?.grid(at: $0)?.station }) != camera.station {
            facts.append(("station", quoted(camera.station.rawValue)))
        }
        facts.append(("placeClass", camera.placeClass.rawValue))
        facts.append(("sensitivity", "\(camera.sensitivity)"))
        if camera.mode != .full { facts.append(("mode", camera.mode.rawValue)) }
        let head = facts.enumerated().map { index, fact in
            "  \(index == 0 ? "-" : " ") \(fact.0): \(fact.1)\n"
        }
        guard !camera.zones.isEmpty else { return head.joined() }
        return head.joined() + "    zones:\n"
            + camera.zones.map { "      - \(text(of: $0))\n" }.joined()
    }

    private static func text(of zone: Zone) -> String {
        var facts = [("name", quoted(zone.name))]
        switch zone.rule {
        case .motion: facts.append(("rule", "motion"))
        case .ignore: facts.append(("rule", "ignore"))
        case .private: facts.append(("rule", "private"))
        case .intrusion(let hours):
            facts.append(("rule", "intrusion"))
            if let hours { facts.append(("hours", "\"\(hours)\"")) }
        case .loitering(let seconds):
            facts += [("rule", "loitering"), ("seconds", plain(seconds))]
        case .crossing(let line, let direction):
            facts += [
                ("rule", "crossing"), ("line", text(of: line)), ("direction", direction.rawValue),
            ]
        }
        if let priority = zone.priority { facts.append(("priority", "\(priority.rawValue)")) }
        if !zone.outline.points.isEmpty { facts.append(("points", text(of: zone.outline.points))) }
        return "{ " + facts.map { "\($0.0): \($0.1)" }.joined(separator: ", ") + " }"
    }

    private static func text(of points: [Point]) -> String {
        "[" + points.map { "[\(plain($0.x)), \(plain($0.y))]" }.joined(separator: ", ") + "]"
    }

    /// In quotes always, so that no text is taken for a number, an alias or a mapping.
    ///
    /// The readers let no character pass that would need more than these two escapes.
    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
