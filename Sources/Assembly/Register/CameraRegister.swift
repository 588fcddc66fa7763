package import Cameras
package import Domain

/// A camera and the login that it is reached with: what its stream depends on.
package struct WatchedCamera: Hashable, Sendable {
    package var camera: Camera
    package var credentials: Credentials?

    package init(_ camera: Camera, credentials: Credentials? = nil) {
        self.camera = camera
        self.credentials = credentials
    }
}

/// Which cameras a node watches, and to whom each belongs: to its file, or to the API.
///
/// It only decides; whoever holds it keeps what changes on disk and starts and stops streams.
package struct CameraRegister: Sendable {
    package private(set) var configuration: Configuration

    package init(_ configuration: Configuration) { self.configuration = configuration }

    /// What is watched, by id: where a file and the API name the same camera, the file's.
    package var watched: [CameraID: WatchedCamera] {
        var watched: [CameraID: WatchedCamera] = [:]
        for camera in configuration.ownCameras + configuration.cameras {
            let credentials = camera.credentials.flatMap { configuration.credentials[$0] }
            watched[camera.id] = WatchedCamera(camera, credentials: credentials)
        }
        return watched
    }

    /// The file that a camera belongs to; `nil` where it belongs to the API or is unknown.
    package func file(of id: CameraID) -> String? { configuration.files[id] }

    /// The cameras of the API whose place a file has taken.
    package var shadowed: [CameraID] {
        configuration.ownCameras.map(\.id).filter { configuration.files[$0] != nil }.sorted()
    }

    package func own(_ id: CameraID) -> Camera? {
        configuration.ownCameras.first { $0.id == id }
    }

    // MARK: Changes

    /// With another camera of the API, or another form of one.
    package func putting(_ camera: Camera) -> CameraRegister {
        var next = removing(camera.id)
        next.configuration.ownCameras.append(camera)
        return next
    }

    /// Without a camera of the API.
    package func removing(_ id: CameraID) -> CameraRegister {
        var next = self
        next.configuration.ownCameras.removeAll { $0.id == id }
        return next
    }
}

/// What is to be done to the streams so that they go with a register.
package struct CameraPlan: Hashable, Sendable {
    /// By id; a camera that changed is stopped and started.
    package var start: [WatchedCamera] = []
    package var stop: [CameraID] = []
    /// Untouched.
    package var keep: [CameraID] = []

    package init(
        from old: [CameraID: WatchedCamera],
        to new: [CameraID: WatchedCamera]
    ) {
        for (id, camera) in new.sorted(by: { $0.key < $1.key }) {
            if old[id] == camera { keep.append(id) } else { start.append(camera) }
        }
        stop = old.filter { new[$0.key] != $0.value }.keys.sorted()
    }

    package var isEmpty: Bool { start.isEmpty && stop.isEmpty }
    /// Not watched before.
    package var added: [CameraID] { start.map(\.camera.id).filter { !stop.contains($0) } }
    /// Watched before and still, in another form.
    package var changed: [CameraID] { start.map(\.camera.id).filter(stop.contains) }
    /// Not watched any more.
    package var removed: [CameraID] {
        let started = Set(start.map(\.camera.id))
        return stop.filter { !started.contains($0) }
    }
}
