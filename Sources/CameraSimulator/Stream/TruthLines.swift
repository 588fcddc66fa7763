import Domain

/// The truth about each camera's loops, as lines of JSON.
struct TruthLines: Sendable {
    let events: [TruthEvent]
    let timetable: Timetable

    /// The camera's first picture of its loop: for loop 0 the keyframe with which it can begin.
    func firstPicture(ofLoop loop: Int, camera: Int) -> Int {
        let start = loop * timetable.loopPictures - timetable.phase(of: camera)
        return max(start, timetable.keyframe(before: 0, camera: camera))
    }

    /// One object for each event of the loop that the camera shows.
    func lines(camera: Int, loop: Int) -> [String] {
        let start = loop * timetable.loopPictures - timetable.phase(of: camera)
        let first = firstPicture(ofLoop: loop, camera: camera)
        return events.compactMap { event in
            let seen = event.sightings.filter { start + $0.picture >= first }
            guard let begin = seen.first, let end = seen.last else { return nil }
            return line(event.kind, seen, start, begin.picture, end.picture, camera, loop)
        }
    }

    private func line(
        _ kind: TruthEvent.Kind,
        _ seen: [TruthEvent.Sighting],
        _ start: Int,
        _ begin: Int,
        _ end: Int,
        _ camera: Int,
        _ loop: Int
    ) -> String {
        func seconds(_ picture: Int) -> String {
            decimal(timetable.seconds(of: start + picture), places: 3)
        }
        func wall(_ picture: Int) -> String {
            timetable.wall(of: start + picture, camera: camera).description
        }
        let boxes = seen.map { sighting in
            let box = sighting.box
            let sides = [box.x, box.y, box.width, box.height].map { decimal($0, places: 4) }
            return "[\(seconds(sighting.picture)),\(sides.joined(separator: ","))]"
        }
        return """
            {"camera":"cam\(camera)","loop":\(loop),"kind":"\(kind.rawValue)",\
            "start":\(seconds(begin)),"end":\(seconds(end)),\
            "start_at":"\(wall(begin))","end_at":"\(wall(end))",\
            "boxes":[\(boxes.joined(separator: ","))]}
            """
    }

    private func decimal(_ number: Double, places: Int) -> String {
        var scale = 1
        for _ in 0..<places { scale *= 10 }
        let units = Int((number * Double(scale)).rounded())
        let digits = String(units.magnitude % UInt(scale))
        let zeros = String(repeating: "0", count: places - digits.count)
        return "\(units < 0 ? "-" : "")\(units.magnitude / UInt(scale)).\(zeros)\(digits)"
    }
}
