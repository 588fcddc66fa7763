import HTTPTypes
import Hummingbird

/// The kinds of problem that a request may meet, as the document names them.
enum ProblemKind: String, CaseIterable, Sendable {
    case badRequest = "BadRequest"
    case notFound = "NotFound"
    case methodNotAllowed = "MethodNotAllowed"
    case conflict = "Conflict"
    case gone = "Gone"
    case tooLong = "ContentTooLarge"
    case keyReused = "KeyReused"
    case failed = "InternalServerError"
    case unavailable = "ServiceUnavailable"
    case full = "InsufficientStorage"

    var status: HTTPResponse.Status {
        switch self {
        case .badRequest: .badRequest
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .conflict: .conflict
        case .gone: .gone
        case .tooLong: .contentTooLarge
        case .keyReused: .unprocessableContent
        case .failed: .internalServerError
        case .unavailable: .serviceUnavailable
        case .full: HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
        }
    }

    /// When it is met, and what to do.
    var text: String {
        switch self {
        case .badRequest:
            "The request is wrong: `field` names what, and `fix` says what is expected. The same "
                + "request will never do."
        case .notFound: "There is nothing of this name."
        case .methodNotAllowed: "The path takes other methods, which `Allow` names."
        case .conflict:
            "The alert is no longer in a state that this fits; `state`, `by` and `at` say who "
                + "brought it where."
        case .gone:
            "The cursor points into a history that is no longer kept; go on from `oldest`."
        case .tooLong: "The body is longer than \(Request.bodyBound) bytes."
        case .keyReused: "The `Idempotency-Key` was used for another request; take a new one."
        case .failed: "The node failed; its log says why. Tell its operator."
        case .unavailable:
            "Too much waits for the disk, or the node is stopping. Nothing was written; try again "
                + "in a moment, with the same `Idempotency-Key`."
        case .full: "The disk is full. Nothing was written; what was acknowledged is kept."
        }
    }

    /// Members that only this kind has.
    var ownMembers: [Field] {
        switch self {
        case .conflict:
            [
                .always("state", .named("AlertState")),
                .always("by", .text("Who brought it into this state.", example: "li.wei")),
                .always("at", .time("Since when it is in this state.")),
            ]
        case .gone: [.always("oldest", .named("Cursor"))]
        default: []
        }
    }

    var schema: Schema {
        .object(
            "\(status.code) \(status.reasonPhrase). \(text)",
            [
                .always("type", Schema(keywords: ["const": "about:blank"])),
                .always("title", Schema(keywords: ["const": .text(status.reasonPhrase)])),
                .always("status", Schema(keywords: ["const": .integer(status.code)])),
                .always("detail", .text("What is wrong, in words for people.")),
                .maybe(
                    "field",
                    .text(
                        "The field, parameter or header that is wrong, such as `priority`; members "
                            + "of members with a point between."
                    )
                ),
                .maybe("fix", .text("What to do, in words for people.")),
            ] + ownMembers
        )
    }

    /// The answer that operations refer to.
    var answer: Reply {
        Reply(
            status,
            text,
            ["application/problem+json": .named("\(rawValue)Problem")],
            headers: self == .methodNotAllowed
                ? ["Allow": .text("The methods that the path takes.", example: "GET, HEAD")] : [:]
        )
    }
}
