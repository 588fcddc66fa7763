import Foundation

/// Someone on foot: how they look and how they walk.
struct Walker: Sendable {
    /// - Units: metres.
    let height: Double
    let coat: Colour
    let trousers: Colour
    let skin: Colour
    let hair: Colour
    let bag: Colour?
    let grain: Int

    init(_ generator: inout SeededGenerator) {
        height = generator.uniform(1.55...1.90)
        // Clothes stand out from pavement and asphalt either way, as most do.
        let bright = generator.chance(0.4)
        coat = Colour(
            bright ? generator.uniform(170...215) : generator.uniform(30...62),
            generator.uniform(96...160),
            generator.uniform(96...165)
        )
        trousers = Colour(
            generator.uniform(32...72),
            generator.uniform(122...144),
            generator.uniform(118...130)
        )
        skin = Colour(generator.uniform(95...165), 116, 147)
        hair = Colour(generator.uniform(28...60), 126, 131)
        bag =
            generator.chance(0.4)
            ? Colour(generator.uniform(40...180), 118, generator.uniform(120...160)) : nil
        grain = generator.below(4096)
    }

    /// The walker in one picture.
    ///
    /// - Parameters:
    ///   - feet: Where they stand, in pixels.
    ///   - metre: How many pixels a metre is there.
    ///   - walked: Metres since they set out, which place the legs.
    ///   - isWalking: Whether they stand still.
    ///   - facing: 1 to the right, -1 to the left.
    func figure(
        feet: Pixel,
        metre: Double,
        walked: Double,
        isWalking: Bool,
        facing: Double
    ) -> Figure {
        let tall = height * metre
        let stride = sin(walked / 0.75 * .pi)
        let swing = isWalking ? stride : 0.15
        let bob = isWalking ? 0.012 * abs(stride) : 0
        func at(_ x: Double, _ y: Double) -> Pixel {
            Pixel(feet.x + x * facing * tall, feet.y - (y - bob * min(1, y * 2)) * tall)
        }
        var parts = [
            Part(
                shape: .ellipse(feet, radii: Pixel(0.20, 0.035) * tall),
                colour: Colour(0),
                isShadow: true
            )
        ]
        parts += limb(at(0.01, 0.79), at(0.01 + 0.15 * swing, 0.47), 0.030, 0.024, coat, -14, tall)
        parts += leg(hip: at(-0.01, 0.50), swing: -swing, at, -10, tall)
        parts += leg(hip: at(0.01, 0.50), swing: swing, at, 0, tall)
        parts.append(
            Part(
                shape: .capsule(
                    at(0, 0.77),
                    at(0, 0.50),
                    radius: 0.088 * tall,
                    endRadius: 0.080 * tall
                ),
                colour: coat,
                texture: 34
            )
        )
        parts += limb(at(-0.01, 0.79), at(-0.01 - 0.15 * swing, 0.47), 0.032, 0.026, coat, 10, tall)
        if let bag {
            parts.append(
                Part(
                    shape: .rectangle(at(-0.09, 0.62) - 0.05 * tall, at(-0.09, 0.54) + 0.05 * tall),
                    colour: bag,
                    texture: 20
                )
            )
        }
        return Figure(parts: parts + head(at, tall), feet: feet, height: tall, grain: grain)
    }

    private func head(_ at: (Double, Double) -> Pixel, _ tall: Double) -> [Part] {
        [
            Part(
                shape: .capsule(
                    at(0, 0.86),
                    at(0, 0.83),
                    radius: 0.028 * tall,
                    endRadius: 0.03 * tall
                ),
                colour: skin.lighter(by: -15)
            ),
            Part(
                shape: .ellipse(at(-0.005, 0.935), radii: Pixel(0.058, 0.066) * tall),
                colour: hair,
                texture: 10
            ),
            Part(
                shape: .ellipse(at(0.018, 0.918), radii: Pixel(0.040, 0.050) * tall),
                colour: skin,
                texture: 8
            ),
        ]
    }

    private func leg(
        hip: Pixel,
        swing: Double,
        _ at: (Double, Double) -> Pixel,
        _ shade: Double,
        _ tall: Double
    ) -> [Part] {
        let bend = 0.05 + 0.04 * max(0, -swing)
        let knee = at(0.11 * swing + bend * 0.5, 0.26)
        let foot = at(0.19 * swing, 0.03 + 0.05 * max(0, -swing))
        let cloth = trousers.lighter(by: shade)
        return [
            limbPart(hip, knee, 0.052, 0.040, cloth, tall),
            limbPart(knee, foot, 0.040, 0.030, cloth, tall),
            Part(
                shape: .capsule(
                    foot,
                    at(0.19 * swing + 0.06, 0.02 + 0.05 * max(0, -swing)),
                    radius: 0.022 * tall,
                    endRadius: 0.018 * tall
                ),
                colour: Colour(30)
            ),
        ]
    }

    private func limb(
        _ from: Pixel,
        _ to: Pixel,
        _ radius: Double,
        _ end: Double,
        _ colour: Colour,
        _ shade: Double,
        _ tall: Double
    ) -> [Part] {
        let hand = Part(
            shape: .ellipse(to, radii: Pixel(end, end) * tall),
            colour: skin
        )
        return [limbPart(from, to, radius, end, colour.lighter(by: shade), tall), hand]
    }

    private func limbPart(
        _ from: Pixel,
        _ to: Pixel,
        _ radius: Double,
        _ end: Double,
        _ colour: Colour,
        _ tall: Double
    ) -> Part {
        Part(
            shape: .capsule(from, to, radius: radius * tall, endRadius: end * tall),
            colour: colour,
            texture: 22
        )
    }
}
