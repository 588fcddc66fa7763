import Delivery
import Desk
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Why a request was not served: what is wrong, in which field, and how to mend it.
///
/// - Source: RFC 9457.
struct Problem: Error, HTTPResponseError {
    var status: HTTPResponse.Status
    var detail: String
    var field: String?
    var fix: String?
    /// Members of this kind of problem alone.
    var members: [String: String] = [:]
    var headers: HTTPFields = [:]

    init(
        _ status: HTTPResponse.Status,
        _ detail: String,
        field: String? = nil,
        fix: String? = nil,
        members: [String: String] = [:],
        headers: HTTPFields = [:]
    ) {
        self.status = status
        self.detail = detail
        self.field = field
        self.fix = fix
        self.members = members
        self.headers = headers
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        var document: [String: JSONValue] = [
            "type": .text("about:blank"), "title": .text(status.reasonPhrase),
            "status": .number(status.code), "detail": .text(detail),
        ]
        if let field { document["field"] = .text(field) }
        if let fix { document["fix"] = .text(fix) }
        for (name, value) in members { document[name] = .text(value) }
        var problem = try Response(json: document, status: status)
        problem.headers[.contentType] = "application/problem+json"
        problem.headers.append(contentsOf: headers)
        return problem
    }

    /// A member's value.
    private enum JSONValue: Encodable {
        case text(String)
        case number(Int)

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            }
        }
    }
}

extension Problem {
    /// The desk's reply does not go with what was asked of it.
    static let otherReply = Problem(.internalServerError, "the desk answered something else")

    init(_ error: DeskError) {
        switch error {
        case .refused(let refusal): self.init(refusal)
        case .keyReused:
            self.init(
                .unprocessableContent,
                "this Idempotency-Key was used for another request",
                field: "Idempotency-Key",
                fix: "send a new key with each new request"
            )
        case .ledger(let error): self.init(error)
        case .busy:
            self.init(
                .serviceUnavailable,
                "too much waits for the ledger; nothing was written",
                fix: "try again in a moment, with the same Idempotency-Key"
            )
        case .stopping:
            self.init(.serviceUnavailable, "the node is stopping", fix: "try again in a moment")
        }
    }

    init(_ error: LedgerError) {
        switch error {
        case .full:
            self.init(
                HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"),
                "nothing was written: \(error)",
                fix: "try again when there is room; what was acknowledged is kept"
            )
        case .failed(let reason): self.init(.internalServerError, reason)
        }
    }

    private init(_ refusal: Refusal) {
        switch refusal {
        case .unknownAlert(let alert):
            self.init(.notFound, "there is no alert \(alert)", fix: "GET /v1/alerts lists them")
        case .state(let alert, let state, let by, let at):
            self.init(
                .conflict,
                "alert \(alert) is \(state.rawValue) already, by \(by) at \(at)",
                fix: "look at /v1/alerts/\(alert) and act on what it says",
                members: ["state": state.rawValue, "by": by, "at": at.description]
            )
        case .expected(let alert, let expected, let state, let by, let at):
            self.init(
                .conflict,
                "alert \(alert) is \(state.rawValue), by \(by) at \(at), "
                    + "not \(expected.rawValue) as expected",
                field: "expect",
                fix: "look at /v1/alerts/\(alert) and act on what it says",
                members: ["state": state.rawValue, "by": by, "at": at.description]
            )
        }
    }
}

/// Answers what no handler meant to answer, also as a problem document.
struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return try problem.response(from: request, context: context)
        } catch let error as LedgerError {
            return try Problem(error).response(from: request, context: context)
        } catch let error as DeskError {
            return try Problem(error).response(from: request, context: context)
        } catch let error as HTTPError {
            return try Problem(error, request).response(from: request, context: context)
        } catch {
            context.logger.event(
                .requestFailed,
                .error,
                "answering \(request.method) \(request.uri.path): \(error)",
                [.route: "\(context.endpointPath ?? "NotFound")", .reason: "\(error)"]
            )
            return try Problem(.internalServerError, "the node failed to answer: \(error)")
                .response(from: request, context: context)
        }
    }
}

extension Problem {
    fileprivate init(_ error: HTTPError, _ request: Request) {
        switch error.status {
        case .notFound:
            self.init(
                .notFound,
                "there is nothing at \(request.uri.path)",
                fix: "the README's last screen names the paths"
            )
        default:
            self.init(error.status, error.body ?? error.status.reasonPhrase)
        }
    }
}
