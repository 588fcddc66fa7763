package import Domain

/// Reads what a request says of a camera, with the same rules as camera files have.
package struct CameraRequest {
    /// Reads one camera from a JSON object.
    ///
    /// - Parameter id: what its path names; the body's own `id` may then be left out.
    /// - Returns: the camera, `nil` if anything is more than a warning; every mistake, with its field.
    package static func camera(
        json text: String,
        named id: CameraID? = nil,
        against context: CameraContext
    ) -> (camera: Camera?, mistakes: [Mistake]) {
        guard let body = JSONBody(text) else { return (nil, [notAnObject]) }
        var reader = CameraReader(context)
        var findings = Findings(file: "", place: body.place)
        let camera = reader.camera(body.value.naming(id), &findings)
        var mistakes = findings.inOrder.map(body.placed)
        if let id, let camera, camera.id != id {
            mistakes.append(
                Mistake(
                    file: "",
                    line: 0,
                    message: "'id' is another than the path's, '\(id)'; leave it out",
                    field: "id"
                )
            )
        }
        return (mistakes.allSatisfy(\.isWarning) ? camera : nil, mistakes)
    }

    /// A stream that is to be tried.
    package struct Trial: Sendable, Hashable {
        package var url: String
        package var credentials: String?
        package var transport: StreamTransport
    }

    /// Reads which stream is to be tried from a JSON object.
    package static func trial(
        json text: String,
        against context: CameraContext
    ) -> (trial: Trial?, mistakes: [Mistake]) {
        guard let body = JSONBody(text) else { return (nil, [notAnObject]) }
        var findings = Findings(file: "", place: body.place)
        let trial = CameraReader(context).trial(body.value, &findings)
        let mistakes = findings.inOrder.map(body.placed)
        return (mistakes.allSatisfy(\.isWarning) ? trial : nil, mistakes)
    }

    private static let notAnObject = Mistake(
        file: "",
        line: 0,
        message: "the body is no JSON object; send one with the keys of a camera file"
    )
}

extension YAMLValue {
    /// The mapping with the id that a path names, where it has none of its own.
    fileprivate func naming(_ id: CameraID?) -> YAMLValue {
        guard let id, case .mapping(let entries) = content,
            !entries.contains(where: { $0.key == "id" })
        else { return self }
        let value = YAMLValue(line: line, content: .scalar(id.rawValue, isPlain: false))
        return YAMLValue(
            line: line,
            content: .mapping(entries + [Entry(key: "id", line: line, value: value)])
        )
    }
}
