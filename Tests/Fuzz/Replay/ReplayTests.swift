import Foundation
import FuzzTargets
import Testing

/// What fuzzing begins with and what it has found.
struct `A fuzzing target` {
    private static let fuzz = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test(arguments: FuzzTarget.allCases)
    func `holds its promises for every input that is kept`(_ target: FuzzTarget) throws {
        let world = try FuzzWorld()
        var count = 0
        for folder in ["Corpus", "Findings"] {
            for file in try Self.files(in: "\(folder)/\(target.rawValue)") {
                let input = [UInt8](try Data(contentsOf: file))
                #expect(throws: Never.self, "\(file.path)") { try target.run(input, in: world) }
                count += 1
            }
        }
        #expect(count > 0, "Corpus/\(target.rawValue) has nothing to begin with")
    }

    @Test func `is named by every folder of inputs and every dictionary`() throws {
        let names = Set(FuzzTarget.allCases.map(\.rawValue))
        for folder in ["Corpus", "Findings", "Dictionaries"] {
            let found = try Self.files(in: folder).map {
                $0.deletingPathExtension().lastPathComponent
            }
            #expect(Set(found).subtracting(names) == [], "\(folder)")
        }
    }

    private static func files(in folder: String) throws -> [URL] {
        let place = fuzz.appending(path: folder)
        guard FileManager.default.fileExists(atPath: place.path) else { return [] }
        return try FileManager.default
            .contentsOfDirectory(at: place, includingPropertiesForKeys: nil)
            .filter { !$0.lastPathComponent.hasPrefix(".") }
            .sorted { $0.path < $1.path }
    }
}
