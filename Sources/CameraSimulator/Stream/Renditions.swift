package import Media

/// A form in which the loop is encoded; others than the usual are made for faults.
package enum Rendition: Sendable, Hashable, CaseIterable {
    case usual
    /// Half as wide and high.
    case smaller
    /// In another codec.
    case recoded
}

/// The loop as it is described and sent, in each form that somebody may ask for.
struct Renditions: Sendable {
    struct Form: Sendable {
        let description: StreamDescription
        let loop: EncodedLoop
    }

    let usual: Form
    private let all: [Rendition: Form]

    /// - Parameter parameterSets: Those of each output, of which the first is the usual one.
    init(_ outputs: [LoopRenderer.Output], _ parameterSets: [[[UInt8]]]) {
        let forms = zip(outputs, parameterSets).map { output, sets in
            Form(
                description: StreamDescription(
                    codec: output.coding.codec,
                    parameterSets: sets,
                    width: output.coding.width,
                    height: output.coding.height,
                    rate: output.coding.rate,
                    bitRate: output.coding.bitRate
                ),
                loop: output.loop
            )
        }
        usual = forms[0]
        all = Dictionary(uniqueKeysWithValues: zip(outputs.map(\.rendition), forms))
    }

    subscript(rendition: Rendition) -> Form {
        rendition == .usual ? usual : all[rendition] ?? usual
    }

    func cancel() {
        for form in all.values { form.loop.cancel() }
    }
}

extension VideoEncoder.Settings {
    /// The settings for another form of the same pictures.
    package func rendered(as rendition: Rendition) -> Self {
        var other = self
        switch rendition {
        case .usual: break
        case .smaller:
            let unit = codec == .mjpeg ? 8 : 2
            other.width = width / 2 / unit * unit
            other.height = height / 2 / unit * unit
            other.bitRate = max(1, bitRate / 4)
        case .recoded: other.codec = codec == .h264 ? .h265 : .h264
        }
        return other
    }
}

extension FaultPlan {
    /// The forms that its faults need.
    package var renditions: [Rendition] {
        [.usual] + (faults.contains(.resize) ? [.smaller] : [])
            + (faults.contains(.recode) ? [.recoded] : [])
    }
}
