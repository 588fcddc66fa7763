import Media
import Testing

struct `The trail of a damaged picture` {
    private let second: Int64 = 1_000_000

    @Test func `goes up to the next whole keyframe`() {
        var trail = DamageTrail()
        let pictures: [(isDamaged: Bool, isKeyframe: Bool)] = [
            (false, true), (false, false), (true, false), (false, false), (true, true),
            (false, false), (false, true), (false, false),
        ]
        let reached = pictures.enumerated().map { index, picture in
            trail.reaches(
                isDamaged: picture.isDamaged,
                isKeyframe: picture.isKeyframe,
                at: Int64(index) * second
            )
        }
        #expect(reached == [false, false, true, true, true, true, false, false])
    }

    @Test func `ends where no keyframe comes`() {
        var trail = DamageTrail()
        let patience = DamageTrail.patience
        let reached = [0, patience, patience + 1, patience + 2].map { now in
            trail.reaches(isDamaged: now == 0, isKeyframe: false, at: now)
        }
        #expect(reached == [true, true, false, false])
    }
}
