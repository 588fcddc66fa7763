/// What all clients of a server have in common.
struct Programme: Sendable {
    let cameras: Int
    let maker: Maker
    let transports: Set<CameraTransport>
    /// Where datagrams come from, if there are any.
    let ports: (media: Int, control: Int)?
    /// - Units: seconds.
    let sessionTimeout: Int
    let authentication: Authentication?
    let timetable: Timetable
    let renditions: Renditions
    let faults: FaultPlan
    let random: @Sendable () -> UInt64

    func trouble(of camera: Int) -> CameraFault? {
        CameraFault(camera: camera, faults, timetable)
    }
}
