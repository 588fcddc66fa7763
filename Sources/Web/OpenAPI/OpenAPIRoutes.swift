import Hummingbird

/// `/openapi.json`: what can be asked of the node.
struct OpenAPIRoutes {
    var endpoints: [Endpoint] {
        [
            .get("/openapi.json") { _, _ in
                Response(text: OpenAPIDocument.text, type: "application/json")
            }
        ]
    }
}
