import Cameras
package import Delivery
package import Desk
package import Domain
import Logging

extension CameraRegisterDriver: CameraOffice {
    package var cameras: [CameraDocument] {
        let register = self.register
        let now = clock.now()
        return fleet.statuses.map { camera, status in
            CameraDocument(
                camera,
                file: register.file(of: camera.id),
                status: CameraDocument.Status(status, at: now)
            )
        }
    }

    package func camera(_ id: CameraID) -> CameraDocument? {
        let register = self.register
        guard let (camera, status) = fleet.camera(id) else { return nil }
        return CameraDocument(
            camera,
            file: register.file(of: id),
            status: CameraDocument.Status(status, at: clock.now())
        )
    }

    // MARK: Changes

    package func add(
        _ body: String,
        key: RequestKey?
    ) async throws(CameraRefusal) -> CameraDocument {
        try await onQueue { [self] () throws(CameraRefusal) in
            if let known = try earlier(key) { return known }
            let (camera, warnings) = try read(body)
            let register = self.register
            if let file = register.file(of: camera.id) { throw .exists(camera.id, file: file) }
            if register.own(camera.id) != nil { throw .exists(camera.id, file: nil) }
            try keep(camera, "added")
            try remember(key, camera.id)
            return try answer(camera.id, warnings)
        }
    }

    package func put(
        _ body: String,
        as id: CameraID,
        expecting tag: String?
    ) async throws(CameraRefusal) -> (camera: CameraDocument, isNew: Bool) {
        try await onQueue { [self] () throws(CameraRefusal) in
            try checkOwner(id, expecting: tag)
            let (camera, warnings) = try read(body, named: id)
            let known = register.own(id)
            if known != camera { try keep(camera, known == nil ? "added" : "changed") }
            return (try answer(id, warnings), known == nil)
        }
    }

    package func remove(
        _ id: CameraID,
        expecting tag: String?
    ) async throws(CameraRefusal) {
        try await onQueue { [self] () throws(CameraRefusal) in
            let register = self.register
            try checkOwner(id, expecting: tag)
            guard register.own(id) != nil else { throw .unknown(id) }
            let folder = try folder()
            try written { () throws(CameraFolder.Failure) in try folder.remove(id) }
            change(to: register.removing(id))
            logger.event(
                .cameraRemoved, .notice, "camera \(id) is removed, by the API", [.camera: "\(id)"]
            )
        }
    }

    private func checkOwner(_ id: CameraID, expecting tag: String?) throws(CameraRefusal) {
        if let file = register.file(of: id) { throw .filed(id, file: file) }
        if let tag, camera(id)?.tag != tag { throw .changed(id) }
    }

    private func read(
        _ body: String,
        named id: CameraID? = nil
    ) throws(CameraRefusal) -> (Camera, warnings: [String]) {
        let (camera, mistakes) = CameraRequest.camera(json: body, named: id, against: context)
        guard let camera else { throw .invalid(mistakes) }
        return (camera, mistakes.map(\.message))
    }

    private var context: CameraContext {
        CameraContext(register.configuration, folders)
    }

    /// Puts a camera on disk and then into the register.
    private func keep(_ camera: Camera, _ deed: String) throws(CameraRefusal) {
        let register = self.register
        let folder = try folder()
        try written { () throws(CameraFolder.Failure) in
            try folder.keep(camera, in: register.configuration.city)
        }
        change(to: register.putting(camera))
        logger.event(
            deed == "added" ? .cameraAdded : .cameraChanged,
            .notice,
            "camera \(camera.id) is \(deed), by the API",
            [.camera: "\(camera.id)"]
        )
    }

    private func written(
        _ work: () throws(CameraFolder.Failure) -> Void
    ) throws(CameraRefusal) {
        do throws(CameraFolder.Failure) {
            try work()
        } catch {
            throw .notKept(reason: error.description, isFull: error.isFull)
        }
    }

    private func folder() throws(CameraRefusal) -> CameraFolder {
        guard let path = folders.ownCameras else {
            throw .notKept(reason: "the node has no data folder", isFull: false)
        }
        return CameraFolder(path)
    }

    private func answer(
        _ id: CameraID,
        _ warnings: [String] = []
    ) throws(CameraRefusal) -> CameraDocument {
        guard var document = camera(id) else { throw .unknown(id) }
        document.warnings = warnings.isEmpty ? nil : warnings
        return document
    }

    // MARK: Repeated requests

    /// The camera that the same request added before.
    private func earlier(_ key: RequestKey?) throws(CameraRefusal) -> CameraDocument? {
        guard let key else { return nil }
        let answer: Answer?
        do { answer = try ledger.answer(to: key.key) } catch { throw .ledger(error) }
        guard let answer else { return nil }
        guard answer.request == key.request else { throw .keyReused }
        return try self.answer(CameraID(answer.subject))
    }

    private func remember(_ key: RequestKey?, _ id: CameraID) throws(CameraRefusal) {
        guard let key else { return }
        let answer = Answer(
            key: key.key,
            request: key.request,
            subject: id.rawValue,
            created: true,
            at: clock.now().wall
        )
        do { try ledger.append([], memos: [], answers: [answer]) } catch { throw .ledger(error) }
    }

    // MARK: Looking

    package func picture(of id: CameraID) async throws(CameraRefusal) -> [UInt8] {
        guard let (_, status) = fleet.camera(id) else { throw .unknown(id) }
        guard status.state == .online || status.state == .degraded else {
            let reason = status.reason.map { ": \($0)" } ?? ""
            throw .noPicture(id, reason: "it is \(status.state.rawValue)\(reason)")
        }
        guard let picture = await fleet.picture(of: id) else {
            if isStopping { throw .stopping }
            throw .noPicture(
                id, reason: "no whole picture came within \(Int(LatestPicture.patience)) s"
            )
        }
        return picture
    }

    package func probe(_ body: String) async throws(CameraRefusal) -> ProbeDocument {
        let (trial, mistakes) = CameraRequest.trial(json: body, against: context)
        guard let trial else { throw .invalid(mistakes) }
        let configuration = register.configuration
        return try await probes.run(
            trial,
            credentials: trial.credentials.flatMap { configuration.credentials[$0] },
            networks: configuration.networks
        )
    }
}

extension CameraRefusal {
    fileprivate static func invalid(_ mistakes: [Mistake]) -> CameraRefusal {
        .invalid(
            mistakes.filter { !$0.isWarning }
                .map { FieldMistake(field: $0.field, message: $0.message) }
        )
    }
}
