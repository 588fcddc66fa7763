import Hummingbird
import NIOCore

/// What comes with a request: the path's parameters and the connection that it came on.
struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// What the path names, without percent signs.
    func named(_ parameter: String = "id") throws -> String {
        let text = try parameters.require(parameter)
        guard let name = PercentCode.decoded(text) else {
            throw Problem(
                .badRequest,
                "'\(text)' is not percent-encoded UTF-8",
                field: parameter,
                fix: "write a percent sign as %25"
            )
        }
        return name
    }
}
