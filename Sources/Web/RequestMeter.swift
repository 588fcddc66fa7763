import Delivery
import Domain
import Hummingbird

/// Measures how long the answers take to begin; a stream's goes on for as long as it likes.
struct RequestMeter<Context: RequestContext>: RouterMiddleware {
    let figures: RequestFigures
    let clock: any CityClock

    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = clock.moment
        let response = try await next(request, context)
        figures.observe(
            RequestFigures.Kind(
                method: request.method.rawValue,
                route: context.endpointPath ?? "NotFound",
                status: response.status.code
            ),
            seconds: clock.moment.seconds(since: start)
        )
        return response
    }
}
