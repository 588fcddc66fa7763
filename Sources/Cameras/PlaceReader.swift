import Domain

/// Where a camera stands, and who answers for it.
struct Place {
    let position: GeoPoint?
    let station: StationID
    let grid: GridID
}

/// Finds a camera's station and grid in the city.
struct PlaceReader {
    /// `nil` where the seeds cannot be read: every place then passes, for that is said already.
    let city: City?
    let seeds: String

    func station(_ field: Field, _ findings: inout Findings) -> StationID? {
        guard let name = field.text(&findings) else { return nil }
        let id = StationID(name)
        guard let city, city.stations[id] == nil else { return id }
        let known = city.stations.keys.map(\.rawValue).sorted()
        let near = nearest(name, among: known).map { "; did you mean '\($0)'?" }
        findings.mistake(
            field.line,
            "unknown station \(shown(name))\(near ?? "; the stations are in \(seeds)/stations.yaml")"
        )
        return nil
    }

    func position(_ field: Field, _ findings: inout Findings) -> GeoPoint? {
        guard case .list(let pair) = field.value.content, pair.count == 2,
            let longitude = degrees(pair[0]), let latitude = degrees(pair[1])
        else {
            return field.refuse("[longitude, latitude] in degrees, WGS-84", &findings)
        }
        let place = GeoPoint(longitude: longitude, latitude: latitude)
        let swapped = GeoPoint(longitude: latitude, latitude: longitude)
        if let city, city.grid(at: place) == nil, city.grid(at: swapped) != nil {
            findings.mistake(
                field.value.line, Self.swapped(field, longitude, latitude)
            )
            return nil
        }
        guard abs(longitude) <= 180, abs(latitude) <= 90 else {
            if abs(longitude) <= 90, abs(latitude) <= 180 {
                findings.mistake(field.value.line, Self.swapped(field, longitude, latitude))
                return nil
            }
            findings.mistake(
                field.value.line,
                "'\(field.name)' is not on the earth; expected [longitude, latitude] within 180 and 90 "
                    + "degrees"
            )
            return nil
        }
        return place
    }

    func place(
        station: StationID?,
        position: GeoPoint?,
        line: Int,
        _ findings: inout Findings
    ) -> Place? {
        guard let city else {
            return Place(position: position, station: station ?? "", grid: "")
        }
        let found = position.flatMap(city.grid(at:))
        guard let answering = station ?? found?.station else {
            let where_ = position.map { "[\(plain($0.longitude)), \(plain($0.latitude))]" } ?? ""
            findings.mistake(
                line,
                "'position' \(where_) lies in no grid of \(seeds)/grids.geojson; give 'station', or "
                    + "correct longitude, latitude"
            )
            return nil
        }
        guard let grid = found ?? city.grid(of: answering) else {
            findings.mistake(
                line,
                "station \(shown(answering.rawValue)) has no grid in \(seeds)/grids.geojson; give "
                    + "'position', or add the grid"
            )
            return nil
        }
        if let found, found.station != answering {
            findings.warning(
                line,
                "'station' is '\(answering)', but 'position' lies in grid '\(found.id)' of station "
                    + "'\(found.station)'; alerts go to '\(answering)': correct one, or leave "
                    + "'station' out"
            )
        }
        return Place(position: position, station: answering, grid: grid.id)
    }

    private static func swapped(_ field: Field, _ first: Double, _ second: Double) -> String {
        "'\(field.name)' is [latitude, longitude]; expected longitude first: "
            + "[\(plain(second)), \(plain(first))]"
    }

    private func degrees(_ value: YAMLValue) -> Double? {
        guard case .scalar(let text, isPlain: true) = value.content, let number = Double(text),
            number.isFinite
        else { return nil }
        return number
    }
}
