import CFFmpeg

/// The size of a picture and the colour resolution that its JPEG has.
struct JPEGLayout: Hashable {
    let width: Int
    let height: Int
    let chroma: PlanarFormat.Chroma

    /// Keeps what JPEG knows (4:2:0, 4:2:2, 4:4:4) and takes the next finer for the rest.
    init(_ picture: borrowing Picture) {
        width = picture.width
        height = picture.height
        chroma =
            switch picture.format.chroma {
            case nil: .init(shiftX: 1, shiftY: 1)
            case let known?:
                .init(shiftX: min(known.shiftX, 1), shiftY: min(known.shiftX, known.shiftY, 1))
            }
    }

    var pixelFormat: AVPixelFormat {
        switch (chroma.shiftX, chroma.shiftY) {
        case (1, 1): AV_PIX_FMT_YUVJ420P
        case (1, _): AV_PIX_FMT_YUVJ422P
        default: AV_PIX_FMT_YUVJ444P
        }
    }
}
