import Dispatch
import Media

/// Renders and encodes a scene's loop once, on a queue of its own.
enum LoopRenderer {
    /// What is known before the first picture is rendered.
    struct Opening: Sendable {
        let events: [TruthEvent]
        let parameterSets: [[UInt8]]
    }

    /// Begins rendering into the loop and returns as soon as the scene stands.
    ///
    /// - Parameter finished: Called when the loop is whole, or with what ended it before.
    static func begin(
        _ scene: StreetScene.Settings,
        _ coding: VideoEncoder.Settings,
        _ packing: InterleavedPicture.Packing,
        into loop: EncodedLoop,
        finished: @escaping @Sendable (MediaError?) -> Void
    ) async throws -> Opening {
        let queue = DispatchQueue(label: "watchpost.simulator.render", qos: .utility)
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                do throws(MediaError) {
                    let encoder = try VideoEncoder(coding)
                    let street = StreetScene(scene)
                    continuation.resume(
                        returning: Opening(
                            events: street.events,
                            parameterSets: encoder.parameterSets
                        )
                    )
                    render(street, with: encoder, packing, into: loop, finished)
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }

    private static func render(
        _ street: StreetScene,
        with encoder: VideoEncoder,
        _ packing: InterleavedPicture.Packing,
        into loop: EncodedLoop,
        _ finished: @Sendable (MediaError?) -> Void
    ) {
        var planes = PicturePlanes(width: street.settings.width, height: street.settings.height)
        func wrapped(_ pictures: [EncodedPicture]) -> [InterleavedPicture] {
            pictures.map { InterleavedPicture($0, packing, parameterSets: encoder.parameterSets) }
        }
        do throws(MediaError) {
            for index in 0..<street.pictureCount {
                street.render(picture: index, into: &planes)
                let pictures = try encoder.encode(
                    luma: planes.luma,
                    cb: planes.cb,
                    cr: planes.cr
                )
                guard loop.append(wrapped(pictures)) else { return }
            }
            guard loop.append(wrapped(try encoder.finish())) else { return }
            finished(nil)
        } catch {
            finished(error)
        }
    }
}
