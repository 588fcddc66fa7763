import Domain
import Foundation
import Media
import Testing

struct `Opening a camera` {
    private func opening(
        _ camera: ScriptedCamera,
        credentials: Credentials? = nil,
        limits: StreamLimits = StreamLimits()
    ) -> MediaError? {
        // The camera is there until it has been opened.
        defer { withExtendedLifetime(camera) {} }
        do {
            _ = try PacketReader(
                opening: StreamAddress(
                    "rtsp://127.0.0.1:\(camera.port)/main", credentials: credentials),
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

    @Test func `tells a wrong password from a stream that is not there`() {
        let closed = camera(
            .reply("RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"camera\"")
        )
        let secret = Credentials(user: "admin", password: "p@:/#?%x")
        let error = opening(closed, credentials: secret)
        #expect(error?.kind == .unauthorized)
        #expect(error?.description.contains("p@") == false)
        #expect(opening(closed)?.kind == .unauthorized)
        #expect(opening(camera(.reply("RTSP/1.0 404 Not Found")))?.kind == .notFound)
    }

    @Test func `sends user and password as they are, whatever they are made of`() {
        let closed = camera(
            .reply("RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"camera\"")
        )
        let secret = Credentials(user: "ad min", password: "p@:/#?%x+ü")
        _ = opening(closed, credentials: secret)
        let login = Data("ad min:p@:/#?%x+ü".utf8).base64EncodedString()
        let asked = closed.requests.contains { $0.contains("Authorization: Basic \(login)\r\n") }
        #expect(asked)
        let said = closed.requests.allSatisfy { !$0.contains("p@") && !$0.contains("p%40") }
        #expect(said, "the URL itself bears no password")
    }

    @Test func `gives up a camera that never answers`() {
        let error = opening(camera(.silence), limits: StreamLimits(open: 0.2))
        #expect(error?.kind == .timedOut)
    }

    @Test func `names one that hangs up`() {
        let error = opening(camera(.hangUp))
        #expect(error?.kind == .invalid)
        #expect(error?.reason == "what answers hangs up, or does not speak RTSP as it should")
    }
}
