/// A request as it came.
struct RTSPRequest: Sendable, Equatable {
    var method: String
    var uri: String
    /// Names in lower case.
    var headers: [String: String]

    init(method: String, uri: String, headers: [String: String] = [:]) {
        self.method = method
        self.uri = uri
        self.headers = headers
    }

    subscript(header: String) -> String? { headers[header] }

    /// The session that it names, without parameters.
    var session: String? {
        self["session"].map { String($0.prefix { $0 != ";" && $0 != " " }) }
    }
}

/// An answer to a request.
struct RTSPResponse: Sendable, Equatable {
    let status: Int
    /// As they go over the wire.
    var headers: [String] = []
    var body = ""

    init(_ status: Int, _ headers: [String] = [], body: String = "") {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The answer as it goes over the wire.
    var text: String {
        let lines = ["RTSP/1.0 \(status) \(Self.reasons[status] ?? "Unknown")"] + headers
        return lines.map { $0 + "\r\n" }.joined() + "\r\n" + body
    }

    /// - Source: RFC 2326 7.1.1.
    private static let reasons = [
        200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found",
        454: "Session Not Found", 455: "Method Not Valid in This State",
        461: "Unsupported Transport", 501: "Not Implemented", 505: "RTSP Version not supported",
    ]
}
