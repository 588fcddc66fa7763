/// What all clients of a server have in common.
struct Programme: Sendable {
    let cameras: Int
    let description: StreamDescription
    let maker: Maker
    let transports: Set<CameraTransport>
    /// Where datagrams come from, if there are any.
    let ports: (media: Int, control: Int)?
    /// - Units: seconds.
    let sessionTimeout: Int
    let authentication: Authentication?
    let timetable: Timetable
    let loop: EncodedLoop
    let random: @Sendable () -> UInt64
}
