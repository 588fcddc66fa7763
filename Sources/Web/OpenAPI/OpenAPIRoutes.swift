import Hummingbird

/// `/openapi.json`: what can be asked of the node.
struct OpenAPIRoutes {
    func add(to router: Router<BasicRequestContext>) {
        router.get("/openapi.json") { _, _ in
            Response(text: OpenAPIDocument.text, type: "application/json")
        }
    }
}
