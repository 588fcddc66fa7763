/// What stands in the street for good: trees, a lamp post, a parked car.
struct Furniture {
    private let aspect: Double
    private let lampAt: Double
    private let treesAt: [Double]
    private let parkedAt: Double
    private let parked: Car
    private let leaves: ValueNoise

    init(seed: UInt64, aspect: Double, backdrop: Backdrop) {
        var generator = SeededGenerator(seed: seed, purpose: 0x6675_726E)
        self.aspect = aspect
        lampAt = generator.uniform(0.66...0.80)
        treesAt = [
            generator.uniform(0.05...0.10),
            backdrop.alley.upperBound + generator.uniform(0.10...0.14),
        ]
        parkedAt = min(0.88, backdrop.alley.upperBound + generator.uniform(0.24...0.30))
        parked = Car(&generator)
        leaves = ValueNoise(seed: seed ^ 0x6C65_6176)
    }

    func build(with brush: inout Brush, on planes: inout PicturePlanes) {
        let high = Double(planes.height)
        for tree in treesAt {
            plant(at: Pixel(tree * aspect, 0.580) * high, high, with: &brush, on: &planes)
        }
        let kerb = 0.632
        let car = parked.figure(
            feet: Pixel(parkedAt * aspect, kerb) * high,
            metre: Ground.metre(at: kerb) * high,
            driven: 0.1,
            facing: -1
        )
        brush.build(car, on: &planes)
        brush.build(lamp(high), on: &planes)
    }

    private func lamp(_ high: Double) -> Figure {
        let foot = Pixel(lampAt * aspect, 0.850) * high
        let iron = Colour(58, 130, 126)
        func pole(_ from: Double, _ to: Double, _ radius: Double) -> Part {
            Part(
                shape: .capsule(
                    foot - Pixel(0, from) * high,
                    foot - Pixel(0, to) * high,
                    radius: radius * high,
                    endRadius: radius * high
                ),
                colour: iron,
                texture: 8
            )
        }
        let top = foot - Pixel(0, 0.66) * high
        let arm = Part(
            shape: .capsule(
                top, top - Pixel(0.10, 0.02) * high, radius: 0.004 * high,
                endRadius: 0.003 * high),
            colour: iron
        )
        let glass = Part(
            shape: .ellipse(top - Pixel(0.11, 0.018) * high, radii: Pixel(0.022, 0.009) * high),
            colour: Colour(200, 120, 132)
        )
        return Figure(
            parts: [pole(0, 0.66, 0.006), pole(0, 0.10, 0.011), arm, glass],
            feet: foot,
            height: 0.6 * high,
            grain: 11
        )
    }

    /// A trunk as a figure, and leaves whose edge is ragged.
    private func plant(
        at foot: Pixel,
        _ high: Double,
        with brush: inout Brush,
        on planes: inout PicturePlanes
    ) {
        let crown = foot - Pixel(0, 0.30) * high
        let trunk = Part(
            shape: .capsule(foot, crown, radius: 0.012 * high, endRadius: 0.007 * high),
            colour: Colour(66, 123, 133),
            texture: 18
        )
        brush.build(
            Figure(parts: [trunk], feet: foot, height: 0.3 * high, grain: 5),
            on: &planes
        )
        let radii = Pixel(0.14, 0.15) * high
        let low = crown - radii
        for row in max(0, Int(low.y))..<max(1, Int(crown.y + radii.y)) {
            for column in max(0, Int(low.x))..<min(planes.width, Int(crown.x + radii.x)) {
                leaf(column, row, crown, radii, high, with: &brush, on: &planes)
            }
        }
    }

    private func leaf(
        _ column: Int,
        _ row: Int,
        _ crown: Pixel,
        _ radii: Pixel,
        _ high: Double,
        with brush: inout Brush,
        on planes: inout PicturePlanes
    ) {
        let place = Pixel(Double(column), Double(row))
        let off = (place - crown) / radii
        let rough = leaves.fractal(place.x / high * 26, place.y / high * 26, octaves: 3)
        guard (off * off).sum() + 0.55 * rough < 0.72 else { return }
        let light = leaves.fractal(place.x / high * 75 + 50, place.y / high * 75, octaves: 2)
        let index = row * planes.width + column
        planes.luma[index] = Colour.byte(luma: 72 - 20 * off.y + 38 * light)
        brush.stand(index, at: Int16(0.580 * high))
        let half = row / 2 * (planes.width / 2) + column / 2
        planes.cb[half] = Colour.byte(chroma: 112 + 4 * light)
        planes.cr[half] = Colour.byte(chroma: 116 - 3 * light)
    }
}
