import Testing
import watchpost

struct `A bench's reader` {
    /// As a node writes it, with what a careless reader would take for something else.
    private func line(_ number: Int, id: String? = nil, _ word: String = "raised") -> String {
        #"{"specversion":"1.0","id":"\#(id ?? "A\(number)")/1","source":"/queues/bench-001","#
            + #""type":"watchpost.alert.\#(word).v1","subject":"signals/a/,\"sequence\":\"9\"","#
            + #""time":"2026-11-23T08:15:02.120+08:00","sequence":"\#(number)","#
            + #""cursor":"1-\#(number)","datacontenttype":"application/json","#
            + #""data":{"why":{"text":"17"},"note":",\"type\":\""}}"# + "\n"
    }

    private func read(_ text: String, by step: Int = 7) -> (BenchScanner, [String]) {
        var scanner = BenchScanner(queue: "bench-001", after: 0)
        var raises: [String] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: step) {
            scanner.take(bytes[start..<min(bytes.count, start + step)]) {
                raises.append(
                    BenchScanner.text(of: Array("\"text\":\"".utf8), in: $0)
                        .map { String(decoding: $0, as: UTF8.self) } ?? "none"
                )
            }
        }
        return (scanner, raises)
    }

    @Test(arguments: [1, 7, 100_000])
    func `counts entries and raises, however the bytes arrive`(step: Int) {
        let end = "{\"control\":\"caught-up\",\"cursor\":\"1-3\"}\n\n"
        let (scanner, raises) = read(line(1) + line(2, "delivered") + line(3) + end, by: step)
        #expect(scanner.entries == 3)
        #expect(scanner.raises == 2)
        #expect(raises == ["17", "17"])
        #expect(scanner.isCaughtUp)
        #expect(scanner.number == 3)
        #expect(scanner.mistakes == [])
    }

    @Test func `names what is missing, and what comes twice`() {
        let (scanner, _) = read(line(1) + line(3) + line(4, id: "A1"))
        #expect(
            scanner.mistakes == [
                "entry 3 of queue bench-001 comes after 1",
                "entry 4 of queue bench-001 has the id of another",
            ]
        )
        #expect(!scanner.isCaughtUp)
    }
}
