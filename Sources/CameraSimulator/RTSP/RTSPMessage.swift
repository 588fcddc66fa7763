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

    /// The camera that the address names, with or without its track.
    var camera: Int? {
        var path = Substring(uri)
        if let scheme = path.firstRange(of: "://") {
            let rest = path[scheme.upperBound...]
            path = rest.firstIndex(of: "/").map { rest[$0...] } ?? ""
        }
        if let query = path.firstIndex(of: "?") { path = path[..<query] }
        let parts = path.split(separator: "/")
        guard let name = parts.first, name.hasPrefix("cam"), parts.count <= 2,
            parts.count == 1 || parts[1] == RTSPRequest.track
        else { return nil }
        let digits = name.dropFirst(3)
        guard digits.allSatisfy({ ("0"..."9").contains($0) }), let number = Int(digits),
            String(number) == digits
        else { return nil }
        return number
    }

    /// The name of a camera's only stream.
    static let track = "trackID=0"
}

/// An answer to a request.
struct RTSPResponse: Sendable, Equatable {
    var status: Int
    var headers: [(name: String, value: String)] = []
    var body = ""

    init(_ status: Int, _ headers: [(name: String, value: String)] = [], body: String = "") {
        self.status = status
        self.headers = headers
        self.body = body
    }

    static func == (a: Self, b: Self) -> Bool { a.text == b.text }

    /// The answer as it goes over the wire.
    var text: String {
        var text = "RTSP/1.0 \(status) \(Self.reasons[status] ?? "Unknown")\r\n"
        for header in headers { text += "\(header.name): \(header.value)\r\n" }
        if !body.isEmpty { text += "Content-Length: \(body.utf8.count)\r\n" }
        return text + "\r\n" + body
    }

    /// - Source: RFC 2326 7.1.1.
    private static let reasons = [
        200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found",
        454: "Session Not Found", 455: "Method Not Valid in This State",
        461: "Unsupported Transport", 501: "Not Implemented", 505: "RTSP Version not supported",
    ]
}
