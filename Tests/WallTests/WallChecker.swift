/// Something in a room that the architecture keeps out of it.
struct Violation: Equatable, CustomStringConvertible {
    let file: String
    let line: Int
    let message: String

    var description: String { "\(file):\(line): \(message)" }
}

/// Reads a source file against the walls between the rooms.
struct WallChecker {
    private let room: Room
    private let file: String
    private let tokens: [Token]
    private var violations: [Violation] = []

    static func violations(in source: String, room: Room, file: String) -> [Violation] {
        var checker = WallChecker(room: room, file: file, tokens: SwiftTokens.read(source))
        for index in checker.tokens.indices {
            checker.checkImport(index)
            checker.checkTask(index)
            checker.checkClock(index)
            checker.checkChance(index)
            checker.checkOutput(index)
            checker.checkNames(index)
        }
        return checker.violations
    }

    private init(room: Room, file: String, tokens: [Token]) {
        self.room = room
        self.file = file
        self.tokens = tokens
    }

    private func text(_ index: Int) -> String {
        tokens.indices.contains(index) ? tokens[index].text : ""
    }

    private mutating func report(_ index: Int, _ message: String) {
        violations.append(
            Violation(file: file, line: tokens[index].line, message: "\(room.name) \(message)")
        )
    }

    private static let kinds: Set = [
        "struct", "class", "enum", "protocol", "typealias", "func", "var", "let", "actor", "macro",
    ]

    private mutating func checkImport(_ index: Int) {
        if text(index) == "@_exported" {
            report(index, "hands on what it imports (@_exported), around every wall")
        }
        guard text(index) == "import", text(index - 1) != ".", text(index - 1) != "func",
            text(index - 1) != "case"
        else { return }
        let named = Self.kinds.contains(text(index + 1)) ? index + 2 : index + 1
        guard tokens.indices.contains(named), tokens[named].isWord else { return }
        let module = text(named)
        if module != "Swift", !room.mayImport(module) { report(named, "may not import \(module)") }
    }

    /// Work that nobody waits for begins in one room, which also ends it.
    private mutating func checkTask(_ index: Int) {
        guard room.name != "Assembly", text(index) == "Task", text(index - 1) != "." else { return }
        var next = index + 1
        if text(next) == "<" {
            while next < tokens.count, text(next) != ">" { next += 1 }
            next += 1
        }
        let starters: Set = ["detached", "immediate", "immediateDetached", "init"]
        if text(next) == "{" || text(next) == "("
            || (text(next) == "." && starters.contains(text(next + 1)))
        {
            report(index, "starts a task; only Assembly does")
        }
    }

    private static let clocks: Set = [
        "ContinuousClock", "SuspendingClock", "clock_gettime", "gettimeofday", "systemUptime",
    ]

    private mutating func checkClock(_ index: Int) {
        guard room.floor < 6 else { return }
        let isDate =
            text(index) == "Date"
            && ((text(index + 1) == "." && text(index + 2) == "now")
                || (text(index + 1) == "("
                    && [")", "timeIntervalSinceNow"].contains(text(index + 2)))
                || (text(index + 1) == "." && text(index + 2) == "init" && text(index + 4) == ")"))
        if isDate || Self.clocks.contains(text(index)) {
            report(index, "reads a clock (\(text(index))); the time is handed in as a CityClock")
        }
    }

    private static let chances: Set = [
        "SystemRandomNumberGenerator", "arc4random", "arc4random_buf", "arc4random_uniform",
        "drand48", "getentropy", "getrandom", "rand_r",
    ]

    private mutating func checkChance(_ index: Int) {
        guard room.floor < 6 else { return }
        if Self.chances.contains(text(index)) || isUnseeded(index) {
            report(index, "asks chance (\(text(index))); randomness is handed in or seeded")
        }
    }

    /// `.random(in: …)`, `.shuffled()` and the like without `using:`; `UUID()`.
    private func isUnseeded(_ index: Int) -> Bool {
        if text(index) == "UUID" { return text(index + 1) == "(" && text(index + 2) == ")" }
        guard text(index - 1) == ".", text(index + 1) == "(" else { return false }
        switch text(index) {
        case "random":
            if text(index - 2) == "Bool" { return text(index + 2) != "using" }
            return text(index + 2) == "in" && !hasLabel("using", in: index + 1)
        case "randomElement", "shuffle", "shuffled":
            return text(index + 2) == ")"
        default:
            return false
        }
    }

    /// Whether a call names an argument, looked for from its parenthesis to the one that closes it.
    private func hasLabel(_ label: String, in open: Int) -> Bool {
        var depth = 0
        for index in open..<tokens.count {
            if text(index) == "(" { depth += 1 }
            if text(index) == ")" { depth -= 1 }
            if depth == 0 { return false }
            if depth == 1, text(index) == label, text(index + 1) == ":" { return true }
        }
        return false
    }

    /// `print` into a pipe waits for the process's end.
    private mutating func checkOutput(_ index: Int) {
        guard ["print", "debugPrint", "dump"].contains(text(index)), text(index + 1) == "(",
            !["func", "case"].contains(text(index - 1)),
            text(index - 1) != "." || text(index - 2) == "Swift"
        else { return }
        report(index, "calls \(text(index)); lines leave through Output")
    }

    private static let ffmpeg = [
        "AVCodec", "AVFormat", "AVFrame", "AVPacket", "AVStream", "AVIO", "AVERROR", "AVRational",
        "AVDictionary", "AVInput", "AVOutput", "AVBuffer", "AVMedia", "AVPixel", "AVDISCARD", "AV_",
        "av_", "avcodec_", "avformat_", "avio_", "avutil_", "avfilter_", "sws_", "swr_",
    ]
    private static let libraries: [(names: [String], room: String, library: String)] = [
        (ffmpeg, "Media", "FFmpeg"),
        (["GRDB", "Database", "sqlite3_", "SQLITE_"], "Storage", "GRDB"),
        (["PQ", "PGconn", "PGresult"], "Cluster", "libpq"),
    ]

    private mutating func checkNames(_ index: Int) {
        let word = text(index)
        for (names, owner, library) in Self.libraries where room.name != owner {
            guard let name = names.first(where: word.hasPrefix), isName(word, of: name) else {
                continue
            }
            report(index, "names \(library) (\(word)); only \(owner) does")
        }
    }

    /// Whether the word is of the family: `PQexec`, not `PQR`; `DatabasePool`, not `Databases`.
    private func isName(_ word: String, of family: String) -> Bool {
        let rest = word.dropFirst(family.count)
        switch family {
        case "PQ": return rest.first?.isLowercase == true
        case "Database": return ["", "Pool", "Queue", "Reader", "Writer", "Error"].contains(rest)
        default: return true
        }
    }
}
