/// Something that reads what others wrote, and what must hold whatever they wrote.
package enum FuzzTarget: String, CaseIterable, Sendable {
    // What operators write.
    case cameraFile = "camera-file"
    case settingsFile = "settings-file"
    case policyFile = "policy-file"
    case credentialsFile = "credentials-file"
    case cityFile = "city-file"
    case stationsFile = "stations-file"
    case gridsFile = "grids-file"
    case unitsFile = "units-file"
    case officesFile = "offices-file"
    // What requests hold.
    case cameraRequest = "camera-request"
    case cursor
    case time
    case address
    case streamURL = "stream-url"
    // What cameras answer and send.
    case answers
    case description
    case packets
    // What clients send to a simulated camera.
    case simulator

    /// Reads an input.
    ///
    /// - Throws: `Breach` where something that must hold does not; what traps is a breach too.
    package func run(_ input: [UInt8], in world: FuzzWorld) throws(Breach) {
        switch self {
        case .cameraFile: try world.readCameras(input)
        case .settingsFile: try world.read(input, as: .settings)
        case .policyFile: try world.read(input, as: .policy)
        case .credentialsFile: try world.readCredentials(input)
        case .cityFile: try world.read(input, as: .city)
        case .stationsFile: try world.read(input, as: .stations)
        case .gridsFile: try world.read(input, as: .grids)
        case .unitsFile: try world.read(input, as: .units)
        case .officesFile: try world.read(input, as: .offices)
        case .cameraRequest: try world.readRequest(input)
        case .cursor: try Texts.cursor(Self.text(input))
        case .time: try Texts.time(Self.text(input))
        case .address: try Texts.address(Self.text(input))
        case .streamURL: try Texts.streamURL(Self.text(input))
        case .answers: try CameraAnswers.wire(input)
        case .description: try CameraAnswers.description(input)
        case .packets: try PacketStream.pictures(input)
        case .simulator: try SimulatedCamera.dialogue(input)
        }
    }

    /// Text as it comes from outside, which is UTF-8 or made so.
    private static func text(_ input: [UInt8]) -> String {
        String(decoding: input, as: UTF8.self)
    }
}
