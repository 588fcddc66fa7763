import Domain
import Testing

struct `A polygon` {
    let arrow = Polygon(points: [
        Point(x: 0, y: 0), Point(x: 1, y: 0), Point(x: 0.5, y: 0.5), Point(x: 1, y: 1),
        Point(x: 0, y: 1),
    ])

    @Test func `holds what lies inside, also where it is notched`() {
        #expect(arrow.contains(Point(x: 0.2, y: 0.5)))
        #expect(arrow.contains(Point(x: 0.8, y: 0.1)))
        #expect(!arrow.contains(Point(x: 0.8, y: 0.5)))
        #expect(!arrow.contains(Point(x: 1.2, y: 0.1)))
    }
}

struct `A box` {
    let box = Box(x: 0.1, y: 0.1, width: 0.4, height: 0.2)

    @Test func `unites and intersects`() {
        let other = Box(x: 0.3, y: 0.2, width: 0.4, height: 0.4)
        let union = box.union(other)
        #expect(abs(union.width - 0.6) < 1e-9 && abs(union.height - 0.5) < 1e-9)
        #expect(abs(box.intersection(other).area - 0.02) < 1e-9)
        #expect(box.intersection(Box(x: 0.8, y: 0.8, width: 0.1, height: 0.1)).area == 0)
    }
}
