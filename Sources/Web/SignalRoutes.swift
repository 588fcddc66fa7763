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
        var placeClass: String?
        var text: String?
        var drill: String?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case source, id, kind, priority, station, position, placeClass, text, drill
        }
    }

    private func signal(_ request: Request) async throws -> Response {
        let text = try await request.text()
        let body = try SignalBody.read(text)
        let signal = try self.signal(body)
        if let drill = signal.drill { _ = try await surroundings.drill(drill, "drill") }
        let reply = try await surroundings.desk.submit(
            .signal(signal),
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
        let (station, grid, position) = try place(of: body)
        let source = try body.source.checked("source", TextLimits.name)
        guard source != Drill.source else {
            throw Problem(
                .badRequest,
                "signals of source '\(Drill.source)' are made by drills alone",
                field: "source",
                fix: "name the system that the signal comes from; POST /v1/drills starts a drill"
            )
        }
        return Signal(
            reference: Alert.SignalReference(
                source: source,
                id: try body.id.checked("id", TextLimits.name),
                position: position
            ),
            kind: AlertKind(try body.kind.checked("kind", TextLimits.name)),
            priority: try body.priority.map { try Priority($0, "priority") },
            station: station,
            grid: grid,
            placeClass: try body.placeClass?.chosen("placeClass") ?? .p5,
            position: position,
            text: try body.text?.checked("text", TextLimits.prose),
            drill: body.drill.map { DrillID($0) }
        )
    }

    private func place(of body: SignalBody) throws -> (StationID, GridID, GeoPoint?) {
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
            let (station, grid) = try city.ground(of: name)
            return (station, grid, nil)
        }
        guard let numbers = body.position else {
            throw Problem(
                .badRequest,
                "a signal names its place",
                field: "station",
                fix: "give a station's id, or a position as [longitude, latitude]"
            )
        }
        let position = try GeoPoint(numbers, "position")
        guard let grid = city.grid(at: position) else {
            throw Problem(
                .badRequest,
                "\(numbers) lies in no grid of \(city.name)",
                field: "position",
                fix: "give [longitude, latitude] in WGS-84 degrees, or a station's id"
            )
        }
        return (grid.station, grid.id, position)
    }
}

extension City {
    /// A station that a field names, and the grid that it answers for.
    func ground(of name: String) throws -> (StationID, GridID) {
        let station = try station(name, "station").id
        guard let grid = grid(of: station) else {
            throw Problem(
                .badRequest,
                "station '\(name)' has no grid",
                field: "station",
                fix: "name one that answers for a grid: GET /v1/stations"
            )
        }
        return (station, grid.id)
    }
}

extension Priority {
    init(_ number: Int, _ field: String) throws {
        guard let priority = Priority(rawValue: number) else {
            throw Problem(
                .badRequest, "\(number) is no priority", field: field, fix: "1 (highest) to 4")
        }
        self = priority
    }
}
