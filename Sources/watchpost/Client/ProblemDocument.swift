import Delivery

/// Why the server did not do what it was asked.
///
/// - Source: RFC 9457, with the field at fault and the way out.
struct ProblemDocument: Decodable, Sendable {
    var title: String?
    var detail: String?
    var field: String?
    var fix: String?
    /// The oldest cursor that is kept, where the one asked for is not.
    var oldest: Cursor?

    /// What went wrong and the way out, as one sentence each.
    var text: String {
        let what = detail ?? title ?? "the server gave no reason"
        let place = field.map { detail?.contains($0) == false ? " (field \($0))" : "" } ?? ""
        let wayOut = fix.flatMap(ShellAdvice.of).map { ": \($0)" } ?? ""
        return (what + place + wayOut).onOneLine
    }
}
