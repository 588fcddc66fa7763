import Domain
import Foundation

/// What `watchpost.yaml` sets.
struct Settings {
    var listen = ListenAddress.standard
    /// An IANA name.
    var timeZone = "Asia/Shanghai"
    var log = LogSettings()
    var cameraNetworks = NetworkList.local
}

/// Reads `watchpost.yaml`.
struct SettingsReader {
    private static let keys = ["listen", "timeZone", "cameraNetworks", "log"]

    static func settings(_ document: YAMLValue, _ findings: inout Findings) -> Settings? {
        guard let fields = Fields(document, "the configuration", keys: keys, &findings) else {
            return nil
        }
        var settings = Settings()
        if let field = fields.optional("listen", &findings), let text = field.text(&findings) {
            if let address = ListenAddress(text) {
                settings.listen = address
            } else {
                findings.mistake(
                    field.line,
                    "'listen' is \(shown(text)); expected HOST:PORT such as 127.0.0.1:8480"
                )
            }
        }
        if let field = fields.optional("timeZone", &findings), let text = field.text(&findings) {
            let known = TimeZone.knownTimeZoneIdentifiers
            if known.contains(text) || text == "UTC" {
                settings.timeZone = text
            } else {
                let near = nearest(text, among: known).map { "; did you mean '\($0)'?" }
                findings.mistake(
                    field.line,
                    "unknown time zone \(shown(text))\(near ?? "; expected a name such as Asia/Shanghai")"
                )
            }
        }
        if let field = fields.optional("log", &findings) {
            settings.log = LogSettings(field, &findings)
        }
        if let field = fields.optional("cameraNetworks", &findings) {
            settings.cameraNetworks = networks(field, &findings)
        }
        return settings
    }

    private static func networks(_ field: Field, _ findings: inout Findings) -> NetworkList {
        var networks: [Network] = []
        for item in field.list("a list of networks such as [10.20.0.0/16]", &findings) ?? [] {
            guard let text = item.text(&findings) else { continue }
            switch Network.read(text) {
            case .success(let network): networks.append(network)
            case .failure(let mistake):
                findings.mistake(item.value.line, "'\(field.name)': \(mistake)")
            }
        }
        return NetworkList(networks)
    }
}
