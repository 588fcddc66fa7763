import Desk
import Domain

extension AlertState: JSONWritable {}
extension AlertKind: JSONWritable {
    func write(to json: inout JSONWriter) { json.write(rawValue) }
}
extension Priority: JSONWritable {}
extension PlaceClass: JSONWritable {}
extension Disposition: JSONWritable {}
extension FalseAlarmCause: JSONWritable {}
extension StageName: JSONWritable {}
extension Standing: JSONWritable {}

extension Alert {
    /// Its members as `Codable` writes them, save for their order.
    func members(to json: inout JSONWriter) {
        json.member("alert", id)
        json.member("state", state)
        json.member("kind", kind)
        json.member("priority", priority)
        json.member("placeClass", placeClass)
        json.member("exercise", exercise)
        json.member("drill", drill)
        json.member("station", station)
        json.member("grid", grid)
        json.member("incident", incident)
        json.member("storm", storm)
        json.member("camera", camera)
        json.member("signal", signal)
        json.member("raisedAt", raisedAt)
        json.member("deadlines", deadlines)
        json.member("why", why)
        json.member("snapshot", snapshot)
        json.member("policy", policy)
        json.member("acceptedBy", acceptedBy)
        json.member("units", units)
        json.member("closedBy", closedBy)
        json.member("disposition", disposition)
        json.member("cause", cause)
        json.member("mergedInto", mergedInto)
    }
}

extension Alert.CameraReference: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("id", id)
            $0.member("name", name)
            $0.member("longitude", longitude)
            $0.member("latitude", latitude)
        }
    }
}

extension Alert.SignalReference: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("source", source)
            $0.member("id", id)
            $0.member("longitude", longitude)
            $0.member("latitude", latitude)
        }
    }
}

extension Alert.Why: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("zone", zone)
            $0.member("area", area)
            $0.member("seconds", seconds)
            $0.member("path", path)
            $0.member("score", score)
            $0.member("text", text)
        }
    }
}

extension Deadlines: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("accept", accept)
            $0.member("dispatch", dispatch)
            $0.member("onscene", onscene)
            $0.member("contained", contained)
        }
    }
}

extension Detail {
    /// Its members as `Codable` writes them, save for their order.
    func members(to json: inout JSONWriter) {
        json.member("actor", actor)
        json.member("terminal", terminal)
        json.member("note", note)
        json.member("seenAt", seenAt)
        json.member("start", start)
        json.member("end", end)
        json.member("peak", peak)
        json.member("path", path)
        json.member("cut", cut)
        json.member("folded", folded)
        json.member("stage", stage)
        json.member("due", due)
        json.member("late", late)
        json.member("engaged", engaged)
        json.member("grouped", grouped)
        json.member("unit", unit)
        json.member("alerts", alerts)
        json.member("cameras", cameras)
        json.member("proposed", proposed)
        json.member("proof", proof)
        json.member("reason", reason)
        json.member("from", from)
        json.member("elapsed", elapsed)
    }
}

extension Detail.Peak: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("at", at)
            $0.member("area", area)
            $0.member("box", box)
        }
    }
}

extension Proposal: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object {
            $0.member("unit", unit)
            $0.member("distance", distance)
            $0.member("age", age)
        }
    }
}
