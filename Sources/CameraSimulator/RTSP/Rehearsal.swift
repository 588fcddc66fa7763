import Domain
import Media
import NIOCore

/// A camera's side of a dialogue without network, time and pictures: what a client sends goes in,
/// what it is answered comes out, the same each time.
package struct Rehearsal {
    private var reader = RTSPReader()
    private var dialogue: RTSPDialogue
    private var isOver = false
    private let now = Stamp(
        moment: Moment(nanoseconds: 0),
        wall: WallTime(milliseconds: 1_763_884_800_000, offset: 28_800)
    )

    /// - Parameter authentication: What a client must prove, to whichever of two cameras.
    package init(_ maker: Maker, authentication: Authentication? = nil) {
        var settings = CameraServer.Settings(cameras: 2, authentication: authentication)
        settings.maker = maker
        let output = LoopRenderer.Output(
            rendition: .usual,
            coding: settings.coding,
            packing: settings.packing(of: .h264),
            loop: EncodedLoop()
        )
        let programme = Programme(
            cameras: settings.cameras,
            maker: maker,
            transports: settings.offeredTransports,
            ports: (5000, 5001),
            sessionTimeout: settings.sessionTimeout,
            authentication: authentication,
            timetable: Timetable(
                cameras: settings.cameras,
                rate: settings.scene.rate,
                gopPictures: settings.gopPictures,
                loopPictures: settings.loopPictures,
                epoch: now
            ),
            renditions: Renditions([output], [[[0x67, 66, 192, 30, 140], [0x68, 206, 60, 128]]]),
            faults: settings.faults,
            random: { 0x0123_4567_89AB_CDEF }
        )
        dialogue = RTSPDialogue(
            programme,
            between: RTSPDialogue.Ends(server: "10.1.2.17", client: "10.1.2.1")
        )
    }

    /// - Returns: The answers as they go over the wire, as far as requests are whole.
    package mutating func answers(to bytes: some Sequence<UInt8>) -> [String] {
        var buffer = ByteBuffer(bytes: bytes)
        reader.append(&buffer)
        var answers: [String] = []
        while !isOver, let found = reader.next() {
            switch found {
            case .packet: continue
            case .request(let request):
                guard let response = dialogue.answer(request, at: now) else { continue }
                answers.append(response.text)
                isOver = response.status == 400
            case .malformed(let status):
                answers.append(RTSPResponse(status).text)
                isOver = true
            }
            _ = dialogue.due(at: now)
        }
        return answers
    }
}
