import ArgumentParser
import Cameras
import Delivery
import Domain
import Foundation

/// Writes a node's cameras as a camera file.
struct CameraExportCommand: AsyncParsableCommand {
    enum Form: String, ExpressibleByArgument, CaseIterable {
        case yaml, json
    }

    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes a node's cameras to stdout as a camera file.",
        discussion: """
            'check' accepts it, and 'camera add' takes it back as it is. Passwords are never in it.

            EXAMPLES
              watchpost camera export > cameras.yaml
              watchpost camera export --station jn-017 --owner api
            """
    )

    @Option(help: "Only this station's cameras, such as jn-017.")
    var station: String?

    @Option(help: "Only those of camera files, or only those that came over the API: file or api.")
    var owner: CameraDocument.Owner?

    @Option(name: .shortAndLong, help: "yaml: a camera file; json: one object a line.")
    var output: Form = .yaml

    @OptionGroup var node: ServerOptions

    func run() async throws {
        try await node.run { server in
            let listing = try await server.list(
                ["v1", "cameras"],
                of: CameraDocument.self,
                query: station.map { [("station", $0)] } ?? [],
                limit: .max
            )
            let wanted = zip(listing.items, listing.documents)
                .filter { owner == nil || $0.0.owner == owner }.map(\.1)
            switch output {
            case .json: for document in wanted { try Output.json(document) }
            case .yaml: try Output.text(yaml(wanted, of: server))
            }
        }
    }

    private func yaml(_ documents: [String], of server: ServerClient) throws -> String {
        CameraWriter.text(
            of: try documents.map { document in
                let (camera, mistakes) = CameraRequest.camera(json: document, against: .unknown)
                guard let camera else {
                    throw ClientError.strange(
                        server: server.server.description,
                        what: mistakes.first?.message ?? "a camera"
                    )
                }
                return camera
            }
        )
    }
}

extension CameraDocument.Owner: ExpressibleByArgument {}
