import Foundation
import Glibc
import Media
import Synchronization

/// A camera on the loopback that sends made pictures, with quirks.
final class StreamingCamera: Sendable {
    let server: ScriptedCamera
    var port: Int { server.port }

    struct Quirks: Sendable {
        var options = "RTSP/1.0 200 OK\r\nPublic: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER"
        var describe = "RTSP/1.0 200 OK\r\nContent-Type: application/sdp"
        var sdp: String
        var setup =
            "RTSP/1.0 200 OK\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n"
            + "Session: 4711;timeout=60"
        var play = "RTSP/1.0 200 OK\r\nRTP-Info: url=nonsense;seq=-1;rtptime=x"
        /// What is sent after PLAY was answered.
        var stream: [UInt8] = []
        /// What is sent in its place, again and again.
        var flood: [UInt8] = []
        /// Datagrams that are sent instead, each from a socket of the camera's own.
        var datagrams: [[UInt8]] = []
    }

    init(_ quirks: Quirks) {
        let client = Mutex(0)
        let packets = loopbackSocket(datagrams: true)
        let reports = loopbackSocket(datagrams: true)
        server = ScriptedCamera { request in
            switch request.prefix(while: { $0 != " " }) {
            case "OPTIONS": return .reply(quirks.options)
            case "DESCRIBE": return .reply(quirks.describe, body: quirks.sdp)
            case "SETUP":
                guard let mark = request.range(of: "client_port=") else {
                    return .reply(quirks.setup)
                }
                let port = Int(request[mark.upperBound...].prefix { $0.isNumber })!
                client.withLock { $0 = port }
                return .reply(
                    "RTSP/1.0 200 OK\r\nSession: 9\r\nTransport: RTP/AVP;unicast;"
                        + "client_port=\(port)-\(port + 1);server_port=\(packets.port)-\(reports.port)"
                )
            case "PLAY":
                for packet in quirks.datagrams {
                    Self.send(packet, over: packets.socket, to: client.withLock { $0 })
                }
                if !quirks.flood.isEmpty { return .flood(quirks.play, quirks.flood) }
                return .reply(quirks.play, then: quirks.stream)
            case "TEARDOWN": return .reply("RTSP/1.0 200 OK")
            default: return .silence
            }
        }
    }

    /// Sends a datagram to a port of the loopback.
    static func send(_ bytes: [UInt8], over socket: Int32, to port: Int) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = unsafe sendto(
                    socket, bytes, bytes.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

extension MadePictures {
    /// A description of their stream.
    func sdp(_ sets: [[UInt8]], control: String = "track1") -> String {
        let list = sets.map { Data($0).base64EncodedString() }.joined(separator: ",")
        let known =
            sets.isEmpty ? "" : "a=fmtp:96 packetization-mode=1;sprop-parameter-sets=\(list)\r\n"
        return "v=0\r\ns=made\r\na=control:*\r\nm=audio 0 RTP/AVP 0\r\na=control:sound\r\n"
            + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n\(known)a=control:\(control)\r\n"
    }

    /// The packets of pictures at 10 a second.
    func packets(
        _ pictures: [EncodedPicture],
        sets: [[UInt8]] = [],
        size: Int = 200
    ) -> [[UInt8]] {
        var made = MadePackets(size: size)
        return pictures.flatMap { picture in
            made.timestamp &+= 9000
            return made.picture((picture.isKeyframe ? sets : []) + picture.units)
        }
    }
}
