/// What a clock on the city's wall shows: an instant and the zone's offset at it.
///
/// - Units: milliseconds since 1970-01-01T00:00:00Z; the offset in seconds east of UTC.
/// - Source: RFC 3339.
package struct WallTime: Sendable {
    package var milliseconds: Int64
    package var offset: Int32

    package init(milliseconds: Int64, offset: Int32) {
        self.milliseconds = milliseconds
        self.offset = offset
    }

    package func advanced(bySeconds seconds: Double) -> WallTime {
        WallTime(
            milliseconds: milliseconds + Int64((seconds * 1000).rounded()),
            offset: offset
        )
    }

    /// Seconds from `earlier` to this time.
    package func seconds(since earlier: WallTime) -> Double {
        Double(milliseconds - earlier.milliseconds) / 1000
    }

    /// Minutes since local midnight, 0 to 1439.
    package var minuteOfDay: Int {
        let local = milliseconds + Int64(offset) * 1000
        return Int(floorMod(local, 86_400_000) / 60_000)
    }
}

extension WallTime: Hashable, Comparable {
    package static func == (a: Self, b: Self) -> Bool { a.milliseconds == b.milliseconds }
    package static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }
    package func hash(into hasher: inout Hasher) { hasher.combine(milliseconds) }
}

extension WallTime: CustomStringConvertible {
    /// As RFC 3339 with milliseconds and offset: `2026-11-23T08:15:02.120+08:00`.
    package var description: String {
        var text: [UInt8] = []
        text.reserveCapacity(32)
        append(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends its description, in ASCII.
    package func append(to text: inout [UInt8]) {
        let local = milliseconds + Int64(offset) * 1000
        let time = floorMod(local, 86_400_000)
        let date = CivilDate(daysSinceEpoch: floorDiv(local, 86_400_000))
        let east = Int64(offset.magnitude)
        func put(_ number: Int64, _ width: Int, _ mark: Unicode.Scalar? = nil) {
            var power: Int64 = 1
            for _ in 1..<width { power *= 10 }
            while number / power >= 10 { power *= 10 }
            if number < 0 { text.append(UInt8(ascii: "-")) }
            while power > 0 {
                text.append(UInt8(ascii: "0") + UInt8(abs(number / power % 10)))
                power /= 10
            }
            if let mark { text.append(UInt8(ascii: mark)) }
        }
        put(date.year, 4, "-")
        put(date.month, 2, "-")
        put(date.day, 2, "T")
        put(time / 3_600_000, 2, ":")
        put(time / 60_000 % 60, 2, ":")
        put(time / 1000 % 60, 2, ".")
        put(time % 1000, 3, offset < 0 ? "-" : "+")
        put(east / 3600, 2, ":")
        put(east / 60 % 60, 2)
    }
}

extension WallTime {
    /// Reads RFC 3339 with any number of decimals and a zone (`Z` or an offset).
    ///
    /// - Returns: `nil` where the text is something else.
    package init?(_ text: some StringProtocol) {
        var rest = Substring(text).utf8[...]
        func digits(atMost count: Int) -> Substring.UTF8View {
            let head = rest.prefix(count).prefix { (0x30...0x39).contains($0) }
            rest = rest.dropFirst(head.count)
            return head
        }
        func number(_ count: Int) -> Int64? {
            let head = digits(atMost: count)
            guard head.count == count else { return nil }
            return head.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        }
        func mark(_ allowed: String) -> UInt8? {
            guard let first = rest.first, allowed.utf8.contains(first) else { return nil }
            rest = rest.dropFirst()
            return first
        }
        guard let year = number(4), mark("-") != nil, let month = number(2), mark("-") != nil,
            let day = number(2), mark("Tt ") != nil, let hour = number(2), mark(":") != nil,
            let minute = number(2), mark(":") != nil, let second = number(2),
            (1...12).contains(month),
            (1...CivilDate.days(inMonth: month, of: year)).contains(day), hour < 24, minute < 60,
            second < 61
        else { return nil }
        var fraction: Int64 = 0
        if mark(".") != nil {
            let decimals = digits(atMost: rest.count)
            guard !decimals.isEmpty else { return nil }
            fraction = (decimals.prefix(3) + [0x30, 0x30]).prefix(3)
                .reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        }
        guard let zone = mark("Zz+-") else { return nil }
        var east: Int64 = 0
        if zone == UInt8(ascii: "+") || zone == UInt8(ascii: "-") {
            guard let hours = number(2), mark(":") != nil, let minutes = number(2), hours < 24,
                minutes < 60
            else { return nil }
            east = (hours * 3600 + minutes * 60) * (zone == UInt8(ascii: "-") ? -1 : 1)
        }
        guard rest.isEmpty else { return nil }
        let days = CivilDate(year: year, month: month, day: day).daysSinceEpoch
        let local = ((days * 24 + hour) * 60 + minute) * 60 + second
        // A leap second at the very end would be printed with a year of five digits.
        guard local < Self.endOfYears else { return nil }
        self.init(milliseconds: (local - east) * 1000 + fraction, offset: Int32(east))
    }

    /// 10000-01-01T00:00:00, in seconds since 1970-01-01T00:00:00.
    private static let endOfYears: Int64 = 253_402_300_800
}

extension WallTime: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let time = WallTime(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "'\(text)' is no RFC 3339 time with an offset"
            )
        }
        self = time
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// A day of the proleptic Gregorian calendar.
///
/// - Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
struct CivilDate {
    let year: Int64
    let month: Int64
    let day: Int64

    init(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    init(daysSinceEpoch days: Int64) {
        let shifted = days + 719_468
        let era = floorDiv(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    var daysSinceEpoch: Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = floorDiv(shiftedYear, 400)
        let yearOfEra = shiftedYear - era * 400
        let shiftedMonth = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * shiftedMonth + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static func days(inMonth month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

private func floorDiv(_ a: Int64, _ b: Int64) -> Int64 { (a >= 0 ? a : a - b + 1) / b }

private func floorMod(_ a: Int64, _ b: Int64) -> Int64 { a - floorDiv(a, b) * b }
