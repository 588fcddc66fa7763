import CFFmpeg
import Domain

/// A frame in full range that a picture is copied to and painted over.
@unsafe
struct JPEGCanvas {
    private let planes: Planes
    private let layout: JPEGLayout

    private static let grey: UInt8 = 128

    init(_ frame: UnsafeMutablePointer<AVFrame>, _ layout: JPEGLayout) {
        unsafe planes = Planes(frame)
        unsafe self.layout = layout
    }

    /// Copies a picture, spreading limited range (16–235, colour 16–240) over all 256 values.
    func copy(_ picture: borrowing Picture) {
        let source = unsafe Planes(picture.frame)
        let isFull = picture.format.isFullRange
        unsafe copy(
            plane: 0,
            of: source,
            rows: layout.height,
            columns: layout.width,
            isFull ? nil : Self.table(offset: 16, span: 219, zero: 0)
        )
        for plane in 1...2 {
            guard let chroma = picture.format.chroma else {
                unsafe fillGrey(plane: plane)
                continue
            }
            unsafe copy(
                plane: plane,
                of: source,
                rows: layout.chroma.rows(layout.height),
                columns: layout.chroma.columns(layout.width),
                coarserBy: (
                    chroma.shiftX - layout.chroma.shiftX, chroma.shiftY - layout.chroma.shiftY
                ),
                isFull ? nil : Self.table(offset: 128, span: 224, zero: 128)
            )
        }
    }

    private func copy(
        plane: Int,
        of source: Planes,
        rows: Int,
        columns: Int,
        coarserBy shift: (x: Int, y: Int) = (0, 0),
        _ table: [UInt8]?
    ) {
        for y in 0..<rows {
            let from = unsafe source.row(y >> shift.y, of: plane)
            let to = unsafe planes.row(y, of: plane)
            if let table {
                for x in 0..<columns { unsafe to[x] = table[Int(from[x >> shift.x])] }
            } else if shift.x == 0 {
                unsafe to.update(from: from, count: columns)
            } else {
                for x in 0..<columns { unsafe to[x] = from[x >> shift.x] }
            }
        }
    }

    /// What each value of a limited range is in full range.
    private static func table(offset: Int, span: Int, zero: Int) -> [UInt8] {
        (0...255).map { value in
            let scaled = Double((value - offset) * 255) / Double(span)
            return UInt8(clamping: zero + Int(scaled.rounded()))
        }
    }

    private func fillGrey(plane: Int) {
        for y in unsafe 0..<layout.chroma.rows(layout.height) {
            unsafe planes.row(y, of: plane).update(
                repeating: Self.grey,
                count: layout.chroma.columns(layout.width)
            )
        }
    }

    /// Paints an outline's inside, and every pixel that its edge touches.
    func fill(_ outline: Polygon) {
        for y in unsafe 0..<layout.height {
            for columns in unsafe PolygonRows.spans(
                of: outline, row: y, layout.width, layout.height)
            {
                unsafe paint(plane: 0, row: y, columns)
                let chroma = unsafe layout.chroma
                let left = columns.lowerBound >> chroma.shiftX
                let right = (columns.upperBound - 1) >> chroma.shiftX
                let coarse = left..<(right + 1)
                unsafe paint(plane: 1, row: y >> chroma.shiftY, coarse)
                unsafe paint(plane: 2, row: y >> chroma.shiftY, coarse)
            }
        }
    }

    private func paint(plane: Int, row: Int, _ columns: Range<Int>) {
        unsafe (planes.row(row, of: plane) + columns.lowerBound).update(
            repeating: Self.grey,
            count: columns.count
        )
    }
}
