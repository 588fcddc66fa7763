import Domain

/// Reads camera files: who the cameras are, where they stand, how they are reached, their zones.
struct CameraReader {
    /// `nil` where the seeds cannot be read: places are then not looked up.
    let city: City?
    /// The folder of the seeds, for messages.
    let seeds: String
    /// The known names; `nil` where the credentials cannot be read.
    let credentials: Set<String>?
    /// The path of the credentials' file, for messages.
    let secrets: String
    private(set) var cameras: [Camera] = []
    /// Where each id was first seen.
    private var places: [String: String] = [:]

    private static let keys = [
        "id", "name", "url", "analyse", "transport", "credentials", "position", "station",
        "placeClass", "sensitivity", "mode", "zones",
    ]

    init(city: City?, seeds: String, credentials: Set<String>?, secrets: String) {
        self.city = city
        self.seeds = seeds
        self.credentials = credentials
        self.secrets = secrets
    }

    /// Adds the cameras of one file.
    mutating func read(_ document: YAMLValue, _ findings: inout Findings) {
        guard let fields = Fields(document, "a camera file", keys: ["cameras"], &findings),
            let list = fields.required("cameras", "a list of cameras", &findings)?
                .list("a list of cameras", &findings)
        else { return }
        for item in list { camera(item.value, &findings) }
    }

    private mutating func camera(_ value: YAMLValue, _ findings: inout Findings) {
        guard let fields = Fields(value, "a camera", keys: Self.keys, &findings) else { return }
        let id = id(fields, &findings)
        let name = fields.required("name", "a name that people know it by", &findings)?
            .title(&findings)
        let url = fields.required("url", "rtsp://HOST/PATH or a recording's path", &findings)
            .flatMap { StreamURL.read($0, &findings) }
        let credentials = credentials(fields, &findings)
        let place = place(fields, &findings)
        let placeClass = fields.optional("placeClass", &findings)?
            .choice(PlaceClass.allCases.map { ($0.rawValue, $0) }, &findings)
        let sensitivity = fields.optional("sensitivity", &findings)?
            .whole(in: 1...5, " (1 is the least)", &findings)
        let zones = fields.optional("zones", &findings).map { ZoneReader.zones($0, &findings) }
        laterWork(fields, &findings)
        guard let id, let name, let url, let place else { return }
        cameras.append(
            Camera(
                id: id,
                name: name,
                url: url,
                credentials: credentials,
                position: place.position,
                station: place.station,
                grid: place.grid,
                placeClass: placeClass ?? .p5,
                sensitivity: sensitivity ?? 3,
                zones: zones ?? []
            )
        )
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
        guard id.count >= 15, id.allSatisfy({ ("0"..."9").contains($0) }) else { return }
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
            let name = field.text(&findings), let known = credentials
        else { return nil }
        guard known.contains(name) else {
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
        let near = nearest(name, among: known.sorted()).map { "; did you mean '\($0)'?" } ?? ""
        // What looks less like a name than like a password is not quoted.
        guard isIdentifier(name), !name.contains(where: \.isNumber) else {
            findings.mistake(
                line,
                "'credentials' (not shown) is no name in \(secrets), nor is its "
                    + "\(CredentialsReader.prefix)<NAME> set\(near)"
            )
            return
        }
        let variable = CredentialsReader.prefix + name.uppercased().replacing("-", with: "_")
        findings.mistake(
            line, "credentials '\(name)': no such name in \(secrets), nor is \(variable) set\(near)"
        )
    }

    /// Keys that are read and checked, and do nothing so far.
    private func laterWork(_ fields: Fields, _ findings: inout Findings) {
        if let field = fields.optional("analyse", &findings),
            StreamURL.read(field, &findings) != nil
        {
            findings.warning(field.line, "'analyse' has no effect yet: 'url' is analysed")
        }
        if let field = fields.optional("transport", &findings),
            field.choice([("tcp", false), ("udp", true)], &findings) == true
        {
            findings.warning(field.line, "'transport: udp' has no effect yet: TCP is used")
        }
        if let field = fields.optional("mode", &findings),
            let mode = field.choice(
                ["full", "adaptive", "keyframes"].map { ($0, $0) }, &findings
            ), mode != "full"
        {
            findings.warning(
                field.line, "'mode: \(mode)' has no effect yet: every picture is decoded"
            )
        }
    }

    private func place(_ fields: Fields, _ findings: inout Findings) -> Place? {
        let expected = "'position' [longitude, latitude] or 'station'"
        guard fields.has("position") || fields.has("station") else {
            findings.mistake(fields.line, "a camera has no place; expected \(expected)")
            return nil
        }
        let reader = PlaceReader(city: city, seeds: seeds)
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
