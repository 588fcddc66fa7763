import Domain
import HTTPTypes

extension City {
    /// The unit of a name that a field or parameter gives.
    func unit(_ name: String, _ field: String) throws -> UnitID {
        try known(name, as: "unit", field, among: units.keys, list: "/v1/units")
    }

    /// The station of a name that a field or parameter gives.
    func station(_ name: String, _ field: String) throws -> Station {
        let id: StationID = try known(
            name, as: "station", field, among: stations.keys, list: "/v1/stations")
        return stations[id]!
    }

    private func known<Kind>(
        _ name: String,
        as word: String,
        _ field: String,
        among ids: some Collection<ID<Kind>>,
        list: String
    ) throws -> ID<Kind> {
        let id = ID<Kind>(name)
        guard !ids.contains(id) else { return id }
        let near = nearest(name, among: ids.map(\.rawValue).sorted())
        throw Problem(
            .badRequest,
            "there is no \(word) '\(name)'",
            field: field,
            fix: near.map { "did you mean '\($0)'?" } ?? "GET \(list) lists them"
        )
    }
}

extension GeoPoint {
    /// The place that a field gives as `[longitude, latitude]`.
    init(_ numbers: [Double], _ field: String) throws {
        guard numbers.count == 2, (-180...180).contains(numbers[0]),
            (-90...90).contains(numbers[1])
        else {
            throw Problem(
                .badRequest,
                "\(numbers) is no place on earth",
                field: field,
                fix: "give [longitude, latitude] in WGS-84 degrees, such as [117.021, 36.661]"
            )
        }
        self.init(longitude: numbers[0], latitude: numbers[1])
    }

    /// `[longitude, latitude]`
    var pair: [Double] { [longitude, latitude] }
}
