/// The name of one thing of a kind, so that a camera's name cannot stand where a station's belongs.
package struct ID<Kind>: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let rawValue: String

    package init(_ rawValue: String) { self.rawValue = rawValue }

    package var description: String { rawValue }

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

extension ID: Codable {
    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

extension ID: ExpressibleByStringLiteral, ExpressibleByUnicodeScalarLiteral,
    ExpressibleByExtendedGraphemeClusterLiteral
{
    package init(stringLiteral value: String) { self.init(value) }
}

/// A 20-digit GB/T 28181 device number, or `[a-z0-9-]{1,64}`.
package typealias CameraID = ID<Camera>
/// A street police station, such as `jn-017`.
package typealias StationID = ID<Station>
/// A patrol grid, such as `jn-017`.
package typealias GridID = ID<Grid>
/// A ULID.
package typealias AlertID = ID<AlertKind>
/// A ULID: that of the incident's first alert.
package enum Incident {}
package typealias IncidentID = ID<Incident>
/// A patrol unit, such as `jn-017-car-1`.
package typealias UnitID = ID<PatrolUnit>
/// A police office, such as `pcs-370102-1`.
package typealias OfficeID = ID<PoliceOffice>

/// Someone's queue of entries; it bears the name of whoever reads it.
package enum Queue {}
package typealias QueueID = ID<Queue>

extension ID {
    /// The queue of a station, a unit or a police office.
    package var queue: QueueID { QueueID(rawValue) }
}
