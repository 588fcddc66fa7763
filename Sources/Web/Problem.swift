import Delivery
import Desk
import Domain
import Foundation
import HTTPTypes
import Hummingbird
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
    /// What the log says in place of the caller.
    var hidden: String?

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
        var problem = Response(
            status: status,
            headers: [.contentType: Self.mediaType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: try document)
        )
        problem.headers.append(contentsOf: headers)
        return problem
    }

    static let mediaType = "application/problem+json"

    /// The problem as JSON.
    var document: ByteBuffer {
        get throws {
            var document: [String: JSONValue] = [
                "type": .text("about:blank"), "title": .text(status.reasonPhrase),
                "status": .number(status.code), "detail": .text(detail),
            ]
            if let field { document["field"] = .text(field) }
            if let fix { document["fix"] = .text(fix) }
            for (name, value) in members { document[name] = .text(value) }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return ByteBuffer(bytes: try encoder.encode(document))
        }
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
    static let otherReply = Problem(hidden: "the desk answered something else")

    /// What went wrong inside is for the log alone.
    init(hidden: String) {
        self.init(.internalServerError, "the node failed to answer")
        self.hidden = hidden
    }

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
                fix: "try again in a moment, with the same Idempotency-Key",
                headers: [.retryAfter: "1"]
            )
        case .stopping:
            self.init(
                .serviceUnavailable,
                "the node is stopping",
                fix: "try again in a moment",
                headers: [.retryAfter: "1"]
            )
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
        case .failed(let reason): self.init(hidden: reason)
        }
    }
}

extension Problem {
    /// A field or parameter that is not there, and the known one that was probably meant.
    static func unknown(_ kind: String, _ name: String, among known: [String]) -> Problem {
        let near = nearest(name, among: known).map { "did you mean '\($0)'?" }
        let all = known.isEmpty ? "give none" : "one of: \(known.joined(separator: ", "))"
        return Problem(.badRequest, "there is no \(kind) '\(name)'", field: name, fix: near ?? all)
    }
}
