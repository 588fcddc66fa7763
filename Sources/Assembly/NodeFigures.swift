import Delivery

/// The parts of a node that tell how it is.
struct NodeFigures: Sendable {
    let fleet: CameraFleet
    let driver: DeskDriver
    let snapshots: SnapshotStore
    let hub: StreamHub
    let traffic: Traffic

    /// What keeps the node from its work, for people.
    func ailments() -> [String] {
        let desk = driver.currentFigures
        var ailments: [String] = []
        if desk.isFailing { ailments.append("the ledger cannot be written") }
        if desk.waiting * 2 > desk.bound {
            ailments.append("\(desk.waiting) of at most \(desk.bound) entries wait for the ledger")
        }
        return ailments
    }
}
