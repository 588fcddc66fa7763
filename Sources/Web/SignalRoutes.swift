import Desk
import Domain
import HTTPTypes
import Hummingbird

/// `/v1/signals`: alarms from outside.
struct SignalRoutes {
    let surroundings: Surroundings

    var endpoints: [Endpoint] {
        [.post("/v1/signals", repeats: .known) { request, _ in try await signal(request) }]
    }

    struct SignalBody: RequestDocument {
        var source: String
        var id: String
        var kind: String
        var priority: Int?
        var station: String?
        /// `[longitude, latitude]`
        var position: [Double]?
        var text: String?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case source, id, kind, priority, station, position, text
        }
    }

    private func signal(_ request: Request) async throws -> Response {
        let text = try await request.text()
        let body = try SignalBody.read(text)
        let reply = try await surroundings.desk.submit(
            .signal(try self.signal(body)),
            key: try RequestKey(request, asking: text)
        )
        guard case .alert(let record, let created) = reply else {
            throw Problem.otherReply
        }
        return try Response(
            json: ["alert": record.alert.id],
            status: created ? .created : .ok
        )
    }

    /// The signal that a body describes.
    private func signal(_ body: SignalBody) throws -> Signal {
        let priority = try body.priority.map { number in
            guard let priority = Priority(rawValue: number) else {
                throw Problem(
                    .badRequest,
                    "\(number) is no priority",
                    field: "priority",
                    fix: "1 (highest) to 4"
                )
            }
            return priority
        }
        let (station, grid) = try place(of: body)
        return Signal(
            reference: Alert.SignalReference(
                source: try body.source.checked("source", TextLimits.name),
                id: try body.id.checked("id", TextLimits.name)
            ),
            kind: AlertKind(try body.kind.checked("kind", TextLimits.name)),
            priority: priority,
            station: station,
            grid: grid,
            text: try body.text?.checked("text", TextLimits.prose)
        )
    }

    private func place(of body: SignalBody) throws -> (StationID, GridID) {
        let city = surroundings.city
        if body.station != nil, body.position != nil {
            throw Problem(
                .badRequest,
                "a signal has one place",
                field: "position",
                fix: "give the station or the position, not both"
            )
        }
        if let name = body.station {
            let id = StationID(name)
            guard city.stations[id] != nil, let grid = city.grid(of: id) else {
                throw Problem(
                    .badRequest,
                    "there is no station '\(name)'",
                    field: "station",
                    fix: "GET /v1/stations lists them"
                )
            }
            return (id, grid.id)
        }
        guard let position = body.position else {
            throw Problem(
                .badRequest,
                "a signal names its place",
                field: "station",
                fix: "give a station's id, or a position as [longitude, latitude]"
            )
        }
        guard position.count == 2,
            let grid = city.grid(
                at: GeoPoint(longitude: position[0], latitude: position[1])
            )
        else {
            throw Problem(
                .badRequest,
                "\(position) lies in no grid of \(city.name)",
                field: "position",
                fix: "give [longitude, latitude] in WGS-84 degrees, or a station's id"
            )
        }
        return (grid.station, grid.id)
    }
}
