import Domain

extension RTSPDialogue {
    /// An answer before it is worded.
    struct Reply {
        var answer: Maker.Answer
        var status = 200
        var values: [String: String] = [:]
        var challenges: [String] = []
        var body = ""

        init(
            _ answer: Maker.Answer,
            _ values: [String: String] = [:],
            status: Int = 200,
            challenges: [String] = [],
            body: String = ""
        ) {
            self.answer = answer
            self.status = status
            self.values = values
            self.challenges = challenges
            self.body = body
        }

        /// What cannot be done.
        init(_ status: Int, _ values: [String: String] = [:]) {
            self.init(.failure, values, status: status)
        }
    }

    func worded(_ reply: Reply, _ sequence: String, at now: Stamp) -> RTSPResponse {
        let timeout = programme.sessionTimeout
        var values = reply.values
        values["cseq"] = sequence
        values["methods"] = programme.maker.methods
        values["timeout"] = "\(timeout)"
        values["double-timeout"] = "\(2 * timeout)"
        values["date"] = CameraDate.monthFirst(now.wall)
        values["day-first-date"] = CameraDate.dayFirst(now.wall)
        let head = programme.maker.head(reply.answer).flatMap { line in
            guard line.contains("{challenge}") else { return Template.lines([line], values) }
            return reply.challenges.flatMap { challenge in
                Template.lines([line], values.merging(["challenge": challenge]) { $1 })
            }
        }
        return RTSPResponse(reply.status, head, body: reply.body)
    }

    func places(_ address: RTSPAddress) -> [String: String] {
        let start = address.base.firstRange(of: "://")?.upperBound ?? address.base.startIndex
        return [
            "camera": address.base,
            "host-and-path": String(address.base[start...]),
            "name": "cam\(address.camera)",
            "id": "\(1_000_000 + address.camera)",
            "server": ends.server,
        ]
    }

    func transportValues(_ route: Route, source: UInt32) -> [String: String] {
        let digits = String(source, radix: 16)
        var values = [
            "ssrc": source.hexadecimal,
            "SSRC": source.hexadecimal.uppercased(),
            "spaced-ssrc": String(repeating: " ", count: 8 - digits.count) + digits,
            "server": ends.server,
            "client": ends.client,
        ]
        switch route {
        case .interleaved(let media, let control): values["channels"] = "\(media)-\(control)"
        case .datagrams(let media, let control):
            values["client-ports"] = "\(media)-\(control)"
            if let ports = programme.ports {
                values["server-ports"] = "\(ports.media)-\(ports.control)"
            }
        }
        return values
    }
}
