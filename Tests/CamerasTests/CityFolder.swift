import Cameras
import Domain
import Foundation

/// A node's files in a folder of their own: a city of two square grids, one camera, and what a test
/// makes of them.
final class CityFolder {
    let root: URL
    var environment: [String: String] = [:]
    /// Whether its folder `data` is the node's.
    var hasData = false

    init() throws {
        root = FileManager.default.temporaryDirectory
            .appending(path: "watchpost-cameras-\(UUID().uuidString)")
        for folder in ["config", "cameras", "seeds"] {
            try FileManager.default.createDirectory(
                at: root.appending(path: folder), withIntermediateDirectories: true
            )
        }
        try write("config/watchpost.yaml", "listen: 127.0.0.1:8480\n")
        try write("config/response.yaml", "version: \"1\"\n")
        try write("seeds/city.yaml", Self.city)
        try write("seeds/stations.yaml", Self.stations)
        try write("seeds/grids.geojson", Self.grids)
        try write("cameras/a.yaml", Self.camera(""))
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    func path(_ path: String) -> String { root.appending(path: path).path }

    func write(_ path: String, _ text: String, mode: Int = 0o644) throws {
        try write(path, Data(text.utf8), mode: mode)
    }

    func write(_ path: String, _ data: Data, mode: Int = 0o644) throws {
        let file = root.appending(path: path).path
        try data.write(to: URL(filePath: file))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(at: root.appending(path: path))
    }

    func load(
        isConfigNamed: Bool = false
    ) -> (configuration: Configuration?, mistakes: [Mistake]) {
        ConfigurationReader.load(folders(isConfigNamed), environment: environment)
    }

    func reload(
        standing: Configuration
    ) -> (configuration: Configuration?, mistakes: [Mistake]) {
        ConfigurationReader.reload(folders(), environment: environment, standing: standing)
    }

    /// What a running node looks at, beside the camera files.
    var watchedFiles: [String] { folders().watchedFiles }

    private func folders(_ isConfigNamed: Bool = false) -> Folders {
        Folders(
            config: path("config/watchpost.yaml"),
            isConfigNamed: isConfigNamed,
            cameras: path("cameras"),
            seeds: path("seeds"),
            data: hasData ? path("data") : nil
        )
    }

    /// Every mistake's text, with paths seen from the folder.
    func words(isConfigNamed: Bool = false) -> [String] {
        load(isConfigNamed: isConfigNamed).mistakes.map {
            "\($0)".replacing("\(root.path)/", with: "")
        }
    }

    /// What a camera file is said to have wrong.
    static func mistakes(inCameras text: String) throws -> [String] {
        let folder = try CityFolder()
        try folder.write("cameras/a.yaml", text)
        return folder.words()
    }

    /// A sound camera, and the lines that a test adds to it from line 6 on.
    static func camera(_ lines: String) -> String {
        """
        cameras:
          - id: gate
            name: Gate
            url: rtsp://10.1.2.17/main
            station: jn-001
        \(lines)

        """
    }

    private static let city = """
        code: "370100"
        name: 济南市
        districts:
          - { code: "370102", name: 历下区 }

        """

    private static let stations = """
        stations:
          - { id: jn-001, name: 西站, district: "370102", position: [117.05, 36.65] }
          - { id: jn-002, name: 东站, district: "370102", position: [117.15, 36.65] }

        """

    private static let grids = """
        { "type": "FeatureCollection", "features": [
        { "type": "Feature", "properties": { "id": "g-001", "station": "jn-001" }, "geometry":
          { "type": "Polygon", "coordinates": [[[117.0, 36.6], [117.1, 36.6], [117.1, 36.7], [117.0, 36.7], [117.0, 36.6]]] } },
        { "type": "Feature", "properties": { "id": "g-002", "station": "jn-002" }, "geometry":
          { "type": "Polygon", "coordinates": [[[117.1, 36.6], [117.2, 36.6], [117.2, 36.7], [117.1, 36.7], [117.1, 36.6]]] } }
        ] }

        """
}
