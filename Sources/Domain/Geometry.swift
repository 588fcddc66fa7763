/// A place in the picture.
///
/// - Units: fractions of the picture's width and height, origin at the top left.
package struct Point: Hashable, Sendable {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// An upright rectangle in the picture.
///
/// - Units: fractions of the picture.
package struct Box: Hashable, Sendable {
    package var x: Double
    package var y: Double
    package var width: Double
    package var height: Double

    package init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    package var area: Double { width * height }
    package var center: Point { Point(x: x + width / 2, y: y + height / 2) }

    package func union(_ other: Box) -> Box {
        let left = min(x, other.x)
        let top = min(y, other.y)
        return Box(
            x: left,
            y: top,
            width: max(x + width, other.x + other.width) - left,
            height: max(y + height, other.y + other.height) - top
        )
    }

    /// The part that both cover; of width or height 0 where they are apart.
    package func intersection(_ other: Box) -> Box {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return Box(
            x: left,
            y: top,
            width: max(0, min(x + width, other.x + other.width) - left),
            height: max(0, min(y + height, other.y + other.height) - top)
        )
    }
}

/// A closed outline in the picture, of three points or more.
package struct Polygon: Hashable, Sendable {
    package var points: [Point]

    package init(points: [Point]) { self.points = points }

    /// Whether the point lies inside, by the even-odd rule.
    package func contains(_ point: Point) -> Bool {
        evenOdd(points.count) { (points[$0].x, points[$0].y) }(point.x, point.y)
    }
}

/// A place on the earth.
///
/// - Units: degrees.
/// - Source: WGS-84.
package struct GeoPoint: Hashable, Sendable, Codable {
    package var longitude: Double
    package var latitude: Double

    package init(longitude: Double, latitude: Double) {
        self.longitude = longitude
        self.latitude = latitude
    }
}

extension GeoPoint {
    /// - Units: metres, on a sphere that is flat between places of one city.
    package func distance(to other: GeoPoint) -> Double {
        let north = (other.latitude - latitude) * Self.metresPerDegree
        let east =
            (other.longitude - longitude) * Self.metresPerDegree
            * cosine(degrees: (latitude + other.latitude) / 2)
        return (north * north + east * east).squareRoot()
    }

    /// The Earth's mean radius of 6,371,009 m, over a degree.
    package static let metresPerDegree = 111_195.08
}

/// To eight decimals between -90° and 90°.
///
/// - Source: Taylor's series, whose library function is not to be had on this floor.
private func cosine(degrees: Double) -> Double {
    let angle = degrees * .pi / 180
    let square = angle * angle
    return [132, 90, 56, 30, 12, 2].reduce(1) { 1 - square / $1 * $0 }
}

/// An outline on the map, small enough to be taken for flat.
package struct GeoPolygon: Hashable, Sendable {
    package var points: [GeoPoint]

    package init(points: [GeoPoint]) { self.points = points }

    /// Whether the place lies inside, by the even-odd rule.
    package func contains(_ place: GeoPoint) -> Bool {
        evenOdd(points.count) { (points[$0].longitude, points[$0].latitude) }(
            place.longitude,
            place.latitude
        )
    }
}

/// The even-odd rule over an outline's corners.
private func evenOdd(
    _ count: Int,
    _ corner: @escaping (Int) -> (Double, Double)
) -> (Double, Double) -> Bool {
    { x, y in
        var inside = false
        var previous = count - 1
        for index in 0..<count {
            let (ax, ay) = corner(index)
            let (bx, by) = corner(previous)
            if (ay > y) != (by > y), x < (bx - ax) * (y - ay) / (by - ay) + ax {
                inside.toggle()
            }
            previous = index
        }
        return inside
    }
}
