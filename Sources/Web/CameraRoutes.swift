import Delivery
import Desk
import Domain
import HTTPTypes
import Hummingbird

/// `/v1/cameras` and `/v1/probe`: looking, adding, changing, removing, trying.
struct CameraRoutes {
    let surroundings: Surroundings

    private var office: any CameraOffice { surroundings.cameras }

    var endpoints: [Endpoint] {
        [
            .get("/v1/cameras", query: ["station", "health", "q", "limit", "after"]) { request, _ in
                try list(request)
            },
            .post("/v1/cameras", repeats: .known) { request, _ in try await add(request) },
            .get("/v1/cameras/:id") { _, context in try look(context) },
            .put("/v1/cameras/:id") { request, context in try await put(request, context) },
            .delete("/v1/cameras/:id") { request, context in try await remove(request, context) },
            .get("/v1/cameras/:id/snapshot.jpg", gives: ["image/jpeg"]) { request, context in
                try await picture(request, context)
            },
            .post("/v1/probe", repeats: .harmless) { request, _ in try await probe(request) },
        ]
    }

    // MARK: Looking

    private func list(_ request: Request) throws -> Response {
        let query = try Query(request)
        let limit = try query.number("limit", in: 1...1000) ?? 100
        let after = query.text("after") ?? ""
        let health = try query.words(
            "health",
            among: Dictionary(
                uniqueKeysWithValues: CameraDocument.State.allCases.map { ($0.rawValue, $0) }
            )
        )
        let station = try query.text("station").map(station)
        let wanted = query.text("q")?.lowercased()
        let found = office.cameras.filter { camera in
            camera.id.rawValue > after
                && (station == nil || camera.station == station)
                && (health.isEmpty || health.contains(camera.status.state))
                && (wanted.map {
                    camera.name.lowercased().contains($0) || camera.id.rawValue.contains($0)
                } ?? true)
        }
        return try Response(
            page: Array(found.prefix(limit)),
            next: found.count > limit ? found[limit - 1].id.rawValue : nil,
            of: query
        )
    }

    private func station(_ name: String) throws -> StationID {
        let id = StationID(name)
        guard surroundings.city.stations[id] == nil else { return id }
        let known = surroundings.city.stations.keys.map(\.rawValue).sorted()
        throw Problem(
            .badRequest,
            "there is no station '\(name)'",
            field: "station",
            fix: nearest(name, among: known).map { "did you mean '\($0)'?" }
                ?? "GET /v1/stations lists them"
        )
    }

    private func id(_ context: WebContext) throws -> CameraID {
        CameraID(try context.named())
    }

    private func look(_ context: WebContext) throws -> Response {
        let id = try id(context)
        guard let camera = office.camera(id) else { throw Problem(CameraRefusal.unknown(id)) }
        return try Response(camera: camera)
    }

    private func picture(
        _ request: Request,
        _ context: WebContext
    ) async throws -> Response {
        let id = try id(context)
        guard office.camera(id) != nil else { throw Problem(CameraRefusal.unknown(id)) }
        try await surroundings.record(lookAt: "/v1/cameras/\(id)/snapshot.jpg", request, context)
        let picture = try await asked { () throws(CameraRefusal) in
            try await office.picture(of: id)
        }
        return try Response(picture: picture, asked: request)
    }

    // MARK: Changing

    private func add(_ request: Request) async throws -> Response {
        let text = try await form(request)
        let key = try RequestKey(request, asking: text)
        let camera = try await asked { () throws(CameraRefusal) in
            try await office.add(text, key: key)
        }
        return try Response(camera: camera, status: .created)
    }

    private func put(_ request: Request, _ context: WebContext) async throws -> Response {
        let id = try id(context)
        let text = try await form(request)
        let (camera, isNew) = try await asked { () throws(CameraRefusal) in
            try await office.put(text, as: id, expecting: request.expectedTag)
        }
        return try Response(camera: camera, status: isNew ? .created : .ok)
    }

    private func remove(
        _ request: Request,
        _ context: WebContext
    ) async throws -> Response {
        let id = try id(context)
        try await asked { () throws(CameraRefusal) in
            try await office.remove(id, expecting: request.expectedTag)
        }
        return Response(status: .noContent)
    }

    private func probe(_ request: Request) async throws -> Response {
        let text = try await form(request)
        let document = try await asked { () throws(CameraRefusal) in try await office.probe(text) }
        return try Response(json: document)
    }

    /// The body, whose fields stand there once; what they say the office reads.
    private func form(_ request: Request) async throws -> String {
        let text = try await request.text()
        try JSONKeys.checkOnce(JSONKeys.outermost(of: text))
        return text
    }

    /// Asks the office, whose refusals are problems.
    private func asked<Value>(
        _ work: () async throws(CameraRefusal) -> Value
    ) async throws -> Value {
        do throws(CameraRefusal) { return try await work() } catch { throw Problem(error) }
    }
}

extension Response {
    fileprivate init(camera: CameraDocument, status: HTTPResponse.Status = .ok) throws {
        try self.init(json: camera, status: status)
        headers[.eTag] = "\"\(camera.tag)\""
        if status == .created { headers[.location] = "/v1/cameras/\(camera.id)" }
    }
}

extension Request {
    /// The `ETag` that the caller saw; `nil` where any will do.
    fileprivate var expectedTag: String? {
        guard let text = headers[.ifMatch], text != "*" else { return nil }
        return text.filter { $0 != "\"" }
    }
}

extension Problem {
    init(_ refusal: CameraRefusal) {
        switch refusal {
        case .invalid(let mistakes): self.init(mistakes)
        case .unknown(let id):
            self.init(.notFound, "there is no camera '\(id)'", fix: "GET /v1/cameras lists them")
        case .exists(let id, let file):
            self.init(
                .conflict,
                "there is a camera '\(id)' already" + (file.map { ", in \($0)" } ?? ""),
                field: "id",
                fix: file == nil
                    ? "choose another id, or PUT /v1/cameras/\(id) puts this form in its place"
                    : "choose another id, or change the camera in its file"
            )
        case .filed(let id, let file):
            self.init(
                .conflict,
                "camera '\(id)' belongs to the file \(file)",
                fix: "change it in \(file); the node takes it up within seconds"
            )
        case .changed(let id):
            self.init(
                .preconditionFailed,
                "camera '\(id)' is not what it was when you saw it",
                field: "If-Match",
                fix: "look at /v1/cameras/\(id), and send its ETag with what you want"
            )
        case .noPicture(let id, let reason):
            self.init(
                .notFound,
                "there is no picture of camera '\(id)': \(reason)",
                fix: "try again when it is online; GET /v1/cameras/\(id) shows how it is"
            )
        case .tooManyProbes(let most):
            self.init(
                .serviceUnavailable,
                "\(most) streams are being tried already, as many as may be at once",
                fix: "try again in some seconds",
                headers: [.retryAfter: "5"]
            )
        case .keyReused: self.init(DeskError.keyReused)
        case .ledger(let error): self.init(error)
        case .notKept(_, isFull: true):
            self.init(
                HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"),
                "nothing was changed: the disk is full",
                fix: "try again when there is room"
            )
        case .notKept(let reason, isFull: false):
            self.init(hidden: reason)
        case .stopping: self.init(DeskError.stopping)
        }
    }

    /// What is wrong with a body: all of it in words, and the first one's field.
    private init(_ mistakes: [FieldMistake]) {
        let first = mistakes.first?.message ?? "the body is wrong"
        let parts = first.firstRange(of: "; ")
        let rest = mistakes.dropFirst().prefix(8).map { "; \($0.message)" }.joined()
        self.init(
            .badRequest,
            rest.isEmpty ? String(first[..<(parts?.lowerBound ?? first.endIndex)]) : first + rest,
            field: mistakes.first?.field,
            fix: parts.map { String(first[$0.upperBound...]) }
                ?? "/openapi.json describes the keys of a camera"
        )
    }
}
