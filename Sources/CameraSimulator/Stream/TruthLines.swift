import Domain

/// The truth about each camera's loops, as lines of JSON.
struct TruthLines: Sendable {
    let events: [TruthEvent]
    let timetable: Timetable
    let faults: FaultPlan

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
            \(fault(of: camera, start + begin, start + end))\
            "boxes":[\(boxes.joined(separator: ","))]}
            """
    }

    /// The windows of the camera's fault that an event falls into, if any.
    private func fault(of camera: Int, _ begin: Int, _ end: Int) -> String {
        guard let fault = faults.fault(of: camera) else { return "" }
        let first = max(0, Int(timetable.seconds(of: begin) / faults.every))
        let last = max(first, Int(timetable.seconds(of: end) / faults.every))
        let windows = (first...last).map(faults.window).filter {
            $0.start < timetable.seconds(of: end) && $0.end > timetable.seconds(of: begin)
        }
        guard !windows.isEmpty else { return "" }
        let spans = windows.map {
            "[\(decimal($0.start, places: 3)),\(decimal($0.end, places: 3))]"
        }
        return
            "\"fault\":\"\(fault.rawValue)\",\"fault_windows\":[\(spans.joined(separator: ","))],"
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
