import Media
import Testing

struct `A stream's timeline` {
    private func placed(_ stamps: [Double?]) -> [Double?] {
        var timeline = Timeline()
        return stamps.map { timeline.place($0) }
    }

    @Test func `begins with the first packet`() {
        #expect(placed([7, 7.5, 8]) == [0, 0.5, 1])
    }

    @Test func `lets pictures come in another order than they are shown`() {
        #expect(placed([1, 1.5, 1.25, 2]) == [0, 0.5, 0.25, 1])
    }

    @Test func `goes on by a usual step when the camera's clock is set back or far ahead`() {
        #expect(placed([100, 100.5, 3, 3.5]) == [0, 0.5, 1, 1.5])
        #expect(placed([0, 0.5, 90_000, 90_000.5]) == [0, 0.5, 1, 1.5])
    }

    @Test func `keeps a pause`() {
        #expect(placed([0, 0.5, 60.5]) == [0, 0.5, 60.5])
    }

    @Test func `counts from the packet whose own time was lost`() {
        #expect(placed([nil, 0.5, 1]) == [nil, 0.5, 1])
        #expect(placed([nil, 50, 50.5]) == [nil, 0, 0.5])
    }
}
