import ArgumentParser
import Cameras
import Delivery
import Domain
import Foundation

/// Gives a node a camera, or all of a camera file.
struct CameraAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Adds a camera, or the cameras of a file, to a running node.",
        discussion: """
            The node checks it by the rules of camera files, keeps it in its data folder and \
            watches it at once. With --probe its stream is tried first, and a camera that is not \
            fit is not added. Zones have no options: write them into a file.

            EXAMPLES
              watchpost camera add gate.yaml
              watchpost camera add --id gate --name 东门 --url rtsp://10.1.2.17/main \\
                  --credentials gate --position 117.021,36.661 --place-class P1 --probe
              watchpost camera add --replace gate.yaml
            """
    )

    @Argument(help: ArgumentHelp("A camera file of one or many cameras.", valueName: "file"))
    var file: String?

    @Option(help: "A 20-digit GB/T 28181 number, or 1 to 64 of a-z, 0-9 and -.")
    var id: String?

    @Option(help: "A name that people know it by.")
    var name: String?

    @Option(help: "rtsp://HOST[:PORT]/PATH, or rtsps://…, without user and password.")
    var url: String?

    @Option(help: "A smaller stream of the same picture, which is then watched.")
    var analyse: String?

    @Option(help: "tcp or udp.")
    var transport: StreamTransport?

    @Option(help: "A name among the node's credentials.")
    var credentials: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Where it stands, WGS-84 degrees: finds the station.", valueName: "lon,lat")
    )
    var position: String?

    @Option(help: "The station that answers for it, such as jn-017.")
    var station: String?

    @Option(help: "P1, P3 or P5: somebody is to be on scene within 1, 3 or 5 minutes.")
    var placeClass: PlaceClass?

    @Option(parsing: .unconditional, help: "1 (least) to 5.")
    var sensitivity: Int?

    @Flag(help: "Try its stream first, and add nothing that is not fit.")
    var probe = false

    @Flag(help: "Put it in place of a camera of the same id that came this way before.")
    var replace = false

    @OptionGroup var client: ClientOptions

    func validate() throws {
        let options: [Any?] = [
            id, name, url, analyse, transport, credentials, position, station, placeClass,
            sensitivity,
        ]
        guard file == nil || options.allSatisfy({ $0 == nil }) else {
            throw ValidationError("Give a camera file, or one camera's options, not both.")
        }
        guard file != nil || (id != nil && name != nil && url != nil) else {
            throw ValidationError("Give a camera file, or --id, --name and --url.")
        }
        guard file != nil || position != nil || station != nil else {
            throw ValidationError("Give --position or --station.")
        }
        try position?.checkPosition("--position")
    }

    func run() async throws {
        let forms = try forms()
        try await client.run { server in
            var worst: ExitCode?
            for form in forms {
                do {
                    try await add(form, to: server)
                } catch let error as ClientError {
                    // A node that is not there is not asked again for each camera.
                    guard case .refused(_, let problem) = error, forms.count > 1 || file != nil
                    else { throw error }
                    Output.note(form.place(problem) + problem.text)
                    worst = error.exitCode
                } catch let code as ExitCode where forms.count > 1 {
                    worst = code
                }
            }
            if let worst { throw worst }
        }
    }

    /// - Throws: the exit status after the reasons were said.
    private func forms() throws -> [Form] {
        guard let file else { return [Form(json: .mapping(options), origin: nil)] }
        let (forms, mistakes) = CameraForm.read(file)
        for mistake in mistakes { Output.note("\(mistake)".onOneLine) }
        if mistakes.contains(where: { $0.kind == .missing }) { throw ExitCode.noFile }
        if mistakes.contains(where: { !$0.isWarning }) { throw ExitCode.badInput }
        if forms.isEmpty { Output.note("watchpost: \(file) names no camera") }
        return forms.map { Form(json: $0.json, origin: $0) }
    }

    private struct Form {
        var json: JSONForm
        var origin: CameraForm?

        /// Where in a file a problem is.
        func place(_ problem: ProblemDocument) -> String {
            guard let origin else { return "watchpost: " }
            return "\(origin.file):\(origin.line(of: problem.field)): "
        }
    }

    private var options: [String: JSONForm] {
        let texts = [
            "id": id, "name": name, "url": url, "analyse": analyse,
            "transport": transport?.rawValue, "credentials": credentials, "station": station,
            "placeClass": placeClass?.rawValue,
        ]
        var members = texts.compactMapValues { $0.map { JSONForm.text($0) } }
        members["position"] = position.flatMap(SignalPosition.parse)
            .map { .list($0.map { .number($0) }) }
        members["sensitivity"] = sensitivity.map { .number(Double($0)) }
        return members
    }

    private func add(_ form: Form, to server: ServerClient) async throws {
        if probe {
            let trial = ["url", "credentials", "transport"].compactMap { key in
                form.json[key].map { (key, JSONForm.text($0)) }
            }
            let verdict = try await server.probe(
                .mapping(Dictionary(uniqueKeysWithValues: trial))
            ).document
            Output.note("watchpost: \(form.json["id"] ?? "camera"): \(verdict.verdict)".onOneLine)
            if let code = verdict.exitCode { throw code }
        }
        let document =
            replace
            ? try await server.put(["v1", "cameras", form.json["id"] ?? ""], form.json)
            : try await server.deed(["v1", "cameras"], form.json).document
        let camera = try server.decode(CameraDocument.self, from: document)
        for warning in camera.warnings ?? [] {
            Output.note("watchpost: \(camera.id): warning: \(warning)".onOneLine)
        }
        try client.show(document) {
            [
                "\(replace ? "kept" : "added") \(camera.id): \(camera.name), station "
                    + "\(camera.station), grid \(camera.grid), class \(camera.placeClass.rawValue)"
            ]
        }
    }
}

extension StreamTransport: ExpressibleByArgument {}
extension PlaceClass: ExpressibleByArgument {}
