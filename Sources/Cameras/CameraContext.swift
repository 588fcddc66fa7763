import Domain

/// What cameras are read against: the city, the known credentials, the networks that they may be in.
package struct CameraContext: Sendable {
    /// `nil` where the seeds cannot be read: places are then not looked up.
    let city: City?
    /// The folder of the seeds, for messages.
    let seeds: String
    /// The known names; `nil` where the credentials cannot be read.
    let credentials: Set<String>?
    /// The path of the credentials' file, for messages.
    let secrets: String
    let streams: StreamURL

    init(
        city: City?,
        credentials: Set<String>?,
        networks: NetworkList?,
        folders: Folders,
        allowsRecordings: Bool = true
    ) {
        self.city = city
        seeds = folders.seeds
        self.credentials = credentials
        secrets = folders.beside("credentials.yaml")
        streams = StreamURL(
            networks: networks.map { ($0, folders.config) }, allowsRecordings: allowsRecordings
        )
    }

    /// What a running node holds requests against; its files are called by their names alone.
    package init(_ configuration: Configuration, _ folders: Folders) {
        self.init(
            city: configuration.city,
            credentials: Set(configuration.credentials.keys),
            networks: configuration.networks,
            folders: folders.names,
            allowsRecordings: false
        )
    }

    /// Takes names of stations and credentials, and addresses, as they come.
    package static let unknown = CameraContext(
        city: nil, credentials: nil, networks: nil, folders: Folders()
    )
}
