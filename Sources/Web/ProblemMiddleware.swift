import Delivery
import Desk
import Domain
import HTTPTypes
import Hummingbird
import Logging

/// Answers what no handler meant to answer, also as a problem document.
struct ProblemMiddleware: RouterMiddleware {
    let methods: PathMethods
    let surroundings: Surroundings

    func handle(
        _ request: Request,
        context: WebContext,
        next: @concurrent (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            return try nowhere(request, context)
        } catch {
            let problem = said(Self.problem(error), to: request, context)
            let response = try problem.response(from: request, context: context)
            return request.method == .head ? response.createHeadResponse() : response
        }
    }

    private static func problem(_ error: any Error) -> Problem {
        switch error {
        case let problem as Problem: problem
        case let error as LedgerError: Problem(error)
        case let error as DeskError: Problem(error)
        case let error as HTTPError:
            Problem(error.status, error.body ?? error.status.reasonPhrase)
        default: Problem(hidden: "\(error)")
        }
    }

    /// No route is for the request: its path is unknown, or its verb is.
    private func nowhere(_ request: Request, _ context: WebContext) throws -> Response {
        guard let allowed = methods.at(request.uri.path) else {
            return try Problem(
                .notFound,
                "there is nothing at \(request.uri.path)",
                fix: "/openapi.json describes every path"
            ).response(from: request, context: context)
        }
        let list = allowed.map(\.rawValue).joined(separator: ", ")
        if request.method == .options {
            return Response(status: .noContent, headers: [.allow: list])
        }
        return try Problem(
            .methodNotAllowed,
            "\(request.method) is not for \(request.uri.path)",
            fix: "use \(list)",
            headers: [.allow: list]
        ).response(from: request, context: context)
    }

    /// Logs what is not for the caller, under a name that both are told.
    private func said(
        _ problem: Problem,
        to request: Request,
        _ context: WebContext
    ) -> Problem {
        guard let hidden = problem.hidden else { return problem }
        let count = surroundings.traffic.count { $0.failed += 1 }.failed
        let time = String(surroundings.clock.now().wall.milliseconds, radix: 36)
        let name = "\(time)-\(count)"
        context.logger.event(
            .requestFailed,
            .error,
            "answering \(request.method) \(request.uri.path) (request \(name)): \(hidden)",
            [.route: "\(context.endpointPath ?? "NotFound")", .reason: "\(hidden)"]
        )
        var told = problem
        told.fix = "try again; the node's log says why, under request \(name)"
        told.members["request"] = name
        return told
    }
}

/// Which verbs each of the API's paths takes.
struct PathMethods: Sendable {
    private let paths: [(parts: [Substring], methods: [HTTPRequest.Method])]

    init(_ endpoints: [Endpoint]) {
        let byPath = Dictionary(grouping: endpoints, by: \.path)
        paths = byPath.map { path, endpoints in
            let methods = endpoints.flatMap { $0.method == .get ? [.get, .head] : [$0.method] }
            return (path.split(separator: "/"), methods + [.options])
        }
    }

    /// - Returns: `nil` where the path is unknown.
    func at(_ path: String) -> [HTTPRequest.Method]? {
        let asked = path.split(separator: "/")
        return paths.first { path in
            path.parts.count == asked.count
                && zip(path.parts, asked).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
        }?.methods
    }
}
