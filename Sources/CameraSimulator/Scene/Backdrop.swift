/// The street without anyone: sky, houses with an alley between them, pavements and a road.
struct Backdrop {
    /// Where the houses and the far pavement meet.
    static let wallFoot = 0.50
    /// The alley between the houses, in shares of the picture's width.
    let alley: ClosedRange<Double>
    /// The zebra crossing, in shares of the picture's width.
    let crossing: ClosedRange<Double>

    private let houses: [House]
    private let coarse: ValueNoise
    private let fine: ValueNoise
    private let aspect: Double

    /// A house's front, in shares of the picture's width and of its height.
    private struct House {
        var left: Double
        var right: Double
        var roof: Double
        var wall: Colour
        var window: (width: Double, height: Double, pitch: Double, storey: Double)
        var awning: Colour
    }

    init(seed: UInt64, aspect: Double) {
        self.aspect = aspect
        coarse = ValueNoise(seed: seed ^ 0x636F_6172)
        fine = ValueNoise(seed: seed ^ 0x6669_6E65)
        var generator = SeededGenerator(seed: seed, purpose: 0x686F_7573)
        let middle = generator.uniform(0.40...0.60)
        alley = (middle - 0.04)...(middle + 0.04)
        let zebra = generator.uniform(0.12...0.28)
        crossing = zebra...(zebra + 0.16)
        var houses: [House] = []
        for side in [0.0...alley.lowerBound, alley.upperBound...1.0] {
            let split =
                side.lowerBound + (side.upperBound - side.lowerBound)
                * generator.uniform(0.4...0.6)
            houses.append(Self.house(side.lowerBound, split, &generator))
            houses.append(Self.house(split, side.upperBound, &generator))
        }
        self.houses = houses
    }

    private static func house(
        _ left: Double,
        _ right: Double,
        _ generator: inout SeededGenerator
    ) -> House {
        House(
            left: left,
            right: right,
            roof: generator.uniform(0.01...0.13),
            wall: Colour(
                generator.uniform(95...165),
                generator.uniform(114...128),
                generator.uniform(126...144)
            ),
            window: (
                generator.uniform(0.035...0.05), generator.uniform(0.055...0.07),
                generator.uniform(0.075...0.10), generator.uniform(0.10...0.12)
            ),
            awning: Colour(
                generator.uniform(60...170),
                generator.uniform(100...150),
                generator.uniform(110...165)
            )
        )
    }

    /// What is seen at a place, in heights of the picture, and whether it is a wall.
    func look(u: Double, v: Double) -> (colour: Colour, isWall: Bool) {
        let share = u / aspect
        if v >= Self.wallFoot { return (ground(u, v), false) }
        if alley.contains(share) { return alleyway(share, u, v) }
        guard let house = houses.first(where: { share >= $0.left && share <= $0.right }),
            v >= house.roof
        else { return (sky(u, v), false) }
        return (front(house, u, v), true)
    }

    private func sky(_ u: Double, _ v: Double) -> Colour {
        Colour(186 - 90 * v + 10 * coarse.fractal(u * 3, v * 7, octaves: 4), 134, 124)
    }

    /// Houses farther off close the alley; its ground is open.
    private func alleyway(_ share: Double, _ u: Double, _ v: Double) -> (Colour, Bool) {
        if v < 0.08 { return (sky(u, v), false) }
        let edge = min(share - alley.lowerBound, alley.upperBound - share) / 0.04
        let shade = v < 0.45 ? 62 + 22 * edge : 74 + 20 * edge
        return (Colour(shade + 9 * fine.fractal(u * 70, v * 70, octaves: 3), 126, 130), false)
    }

    private func front(_ house: House, _ u: Double, _ v: Double) -> Colour {
        if v > 0.405 { return shop(house, u, v) }
        let left = house.left * aspect
        let along = u - left - 0.02
        let up = v - house.roof - 0.035
        let column = (along / house.window.pitch).rounded(.down)
        let storey = (up / house.window.storey).rounded(.down)
        let x = along - column * house.window.pitch
        let y = up - storey * house.window.storey
        let fits =
            (column + 1) * house.window.pitch < house.right * aspect - left - 0.01
            && house.roof + 0.035 + storey * house.window.storey + house.window.height < 0.395
        if column >= 0, storey >= 0, fits, x < house.window.width, y < house.window.height {
            return window(house, x, y, Int64(column + left * 100), Int64(storey), u, v)
        }
        var luma = house.wall.luma + 14 * coarse.fractal(u * 6, v * 6, octaves: 3)
        luma += 9 * fine.fractal(u * 120, v * 120, octaves: 2)
        let course = (v / 0.0115).rounded(.down)
        let brick = ((u + course.truncatingRemainder(dividingBy: 2) * 0.012) / 0.024).rounded(.down)
        luma += 6 * fine.height(Int64(brick), Int64(course))
        if v - course * 0.0115 < 0.0018 { luma -= 8 }
        if v - house.roof < 0.012 { luma -= 35 }
        return Colour(luma, house.wall.cb, house.wall.cr)
    }

    private func window(
        _ house: House,
        _ x: Double,
        _ y: Double,
        _ column: Int64,
        _ storey: Int64,
        _ u: Double,
        _ v: Double
    ) -> Colour {
        let frame = 0.004
        let rim =
            x < frame || y < frame || x > house.window.width - frame
            || y > house.window.height - frame || abs(x - house.window.width / 2) < frame / 2
        if rim { return Colour(house.wall.luma + 45) }
        let drawn = fine.height(column, storey &* 31)
        let curtain = drawn > 0.2 && y < house.window.height * (0.3 + 0.5 * drawn)
        if curtain { return Colour(120 + 12 * fine.at(u * 300, v * 8), 124, 132) }
        return Colour(52 + 26 * y / house.window.height + 10 * coarse.at(u * 40, v * 40), 131, 126)
    }

    private func shop(_ house: House, _ u: Double, _ v: Double) -> Colour {
        if v < 0.43 {
            let stripe = (u / 0.018).rounded(.down).truncatingRemainder(dividingBy: 2) == 0
            return stripe ? house.awning : Colour(175 - 900 * (v - 0.405), 126, 130)
        }
        if v > 0.49 { return Colour(84 + 8 * fine.at(u * 90, v * 90)) }
        let pane = u.truncatingRemainder(dividingBy: 0.115)
        if pane < 0.009 { return Colour(118 + 8 * fine.at(u * 200, v * 50)) }
        let goods = fine.fractal(u * 55, v * 75, octaves: 3)
        let tint = coarse.at(u * 21, v * 9)
        return Colour(66 + 42 * goods, 128 + 14 * tint, 128 - 12 * goods)
    }

    private func ground(_ u: Double, _ v: Double) -> Colour {
        let depth = 1 / (v - Ground.horizon)
        let across = (u - aspect / 2) * depth
        let grit =
            8 * fine.fractal(across * 60, depth * 40, octaves: 3)
            + 9 * coarse.fractal(across * 3, depth * 3, octaves: 3)
        switch v {
        case ..<0.597, 0.826...: return pavement(across, depth, v, grit)
        case ..<0.610: return Colour(150 + grit / 2)
        case 0.812...: return Colour(156 + grit / 2)
        default: return road(u, v, across, grit)
        }
    }

    private func pavement(_ across: Double, _ depth: Double, _ v: Double, _ grit: Double) -> Colour
    {
        let slab = v > 0.7 ? 0.16 : 0.22
        let column = (across / slab).rounded(.down)
        let row = (depth / slab).rounded(.down)
        var luma = 128 + grit + 7 * fine.height(Int64(column), Int64(row))
        if across - column * slab < 0.012 || depth - row * slab < 0.012 { luma -= 26 }
        return Colour(luma, 126, 130)
    }

    private func road(_ u: Double, _ v: Double, _ across: Double, _ grit: Double) -> Colour {
        let bar = ((v - 0.620) / 0.026)
        let slant = (v - 0.7) * 0.25
        if crossing.contains((u - slant) / aspect), bar > 0, bar < 7,
            bar - bar.rounded(.down) < 0.55
        {
            return Colour(182 + 1.6 * grit)
        }
        let dash = (across / 0.5).rounded(.down).truncatingRemainder(dividingBy: 2) == 0
        if abs(v - 0.703) < 0.0035, dash { return Colour(176 + 1.5 * grit) }
        if abs(v - 0.617) < 0.002 { return Colour(150 + grit, 108, 146) }
        let worn = coarse.at(across * 0.4, v * 60)
        return Colour(82 + 1.3 * grit + 5 * worn, 129, 127)
    }
}
