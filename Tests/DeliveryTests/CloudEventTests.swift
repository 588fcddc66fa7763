import Delivery
import Desk
import Domain
import Foundation
import Testing

struct `A CloudEvent` {
    let event = StoredEvent(
        queue: "jn-017",
        number: 42,
        type: .raised,
        topic: "01J",
        ordinal: 3,
        at: "2026-11-23T08:15:02.120+08:00",
        subject: "signals/ga\"te\\/\u{1}",
        data: "{\"alert\":\"01J\"}"
    )

    @Test func `is one line of JSON with its cursor, whatever its subject holds`() throws {
        let line = CloudEvent.json(event, epoch: 1)
        #expect(!line.contains("\n"))
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        )
        #expect(object["id"] as? String == "01J/3")
        #expect(object["source"] as? String == "/queues/jn-017")
        #expect(object["type"] as? String == "watchpost.alert.raised.v1")
        #expect(object["subject"] as? String == "signals/ga\"te\\/\u{1}")
        #expect(object["sequence"] as? String == "42")
        #expect(object["cursor"] as? String == "1-42")
        #expect((object["data"] as? [String: String]) == ["alert": "01J"])
    }
}

struct `A cursor` {
    @Test func `is read as it is written`() {
        #expect(Cursor("1-42") == Cursor(epoch: 1, number: 42))
        #expect(Cursor(epoch: 3, number: 0).description == "3-0")
    }

    @Test(arguments: [
        "", "1", "1-", "-1", "1--2", "1-+2", "a-b", "1-2-3", "1-99999999999999999999",
    ])
    func `is nothing else`(text: String) { #expect(Cursor(text) == nil) }
}
