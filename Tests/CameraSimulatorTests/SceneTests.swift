import CameraSimulator
import Domain
import Testing

@Suite struct `A rendered street` {
    /// A small street with people and cars.
    private static func street(
        seed: UInt64 = 3,
        width: Int = 320,
        height: Int = 180
    ) -> StreetScene {
        StreetScene(
            StreetScene.Settings(seed: seed, width: width, height: height, rate: 6, loopSeconds: 90)
        )
    }

    private func picture(_ scene: StreetScene, _ index: Int, noise: Bool = true) -> PicturePlanes {
        var planes = PicturePlanes(width: scene.settings.width, height: scene.settings.height)
        scene.render(picture: index, into: &planes, withNoise: noise)
        return planes
    }

    @Test func `is the same for the same seed and another for another`() {
        let first = Self.street()
        let again = Self.street()
        let other = Self.street(seed: 4)
        #expect(first.events == again.events)
        #expect(first.events != other.events)
        for index in [0, 60, 200] {
            #expect(picture(first, index) == picture(again, index))
            #expect(picture(first, index) != picture(other, index))
        }
    }

    @Test func `can be rendered in any order`() {
        let scene = Self.street()
        let shown = scene.events[0].firstPicture + 10
        var planes = PicturePlanes(width: scene.settings.width, height: scene.settings.height)
        scene.render(picture: 0, into: &planes)
        scene.render(picture: shown, into: &planes)
        #expect(planes == picture(scene, shown))
    }

    @Test(arguments: [1, 2, 3, 7, 11] as [UInt64])
    func `begins and ends empty, with quiet between visits`(seed: UInt64) {
        let scene = Self.street(seed: seed, width: 160, height: 90)
        let rate = scene.settings.rate
        #expect(scene.events.contains { $0.kind == .person })
        #expect(scene.events.contains { $0.kind == .car })
        #expect((5 * rate...11 * rate).contains(scene.events[0].firstPicture))
        #expect(picture(scene, 0, noise: false) == scene.background)
        #expect(picture(scene, scene.pictureCount - 1, noise: false) == scene.background)
        var quiet = 0
        var end = 0
        for event in scene.events {
            // Who comes while others are there belongs to the same visit.
            if event.firstPicture > end, end > 0 {
                #expect(event.firstPicture - end >= 8 * rate)
                quiet += 1
            }
            end = max(end, event.lastPicture)
        }
        #expect(quiet >= 1)
    }

    @Test func `changes inside its truth's boxes and nowhere else`() {
        let scene = Self.street()
        var inside = 0
        for index in stride(from: 0, to: scene.pictureCount, by: 3) {
            let boxes = scene.events.flatMap(\.sightings).filter { $0.picture == index }
            let planes = picture(scene, index, noise: false)
            var changed = Array(repeating: 0, count: boxes.count)
            var stray = 0
            for row in 0..<planes.height {
                for column in 0..<planes.width {
                    let at = row * planes.width + column
                    guard planes.luma[at].distance(to: scene.background.luma[at]).magnitude > 8
                    else { continue }
                    let hits = boxes.indices.filter {
                        contains(boxes[$0].box, column, row, planes)
                    }
                    for hit in hits { changed[hit] += 1 }
                    if hits.isEmpty { stray += 1 }
                }
            }
            // Who has only begun to come is not yet counted as seen: a few pixels.
            #expect(stray <= 40, "picture \(index)")
            for (box, count) in zip(boxes, changed) {
                let area = box.box.area * Double(planes.width * planes.height)
                #expect(Double(count) > 0.15 * area, "picture \(index)")
                inside += count
            }
        }
        #expect(inside > 10_000)
    }

    /// With two pixels for soft edges, and room below for the shadow.
    private func contains(_ box: Box, _ column: Int, _ row: Int, _ planes: PicturePlanes) -> Bool {
        let x = Double(column) + 0.5
        let y = Double(row) + 0.5
        let wide = Double(planes.width)
        let high = Double(planes.height)
        let shadow = max(3, 0.12 * box.height * high)
        return x > box.x * wide - shadow && x < (box.x + box.width) * wide + shadow
            && y > box.y * high - 2 && y < (box.y + box.height) * high + shadow
    }

    @Test func `has noise of the strength asked for, new in each picture`() {
        let scene = Self.street()
        let first = picture(scene, 0)
        let second = picture(scene, 1)
        var sum = 0.0
        var squares = 0.0
        var product = 0.0
        for index in first.luma.indices {
            let a = Double(first.luma[index]) - Double(scene.background.luma[index])
            let b = Double(second.luma[index]) - Double(scene.background.luma[index])
            sum += a
            squares += a * a
            product += a * b
        }
        let count = Double(first.luma.count)
        let deviation = (squares / count).squareRoot()
        #expect(abs(sum / count) < 0.1)
        #expect(abs(deviation - 3) < 0.15)
        #expect(abs(product / squares) < 0.05)
    }

    @Test func `has one car where the loop is too short for people`() {
        let scene = StreetScene(
            StreetScene.Settings(width: 160, height: 90, rate: 12, loopSeconds: 2)
        )
        #expect(scene.events.count == 1)
        #expect(scene.events.first?.kind == .car)
        #expect(picture(scene, 0, noise: false) == scene.background)
        #expect(picture(scene, 23, noise: false) == scene.background)
    }
}
