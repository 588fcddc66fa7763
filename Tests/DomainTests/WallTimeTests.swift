import Domain
import Testing

struct `Wall time` {
    @Test(arguments: [
        ("2026-11-23T08:15:02.120+08:00", 1_795_392_902_120),
        ("1970-01-01T00:00:00.000+00:00", 0),
        ("1969-12-31T23:59:59.999+00:00", -1),
        ("2024-02-29T23:59:59.500-03:30", 1_709_263_799_500),
        ("2000-03-01T00:00:00.000+00:00", 951_868_800_000),
    ])
    func `is written and read as RFC 3339`(text: String, milliseconds: Int64) throws {
        let time = try #require(WallTime(text))
        #expect(time.milliseconds == milliseconds)
        #expect(time.description == text)
    }

    @Test func `reads Z, any decimals and lower case`() {
        #expect(WallTime("2026-11-23T00:15:02Z")?.milliseconds == 1_795_392_902_000)
        #expect(WallTime("2026-11-23t00:15:02.1z")?.milliseconds == 1_795_392_902_100)
        #expect(WallTime("2026-11-23T00:15:02.123456Z")?.milliseconds == 1_795_392_902_123)
    }

    @Test(arguments: [
        "", "yesterday", "2026-11-23", "2026-11-23T08:15:02", "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23T08:15:02.Z",
        "2026-11-23T08:15:02+08", "2026-11-23T08:15:02Z and more", "+026-11-23T08:15:02Z",
    ])
    func `refuses what is no time with an offset`(text: String) {
        #expect(WallTime(text) == nil)
    }

    @Test func `knows the minute of the local day`() {
        #expect(WallTime("2026-11-23T23:59:59+08:00")?.minuteOfDay == 1439)
        #expect(WallTime("1969-12-31T20:30:00-03:00")?.minuteOfDay == 1230)
    }
}

struct `Armed hours` {
    @Test func `may pass midnight`() {
        let night = Hours(start: 22 * 60, end: 6 * 60)
        #expect(night.contains(minuteOfDay: 23 * 60))
        #expect(night.contains(minuteOfDay: 0))
        #expect(!night.contains(minuteOfDay: 6 * 60))
        #expect(!night.contains(minuteOfDay: 12 * 60))
    }
}

struct `A ULID` {
    @Test func `sorts by time and keeps its chance`() {
        let time = WallTime(milliseconds: 1_469_918_176_385, offset: 0)
        let first = AlertID.ulid(at: time, chance: (0, 0))
        #expect(first.rawValue == "01ARYZ6S410000000000000000")
        let all = AlertID.ulid(at: time, chance: (.max, .max))
        #expect(all.rawValue == "01ARYZ6S41ZZZZZZZZZZZZZZZZ")
        #expect(first < all)
        #expect(all < .ulid(at: time.advanced(bySeconds: 0.001), chance: (0, 0)))
    }
}
