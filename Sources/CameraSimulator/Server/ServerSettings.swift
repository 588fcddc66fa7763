package import Media

extension CameraServer {
    /// Which cameras are simulated and how they are reached.
    package struct Settings: Sendable {
        package var cameras: Int
        package var host: String
        /// 0 for any free port.
        package var port: Int
        /// The street; its loop is lengthened to whole groups of pictures.
        package var scene: StreetScene.Settings
        package var codec: VideoEncoder.Codec
        /// - Units: seconds from keyframe to keyframe.
        package var gopSeconds: Double
        /// - Units: bits a second.
        package var bitRate: Int
        package var authentication: Authentication?
        package var maker = Maker.watchpost
        /// What clients may choose from; encrypted, only the connection itself.
        package var transports = Set(CameraTransport.allCases)
        /// Whether it is RTSP over TLS, with a certificate that vouches for itself.
        package var isEncrypted = false
        /// How long a session lives without a sign of life.
        ///
        /// - Units: seconds.
        package var sessionTimeout = 60
        package var faults: FaultPlan
        package var limits: Limits

        package init(
            cameras: Int = 1,
            host: String = "127.0.0.1",
            port: Int = 0,
            scene: StreetScene.Settings = StreetScene.Settings(),
            codec: VideoEncoder.Codec = .h264,
            gopSeconds: Double = 2,
            bitRate: Int = 1_000_000,
            authentication: Authentication? = nil,
            faults: FaultPlan = FaultPlan(),
            limits: Limits = Limits()
        ) {
            self.cameras = cameras
            self.host = host
            self.port = port
            self.scene = scene
            self.codec = codec
            self.gopSeconds = gopSeconds
            self.bitRate = bitRate
            self.authentication = authentication
            self.faults = faults
            self.limits = limits
        }
    }

    /// How much a client may ask of the server.
    package struct Limits: Sendable, Hashable {
        /// Connections at once; more are closed as they come.
        package var clients = 2048
        /// Bytes that may wait for a client before it is dropped.
        package var pendingBytes = 4 << 20
        /// Seconds that something may lie waiting for a client all the time before it is dropped.
        package var blockedSeconds = 5.0
        /// Seconds that a client that plays nothing may be silent.
        package var silence = 60.0
        /// Bytes that the kernel is asked to keep for a client.
        package var sendBuffer = 256 << 10

        package init() {}
    }
}

extension CameraServer.Settings {
    var offeredTransports: Set<CameraTransport> { isEncrypted ? [.tcp] : transports }

    func packing(of codec: VideoEncoder.Codec) -> InterleavedPicture.Packing {
        InterleavedPicture.Packing(
            codec: codec,
            payloadType: maker.payloadType(for: codec),
            repeatsParameterSets: maker.parameterSets != .descriptionAlone
        )
    }

    var gopPictures: Int { max(1, Int((gopSeconds * Double(scene.rate)).rounded())) }

    /// Whole groups, so that the loop's end joins its beginning at a keyframe.
    var loopPictures: Int {
        let wanted = scene.loopSeconds * Double(scene.rate) / Double(gopPictures)
        return max(1, Int(wanted.rounded(.up))) * gopPictures
    }

    var street: StreetScene.Settings {
        var street = scene
        street.loopSeconds = Double(loopPictures) / Double(scene.rate)
        return street
    }

    var coding: VideoEncoder.Settings {
        VideoEncoder.Settings(
            width: scene.width,
            height: scene.height,
            rate: scene.rate,
            gopPictures: gopPictures,
            bitRate: bitRate,
            codec: codec
        )
    }
}
