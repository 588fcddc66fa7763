import ArgumentParser
import Cameras

/// Where a node's files lie and where it listens: what `serve` and `check` take.
struct NodeOptions: ParsableArguments {
    static let standardData = "data"

    @Option(
        help: ArgumentHelp(
            """
            The node's configuration; response.yaml and credentials.yaml lie beside it \
            (default: \(Folders().config)).
            """,
            valueName: "file"
        )
    )
    var config: String?

    @Option(help: ArgumentHelp("The folder of camera files.", valueName: "dir"))
    var cameras: String = Folders().cameras

    @Option(
        help: ArgumentHelp(
            "The folder of the city's seeds: districts, stations, grids.", valueName: "dir"
        )
    )
    var seeds: String = Folders().seeds

    @Option(
        help: ArgumentHelp(
            """
            The folder of ledger and pictures (default: serve takes \(standardData), demo a passing \
            one, check none).
            """,
            valueName: "dir"
        )
    )
    var data: String?

    @Option(
        help: ArgumentHelp(
            """
            Where requests are taken; port 0 lets the system choose one (default: the \
            configuration's, else \(ListenAddress.standard)).
            """,
            valueName: "host:port"
        ),
        transform: { text in
            guard let address = ListenAddress(text) else {
                throw ValidationError("expected HOST:PORT such as \(ListenAddress.standard)")
            }
            return address
        }
    )
    var listen: ListenAddress?

    @Flag(help: "Listen beyond this machine although there are no accounts and no TLS.")
    var insecure = false

    var folders: Folders {
        Folders(
            config: config ?? Folders().config,
            isConfigNamed: config != nil,
            cameras: cameras,
            seeds: seeds,
            data: data
        )
    }
}
