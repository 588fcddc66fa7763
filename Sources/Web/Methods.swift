import HTTPTypes
import Hummingbird

/// Which methods the API's paths take; any other is answered 405 and told which.
enum Methods {
    private static let looking = [
        "/healthz", "/readyz", "/metrics", "/openapi.json", "/v1/cameras", "/v1/cameras/:id",
        "/v1/stations",
        "/v1/stations/:id", "/v1/stations/:id/alerts", "/v1/queues", "/v1/queues/:id",
        "/v1/queues/:id/alerts", "/v1/alerts", "/v1/alerts/:id", "/v1/alerts/:id/history",
        "/v1/alerts/:id/snapshot.jpg",
    ]
    private static let acting = [
        "/v1/queues/:id/cursor", "/v1/queues/:id/heartbeat", "/v1/alerts/:id/accept",
        "/v1/alerts/:id/close", "/v1/signals",
    ]
    private static let all: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete]

    /// Answers what no route is for.
    static func refuseOthers(on router: Router<BasicRequestContext>) {
        for path in looking { refuse(all.filter { $0 != .get }, at: path, allowing: .get, router) }
        for path in acting { refuse(all.filter { $0 != .post }, at: path, allowing: .post, router) }
    }

    private static func refuse(
        _ methods: [HTTPRequest.Method],
        at path: String,
        allowing allowed: HTTPRequest.Method,
        _ router: Router<BasicRequestContext>
    ) {
        for method in methods {
            router.on(RouterPath(path), method: method) { request, _ -> Response in
                throw Problem(
                    .methodNotAllowed,
                    "\(request.method) is not for \(request.uri.path)",
                    fix: "use \(allowed)",
                    headers: [.allow: allowed.rawValue]
                )
            }
        }
    }
}
