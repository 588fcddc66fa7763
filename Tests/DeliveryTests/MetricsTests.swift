import Delivery
import Testing

struct `A page of metrics` {
    @Test func `has each series of a figure under one head, with its labels escaped`() {
        var page = MetricsPage()
        page.add(
            "a_total",
            .counter,
            help: "Back\\slash\nand line.",
            [([("name", "say \"no\"\\\n")], 3), ([], 0.25)]
        )
        #expect(
            page.text == #"""
                # HELP a_total Back\\slash\nand line.
                # TYPE a_total counter
                a_total{name="say \"no\"\\\n"} 3
                a_total 0.25

                """#
        )
    }

    @Test func `has a histogram's buckets in order, each with all below it`() {
        let histogram = Histogram([0.01, 0.1, 1])
        for seconds in [0.005, 0.01, 0.05, 2, -1] { histogram.observe(seconds) }
        var page = MetricsPage()
        page.add("a_seconds", help: "A.", histogram.reading)
        #expect(
            page.text.split(separator: "\n").dropFirst(2) == [
                "a_seconds_bucket{le=\"0.01\"} 3", "a_seconds_bucket{le=\"0.1\"} 4",
                "a_seconds_bucket{le=\"1.0\"} 4", "a_seconds_bucket{le=\"+Inf\"} 5",
                "a_seconds_sum 2.065", "a_seconds_count 5",
            ]
        )
    }
}

struct `Histograms` {
    @Test func `of several lanes are one`() {
        let (a, b) = (Histogram([1]), Histogram([1]))
        a.observe(0.5)
        b.observe(3)
        b.observe(0.25)
        let total = Histogram.Reading.total(of: [a.reading, b.reading])
        #expect(total == Histogram.Reading(bounds: [1], counts: [2, 1], sum: 3.75))
        #expect(Histogram.Reading.total(of: []) == nil)
    }

    @Test func `lose nothing when many count at once`() async {
        let histogram = Histogram.ofWork
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<1000 { histogram.observe(0.001) } }
            }
        }
        #expect(histogram.reading.counts.reduce(0, +) == 8000)
        #expect(abs(histogram.reading.sum - 8) < 1e-6)
    }
}

struct `The figures of requests` {
    @Test func `are of as many sorts as there are routes, methods and classes of answers`() {
        let figures = RequestFigures()
        for (method, status) in [("GET", 200), ("GET", 204), ("BREW", 405), ("STIR", 405)] {
            let kind = RequestFigures.Kind(method: method, route: "/v1/a/:id", status: status)
            figures.observe(kind, seconds: 0.01)
        }
        let found = figures.readings.map { "\($0.kind.method) \($0.kind.status)" }
        #expect(found == ["GET 2xx", "other 4xx"])
        #expect(figures.readings.map { $0.reading.counts.reduce(0, +) } == [2, 2])
    }
}
