import CameraSimulator
import Domain
import Testing

@Suite struct `A fault plan` {
    private func timetable(rate: Int = 12, gop: Int = 24) -> Timetable {
        Timetable(
            cameras: 4,
            rate: rate,
            gopPictures: gop,
            loopPictures: 60 * gop,
            epoch: Stamp(
                moment: Moment(nanoseconds: 0),
                wall: WallTime(milliseconds: 0, offset: 0)
            )
        )
    }

    private func camera(
        _ fault: Fault,
        number: Int = 0,
        seed: UInt64 = 1,
        rate: Int = 12
    ) throws -> CameraFault {
        try #require(
            CameraFault(camera: number, FaultPlan([fault], seed: seed), timetable(rate: rate)))
    }

    @Test func `lets health come first and ends each period with the fault`() {
        let plan = FaultPlan([.stall], every: 30, lasting: 10)
        #expect([-1, 0, 19.9].allSatisfy { plan.window(at: $0) == nil })
        #expect([20, 29.9].allSatisfy { plan.window(at: $0)?.number == 0 })
        #expect(plan.window(at: 30) == nil)
        #expect(plan.window(at: 55)?.start == 50)
        #expect(plan.window(at: 55)?.end == 60)
        #expect([0, 19.9, 20, 49.9, 50].map { plan.begun(by: $0) } == [0, 0, 1, 1, 2])
        // A fault that is longer than its period never ends.
        #expect(FaultPlan([.stall], every: 5, lasting: 9).window(at: 0)?.start == 0)
    }

    @Test func `deals its faults to the first cameras in turn`() {
        let plan = FaultPlan([.drop, .stall], cameras: 3)
        #expect((0..<5).map { plan.fault(of: $0) } == [.drop, .stall, .drop, nil, nil])
        #expect(FaultPlan().fault(of: 0) == nil)
    }

    @Test(arguments: [Fault.drop, .reorder, .corrupt, .garbage])
    func `gives the same misfortune for the same seed and another for another`(
        fault: Fault
    ) throws {
        let sizes = Array(repeating: 1000, count: 400)
        let fates = try camera(fault).fates(ofPackets: sizes, picture: 250)
        #expect(try camera(fault).fates(ofPackets: sizes, picture: 250) == fates)
        #expect(try camera(fault, seed: 2).fates(ofPackets: sizes, picture: 250) != fates)
        #expect(try camera(fault, number: 1).fates(ofPackets: sizes, picture: 250) != fates)
        #expect(try camera(fault).fates(ofPackets: sizes, picture: 251) != fates)
        let struck = fates.count { $0 != .sent }
        #expect(fault == .drop ? (8...36).contains(struck) : (20...64).contains(struck))
    }

    @Test func `strikes no packet for other faults`() throws {
        for fault in Fault.allCases where ![.drop, .reorder, .corrupt, .garbage].contains(fault) {
            let fates = try camera(fault).fates(ofPackets: [1, 2, 3], picture: 250)
            #expect(fates == [.sent, .sent, .sent], "\(fault)")
        }
    }

    @Test(arguments: Fault.allCases)
    func `leaves pictures outside its windows alone, and for some faults within`(
        fault: Fault
    ) throws {
        let camera = try camera(fault)
        for picture in Array(0..<240) + Array(360..<600) {
            #expect(camera.fate(of: picture) == CameraFault.PictureFate(shown: picture))
            #expect(!camera.isSilent(at: Double(picture) / 12))
            #expect(camera.sent(by: Double(picture) / 12) == Double(picture) / 12)
            #expect(camera.described(at: Double(picture) / 12) == .usual)
        }
        let changed = (240..<360).count { camera.fate(of: $0) != .init(shown: $0) }
        switch fault {
        case .freeze: #expect(changed == 119)
        case .resize: #expect(changed == 120)
        case .wrongClock: #expect(changed > 90)
        case .clockJump: #expect(changed == 72)
        case .clockRepeat: #expect(changed == 60)
        case .clockBackwards, .clockStill: #expect(changed == 119)
        case .clockReset: #expect(changed == 120)
        case .noKeyframe: #expect(changed == 5)
        case .reset: #expect((4...20).contains(changed))
        default: #expect(changed == 0)
        }
    }

    @Test func `freezes on the first keyframe of its window and switches at keyframes`() throws {
        let early = try #require(
            CameraFault(
                camera: 0,
                FaultPlan([.freeze], every: 21, lasting: 10),
                timetable(gop: 24)
            )
        )
        // The window begins at picture 132, its first group at 144; it ends with picture 251.
        #expect([131, 143].map { early.fate(of: $0).shown } == [131, 143])
        #expect([144, 150, 200, 263].map { early.fate(of: $0).shown } == [144, 144, 144, 144])
        #expect(early.fate(of: 264).shown == 264)
    }

    @Test func `slows to half the speed in one window and to bursts in the next`() throws {
        let camera = try camera(.slow)
        #expect([20, 24, 29].map { camera.sent(by: $0) } == [20, 22, 24.5])
        #expect([50, 52.9, 53, 57].map { camera.sent(by: $0) } == [50, 50, 53, 56])
    }

    @Test func `halves pictures by the mean of four pixels`() {
        var planes = PicturePlanes(width: 8, height: 4)
        for index in planes.luma.indices { planes.luma[index] = UInt8(index) }
        let small = planes.halved(to: (4, 2))
        #expect(small.luma == [5, 7, 9, 11, 21, 23, 25, 27])
        #expect(small.cb == [128, 128])
    }
}
