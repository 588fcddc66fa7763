import HTTPTypes

extension Surroundings {
    /// All that the API is, a line an operation: `GET /v1/stations [after limit] application/json`.
    package var routes: [String] {
        endpoints.map { endpoint in
            let path = endpoint.path.replacing(/:(\w+)/) { "{\($0.1)}" }
            let query = endpoint.query.sorted().joined(separator: " ")
            let gives = endpoint.gives.sorted().joined(separator: " ")
            return "\(endpoint.method.rawValue) \(path) [\(query)] \(gives)"
        }
    }
}
