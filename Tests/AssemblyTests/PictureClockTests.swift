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

    /// The times gone by, where pictures come at a rate with what stamps.
    private func times(
        _ count: Int,
        rate: Double = 10,
        _ clock: inout PictureClock,
        stamp: (Int) -> Double
    ) -> [Double] {
        (0..<count).compactMap { index in
            clock.time(
                StreamTime(seconds: stamp(index)), arrived: moment(Double(index) / rate)
            )?.seconds
        }
    }

    private func rises(_ times: [Double]) -> Bool {
        zip(times, times.dropFirst()).allSatisfy { $0 < $1 }
    }

    @Test(arguments: [1.0, 10, 60])
    func `goes by the pictures' arrival where a stream's time stands still`(rate: Double) {
        var clock = PictureClock()
        let count = Int(rate * 10)
        let times = times(count, rate: rate, &clock) { _ in 7 }
        // But for the first second, no picture is lost.
        #expect(times.count >= count - Int(rate))
        #expect(rises(times))
        #expect(abs((times.last ?? 0) - 7 - Double(count - 1) / rate) < 0.01)
        #expect(clock.untimely == count - 1)
    }

    @Test func `goes by the stream again once that keeps pace`() {
        var clock = PictureClock()
        let times = times(100, &clock) { index in index < 40 ? 7 : 7 + Double(index - 40) / 10 }
        #expect(rises(times))
        #expect(times.count >= 90)
        let shift = clock.shift
        #expect(
            clock.time(StreamTime(seconds: 13.5), arrived: moment(10.4))?.seconds == 13.5 + shift
        )
    }

    @Test(arguments: [1.0, 12, 60])
    func `does not leap with a stream that leaps ahead`(rate: Double) {
        var clock = PictureClock()
        let count = Int(rate * 20)
        let times = times(count, rate: rate, &clock) { index in
            Double(index) / rate + Double(Int(Double(index) / rate) / 5) * 300
        }
        #expect(rises(times))
        #expect(times.count == count)
        #expect(abs((times.last ?? 0) - Double(count - 1) / rate) < 0.01)
    }

    @Test func `is not held up by a stream that runs backwards`() {
        var clock = PictureClock()
        let times = times(200, &clock) { index in -Double(index) / 10 }
        #expect(rises(times))
        #expect(times.count >= 190)
    }

    @Test func `follows a stream through a pause, however late pictures come out of the decoder`() {
        var clock = PictureClock()
        _ = times(50, &clock) { Double($0) / 10 }
        // The last picture before the pause comes out with the first packet after it.
        #expect(clock.time(StreamTime(seconds: 5), arrived: moment(65))?.seconds == 5)
        #expect(clock.time(StreamTime(seconds: 65), arrived: moment(65.1))?.seconds == 65)
        #expect(clock.shift == 0)
    }

    @Test func `takes a burst of what was held up as it comes`() {
        var clock = PictureClock()
        _ = times(50, &clock) { Double($0) / 10 }
        let burst = (50..<130).compactMap { index in
            clock.time(StreamTime(seconds: Double(index) / 10), arrived: moment(13))?.seconds
        }
        #expect(burst.count == 80)
        #expect(clock.shift == 0)
    }
}
