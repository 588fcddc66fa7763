import Delivery
import Desk
import Domain
import HTTPTypes
import Hummingbird

/// `/v1/units`: patrol units, where they are and what they do.
struct UnitRoutes {
    let surroundings: Surroundings

    var endpoints: [Endpoint] {
        [
            .get("/v1/units", query: ["station", "status", "near", "limit", "after"]) {
                request, _ in try await list(request)
            },
            .get("/v1/units/:id") { _, context in try await one(context) },
            .put("/v1/units/:id/position") { try await locate($0, $1) },
            .post("/v1/units/:id/position", repeats: .harmless) { try await locate($0, $1) },
            .put("/v1/units/:id/status") { try await turn($0, $1) },
            .post("/v1/units/:id/status", repeats: .harmless) { try await turn($0, $1) },
        ]
    }

    // MARK: Looking

    private func list(_ request: Request) async throws -> Response {
        let query = try Query(request)
        let limit = try query.number("limit", in: 1...1000) ?? 100
        let station = try query.text("station").map {
            try surroundings.city.station($0, "station").id
        }
        let statuses = try query.words(
            "status",
            among: Dictionary(uniqueKeysWithValues: UnitStatus.allCases.map { ($0.rawValue, $0) })
        )
        let place = try query.place("near")
        var units = try await documents(nearTo: place)
        if let after = query.text("after") {
            let last = try surroundings.city.unit(after, "after")
            units = Array(units.drop { $0.id != last }.dropFirst())
        }
        units.removeAll { unit in
            (station.map { unit.station != $0 } ?? false)
                || (!statuses.isEmpty && !statuses.contains(unit.status))
        }
        return try Response(
            page: Array(units.prefix(limit)),
            next: units.count > limit ? units[limit - 1].id.rawValue : nil,
            of: query
        )
    }

    /// By id, or the nearest first; those whose place is unknown come last.
    private func documents(nearTo place: GeoPoint?) async throws -> [UnitDocument] {
        let now = surroundings.clock.now().wall
        let units = try await records(.units).compactMap {
            UnitDocument($0, of: surroundings.city, near: place, now: now)
        }
        guard place != nil else { return units }
        return units.sorted {
            ($0.distance ?? .infinity, $0.id) < ($1.distance ?? .infinity, $1.id)
        }
    }

    private func one(_ context: WebContext) async throws -> Response {
        let id = try id(context)
        return try await answer(.units, id)
    }

    private func id(_ context: WebContext) throws -> UnitID {
        let id = UnitID(try context.named())
        guard surroundings.city.units[id] != nil else { throw Problem(.unknownUnit(id)) }
        return id
    }

    private func records(_ request: DeskRequest) async throws -> [UnitRecord] {
        guard case .units(let records) = try await surroundings.desk.submit(request, key: nil)
        else { throw Problem.otherReply }
        return records
    }

    private func answer(_ request: DeskRequest, _ id: UnitID) async throws -> Response {
        guard
            let document = try await records(request).first(where: { $0.id == id }).flatMap({
                UnitDocument($0, of: surroundings.city, now: surroundings.clock.now().wall)
            })
        else { throw Problem.otherReply }
        return try Response(json: document)
    }

    // MARK: Telling

    struct PositionBody: RequestDocument {
        /// `[longitude, latitude]`
        var position: [Double]
        var at: String?

        enum CodingKeys: String, CodingKey, CaseIterable { case position, at }
    }

    private func locate(_ request: Request, _ context: WebContext) async throws -> Response {
        let id = try id(context)
        let body = try PositionBody.read(try await request.text())
        let place = try GeoPoint(body.position, "position")
        let at = try body.at.map { text in
            guard let time = WallTime(text) else {
                throw Problem(
                    .badRequest,
                    "'\(text)' is no time",
                    field: "at",
                    fix: "give RFC 3339 with an offset, or leave it out: it is now by default"
                )
            }
            return time
        }
        let fix = Fix(position: place, at: at ?? surroundings.clock.now().wall)
        return try await answer(.locate(id, fix), id)
    }

    struct StatusBody: RequestDocument {
        var status: String
        var actor: String

        enum CodingKeys: String, CodingKey, CaseIterable { case status, actor }
    }

    private func turn(_ request: Request, _ context: WebContext) async throws -> Response {
        let id = try id(context)
        let body = try StatusBody.read(try await request.text())
        let status: UnitStatus = try body.status.chosen("status")
        let actor = try body.actor.checked("actor", TextLimits.name)
        return try await answer(.turn(id, status, by: actor), id)
    }
}

extension Query {
    /// A place as `longitude,latitude`.
    func place(_ name: String) throws -> GeoPoint? {
        guard let text = text(name) else { return nil }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { $0.allSatisfy(\.isInDecimals) ? Double($0) : nil }
        guard numbers.count == parts.count else {
            throw Problem(
                .badRequest,
                "'\(text)' is no place",
                field: name,
                fix: "give longitude,latitude in WGS-84 degrees, such as 117.021,36.661"
            )
        }
        return try GeoPoint(numbers, name)
    }
}

extension Character {
    /// Whether it can stand in a number that is written out.
    fileprivate var isInDecimals: Bool { "-.0123456789".contains(self) }
}
