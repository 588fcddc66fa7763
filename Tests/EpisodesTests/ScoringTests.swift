import Episodes
import Testing

struct `A clip's score` {
    private let labels = [
        Label(Span(0, 10), .quiet), Label(Span(10, 14), .motion), Label(Span(14, 20), .nuisance),
        Label(Span(20, 22), .uncertain), Label(Span(30, 34), .motion),
    ]

    private func found(_ start: Double, _ end: Double, raised: Double? = nil) -> FoundEpisode {
        FoundEpisode(Span(start, end), raised: raised ?? start)
    }

    @Test func `of episodes that match is without fault`() {
        let figures = ScoreFigures(
            ClipScore(labels, [found(10, 14, raised: 10.5), found(30, 34, raised: 31)])
        )
        #expect(figures.recall == 1 && figures.precision == 1 && figures.f1 == 1)
        #expect(figures.latencyMedian == 0.5 && figures.latencyP95 == 1)
        #expect(figures.coverage == 1 && figures.excess == 0)
        #expect(figures.own == 2)
        #expect(figures.clean == 2 && figures.stretches == 2)
    }

    @Test func `names what a false alarm lies in for longest, and leaves out what is uncertain`() {
        let score = ClipScore(
            labels, [found(1, 2), found(15.5, 16), found(23, 24), found(25, 26), found(3, 3)]
        )
        #expect(score.falseAlarms == [.quiet: 2, .nuisance: 1, .unlabelled: 1])
        #expect(score.unscored == 1)
        #expect(ScoreFigures(score).f1 == 0)
        #expect(ScoreFigures(score).clean == 1)
    }

    @Test func `gives one long episode one alert of its own, and counts its still time`() {
        let figures = ScoreFigures(ClipScore(labels, [found(9.5, 34, raised: 12)]))
        #expect(figures.found == 2 && figures.falseAlarms == 0 && figures.own == 1)
        #expect(figures.latencyMedian == 0)
        #expect(figures.ownMedian == 2)
        #expect(figures.excess == 6.5 / 16)
    }

    @Test func `of nothing has no shares`() {
        let figures = ScoreFigures(ClipScore())
        #expect(figures.recall == nil && figures.precision == nil && figures.excess == nil)
    }
}

struct `A table of labels` {
    @Test func `is read with its quotes, columns in any order`() throws {
        let labels = try [Label](
            csv: "kind,note,start_s,end_s\r\nmotion,\"a man, \"\"tall\"\"\",1.5,2\n\nquiet,,2,3\n"
        )
        #expect(labels == [Label(Span(1.5, 2), .motion), Label(Span(2, 3), .quiet)])
    }

    @Test(arguments: [
        ("", 1, "empty"), ("start_s,end_s\n", 1, "no column kind"),
        ("start_s,end_s,kind\n1,x,quiet\n", 2, "end_s 'x'"),
        ("start_s,end_s,kind\n1,2,quiet\n3,2,quiet\n", 3, "before it starts"),
        ("start_s,end_s,kind\n1,2,rest\n", 2, "unknown kind 'rest'"),
        ("start_s,end_s,kind\n1,2,\"quiet\n", 2, "not closed"),
    ])
    func `is refused with line and reason`(csv: String, line: Int, words: String) {
        let mistake = #expect(throws: LabelMistake.self) { try [Label](csv: csv) }
        #expect(mistake?.line == line)
        #expect(mistake?.message.contains(words) == true, "\(String(describing: mistake))")
    }
}
