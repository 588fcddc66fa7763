package import Desk
package import Domain

/// Where cameras are looked up, added, changed, removed and tried; bodies are JSON objects with the
/// keys of a camera file.
package protocol CameraOffice: Sendable {
    /// By id.
    var cameras: [CameraDocument] { get }
    func camera(_ id: CameraID) -> CameraDocument?
    /// Returns when the camera is on disk.
    func add(_ body: String, key: RequestKey?) async throws(CameraRefusal) -> CameraDocument
    /// Adds a camera or puts another form in place of one.
    ///
    /// - Parameter tag: what the caller saw; refused where it is another by now.
    /// - Returns: the camera, and whether it is new.
    func put(
        _ body: String,
        as id: CameraID,
        expecting tag: String?
    ) async throws(CameraRefusal) -> (camera: CameraDocument, isNew: Bool)
    func remove(_ id: CameraID, expecting tag: String?) async throws(CameraRefusal)
    /// What it sees at this moment, as JPEG with private zones painted over.
    func picture(of id: CameraID) async throws(CameraRefusal) -> [UInt8]
    /// Tries a stream; the body has `url`, `credentials` and `transport`.
    func probe(_ body: String) async throws(CameraRefusal) -> ProbeDocument
}

/// Why nothing came of a request about cameras.
package enum CameraRefusal: Error, Sendable, Hashable {
    /// Something of the body is wrong; at least one.
    case invalid([FieldMistake])
    case unknown(CameraID)
    /// There is one already, of a file where one is named.
    case exists(CameraID, file: String?)
    /// It belongs to a camera file.
    case filed(CameraID, file: String)
    /// It is not what the caller saw.
    case changed(CameraID)
    case noPicture(CameraID, reason: String)
    case tooManyProbes(Int)
    case keyReused
    case ledger(LedgerError)
    /// The disk did not take it.
    case notKept(reason: String, isFull: Bool)
    case stopping
}

/// What is wrong in a request's body.
package struct FieldMistake: Sendable, Hashable {
    /// Such as `zones[0].points`; `nil` where it is the whole.
    package var field: String?
    /// What is wrong and what is expected.
    package var message: String

    package init(field: String?, message: String) {
        self.field = field
        self.message = message
    }
}
