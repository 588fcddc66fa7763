import Foundation

/// A car seen from the side.
struct Car: Sendable {
    /// - Units: metres.
    let length: Double
    let height: Double
    private let paint: Colour
    private let isVan: Bool
    private let grain: Int

    init(_ generator: inout SeededGenerator) {
        isVan = generator.chance(0.3)
        length = isVan ? generator.uniform(4.8...5.6) : generator.uniform(4.0...4.8)
        height = isVan ? generator.uniform(2.0...2.4) : generator.uniform(1.42...1.58)
        let colours: [Colour] = [
            Colour(205), Colour(38), Colour(150, 126, 128), Colour(70, 110, 190),
            Colour(62, 165, 115), Colour(165, 85, 150), Colour(52, 124, 122), Colour(190, 122, 130),
        ]
        paint = colours[generator.below(colours.count)]
        grain = generator.below(4096)
    }

    /// The car in one picture.
    ///
    /// - Parameters:
    ///   - feet: Where its middle stands, in pixels.
    ///   - metre: How many pixels a metre is there.
    ///   - driven: Metres, which turn the wheels.
    ///   - facing: 1 to the right, -1 to the left.
    func figure(feet: Pixel, metre: Double, driven: Double, facing: Double) -> Figure {
        let long = length * metre
        let tall = height * metre
        func at(_ x: Double, _ y: Double) -> Pixel {
            Pixel(feet.x + x * facing * long, feet.y - y * tall)
        }
        func outline(_ corners: [(Double, Double)]) -> [Pixel] {
            let pixels = corners.map { at($0.0, $0.1) }
            return facing > 0 ? pixels : pixels.reversed()
        }
        func convex(
            _ corners: [(Double, Double)],
            _ rounding: Double,
            _ colour: Colour,
            _ texture: Double = 0
        ) -> Part {
            Part(
                shape: .convex(outline(corners), rounding: rounding * tall),
                colour: colour,
                texture: texture
            )
        }
        var parts = [
            Part(
                shape: .ellipse(feet, radii: Pixel(0.53 * long, 0.09 * tall)),
                colour: Colour(0),
                isShadow: true
            )
        ]
        parts += isVan ? van(convex) : saloon(convex)
        for x in [-0.31, 0.31] { parts += wheel(at(x, 0), metre: metre, driven, facing) }
        parts.append(
            convex(
                [(0.465, 0.50), (0.49, 0.50), (0.49, 0.40), (0.465, 0.40)], 0.02,
                Colour(222, 124, 130)))
        parts.append(
            convex(
                [(-0.49, 0.55), (-0.47, 0.55), (-0.47, 0.42), (-0.49, 0.42)], 0.02,
                Colour(75, 108, 200)))
        return Figure(parts: parts, feet: feet, height: tall, grain: grain)
    }

    private typealias Convex = ([(Double, Double)], Double, Colour, Double) -> Part

    private func saloon(_ convex: Convex) -> [Part] {
        let glass = Colour(46, 132, 126)
        return [
            convex([(-0.28, 0.96), (0.10, 0.96), (0.26, 0.58), (-0.42, 0.58)], 0.04, paint, 6),
            convex(
                [(-0.48, 0.60), (0.30, 0.60), (0.48, 0.50), (0.48, 0.20), (-0.48, 0.20)], 0.05,
                paint.lighter(by: -8), 8),
            convex([(-0.24, 0.90), (-0.09, 0.90), (-0.09, 0.63), (-0.34, 0.63)], 0.01, glass, 10),
            convex([(-0.06, 0.90), (0.08, 0.90), (0.20, 0.63), (-0.06, 0.63)], 0.01, glass, 10),
            convex(
                [(-0.48, 0.26), (0.48, 0.26), (0.48, 0.17), (-0.48, 0.17)], 0.03, Colour(40), 4),
            convex(
                [(-0.076, 0.60), (-0.070, 0.60), (-0.070, 0.26), (-0.076, 0.26)], 0,
                paint.lighter(by: -40), 0),
        ]
    }

    private func van(_ convex: Convex) -> [Part] {
        let glass = Colour(46, 132, 126)
        return [
            convex(
                [(-0.48, 0.97), (0.30, 0.97), (0.46, 0.55), (0.48, 0.20), (-0.48, 0.20)], 0.03,
                paint, 8),
            convex([(0.12, 0.88), (0.27, 0.88), (0.38, 0.58), (0.12, 0.58)], 0.01, glass, 10),
            convex(
                [(-0.48, 0.24), (0.48, 0.24), (0.48, 0.15), (-0.48, 0.15)], 0.02, Colour(40), 4),
            convex(
                [(-0.42, 0.70), (0.04, 0.70), (0.04, 0.50), (-0.42, 0.50)], 0.01,
                Colour(paint.luma > 120 ? 80 : 180, 150, 108), 30),
            convex(
                [(0.085, 0.90), (0.091, 0.90), (0.091, 0.24), (0.085, 0.24)], 0,
                paint.lighter(by: -40), 0),
        ]
    }

    private func wheel(
        _ foot: Pixel,
        metre: Double,
        _ driven: Double,
        _ facing: Double
    ) -> [Part] {
        let radius = 0.33 * metre
        let hub = foot - Pixel(0, radius)
        let angle = driven / 0.33 * facing
        let spoke = Pixel(cos(angle), sin(angle)) * (radius * 0.5)
        return [
            Part(shape: .ellipse(hub, radii: Pixel(radius, radius)), colour: Colour(30)),
            Part(
                shape: .ellipse(hub, radii: Pixel(radius, radius) * 0.6),
                colour: Colour(150)
            ),
            Part(
                shape: .capsule(
                    hub - spoke,
                    hub + spoke,
                    radius: radius * 0.13,
                    endRadius: radius * 0.13
                ),
                colour: Colour(55)
            ),
        ]
    }
}
