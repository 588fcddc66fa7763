import Domain

/// Reads camera files: who the cameras are, where they stand, how they are reached, their zones.
struct CameraReader {
    private let context: CameraContext
    private(set) var cameras: [Camera] = []
    /// The file of each camera.
    private(set) var files: [CameraID: String] = [:]
    /// Where each id was first seen.
    private var places: [String: String] = [:]

    private static let keys = [
        "id", "name", "url", "analyse", "transport", "credentials", "position", "station",
        "placeClass", "sensitivity", "mode", "zones",
    ]

    init(_ context: CameraContext) { self.context = context }

    /// Adds the cameras of one file.
    mutating func read(_ document: YAMLValue, _ findings: inout Findings) {
        guard let fields = Fields(document, "a camera file", keys: ["cameras"], &findings),
            let list = fields.required("cameras", "a list of cameras", &findings)?
                .list("a list of cameras", &findings)
        else { return }
        for item in list {
            guard let camera = camera(item.value, &findings) else { continue }
            cameras.append(camera)
            files[camera.id] = findings.file
        }
    }

    /// One camera; `nil` where anything of it is wrong.
    mutating func camera(_ value: YAMLValue, _ findings: inout Findings) -> Camera? {
        guard let fields = Fields(value, "a camera", keys: Self.keys, &findings) else { return nil }
        let id = id(fields, &findings)
        let name = fields.required("name", "a name that people know it by", &findings)?
            .title(&findings)
        let url = fields.required("url", context.streams.expected, &findings)
            .flatMap { context.streams.read($0, &findings) }
        let analyse = fields.optional("analyse", &findings)
            .map { context.streams.read($0, &findings) }
        let transport = transport(fields, &findings)
        let credentials = credentials(fields, &findings)
        let place = place(fields, &findings)
        let placeClass = fields.optional("placeClass", &findings)?
            .choice(PlaceClass.allCases.map { ($0.rawValue, $0) }, &findings)
        let sensitivity = fields.optional("sensitivity", &findings)?
            .whole(in: 1...5, " (1 is the least)", &findings)
        let zones = fields.optional("zones", &findings).map { ZoneReader.zones($0, &findings) }
        let mode = mode(fields, &findings)
        guard let id, let name, let url, let place else { return nil }
        return Camera(
            id: id,
            name: name,
            url: url,
            analyse: analyse ?? nil,
            transport: transport,
            credentials: credentials,
            position: place.position,
            station: place.station,
            grid: place.grid,
            placeClass: placeClass ?? .p5,
            sensitivity: sensitivity ?? 3,
            mode: mode ?? .full,
            zones: zones ?? []
        )
    }

    /// A stream that is to be tried; `nil` where anything of it is wrong.
    func trial(_ value: YAMLValue, _ findings: inout Findings) -> CameraRequest.Trial? {
        let keys = ["url", "credentials", "transport"]
        guard let fields = Fields(value, "a probe", keys: keys, &findings) else { return nil }
        let url = fields.required("url", context.streams.expected, &findings)
            .flatMap { context.streams.read($0, &findings) }
        let credentials = credentials(fields, &findings)
        let transport = transport(fields, &findings)
        return url.map { .init(url: $0, credentials: credentials, transport: transport) }
    }

    private func transport(_ fields: Fields, _ findings: inout Findings) -> StreamTransport {
        let choices = StreamTransport.allCases.map { ($0.rawValue, $0) }
        return fields.optional("transport", &findings)?.choice(choices, &findings) ?? .tcp
    }

    private mutating func id(_ fields: Fields, _ findings: inout Findings) -> CameraID? {
        let expected = "a 20-digit GB/T 28181 number or 1 to 64 of a-z, 0-9 and -"
        guard let field = fields.required("id", expected, &findings),
            let id = field.identifier(expected, &findings)
        else { return nil }
        if let first = places[id] {
            findings.mistake(field.line, "duplicate id \(shown(id)); first at \(first)")
            return nil
        }
        places[id] = "\(findings.file):\(field.line)"
        checkNumber(id, field.line, &findings)
        return CameraID(id)
    }

    /// Warns where a device number is unusual, which real devices' numbers often are.
    ///
    /// - Source: GB/T 28181, annex on the coding of devices: 8 centre, 2 industry, 3 type (131
    ///   camera, 132 IP camera), 1 network, 6 serial.
    private func checkNumber(_ id: String, _ line: Int, _ findings: inout Findings) {
        guard id.count >= 15, id.allSatisfy(\.isDigit) else { return }
        guard id.count == 20 else {
            findings.warning(
                line, "id \(shown(id)) has \(id.count) digits; a GB/T 28181 number has 20"
            )
            return
        }
        let type = id.dropFirst(10).prefix(3)
        if type != "131", type != "132" {
            findings.warning(
                line,
                "id \(shown(id)) has the type code \(type); a camera's is 131 or 132 (GB/T 28181)"
            )
        }
    }

    private func credentials(_ fields: Fields, _ findings: inout Findings) -> String? {
        guard let field = fields.optional("credentials", &findings),
            let name = field.text(&findings)
        else { return nil }
        if let known = context.credentials, !known.contains(name) {
            unknown(name, among: known, field.line, &findings)
            return nil
        }
        return name
    }

    private func unknown(
        _ name: String,
        among known: Set<String>,
        _ line: Int,
        _ findings: inout Findings
    ) {
        let near =
            nearest(name, among: known.sorted()).map { "; did you mean '\($0)'?" }
            ?? "; give it there, or name another"
        // What looks less like a name than like a password is not quoted.
        guard isIdentifier(name), !name.contains(where: \.isNumber) else {
            findings.mistake(
                line,
                "'credentials' (not shown) is no name in \(context.secrets), nor is its "
                    + "\(CredentialsReader.prefix)<NAME> set\(near)"
            )
            return
        }
        let variable = CredentialsReader.prefix + name.uppercased().replacing("-", with: "_")
        findings.mistake(
            line,
            "credentials '\(name)': no such name in \(context.secrets), nor is \(variable) set\(near)"
        )
    }

    private func mode(_ fields: Fields, _ findings: inout Findings) -> DecodeMode? {
        guard let field = fields.optional("mode", &findings),
            let mode = field.choice(DecodeMode.allCases.map { ($0.rawValue, $0) }, &findings)
        else { return nil }
        if mode != .full {
            findings.warning(
                field.line, "'mode: \(mode)' has no effect yet: every picture is decoded"
            )
        }
        return mode
    }

    private func place(_ fields: Fields, _ findings: inout Findings) -> Place? {
        let expected = "'position' [longitude, latitude] or 'station'"
        guard fields.has("position") || fields.has("station") else {
            findings.mistake(
                fields.line, "a camera has no place; expected \(expected)", key: "position"
            )
            return nil
        }
        let reader = PlaceReader(city: context.city, seeds: context.seeds)
        let station = fields.optional("station", &findings).map { reader.station($0, &findings) }
        let position = fields.optional("position", &findings).map {
            reader.position($0, &findings)
        }
        // An outer nil is an absent key, an inner one a mistake that has been said.
        if case .some(.none) = station { return nil }
        if case .some(.none) = position { return nil }
        return reader.place(
            station: station ?? nil,
            position: position ?? nil,
            line: fields.optional("position", &findings)?.line ?? fields.line,
            &findings
        )
    }
}
