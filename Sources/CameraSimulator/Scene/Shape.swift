/// A place in the picture, in pixels.
typealias Pixel = SIMD2<Double>

/// An outline that says how much of a pixel it covers.
///
/// - Units: pixels.
enum Shape {
    /// All within a radius of a line; the radius may change along it.
    case capsule(Pixel, Pixel, radius: Double, endRadius: Double)
    case ellipse(Pixel, radii: Pixel)
    /// A convex outline, clockwise on the screen, its corners rounded outwards by the radius.
    case convex([Pixel], rounding: Double)

    static func rectangle(_ low: Pixel, _ high: Pixel, rounding: Double = 0) -> Shape {
        let inset = Pixel(rounding, rounding)
        let low = low + inset
        let high = high - inset
        return .convex([low, [high.x, low.y], high, [low.x, high.y]], rounding: rounding)
    }

    /// The pixels that it may touch.
    var bounds: (low: Pixel, high: Pixel) {
        switch self {
        case .capsule(let a, let b, let radius, let endRadius):
            let reach = max(radius, endRadius) + 1
            return (pointwiseMin(a, b) - reach, pointwiseMax(a, b) + reach)
        case .ellipse(let center, let radii):
            return (center - radii - 1, center + radii + 1)
        case .convex(let corners, let rounding):
            var low = corners[0]
            var high = corners[0]
            for corner in corners {
                low = pointwiseMin(low, corner)
                high = pointwiseMax(high, corner)
            }
            return (low - (rounding + 1), high + (rounding + 1))
        }
    }

    /// How much of the pixel around the place is covered, 0 to 1.
    func coverage(_ place: Pixel) -> Double { min(max(0.5 - distance(place), 0), 1) }

    /// How deep inside an ellipse the place lies, 0 at its edge and 1 in its middle.
    func softness(_ place: Pixel) -> Double {
        guard case .ellipse(let center, let radii) = self else { return coverage(place) }
        let off = (place - center) / radii
        return max(0, 1 - (off * off).sum())
    }

    /// Distance from the outline, negative inside.
    private func distance(_ place: Pixel) -> Double {
        switch self {
        case .capsule(let a, let b, let radius, let endRadius):
            let line = b - a
            let along = ((place - a) * line).sum() / max((line * line).sum(), 1e-9)
            let share = min(max(along, 0), 1)
            return length(place - a - line * share) - mix(radius, endRadius, share)
        case .ellipse(let center, let radii):
            return (length((place - center) / radii) - 1) * min(radii.x, radii.y)
        case .convex(let corners, let rounding):
            var farthest = -Double.infinity
            var previous = corners[corners.count - 1]
            for corner in corners {
                let edge = corner - previous
                let off = place - previous
                let outside = (edge.y * off.x - edge.x * off.y) / max(length(edge), 1e-9)
                farthest = max(farthest, outside)
                previous = corner
            }
            return farthest - rounding
        }
    }
}

private func length(_ vector: Pixel) -> Double { (vector * vector).sum().squareRoot() }
