import Cameras
import Domain
import Foundation

/// A node's files in a folder of their own, one of which is what is being tried.
///
/// Not for several threads at once.
package final class FuzzWorld {
    /// A file that an input may stand for.
    enum File: String, CaseIterable {
        case settings = "watchpost.yaml"
        case policy = "response.yaml"
        case credentials = "credentials.yaml"
        case city = "seeds/city.yaml"
        case stations = "seeds/stations.yaml"
        case grids = "seeds/grids.geojson"
        case units = "seeds/units.yaml"
        case offices = "seeds/offices.yaml"
        case cameras = "cameras/a.yaml"
    }

    private let root: String
    private let folders: Folders
    private let standing: Configuration
    private let context: CameraContext

    /// Writes a small city with one camera.
    package init() throws {
        root =
            FileManager.default.temporaryDirectory
            .appending(path: "watchpost-fuzz-\(UUID().uuidString)").path
        for folder in ["cameras", "seeds"] {
            try FileManager.default.createDirectory(
                atPath: "\(root)/\(folder)", withIntermediateDirectories: true
            )
        }
        folders = Folders(
            config: "\(root)/\(File.settings.rawValue)",
            isConfigNamed: true,
            cameras: "\(root)/cameras",
            seeds: "\(root)/seeds"
        )
        for file in File.allCases {
            let path = "\(root)/\(file.rawValue)"
            let mode = file == .credentials ? 0o600 : 0o644
            guard
                FileManager.default.createFile(
                    atPath: path,
                    contents: Data(Self.sound(file).utf8),
                    attributes: [.posixPermissions: mode]
                )
            else { throw Breach("\(path) cannot be written") }
        }
        let (configuration, mistakes) = ConfigurationReader.load(folders, environment: [:])
        guard let configuration else { throw Breach("the sound files are not: \(mistakes)") }
        standing = configuration
        context = CameraContext(configuration, folders)
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    /// Reads all files, with the input in place of one.
    func read(_ input: [UInt8], as file: File) throws(Breach) {
        try write(input, to: file)
        let (configuration, mistakes) = ConfigurationReader.load(folders, environment: [:])
        try check(mistakes, isGood: configuration != nil)
    }

    /// Reads credentials in which `PASS` stands for a password, which no mistake may show.
    func readCredentials(_ input: [UInt8]) throws(Breach) {
        let password = "Qz7kWv9x"
        try write(input.replacing("PASS".utf8, with: password.utf8), to: .credentials)
        let (configuration, mistakes) = ConfigurationReader.reload(
            folders, environment: [:], standing: standing
        )
        try check(mistakes, isGood: configuration != nil)
        let isShown = mistakes.contains { $0.description.contains(password) }
        try demand(!isShown, "a mistake shows a password: \(mistakes)")
    }

    /// Reads cameras; those that are good are the same when they are written and read again.
    func readCameras(_ input: [UInt8]) throws(Breach) {
        try write(input, to: .cameras)
        let (configuration, mistakes) = ConfigurationReader.reload(
            folders, environment: [:], standing: standing
        )
        try check(mistakes, isGood: configuration != nil)
        guard let configuration else { return }
        try checkWriting(of: configuration.cameras)
    }

    /// Reads a request for a camera, and one for a trial.
    func readRequest(_ input: [UInt8]) throws(Breach) {
        let text = String(decoding: input, as: UTF8.self)
        let trial = CameraRequest.trial(json: text, against: context)
        try check(trial.mistakes, isGood: trial.trial != nil)
        for id in [nil, CameraID("gate")] {
            let (camera, mistakes) = CameraRequest.camera(json: text, named: id, against: context)
            try check(mistakes, isGood: camera != nil)
            guard let camera else { continue }
            try demand(id == nil || camera.id == id, "the path names \(id!), not \(camera.id)")
            try checkWriting(of: [camera])
        }
    }

    private func checkWriting(of cameras: [Camera]) throws(Breach) {
        for city in [nil, standing.city] {
            let text = CameraWriter.text(of: cameras, in: city)
            try write(Array(text.utf8), to: .cameras)
            let (again, mistakes) = ConfigurationReader.reload(
                folders, environment: [:], standing: standing
            )
            let wrong = mistakes.filter { !$0.isWarning }
            try demand(wrong.isEmpty, "what was written is wrong: \(wrong)\n\(text)")
            try demand(again?.cameras ?? [], is: cameras, "what was written reads otherwise")
        }
    }

    /// Whether a reader that refuses says why, and where.
    private func check(_ mistakes: [Mistake], isGood: Bool) throws(Breach) {
        try demand(
            isGood == mistakes.allSatisfy(\.isWarning),
            "it is \(isGood ? "taken" : "refused") with the mistakes \(mistakes)"
        )
        for mistake in mistakes {
            try demandPlain(mistake.message, "a mistake")
            try demand(mistake.field != "", "a mistake is about a field without a name")
            try demand(mistake.line >= 0, "a mistake stands in line \(mistake.line)")
        }
    }

    private func write(_ bytes: [UInt8], to file: File) throws(Breach) {
        let path = "\(root)/\(file.rawValue)"
        guard let handle = FileHandle(forWritingAtPath: path),
            (try? handle.truncate(atOffset: 0)) != nil,
            (try? handle.write(contentsOf: bytes)) != nil, (try? handle.close()) != nil
        else { throw Breach("\(path) cannot be written") }
    }
}

extension FuzzWorld {
    private static func sound(_ file: File) -> String {
        switch file {
        case .settings: "listen: 127.0.0.1:8480\n"
        case .policy: "version: \"1\"\n"
        case .credentials: "gate: { user: admin, password: secret }\n"
        case .city:
            "code: \"370100\"\nname: 济南市\ndistricts:\n  - { code: \"370102\", name: 历下区 }\n"
        case .stations:
            """
            stations:
              - { id: jn-001, name: 西站, district: "370102", position: [117.05, 36.65] }

            """
        case .grids:
            """
            { "type": "FeatureCollection", "features": [
            { "type": "Feature", "properties": { "id": "g-001", "station": "jn-001" }, "geometry":
            { "type": "Polygon", "coordinates": [[[117.0, 36.6], [117.1, 36.6], [117.1, 36.7],
            [117.0, 36.7], [117.0, 36.6]]] } } ] }

            """
        case .units: "units: []\n"
        case .offices: "offices: []\n"
        case .cameras:
            """
            cameras:
              - { id: gate, name: 东门, url: "rtsp://10.1.2.17/main", position: [117.05, 36.65] }

            """
        }
    }
}
