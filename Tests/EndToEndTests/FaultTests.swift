import Assembly
import CameraSimulator
import Foundation
import Testing

/// What the node is to say of a fault.
struct ExpectedFault: Sendable, CustomTestStringConvertible {
    var fault: Fault
    /// Words of which one is in a reason; empty where nothing is to be said.
    var says: [String]

    init(_ fault: Fault, says: [String]) {
        self.fault = fault
        self.says = says
    }

    var testDescription: String { fault.rawValue }

    static let all = [
        ExpectedFault(.drop, says: ["pictures damaged", "RTP packets lost"]),
        // Whoever sorts packets by their numbers has nothing to say of it.
        ExpectedFault(.reorder, says: []),
        ExpectedFault(.corrupt, says: ["pictures damaged"]),
        ExpectedFault(.stall, says: ["no answer in time"]),
        ExpectedFault(.freeze, says: []),
        ExpectedFault(.reset, says: ["reset", "closed", "hung up"]),
        ExpectedFault(
            .garbage,
            says: ["pictures damaged", "RTP packets lost", "no answer in time", "hung up"]
        ),
        ExpectedFault(.slow, says: ["timestamps advance", "came before"]),
        ExpectedFault(.wrongClock, says: ["timestamps leapt", "not after the one before"]),
        ExpectedFault(.clockJump, says: ["timestamps leapt"]),
        ExpectedFault(.clockRepeat, says: ["not after the one before"]),
        ExpectedFault(
            .clockBackwards,
            says: ["timestamps leapt", "timestamps advance", "not after the one before"]),
        ExpectedFault(.clockStill, says: ["not after the one before", "timestamps advance"]),
        ExpectedFault(.clockReset, says: []),
        ExpectedFault(.noKeyframe, says: ["damaged", "no keyframe"]),
        ExpectedFault(.authExpire, says: []),
        ExpectedFault(.resize, says: []),
        ExpectedFault(.recode, says: []),
    ]
}

@Suite(.serialized)
struct `A faulty camera` {
    @Test(.timeLimit(.minutes(3)), arguments: ExpectedFault.all)
    func `is seen, and seen to recover`(_ expected: ExpectedFault) async throws {
        let story = try #require(
            try await FaultRun.shared.value.stories[expected.fault.rawValue]
        )
        let begin = FaultRun.window.lowerBound
        let before = story.words.last { $0.at < begin }
        #expect(before?.state == .online, "it was well before: \(story.words)")
        let bad = story.words.filter { $0.at >= begin && $0.state != .online }
        if !expected.says.isEmpty {
            let said = bad.first { word in
                expected.says.contains { word.reason.contains($0) }
            }
            #expect(said != nil, "\(story.words)")
        }
        let last = try #require(story.words.last)
        #expect(last.state == .online, "\(story.words)")
        let status = try #require(story.status)
        #expect(status.state == .online)
        #expect(status.pictures > 0)
        // What was open when the stream broke has its end.
        #expect(story.opened.count == story.ended)
    }

    /// Pictures that come late show what is over.
    private static let late = 4.0

    @Test(.timeLimit(.minutes(3)), arguments: Fault.allCases)
    func `raises nothing that did not move`(_ fault: Fault) async throws {
        let story = try #require(try await FaultRun.shared.value.stories[fault.rawValue])
        #expect(!story.visits.isEmpty)
        for start in story.opened {
            #expect(
                story.visits.contains {
                    $0.lowerBound - 1 <= start && start <= $0.upperBound + Self.late
                },
                "something was raised at \(start); visits are \(story.visits)"
            )
        }
    }

    @Test func `has a test each`() {
        #expect(Set(ExpectedFault.all.map(\.fault)) == Set(Fault.allCases))
    }

    @Test(.timeLimit(.minutes(3))) func `costs a healthy one nothing`() async throws {
        let story = try #require(try await FaultRun.shared.value.stories[FaultRun.healthy])
        // All cameras are met at once, so that one may have to be tried again.
        let online = try #require(story.words.first { $0.state == .online })
        #expect(online.at < FaultRun.window.lowerBound)
        #expect(story.words.last { $0.at < FaultRun.window.lowerBound }?.state == .online)
        #expect(story.words.allSatisfy { $0.at < FaultRun.window.lowerBound })
        let status = try #require(story.status)
        #expect(status.damaged == 0)
        let seconds = FaultRun.over - online.at
        #expect(Double(status.pictures + status.dropped) > 12 * seconds * 0.9)
    }
}
