import Desk
import Domain

/// Works that are decided one after another and written in one transaction.
struct DeskSession: Sendable {
    let driver: DeskDriver
    /// Of the transaction that is being written meanwhile.
    let earlier: DeskNews
    private(set) var news = DeskNews()
    /// In the order in which they came.
    private(set) var works: [DeskWork] = []
    private(set) var batch = PreparedBatch()
    /// When the desk wants to be woken.
    private(set) var wake: Moment?
    /// How late each stage that fired was when it was decided, and when that was.
    private(set) var stages: [(late: Double, decided: Moment)] = []
    /// How the desk was after the last work.
    private(set) var openAlerts = 0
    private(set) var balance = Balance()
    /// Decided, and not put into words yet.
    private var entries: [Entry] = []
    private var memos: [Memo] = []
    private var answers: [Answer] = []
    private var pictures: [(alert: AlertID, picture: [UInt8], area: Double)] = []
    private var replies: [@Sendable () -> Void] = []

    init(driver: DeskDriver, after earlier: DeskNews = DeskNews()) {
        self.driver = driver
        self.earlier = earlier
    }

    var ledger: any Ledger { driver.ledger }

    /// To be called when the batch is on disk.
    func finish() {
        for kept in pictures {
            driver.snapshots.keep(kept.picture, of: kept.alert, area: kept.area)
        }
        for reply in replies { reply() }
    }

    /// Lets a desk that was read from the ledger go on with the clocks as they ran.
    mutating func resume(_ running: ResponseDesk.Clocks, at desk: inout ResponseDesk) {
        step(.resumed(running), at: &desk, driver.clock.now())
    }

    /// Decides works and puts what comes of them into words; where that fails the session is worth
    /// nothing, and has them all the same.
    mutating func decide(
        _ works: [DeskWork],
        at desk: inout ResponseDesk
    ) throws(LedgerError) {
        self.works += works
        for work in works { try decide(work, at: &desk) }
        batch.append(try ledger.prepare(entries, memos: memos, answers: answers))
        entries.removeAll(keepingCapacity: true)
        memos.removeAll()
        answers.removeAll()
        (openAlerts, balance) = (desk.openAlerts, desk.balance)
    }

    private mutating func decide(
        _ work: DeskWork,
        at desk: inout ResponseDesk
    ) throws(LedgerError) {
        let now = driver.clock.now()
        switch work {
        case .wake: step(.wake, at: &desk, now)
        case .started: step(.started, at: &desk, now)
        case .policy(let policy): step(.policy(policy), at: &desk, now)
        case .episode(let episode, let raised): decide(episode, raised, at: &desk, now)
        case .camera(let news, let written):
            step(.camera(news), at: &desk, now)
            replies.append(written)
        case .request(let request, let key, let reply):
            // What is due comes first, and apart from what is answered.
            step(.wake, at: &desk, now)
            let result = try answer(request, key, at: &desk, now)
            replies.append { reply(result) }
        }
    }

    private mutating func decide(
        _ episode: EpisodeWork,
        _ raised: (@Sendable (Result<AlertID, DeskError>) -> Void)?,
        at desk: inout ResponseDesk,
        _ now: Stamp
    ) {
        switch episode {
        case .opened(let report, let picture, let folded):
            let candidate = driver.newID(at: now.wall)
            step(
                .episodeOpened(report, candidate: candidate, folded: folded), at: &desk, now
            )
            keep(picture, of: report, at: desk)
            if let raised {
                let alert = desk.alert(of: report.track) ?? candidate
                replies.append { raised(.success(alert)) }
            }
        case .peaked(let report, let picture): keep(picture, of: report, at: desk)
        case .ended(let report): step(.episodeEnded(report), at: &desk, now)
        case .withdrawn(let report): step(.episodeWithdrawn(report), at: &desk, now)
        }
    }

    private mutating func keep(_ picture: [UInt8]?, of report: EpisodeReport, at desk: ResponseDesk)
    {
        guard let picture, let alert = desk.alert(of: report.track) else { return }
        pictures.append((alert, picture, report.episode.peak.area))
    }

    /// - Returns: what the desk made of it, for whoever asked.
    @discardableResult
    mutating func step(
        _ input: DeskInput,
        at desk: inout ResponseDesk,
        _ now: Stamp
    ) -> [DeskEffect] {
        let effects = desk.step(input, at: now)
        for effect in effects {
            switch effect {
            case .append(let entry): append(entry, now)
            case .keep(let memo): memos.append(memo)
            case .wake(let moment): wake = moment
            case .known, .refuse: break
            }
        }
        return effects
    }

    private mutating func append(_ entry: Entry, _ now: Stamp) {
        if let detail = entry.detail, detail.due != nil {
            stages.append((detail.late ?? 0, now.moment))
        }
        news.note(entry)
        entries.append(entry)
    }

    /// Keeps what was answered to a request, in case it comes again.
    mutating func note(_ answer: Answer) {
        news.note(answer)
        answers.append(answer)
    }
}
