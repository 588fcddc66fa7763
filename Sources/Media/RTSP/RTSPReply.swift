/// A camera's answer to a request.
package struct RTSPReply: Sendable, Equatable {
    package var status: Int
    package var headers: [Header] = []
    package var body: [UInt8] = []

    package struct Header: Sendable, Equatable {
        /// In lower case.
        package var name: String
        package var value: String
    }

    package var isGood: Bool { (200..<300).contains(status) }

    package subscript(name: String) -> String? { headers.first { $0.name == name }?.value }

    package func all(_ name: String) -> [String] { headers.filter { $0.name == name }.map(\.value) }

    /// Reads status line and headers, as far as they make sense.
    ///
    /// - Returns: `nil` where the first line is no status line.
    package init?(head: some Sequence<UInt8>) {
        let text = String(decoding: Array(head), as: UTF8.self)
        let lines = Lines.of(text)
        guard let status = lines.first.flatMap({ Self.status(in: $0) }) else { return nil }
        self.status = status
        for line in lines.dropFirst() { take(line) }
    }

    /// What a status line says; `nil` where it is none.
    static func status(in line: Substring) -> Int? {
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("RTSP/"), let status = Int(words[1]),
            (100...999).contains(status)
        else { return nil }
        return status
    }

    private mutating func take(_ line: Substring) {
        if let first = line.first, first == " " || first == "\t", !headers.isEmpty {
            // A line that begins with a space goes on with the one before it.
            headers[headers.count - 1].value += " " + Lines.trimmed(line)
        } else if let colon = line.firstIndex(of: ":") {
            headers.append(
                Header(
                    name: Lines.trimmed(line[..<colon]).lowercased(),
                    value: String(Lines.trimmed(line[line.index(after: colon)...]))
                )
            )
        }
    }
}

/// Lines of texts that come over the wire.
enum Lines {
    /// Lines that end in CR LF, LF or CR, without empty ones.
    static func of(_ text: String) -> [Substring] {
        text.split { $0 == "\r\n" || $0 == "\n" || $0 == "\r" }
    }

    /// So much of a camera's words is shown to people.
    private static let mostShown = 40

    /// A camera's words as they may stand in an error, which goes into logs and the ledger.
    static func shown(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let signs = scalars.prefix(mostShown).map { (0x20..<0x7F).contains($0.value) ? $0 : "?" }
        let shown = String(String.UnicodeScalarView(signs))
        return scalars.count > mostShown ? shown + "…" : shown
    }

    static func trimmed(_ text: some StringProtocol) -> Substring {
        var rest = Substring(text)
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return rest
    }
}
