import HTTPTypes

/// The kinds of problem that a request may meet, as the document names them.
enum ProblemKind: String, CaseIterable, Sendable {
    case badRequest = "BadRequest"
    case notFound = "NotFound"
    case methodNotAllowed = "MethodNotAllowed"
    case notAcceptable = "NotAcceptable"
    case late = "RequestTimeout"
    case conflict = "Conflict"
    case taken = "CameraConflict"
    case gone = "Gone"
    case changed = "PreconditionFailed"
    case tooLong = "ContentTooLarge"
    case longAddress = "URITooLong"
    case otherMedia = "UnsupportedMediaType"
    case otherRange = "RangeNotSatisfiable"
    case keyReused = "KeyReused"
    case longHead = "RequestHeaderFieldsTooLarge"
    case failed = "InternalServerError"
    case unavailable = "ServiceUnavailable"
    case full = "InsufficientStorage"

    var status: HTTPResponse.Status {
        switch self {
        case .badRequest: .badRequest
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .notAcceptable: .notAcceptable
        case .late: .requestTimeout
        case .conflict, .taken: .conflict
        case .gone: .gone
        case .changed: .preconditionFailed
        case .tooLong: .contentTooLarge
        case .longAddress: .uriTooLong
        case .otherMedia: .unsupportedMediaType
        case .otherRange: .rangeNotSatisfiable
        case .keyReused: .unprocessableContent
        case .longHead: .requestHeaderFieldsTooLarge
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
        case .notAcceptable: "The answer is of no kind that `Accept` takes."
        case .late: "The request's body did not come in time; the connection is closed."
        case .conflict:
            "What is so does not admit of this: an alert is in another state, a unit is off duty or "
                + "has its order. `state`, `by` and `at` say who brought it where, if anybody did."
        case .gone:
            "The cursor points into a history that is no longer kept; go on from `oldest`."
        case .taken:
            "There is a camera of this id already, or it belongs to a camera file, which `detail` "
                + "names."
        case .changed: "The camera is not what `If-Match` says; look at it again."
        case .tooLong: "The body is longer than \(WebLimits.body) bytes."
        case .longAddress: "Path and query are longer than \(WebLimits.address) bytes."
        case .otherMedia: "The body is not said to be JSON in UTF-8 by `Content-Type`."
        case .otherRange: "There are no such bytes; `Content-Range` says how many there are."
        case .keyReused: "The `Idempotency-Key` was used for another request; take a new one."
        case .longHead:
            "The request's head is longer than \(WebLimits.head) bytes, or has more than "
                + "\(WebLimits.fields) fields."
        case .failed: "The node failed; its log says why, under `request`. Tell its operator."
        case .unavailable:
            "Too much waits for the disk, too many connections or streams are open, or the node is "
                + "stopping. Nothing was written; try again after `Retry-After` seconds, with the "
                + "same `Idempotency-Key`."
        case .full: "The disk is full. Nothing was written; what was acknowledged is kept."
        }
    }

    /// Members that only this kind has.
    var ownMembers: [Field] {
        switch self {
        case .conflict:
            [
                .maybe("state", .named("AlertState")),
                .maybe("by", .text("Who brought that about.", example: "li.wei")),
                .maybe("at", .time("Since when it is so.")),
            ]
        case .gone: [.always("oldest", .named("Cursor"))]
        case .failed: [.always("request", .text("What the log calls the request."))]
        default: []
        }
    }

    private var headers: [Field] {
        switch self {
        case .methodNotAllowed:
            [
                .always(
                    "Allow",
                    .text("The methods that the path takes.", example: "GET, HEAD, OPTIONS"))
            ]
        case .unavailable: [.always("Retry-After", .count("Seconds to wait."))]
        case .otherRange:
            [.always("Content-Range", .text("How many there are.", example: "bytes */48213"))]
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
            headers: headers
        )
    }
}
