package import Episodes
import Foundation

/// A recording of which is known what happens in it.
package struct LabelledClip: Sendable {
    /// Its file's name without the ending.
    package let name: String
    package let path: String
    package let labels: [Label]

    /// What a file of labels ends with: `gate.events.csv` beside `gate.mp4`.
    package static let ending = ".events.csv"

    /// Labels of this collection are good to 2 s, others to 1 s.
    package var tolerance: Double { name.hasPrefix("pets2001") ? 2 : 1 }

    /// The labelled clips of a folder, by name.
    ///
    /// - Throws: `LabelledFolderError`, where there are none, or labels cannot be read.
    package static func all(in folder: String) throws(LabelledFolderError) -> [LabelledClip] {
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        else {
            throw .missing(folder)
        }
        var clips: [LabelledClip] = []
        for file in files where file.hasSuffix(ending) {
            let name = String(file.dropLast(ending.count))
            let recordings = files.filter { $0.hasPrefix("\(name).") && $0 != file }
            guard let recording = recordings.first else {
                throw .withoutRecording("\(folder)/\(file)", name)
            }
            clips.append(
                LabelledClip(
                    name: name, path: "\(folder)/\(recording)",
                    labels: try labels("\(folder)/\(file)")
                )
            )
        }
        guard !clips.isEmpty else { throw .withoutLabels(folder) }
        return clips
    }

    private static func labels(_ path: String) throws(LabelledFolderError) -> [Label] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .unreadable(path)
        }
        do { return try [Label](csv: text) } catch {
            throw .malformed(path, line: error.line, error.message)
        }
    }
}

/// Why a folder of labelled clips cannot be scored.
package enum LabelledFolderError: Error, CustomStringConvertible, Sendable, Hashable {
    case missing(String)
    case withoutLabels(String)
    case withoutRecording(String, String)
    case unreadable(String)
    case malformed(String, line: Int, String)

    package var description: String {
        switch self {
        case .missing(let folder): "\(folder): there is no such folder; name one of labelled clips"
        case .withoutLabels(let folder):
            "\(folder): no clip in it has labels; put NAME\(LabelledClip.ending) beside NAME.mp4, with "
                + "the columns start_s, end_s and kind"
        case .withoutRecording(let file, let name):
            "\(file): there is no recording \(name).* beside it; put it there, or take the labels away"
        case .unreadable(let file): "\(file): cannot be read as UTF-8 text; mend or remove it"
        case .malformed(let file, let line, let message): "\(file):\(line): \(message)"
        }
    }
}
