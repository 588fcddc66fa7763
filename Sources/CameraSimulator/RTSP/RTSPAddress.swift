import Domain

/// The camera, and perhaps the track, that a request's address names.
struct RTSPAddress: Equatable {
    let camera: Int
    /// Its place among the maker's tracks.
    let track: Int?
    /// `rtsp://host:port/cam0`, as the client spelled it.
    let base: String

    /// - Parameter controls: How the tracks are called in an address.
    /// - Returns: `nil` where it names nothing that is here.
    init?(_ uri: String, controls: [String]) {
        let start = uri.firstRange(of: "://").flatMap { scheme in
            uri[scheme.upperBound...].firstIndex(of: "/")
        }
        let path = uri[(start ?? uri.startIndex)...].drop { $0 == "/" }
        let name = path.prefix { $0 != "/" && $0 != "?" }
        guard name.hasPrefix("cam"), let number = Self.number(name.dropFirst(3)) else { return nil }
        camera = number
        base = String(uri[..<name.endIndex])
        // Some makers' tracks stand behind the query, as plain joining of texts puts them there.
        let rest = path[name.endIndex...]
        let query = rest.firstIndex(of: "?") ?? rest.endIndex
        let folders = rest[..<query].split(separator: "/")
        let track = rest.split { "/?&".contains($0) }.lazy
            .compactMap { controls.firstIndex(of: String($0)) }.first
        guard folders.count <= 1, folders.isEmpty || controls.contains(String(folders[0])) else {
            return nil
        }
        self.track = track
    }

    private static func number(_ digits: Substring) -> Int? {
        guard digits.allSatisfy(\.isDigit), let number = Int(digits),
            String(number) == digits
        else { return nil }
        return number
    }
}
