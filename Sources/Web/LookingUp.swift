import Desk
import Domain
import HTTPTypes
import Hummingbird
import NIOCore

extension Surroundings {
    /// Keeps in the register who looks at a picture; what cannot be kept is not shown.
    ///
    /// - Parameter path: the picture's in the API, however the request spells it.
    func record(lookAt path: String, _ request: Request, _ context: WebContext) async throws {
        let address = context.channel.remoteAddress?.ipAddress ?? "somewhere"
        let program = request.headers[.userAgent].map { " \($0)" } ?? ""
        try await ledger.record(
            LookUp(
                at: clock.now().wall,
                what: path,
                caller: String("\(address)\(program)".prefix(TextLimits.caller))
            )
        )
    }
}
