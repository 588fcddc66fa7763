import Domain
import Foundation
import Media
import Testing

struct `Opening a camera` {
    private func opening(
        _ camera: ScriptedCamera,
        credentials: Credentials? = nil,
        transport: StreamTransport = .tcp,
        limits: StreamLimits = StreamLimits()
    ) -> MediaError? {
        // The camera is there until it has been opened.
        defer { withExtendedLifetime(camera) {} }
        do {
            _ = try PacketReader(
                opening: StreamAddress(
                    "rtsp://127.0.0.1:\(camera.port)/main",
                    credentials: credentials,
                    transport: transport
                ),
                limits: limits,
                interrupt: Interrupt()
            )
            return nil
        } catch { return error }
    }

    /// Answers OPTIONS well, and the rest as told.
    private func camera(_ answer: ScriptedCamera.Answer) -> ScriptedCamera {
        ScriptedCamera {
            $0.hasPrefix("OPTIONS") ? .reply("RTSP/1.0 200 OK\r\nPublic: DESCRIBE, SETUP") : answer
        }
    }

    private static let basic =
        "RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"camera\""

    @Test func `tells a wrong password from a stream that is not there`() {
        let closed = camera(.reply(Self.basic))
        let secret = Credentials(user: "admin", password: "p@:/#?%x")
        let error = opening(closed, credentials: secret)
        #expect(error?.kind == .unauthorized)
        #expect(error?.reason == "the camera refuses the user or password (401)")
        #expect(error?.description.contains("p@") == false)
        #expect(closed.methods == ["OPTIONS", "DESCRIBE", "DESCRIBE"], "tried once, not again")
        #expect(opening(closed)?.reason == "the camera wants a user and password (401)")
        #expect(opening(camera(.reply("RTSP/1.0 404 Not Found")))?.kind == .notFound)
        #expect(opening(camera(.reply("RTSP/1.0 403 Forbidden")))?.kind == .unauthorized)
    }

    @Test func `sends user and password as they are, whatever they are made of`() {
        let closed = camera(.reply(Self.basic))
        let password = "p@:/#?%x+ü" + String(repeating: "long", count: 100)
        _ = opening(closed, credentials: Credentials(user: "ad min", password: password))
        let login = Data("ad min:\(password)".utf8).base64EncodedString()
        let asked = closed.requests.contains { $0.contains("Authorization: Basic \(login)\r\n") }
        #expect(asked)
        let said = closed.requests.allSatisfy { !$0.contains("p@") && !$0.contains("p%40") }
        #expect(said, "the URL itself bears no password")
    }

    @Test func `gives up a camera that never answers`() {
        let error = opening(camera(.silence), limits: StreamLimits(open: 0.2))
        #expect(error?.kind == .timedOut)
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["RTSP/1.0 100 Continue\r\n\r\n", "\r\n\r\n", "OPTIONS * RTSP/1.0\r\n\r\n"]
    )
    func `gives up a camera that never answers and never ceases to send`(words: String) {
        let bytes = Array(String(repeating: words, count: 100).utf8)
        let endless = camera(.flood("RTSP/1.0 100 Continue", bytes))
        let error = opening(endless, limits: StreamLimits(open: 0.3))
        #expect(error?.kind == .timedOut)
    }

    @Test func `names one that hangs up, and one that speaks of other things`() {
        let error = opening(camera(.hangUp))
        #expect(error?.kind == .endOfStream)
        #expect(error?.reason == "the camera hung up instead of answering DESCRIBE")
        let web = ScriptedCamera { _ in .raw(Array("<html>400 Bad Request</html>".utf8)) }
        let other = opening(web, limits: StreamLimits(open: 0.3))
        #expect(other?.kind == .timedOut || other?.kind == .invalid)
    }

    @Test func `is refused outside of the networks that cameras may be in`() throws {
        let camera = camera(.hangUp)
        let other = NetworkList([try Network.read("10.0.0.0/8").get()])
        let error = opening(camera, limits: StreamLimits(networks: other))
        #expect(error?.kind == .notAllowed)
        #expect(error?.reason.contains("127.0.0.1 is in no network") == true)
        #expect(error?.reason.contains("cameraNetworks in watchpost.yaml") == true)
        #expect(camera.requests.isEmpty)
    }

    @Test func `is refused also where a camera sends on to such a place`() throws {
        let camera = camera(.reply("RTSP/1.0 302 Moved\r\nLocation: rtsp://127.9.9.9:1/x"))
        let only = NetworkList([try Network.read("127.0.0.1").get()])
        let error = opening(camera, limits: StreamLimits(networks: only))
        #expect(error?.kind == .notAllowed)
        #expect(error?.reason.contains("127.9.9.9") == true)
    }

    @Test func `follows a camera that sends on, without its password to another host`() {
        let password = Credentials(user: "admin", password: "secret")
        let second = camera(.reply(Self.basic))
        let port = second.port
        let first = camera(.reply("RTSP/1.0 301 Moved\r\nLocation: rtsp://localhost:\(port)/x"))
        let error = opening(first, credentials: password)
        #expect(error?.reason == "the camera wants a user and password (401)")
        #expect(second.requests.last?.hasPrefix("DESCRIBE rtsp://localhost:\(port)/x ") == true)
        #expect(second.requests.allSatisfy { !$0.contains("Authorization") })
    }

    @Test func `keeps the password to itself also where the other host sends on to itself`() {
        let password = Credentials(user: "admin", password: "secret")
        let second = ScriptedCamera { request in
            if request.contains("/y ") { return .reply(Self.basic) }
            let there = request.split(separator: " ")[1].split(separator: "/")[1]
            return .reply("RTSP/1.0 302 Moved\r\nLocation: rtsp://\(there)/y")
        }
        let first = camera(
            .reply("RTSP/1.0 301 Moved\r\nLocation: rtsp://localhost:\(second.port)/x"))
        let error = opening(first, credentials: password)
        #expect(error?.reason == "the camera wants a user and password (401)")
        #expect(second.requests.last?.contains("/y ") == true)
        #expect(second.requests.allSatisfy { !$0.contains("Authorization") })
    }

    @Test func `gives up a camera that sends on for ever`() {
        let camera = camera(.reply("RTSP/1.0 302 Moved\r\nLocation: /other"))
        #expect(opening(camera)?.reason == "the camera sends on to what is no RTSP address")
        let ring = ScriptedCamera { request in
            let url = request.split(separator: " ")[1]
            return .reply("RTSP/1.0 302 Moved\r\nLocation: \(url)")
        }
        #expect(opening(ring)?.reason == "the camera sends on more than 3 times")
    }

    @Test func `says which transport to write where a camera refuses one`() {
        let camera = ScriptedCamera { request in
            if request.hasPrefix("SETUP") { return .reply("RTSP/1.0 461 Unsupported Transport") }
            return .reply(
                "RTSP/1.0 200 OK", body: "v=0\r\nm=video 0 RTP/AVP 26\r\na=control:t\r\n")
        }
        #expect(opening(camera)?.reason.contains("transport: udp") == true)
        #expect(opening(camera, transport: .udp)?.reason.contains("transport: tcp") == true)
        #expect(camera.requests.last?.contains("RTP/AVP;unicast;client_port=") == true)
    }
}
