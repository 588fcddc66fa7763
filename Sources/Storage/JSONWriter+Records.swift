package import Desk
import Domain

extension AlertRecord {
    /// Its members beside `alert` as `Codable` writes them, save for their order.
    func members(to json: inout JSONWriter) {
        json.member("entries", entries)
        json.member("lived", lived)
        json.member("raisedNumber", raisedNumber)
        json.member("stateBy", stateBy)
        json.member("stateAt", stateAt)
        json.member("episode", episode)
        json.member("standing", standing)
        json.member("fired", fired.names)
        json.member("times", times)
        json.member("audience", audience)
        json.member("told", told)
        json.member("grouped", grouped)
    }

    /// What the ledger keeps of an entry of the alert: the entry's data, and the record.
    ///
    /// The alert is written once, for both.
    /// - Returns: `nil` where a number is none.
    package func texts(with detail: Detail) -> (data: String, record: String)? {
        var shared = JSONWriter()
        alert.members(to: &shared)
        var data = JSONWriter(capacity: shared.bytes.count + 512)
        data.object {
            $0.splice(shared.bytes)
            detail.members(to: &$0)
        }
        var record = JSONWriter(capacity: shared.bytes.count + 768)
        record.object {
            $0.member("alert") { $0.splice(shared.bytes) }
            members(to: &$0)
        }
        guard !shared.isInvalid, !data.isInvalid, !record.isInvalid else { return nil }
        return (data.text, record.text)
    }
}

extension EpisodeMemory: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("isOpen", isOpen)
            $0.member("start", start)
            $0.member("lastMotion", lastMotion)
            $0.member("joinFrom", joinFrom)
        }
    }
}

extension ResponseTimes: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("delivered", delivered)
            $0.member("accepted", accepted)
            $0.member("dispatched", dispatched)
            $0.member("onscene", onscene)
            $0.member("contained", contained)
            $0.member("closed", closed)
        }
    }
}

extension AlertRecord.Telling: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("stage", stage)
            $0.member("queues", queues)
        }
    }
}
