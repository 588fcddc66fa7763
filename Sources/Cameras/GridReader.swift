import Domain

/// Reads patrol grids from GeoJSON: one feature a grid, a polygon with the properties `id` and
/// `station`.
///
/// - Source: RFC 7946, whose other members are let be.
struct GridReader {
    static func grids(
        _ document: YAMLValue,
        stations: [StationID: Station],
        _ findings: inout Findings
    ) -> [Grid]? {
        guard let fields = Fields(document, "the grids' file", keys: nil, &findings) else {
            return nil
        }
        type(fields, "FeatureCollection", &findings)
        guard
            let features = fields.required("features", "a list of grids", &findings)?
                .list("a list of features", &findings)
        else { return nil }
        var grids: [Grid] = []
        var lines: [GridID: Int] = [:]
        for feature in features {
            guard let grid = grid(feature.value, stations, &findings) else { continue }
            if let first = lines[grid.id] {
                findings.mistake(
                    feature.value.line, "duplicate id '\(grid.id)'; first in line \(first)"
                )
            }
            lines[grid.id] = feature.value.line
            grids.append(grid)
        }
        return grids
    }

    private static func type(_ fields: Fields, _ type: String, _ findings: inout Findings) {
        _ = fields.required("type", "'\(type)'", &findings)?.choice([(type, ())], &findings)
    }

    private static func grid(
        _ value: YAMLValue,
        _ stations: [StationID: Station],
        _ findings: inout Findings
    ) -> Grid? {
        guard let feature = Fields(value, "a grid's feature", keys: nil, &findings) else {
            return nil
        }
        type(feature, "Feature", &findings)
        let outline = feature.required("geometry", "a Polygon", &findings)
            .flatMap { polygon($0.value, &findings) }
        guard
            let properties = feature.required("properties", "id and station", &findings)
                .flatMap({ Fields($0.value, "'properties'", keys: nil, &findings) })
        else { return nil }
        let expected = "1 to 64 of a-z, 0-9 and -, such as jn-017"
        let id = properties.required("id", expected, &findings)?.identifier(expected, &findings)
        let station = properties.required("station", "an id of stations.yaml", &findings)?
            .station(among: stations, &findings)
        guard let id, let station, let outline else { return nil }
        return Grid(id: GridID(id), station: station, outline: outline)
    }

    private static func polygon(_ value: YAMLValue, _ findings: inout Findings) -> GeoPolygon? {
        guard let geometry = Fields(value, "'geometry'", keys: nil, &findings) else { return nil }
        type(geometry, "Polygon", &findings)
        guard let field = geometry.required("coordinates", "one closed ring", &findings),
            let rings = field.list("one closed ring", &findings)
        else { return nil }
        guard rings.count == 1, let positions = rings[0].list("a ring of positions", &findings)
        else {
            findings.mistake(
                field.line, "a grid has \(rings.count.counted("ring")); expected 1, without holes"
            )
            return nil
        }
        guard positions.count <= FileLimits.corners else {
            findings.mistake(field.line, "a grid has more than \(FileLimits.corners) corners")
            return nil
        }
        let reader = PlaceReader(city: nil, seeds: "")
        var corners: [GeoPoint] = []
        for position in positions {
            // One word of a ring is enough: what is wrong with one corner is with all.
            guard let corner = reader.position(position, &findings) else { return nil }
            corners.append(corner)
        }
        guard corners.count >= 4, corners.first == corners.last else {
            findings.mistake(
                field.line,
                "a grid's ring is not closed; expected 4 positions or more, the last as the first"
            )
            return nil
        }
        return GeoPolygon(points: Array(corners.dropLast()))
    }
}
