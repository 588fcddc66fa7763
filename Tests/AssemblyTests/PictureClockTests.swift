import Assembly
import Domain
import Testing

struct `A picture clock` {
    private func moment(_ seconds: Double) -> Moment {
        Moment(nanoseconds: 0).advanced(bySeconds: seconds)
    }

    @Test func `passes over pictures whose time repeats or runs back`() {
        var clock = PictureClock()
        let times = [0, 0.1, 0.1, 0.05, 0.2, 0.2, 0.3].enumerated().map { index, seconds in
            clock.time(StreamTime(seconds: seconds), arrived: moment(Double(index) / 25))?.seconds
        }
        #expect(times == [0, 0.1, nil, nil, 0.2, nil, 0.3])
    }

    @Test func `goes on by the pictures' arrival where a stream was set back`() {
        var clock = PictureClock()
        _ = clock.time(StreamTime(seconds: 500), arrived: moment(0))
        let later = (1...20).compactMap { index in
            clock.time(
                StreamTime(seconds: Double(index) / 10), arrived: moment(Double(index) / 10)
            )?.seconds
        }
        #expect(zip(later, later.dropFirst()).allSatisfy { $0 < $1 })
        #expect(later.count >= 10)
        #expect(abs((later.last ?? 0) - 502) < 0.15)
    }

    @Test func `is not stopped by a stream whose time stands still`() {
        var clock = PictureClock()
        let times = (0..<100).compactMap { index in
            clock.time(StreamTime(seconds: 7), arrived: moment(Double(index) / 10))?.seconds
        }
        #expect(times.count == 10)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
    }
}
