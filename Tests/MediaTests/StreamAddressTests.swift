import Domain
import Glibc
import Media
import Testing

struct `A stream's address` {
    @Test(arguments: [
        ("rtsp://admin:p%40ss@gate:554/main", "rtsp://gate:554/main"),
        ("RTSP://admin:secret@[::1]:8554/a?b=c", "rtsp://[::1]:8554/a?b=c"),
        (
            "rtsp://gate/user=admin&password=secret&channel=1",
            "rtsp://gate/user=admin&password=•••&channel=1"
        ),
        ("rtsp://gate/cgi?PWD=secret", "rtsp://gate/cgi?PWD=•••"),
        ("rtsp://admin:se/cret@gate/main", "rtsp://•••@gate/main"),
        ("rtsps://admin:secret@gate/main", "rtsps://gate/main"),
        ("https://admin:secret@gate/main", "https://•••@gate/main"),
        ("/srv/clips/gate.mp4", "/srv/clips/gate.mp4"),
        ("file:///srv/my%20clips/gate.mp4", "/srv/my clips/gate.mp4"),
    ])
    func `is shown without its password`(url: String, shown: String) {
        #expect(StreamAddress(url).description == shown)
        #expect("\(StreamAddress(url, credentials: .init(user: "u", password: "secret")))" == shown)
    }

    @Test(arguments: [
        ("http://gate/x.m3u8", MediaError.Kind.unsupported, "'http' is not served"),
        ("rtsps:///main", .invalid, "rtsps://HOST"),
        ("rtsp:///main", .invalid, "malformed"),
        ("rtsp://gate:0/main", .invalid, "malformed"),
        ("rtsp://gate/a\r\nEvil: b", .invalid, "malformed"),
    ])
    func `that cannot be served is refused with the reason`(
        url: String,
        kind: MediaError.Kind,
        words: String
    ) {
        let error = opening(StreamAddress(url))
        #expect(error?.kind == kind)
        #expect(error?.reason.contains(words) == true)
    }

    @Test func `where nobody listens is unreachable at once`() {
        let secret = Credentials(user: "admin", password: "p@:/#?%")
        let error = opening(
            StreamAddress("rtsp://127.0.0.1:\(closedPort())/main", credentials: secret))
        #expect(error?.kind == .unreachable)
        #expect(error?.reason == "connection refused")
        #expect(error?.description.contains("p@") == false)
    }

    @Test func `is not opened once its interrupt has fired`() {
        let interrupt = Interrupt()
        interrupt.fire()
        let error = opening(StreamAddress("rtsp://name.invalid/main"), interrupt)
        #expect(error?.kind == .interrupted)
    }

    private func opening(
        _ address: StreamAddress,
        _ interrupt: Interrupt = Interrupt()
    ) -> MediaError? {
        do {
            _ = try PacketReader(opening: address, interrupt: interrupt)
            return nil
        } catch { return error }
    }

    /// A port of the loopback that was free a moment ago.
    private func closedPort() -> Int {
        let (socket, port) = loopbackSocket()
        close(socket)
        return port
    }
}
