import Domain
import Testing
import Vision

struct `Cell means` {
    @Test(arguments: [
        (1, 1, 1), (3, 2, 3), (7, 5, 16), (178, 100, 192), (320, 240, 320), (769, 433, 800),
        (1920, 1080, 1920), (5, 700, 8), (2000, 3, 2000),
    ])
    func `are the same by rows as pixel by pixel`(width: Int, height: Int, stride: Int) {
        var random = SeededNoise(seed: UInt64(width * height))
        let pixels = (0..<stride * height).map { _ in UInt8(random.unit() * 256) }
        let shape = GridShape(width: width, height: height)
        var fast = CellMeans(shape: shape)
        var plain = CellMeans(shape: shape)
        let picture = LumaPlane(pixels: pixels.span, width: width, height: height, stride: stride)
        fast.measure(picture)
        plain.measurePlainly(picture)
        #expect(fast.level == plain.level)
    }

    @Test func `hold the brightest cell that any picture has`() {
        let (width, height) = (40, 70_000)
        let pixels = [UInt8](repeating: 255, count: width * height)
        var cells = CellMeans(shape: GridShape(width: width, height: height))
        cells.measure(LumaPlane(pixels: pixels.span, width: width, height: height, stride: width))
        #expect(cells.level.allSatisfy { abs($0 - 255) < 0.01 })
    }

    @Test(arguments: [(1, 1), (240, 135), (241, 135), (1280, 720), (7680, 4320), (99, 10_000)])
    func `are never more than a reading can afford`(width: Int, height: Int) {
        let shape = GridShape(width: width, height: height)
        #expect((1...240).contains(shape.columns))
        #expect((1...135).contains(shape.rows))
        #expect(shape.columns * shape.cellWidth <= width)
        #expect(shape.rows * shape.cellHeight <= height)
    }
}
