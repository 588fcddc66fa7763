package import Delivery
import Desk
package import Domain

/// A patrol unit as people read it.
package struct UnitView {
    private let unit: UnitDocument
    private let now: WallTime

    package init(_ unit: UnitDocument, now: WallTime) {
        self.unit = unit
        self.now = now
    }

    /// An empty list.
    ///
    /// - Parameter isNear: whether the units stand by their distance from a place.
    package static func table(isNear: Bool) -> TextTable {
        TextTable(
            ["UNIT", "NAME", "KIND", "STATION", "STATUS"] + (isNear ? ["DISTANCE"] : [])
                + ["POSITION", "AGE", "ORDERS"],
            gap: 1,
            yielding: [1]
        )
    }

    package func row(isNear: Bool) -> [String] {
        let distance = unit.distance.map { "\($0.rounded(to: 0)) m" } ?? "-"
        return [
            unit.id.rawValue, unit.name, unit.kind, unit.station.rawValue, unit.status.rawValue,
        ] + (isNear ? [distance] : []) + [
            position, unit.positionAge?.asDuration ?? "-",
            unit.orders.map(\.alert.rawValue).joined(separator: ", "),
        ]
    }

    /// All in one line.
    package var line: String {
        let age = unit.positionAge.map { ", \($0.asDuration) ago" } ?? ""
        let orders = unit.orders.isEmpty ? "" : ", \(orders)"
        return "\(unit.id): \(unit.status.rawValue), at \(position)\(age)\(orders)"
    }

    /// A line for each thing to know.
    package var lines: [String] {
        var facts = [
            ("unit", unit.id.rawValue),
            ("name", "\(unit.name), \(unit.kind)"),
            ("station", unit.station.rawValue),
            ("status", unit.status.rawValue + since),
            ("position", position + (unit.positionAge.map { ", \($0.asDuration) ago" } ?? "")),
        ]
        for order in unit.orders {
            let taken = order.acceptedAt.map { ", taken \($0.shortly(at: now))" } ?? ""
            facts.append(("order", "\(order.alert), sent \(order.sentAt.shortly(at: now))\(taken)"))
        }
        return facts.map { DisplayWidth.pad($0, to: 12) + $1 }
    }

    private var since: String {
        guard let since = unit.since else { return "" }
        return " since \(since)" + (unit.by.map { ", by \($0)" } ?? "")
    }

    private var orders: String { unit.orders.count.counted("order") }

    private var position: String {
        unit.position.map { $0.map { "\($0)" }.joined(separator: ",") } ?? "-"
    }
}
