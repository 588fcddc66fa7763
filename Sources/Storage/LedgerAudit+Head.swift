import Desk
import Foundation
import GRDB

extension LedgerAudit {
    /// - Returns: `nil` where there is none, or none that can be read.
    mutating func readHead(beside path: String) -> ChainHead? {
        let file = HeadFile.path(beside: path)
        do {
            return try HeadFile.read(file)
        } catch {
            say("\(error)")
            return nil
        }
    }

    /// A chain that has entries must have its head file: who cuts its end off might take that too.
    mutating func demandHead(beside path: String, in database: DatabaseQueue) throws {
        // A ledger of the versions that wrote none, and one whose first node has just begun.
        guard try Self.hasStanding(database), !HeadFile.exists(beside: path) else { return }
        say(
            "\(HeadFile.path(beside: path)) is missing, so that nothing shows whether the chain's end "
                + "was cut off; put the file back; a node that starts writes it anew, but what was "
                + "cut off before is not noticed then"
        )
    }

    /// The chain must contain the entry that the head file knows.
    mutating func compare(
        _ head: ChainHead,
        with last: Int64,
        in database: DatabaseQueue
    ) throws {
        guard head.count <= last else {
            return say(
                "the chain ends at entry \(last), but its head file knows entry \(head.count)"
            )
        }
        guard try database.read({ try LedgerReader.contains(head, in: $0) }) else {
            return say("entry \(head.count) is not the one that the chain's head file knows")
        }
    }
}
