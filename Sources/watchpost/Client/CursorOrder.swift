package import Delivery

extension Cursor: Comparable {
    package static func < (a: Self, b: Self) -> Bool { (a.epoch, a.number) < (b.epoch, b.number) }

    /// The place so many entries earlier, not before the queue's beginning.
    func back(_ count: Int) -> Cursor { Cursor(epoch: epoch, number: max(0, number - count)) }

    /// Whether an entry at `next` follows this one with none between.
    func isFollowed(by next: Cursor) -> Bool {
        next.epoch == epoch && next.number == number + 1
    }
}

extension Cursor: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let cursor = Cursor(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "'\(text)' is no cursor, such as 1-42"
            )
        }
        self = cursor
    }
}
