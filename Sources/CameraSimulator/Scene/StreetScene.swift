import Domain

/// A street through which people and cars come and go, the same for the same seed.
///
/// Its pictures form a loop that begins and ends with the empty street, so that it joins unseen.
package struct StreetScene: Sendable {
    package struct Settings: Sendable, Hashable {
        package var seed: UInt64
        /// - Units: pixels, even.
        package var width: Int
        package var height: Int
        /// - Units: pictures a second.
        package var rate: Int
        /// The loop's length; from 30 s on people come too, below one car.
        package var loopSeconds: Double
        /// Standard deviation of the sensor's noise in luma steps, 0 to 5.
        package var noise: Double

        package init(
            seed: UInt64 = 1,
            width: Int = 1280,
            height: Int = 720,
            rate: Int = 12,
            loopSeconds: Double = 120,
            noise: Double = 3
        ) {
            self.seed = seed
            self.width = width
            self.height = height
            self.rate = rate
            self.loopSeconds = loopSeconds
            self.noise = noise
        }
    }

    /// From this share on a figure counts as seen.
    private static let smallestShare = 0.05

    package let settings: Settings
    /// The loop's length.
    package let pictureCount: Int
    /// Who is seen when, in the order of their coming.
    package let events: [TruthEvent]
    /// The street without anyone and without noise.
    package let background: PicturePlanes

    private let brush: Brush
    private let actors: [Actor]
    private let sensor: SensorNoise

    package init(_ settings: Settings) {
        precondition((0...SensorNoise.strongest).contains(settings.noise), "noise beyond a byte")
        self.settings = settings
        pictureCount = max(1, Int((settings.loopSeconds * Double(settings.rate)).rounded()))
        let aspect = Double(settings.width) / Double(settings.height)
        let backdrop = Backdrop(seed: settings.seed, aspect: aspect)
        var brush = Brush(width: settings.width, height: settings.height, seed: settings.seed)
        var planes = PicturePlanes(width: settings.width, height: settings.height)
        Self.paint(backdrop, with: &brush, on: &planes)
        Furniture(seed: settings.seed, aspect: aspect, backdrop: backdrop)
            .build(with: &brush, on: &planes)
        let plan = StreetPlan(
            seed: settings.seed,
            aspect: aspect,
            loopSeconds: settings.loopSeconds,
            backdrop: backdrop
        )
        let count = pictureCount
        self.brush = brush
        background = planes
        actors = plan.actors
        sensor = SensorNoise(sigma: settings.noise, seed: settings.seed)
        events = plan.actors
            .compactMap { Self.event(of: $0, settings, pictures: count, brush) }
            .sorted { $0.firstPicture < $1.firstPicture }
    }

    /// Renders a picture of the loop into planes of the scene's size.
    ///
    /// - Parameter withNoise: Whether the sensor's noise is added.
    package func render(
        picture index: Int,
        into planes: inout PicturePlanes,
        withNoise: Bool = true
    ) {
        precondition((0..<pictureCount).contains(index), "the loop has \(pictureCount) pictures")
        planes.luma.replaceSubrange(0..<planes.luma.count, with: background.luma)
        planes.cb.replaceSubrange(0..<planes.cb.count, with: background.cb)
        planes.cr.replaceSubrange(0..<planes.cr.count, with: background.cr)
        let figures = actors.compactMap { Self.figure(of: $0, settings, picture: index) }
        for figure in figures.sorted(by: { $0.feet.y < $1.feet.y }) {
            brush.paint(figure, on: &planes)
        }
        if withNoise, settings.noise > 0 { sensor.add(to: &planes, picture: index) }
    }

    private static func paint(
        _ backdrop: Backdrop,
        with brush: inout Brush,
        on planes: inout PicturePlanes
    ) {
        let high = Double(planes.height)
        let foot = Int16(Backdrop.wallFoot * high)
        for row in 0..<planes.height {
            for column in 0..<planes.width {
                let (colour, isWall) = backdrop.look(
                    u: (Double(column) + 0.5) / high,
                    v: (Double(row) + 0.5) / high
                )
                let index = row * planes.width + column
                planes.luma[index] = Colour.byte(luma: colour.luma)
                if isWall { brush.stand(index, at: foot) }
                guard row % 2 == 0, column % 2 == 0 else { continue }
                let half = row / 2 * (planes.width / 2) + column / 2
                planes.cb[half] = Colour.byte(chroma: colour.cb)
                planes.cr[half] = Colour.byte(chroma: colour.cr)
            }
        }
    }

    private static func figure(of actor: Actor, _ settings: Settings, picture: Int) -> Figure? {
        let time = Double(picture) / Double(settings.rate) - actor.start
        guard let standing = actor.itinerary.standing(at: time) else { return nil }
        let high = Double(settings.height)
        let feet = Pixel(standing.u, standing.v) * high
        let metre = Ground.metre(at: standing.v) * high
        return switch actor.body {
        case .person(let walker):
            walker.figure(
                feet: feet,
                metre: metre,
                walked: standing.travelled,
                isWalking: standing.isMoving,
                facing: standing.facing
            )
        case .car(let car):
            car.figure(
                feet: feet,
                metre: metre,
                driven: standing.travelled,
                facing: standing.facing
            )
        }
    }

    private static func event(
        of actor: Actor,
        _ settings: Settings,
        pictures: Int,
        _ brush: Brush
    ) -> TruthEvent? {
        let width = Double(settings.width)
        let height = Double(settings.height)
        let sightings = (0..<pictures).compactMap { picture -> TruthEvent.Sighting? in
            guard let figure = figure(of: actor, settings, picture: picture) else { return nil }
            let sight = brush.sight(of: figure)
            guard sight.share >= smallestShare else { return nil }
            return TruthEvent.Sighting(
                picture: picture,
                box: Box(
                    x: Double(sight.left) / width,
                    y: Double(sight.top) / height,
                    width: Double(sight.right - sight.left) / width,
                    height: Double(sight.bottom - sight.top) / height
                )
            )
        }
        guard !sightings.isEmpty else { return nil }
        let kind: TruthEvent.Kind =
            switch actor.body {
            case .person: .person
            case .car: .car
            }
        return TruthEvent(kind: kind, sightings: sightings)
    }
}
