import Desk
import Domain
import HTTPTypes
import Hummingbird

/// `/v1/reports`: what the command centre is judged by.
struct ReportRoutes {
    let surroundings: Surroundings

    var endpoints: [Endpoint] {
        [
            .get("/v1/reports/response", query: Self.scope + ["by"], gives: Self.kinds) {
                request, _ in try await response(request)
            },
            .get("/v1/reports/false-alarms", query: Self.scope, gives: Self.kinds) { request, _ in
                try await falseAlarms(request)
            },
        ]
    }

    private static let scope = ["from", "until", "station", "exercise", "format"]
    private static let kinds = ["application/json", "text/csv"]

    private func response(_ request: Request) async throws -> Response {
        let query = try Query(request)
        let groupings = try query.words(
            "by",
            among: Dictionary(
                uniqueKeysWithValues: ResponseReport.Grouping.allCases.map { ($0.rawValue, $0) }
            )
        )
        guard groupings.count < 2 else {
            throw Problem(
                .badRequest, "one grouping at a time", field: "by", fix: "ask again for the other")
        }
        let scope = try scope(query)
        var report = ResponseReport(
            by: groupings.first ?? .station, of: surroundings.city, scope)
        try await rows(scope) { report.count($0) }
        try await absences(scope) { report.count($0) }
        let document = report.document
        return try answer(document, query, request) { document.csv }
    }

    private func falseAlarms(_ request: Request) async throws -> Response {
        let query = try Query(request)
        let scope = try scope(query)
        var report = FalseAlarmReport(scope)
        try await rows(scope) { report.count($0) }
        let document = report.document
        return try answer(document, query, request) { document.csv }
    }

    private func answer(
        _ document: some Encodable,
        _ query: Query,
        _ request: Request,
        csv: () -> String
    ) throws -> Response {
        let formats = try query.words("format", among: ["json": false, "csv": true])
        let wanted = Accept(request.headers).choice(among: Self.kinds, usual: Self.kinds[0])
        guard formats.first ?? (wanted == "text/csv") else { return try Response(json: document) }
        return Response(text: csv(), type: "text/csv; charset=utf-8; header=present")
    }

    // MARK: What is counted

    /// - Units: seconds.
    private static let day = 86_400.0

    /// The last day, where nothing else is asked for.
    private func scope(_ query: Query) throws -> ReportScope {
        let now = surroundings.clock.now().wall
        // Nothing was raised before; a report says its times, and years have four digits.
        let first = WallTime(milliseconds: 0, offset: now.offset)
        let until = max(
            try query.time("until", now: now) ?? now, first.advanced(bySeconds: Self.day))
        let from = max(
            try query.time("from", now: now) ?? until.advanced(bySeconds: -Self.day), first)
        guard from < until else {
            throw Problem(
                .badRequest,
                "from \(from) until \(until) is no time at all",
                field: "from",
                fix: "give a 'from' before 'until', which is now by default"
            )
        }
        return ReportScope(
            from: from,
            until: until,
            now: now,
            station: try query.text("station").map {
                try surroundings.city.station($0, "station").id
            },
            exercise: try query.flag("exercise") ?? false
        )
    }

    private func rows(_ scope: ReportScope, _ count: (ResponseRow) -> Void) async throws {
        var page = ResponsePage(from: scope.from, until: scope.until)
        while true {
            let rows = try await surroundings.ledger.responses(page)
            for row in rows { count(row) }
            guard rows.count == page.limit, let last = rows.last else { return }
            page.after = last.sequence
        }
    }

    private func absences(_ scope: ReportScope, _ count: (Absence) -> Void) async throws {
        let page = ResponsePage(from: scope.from, until: scope.until, limit: .max)
        for absence in try await surroundings.ledger.absences(page) { count(absence) }
    }
}
