import CameraSimulator
import Domain
import Media

/// What clients send to a simulated camera.
enum SimulatedCamera {
    /// Talks to a camera whose maker and login the first byte chooses, in pieces whose size the
    /// second one does.
    static func dialogue(_ input: [UInt8]) throws(Breach) {
        guard input.count > 2 else { return }
        let requests = input.dropFirst(2)
        let camera = rehearsal(input[0])
        var whole = camera
        let answers = whole.answers(to: requests)
        for answer in answers { try check(answer) }
        var pieces = camera
        var late: [String] = []
        var rest = requests
        while !rest.isEmpty {
            late += pieces.answers(to: rest.prefix(Int(input[1]) + 1))
            rest = rest.dropFirst(Int(input[1]) + 1)
        }
        try demand(
            late, is: answers, "in pieces of \(Int(input[1]) + 1) bytes it answers otherwise")
    }

    private static func rehearsal(_ choice: UInt8) -> Rehearsal {
        let makers = Maker.all
        let maker = makers[Int(choice) % makers.count]
        let credentials = Credentials(user: "admin", password: "secret")
        switch Int(choice) / makers.count {
        case 0: return Rehearsal(maker)
        case 1: return Rehearsal(maker, authentication: Authentication(.basic, credentials))
        default: return Rehearsal(maker, authentication: Authentication(.digest, credentials))
        }
    }

    /// Whether a client reads one answer where one was meant, whatever was asked.
    private static func check(_ answer: String) throws(Breach) {
        let shown = String(reflecting: answer)
        var wire = RTSPWire()
        var rest = Array(answer.utf8)[...]
        while !rest.isEmpty { rest = rest.dropFirst(wire.take(rest)) }
        let found: RTSPWire.Found?
        do throws(RTSPWire.Mistake) { found = try wire.next() } catch {
            throw Breach("an answer cannot be read, \(error.reason): \(shown)")
        }
        guard case .reply(let reply) = found else { throw Breach("it is no answer: \(shown)") }
        for header in reply.headers {
            let isPlain = header.value.unicodeScalars.allSatisfy { $0.value >= 0x20 }
            try demand(isPlain && !header.name.isEmpty, "a header is broken: \(shown)")
        }
        try demand(
            answer.hasSuffix(String(decoding: reply.body, as: UTF8.self)), "a body: \(shown)")
        let more = try? wire.next()
        try demand(more == .some(nil), "more than one answer: \(shown)")
    }
}
