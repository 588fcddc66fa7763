import Desk
import Domain
import Foundation
import Storage
import Testing

/// The ledger writes its records by hand; others read them by `Codable`.
struct `What the ledger writes` {
    /// Deals out values of every kind, from a seed.
    private struct Dealer {
        var state: UInt64

        mutating func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }

        mutating func maybe<Value>(_ value: (inout Self) -> Value) -> Value? {
            next(2) == 0 ? nil : value(&self)
        }

        mutating func pick<Value>(_ values: [Value]) -> Value { values[next(values.count)] }

        mutating func text() -> String {
            let pieces = [
                "旅馆", "\"", "\\", "/", "\n", "\r\t", "\u{0}", "\u{1F}", "\u{7F}", "é", "e\u{301}",
                "👮🏽‍♀️", "\u{2028}", "a", " ", "0", "", "</script>",
            ]
            return (0..<next(6)).map { _ in pick(pieces) }.joined()
        }

        mutating func number() -> Double {
            pick([
                0, -0.0, 1, -1, 0.1, 0.06, 117.02134, 1e-7, 1.5e300, 123_456_789.125, 1e15, 1e16,
                9_007_199_254_740_992, -2.5, .leastNonzeroMagnitude, Double(next(1000)) / 7,
            ])
        }

        mutating func time() -> WallTime {
            WallTime(
                milliseconds: Int64(next(1 << 30)) * 3_000 - 900_000_000_000 + Int64(next(1000)),
                offset: pick([0, 28_800, -12_600, 20_700])
            )
        }

        mutating func list<Value>(_ value: (inout Self) -> Value) -> [Value] {
            (0..<next(4)).map { _ in value(&self) }
        }

        mutating func id<Kind>() -> ID<Kind> { ID(text()) }
    }

    private static func alert(_ dealer: inout Dealer) -> Alert {
        let camera = Camera(
            id: dealer.id(), name: dealer.text(), url: "x",
            position: dealer.maybe {
                GeoPoint(longitude: $0.number(), latitude: $0.number())
            },
            station: "jn-017", grid: "jn-017"
        )
        var alert = Alert(
            id: dealer.id(),
            state: dealer.pick(AlertState.allCases),
            kind: AlertKind(dealer.text()),
            priority: dealer.pick(Priority.allCases),
            placeClass: dealer.pick(PlaceClass.allCases),
            exercise: dealer.next(2) == 0,
            drill: dealer.maybe { $0.id() },
            station: dealer.id(),
            grid: dealer.id(),
            incident: dealer.maybe { $0.id() },
            storm: dealer.maybe { $0.next(2) == 0 },
            camera: dealer.maybe { _ in Alert.CameraReference(camera) },
            signal: dealer.maybe {
                Alert.SignalReference(
                    source: $0.text(), id: $0.text(),
                    position: $0.maybe {
                        GeoPoint(longitude: $0.number(), latitude: $0.number())
                    }
                )
            },
            raisedAt: dealer.time(),
            deadlines: Deadlines(
                accept: dealer.time(), dispatch: dealer.time(), onscene: dealer.time(),
                contained: dealer.time()
            ),
            why: Alert.Why(
                zone: dealer.maybe { $0.text() },
                area: dealer.maybe { $0.number() },
                seconds: dealer.maybe { $0.number() },
                path: dealer.maybe { $0.list { $0.list { $0.number() } } },
                score: dealer.maybe { $0.number() },
                text: dealer.maybe { $0.text() }
            ),
            snapshot: dealer.maybe { $0.text() },
            policy: dealer.text()
        )
        alert.acceptedBy = dealer.maybe { $0.text() }
        alert.units = dealer.maybe { $0.list { $0.id() } }
        alert.closedBy = dealer.maybe { $0.text() }
        alert.disposition = dealer.maybe { $0.pick(Disposition.allCases) }
        alert.cause = dealer.maybe { $0.pick(FalseAlarmCause.allCases) }
        alert.mergedInto = dealer.maybe { $0.id() }
        return alert
    }

    private static func detail(_ dealer: inout Dealer) -> Detail {
        Detail(
            actor: dealer.maybe { $0.text() },
            terminal: dealer.maybe { $0.text() },
            note: dealer.maybe { $0.text() },
            seenAt: dealer.maybe { $0.time() },
            start: dealer.maybe { $0.time() },
            end: dealer.maybe { $0.time() },
            peak: dealer.maybe {
                Detail.Peak(at: $0.time(), area: $0.number(), box: $0.list { $0.number() })
            },
            path: dealer.maybe { $0.list { $0.list { $0.number() } } },
            cut: dealer.maybe { $0.next(2) == 0 },
            folded: dealer.maybe { $0.next(1 << 20) },
            stage: dealer.maybe { $0.pick(StageName.allCases) },
            due: dealer.maybe { $0.time() },
            late: dealer.maybe { $0.number() },
            engaged: dealer.maybe { $0.list { $0.id() } },
            unit: dealer.maybe { $0.id() },
            alerts: dealer.maybe { $0.list { $0.id() } },
            cameras: dealer.maybe { $0.list { $0.id() } },
            proposed: dealer.maybe {
                $0.list { Proposal(unit: $0.id(), distance: $0.number(), age: $0.number()) }
            },
            proof: dealer.maybe { $0.text() },
            reason: dealer.maybe { $0.text() },
            from: dealer.maybe { $0.pick(AlertState.allCases) },
            elapsed: dealer.maybe { $0.number() }
        )
    }

    private static func record(_ dealer: inout Dealer) -> AlertRecord {
        var times = ResponseTimes()
        times.delivered = dealer.maybe { $0.number() }
        times.accepted = dealer.maybe { $0.number() }
        times.dispatched = dealer.maybe { $0.number() }
        times.onscene = dealer.maybe { $0.number() }
        times.contained = dealer.maybe { $0.number() }
        times.closed = dealer.maybe { $0.number() }
        return AlertRecord(
            alert: alert(&dealer),
            entries: dealer.next(99),
            raisedNumber: dealer.next(1 << 30),
            stateBy: dealer.text(),
            stateAt: dealer.time(),
            episode: dealer.maybe {
                EpisodeMemory(
                    isOpen: $0.next(2) == 0, start: $0.time(), lastMotion: $0.time(),
                    joinFrom: $0.time()
                )
            },
            standing: dealer.pick(Standing.allCases),
            fired: StageSet(dealer.list { $0.pick(StageName.allCases) }),
            times: times,
            audience: dealer.list { $0.id() },
            told: dealer.list {
                AlertRecord.Telling(
                    stage: $0.pick(StageName.allCases), queues: $0.list { $0.id() }
                )
            }
        )
    }

    /// What JSON says, whatever the order of its members.
    private static func meaning(_ json: some Sequence<UInt8>) throws -> String {
        let value = try JSONSerialization.jsonObject(with: Data(json))
        let text = try JSONSerialization.data(withJSONObject: value, options: .sortedKeys)
        return String(decoding: text, as: UTF8.self)
    }

    @Test func `says of an alert what Codable says, whatever it holds`() throws {
        var dealer = Dealer(state: 42)
        let encoder = JSONEncoder()
        for _ in 1...500 {
            let (record, detail) = (Self.record(&dealer), Self.detail(&dealer))
            let texts = try #require(record.texts(with: detail))
            let data = try encoder.encode(EntryData.alert(record.alert, detail))
            #expect(try Self.meaning(texts.data.utf8) == Self.meaning(data))
            let expected = try encoder.encode(record)
            #expect(try Self.meaning(texts.record.utf8) == Self.meaning(expected))
            let decoder = JSONDecoder()
            let back = try decoder.decode(AlertRecord.self, from: Data(texts.record.utf8))
            // Some numbers need more digits than JSON's readers keep.
            #expect(try Self.meaning(encoder.encode(back)) == Self.meaning(expected))
            #expect(
                try decoder.decode(Detail.self, from: Data(texts.data.utf8)).note == detail.note
            )
        }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `is refused where a number is none, and the ledger goes on`(number: Double) throws {
        let workshop = try Workshop()
        var entry = try workshop.raise("1")
        guard case .alert(var record, let detail) = entry.matter else { return }
        record.entries = 2
        record.alert.why.area = number
        entry.ordinal = 2
        entry.type = .noted
        entry.matter = .alert(record, detail)
        entry.places[0].number = 2
        #expect(
            throws: LedgerError.failed("an entry of alert A1 has a number that is none")
        ) {
            try workshop.ledger.append([entry], memos: [], answers: [])
        }
        try workshop.accept("1")
        #expect(try workshop.audit().mistakes == [])
    }
}
