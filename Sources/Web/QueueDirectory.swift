import Domain
import HTTPTypes

/// Whose queues there are in a city.
struct QueueDirectory: Sendable {
    enum Kind: String, Sendable, Encodable, CaseIterable {
        case station, unit, district, city
        case dutyOfficer = "duty-officer"
        case policeOffice = "police-office"
    }

    /// Whoever reads a queue.
    struct Owner: Sendable {
        var queue: QueueID
        var kind: Kind
        var name: String
        /// Of a unit, the one that sends it.
        var station: StationID?
    }

    /// By id.
    let owners: [Owner]
    private let byID: [QueueID: Owner]

    init(_ city: City) {
        var owners = city.stations.values.map {
            Owner(queue: $0.id.queue, kind: .station, name: $0.name, station: $0.id)
        }
        owners += city.units.values.map {
            Owner(queue: $0.id.queue, kind: .unit, name: $0.name, station: $0.station)
        }
        owners += city.offices.map {
            Owner(queue: $0.id.queue, kind: .policeOffice, name: $0.name)
        }
        for district in city.districts {
            owners.append(Owner(queue: district.queue, kind: .district, name: district.name))
            owners.append(
                Owner(
                    queue: district.dutyOfficer,
                    kind: .dutyOfficer,
                    name: "\(district.name) duty officer"
                )
            )
        }
        owners.append(Owner(queue: city.queue, kind: .city, name: city.name))
        byID = Dictionary(owners.map { ($0.queue, $0) }) { first, _ in first }
        self.owners = byID.values.sorted { $0.queue < $1.queue }
    }

    subscript(id: QueueID) -> Owner? { byID[id] }
}

extension Surroundings {
    /// The queue that a path names.
    func queue(_ context: WebContext) throws -> QueueDirectory.Owner {
        let id = try context.named()
        guard let owner = queues[QueueID(id)] else {
            throw Problem(
                .notFound,
                "there is no queue '\(id)'",
                field: "id",
                fix: "GET /v1/queues lists them; a queue bears the id of whoever reads it"
            )
        }
        return owner
    }

    /// The queue of the station that a path names.
    func stationQueue(_ context: WebContext) throws -> QueueDirectory.Owner {
        let owner = queues[QueueID(try context.named())]
        guard let owner, owner.kind == .station else {
            throw Problem(
                .notFound,
                "there is no station '\(try context.named())'",
                field: "id",
                fix: "GET /v1/stations lists them; other queues are at /v1/queues"
            )
        }
        return owner
    }
}
