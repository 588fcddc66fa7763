import Dispatch
import Media

/// Renders a scene's loop once, on a queue of its own, and encodes it in each form asked for.
enum LoopRenderer {
    /// What is known before the first picture is rendered.
    struct Opening: Sendable {
        let events: [TruthEvent]
        let parameterSets: [[[UInt8]]]
    }

    /// A form of the loop: how it is encoded and where it goes.
    struct Output: Sendable {
        let rendition: Rendition
        let coding: VideoEncoder.Settings
        let packing: InterleavedPicture.Packing
        let loop: EncodedLoop
    }

    /// Begins rendering into the loops and returns as soon as the scene stands.
    ///
    /// - Parameter finished: Called when the loops are whole, or with what ended them before.
    static func begin(
        _ scene: StreetScene.Settings,
        _ outputs: [Output],
        finished: @escaping @Sendable (MediaError?) -> Void
    ) async throws -> Opening {
        let queue = DispatchQueue(label: "watchpost.simulator.render", qos: .utility)
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                do throws(MediaError) {
                    let encoders = try outputs.map { output throws(MediaError) in
                        (try VideoEncoder(output.coding), output)
                    }
                    let street = StreetScene(scene)
                    continuation.resume(
                        returning: Opening(
                            events: street.events,
                            parameterSets: encoders.map { $0.0.parameterSets }
                        )
                    )
                    render(street, with: encoders, finished)
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }

    private static func render(
        _ street: StreetScene,
        with encoders: [(VideoEncoder, Output)],
        _ finished: @Sendable (MediaError?) -> Void
    ) {
        let (width, height) = (street.settings.width, street.settings.height)
        var planes = PicturePlanes(width: width, height: height)
        do throws(MediaError) {
            for index in 0..<street.pictureCount {
                street.render(picture: index, into: &planes)
                for (encoder, output) in encoders {
                    let size = (encoder.settings.width, encoder.settings.height)
                    let fitting = size == (width, height) ? planes : planes.halved(to: size)
                    let pictures = try encoder.encode(
                        luma: fitting.luma,
                        cb: fitting.cb,
                        cr: fitting.cr
                    )
                    guard output.take(pictures, encoder.parameterSets) else { return }
                }
            }
            for (encoder, output) in encoders {
                let pictures = try encoder.finish()
                guard output.take(pictures, encoder.parameterSets) else { return }
            }
            finished(nil)
        } catch {
            finished(error)
        }
    }
}

extension LoopRenderer.Output {
    /// - Returns: Whether more pictures are wanted.
    fileprivate func take(_ pictures: [EncodedPicture], _ parameterSets: [[UInt8]]) -> Bool {
        loop.append(
            pictures.map { InterleavedPicture($0, packing, parameterSets: parameterSets) }
        )
    }
}

extension PicturePlanes {
    /// The picture at half its size; what does not fill whole pixels at the edges is cut off.
    ///
    /// - Units: pixels, even; at most half of this picture's.
    package func halved(to size: (width: Int, height: Int)) -> PicturePlanes {
        var small = PicturePlanes(width: size.width, height: size.height)
        small.luma = Self.halved(luma, width, to: size)
        let chroma = (size.width / 2, size.height / 2)
        small.cb = Self.halved(cb, width / 2, to: chroma)
        small.cr = Self.halved(cr, width / 2, to: chroma)
        return small
    }

    private static func halved(
        _ plane: [UInt8],
        _ stride: Int,
        to size: (width: Int, height: Int)
    ) -> [UInt8] {
        var small: [UInt8] = []
        small.reserveCapacity(size.width * size.height)
        for row in 0..<size.height {
            for column in 0..<size.width {
                let at = 2 * (row * stride + column)
                let sum =
                    Int(plane[at]) + Int(plane[at + 1]) + Int(plane[at + stride])
                    + Int(plane[at + stride + 1])
                small.append(UInt8((sum + 2) / 4))
            }
        }
        return small
    }
}
