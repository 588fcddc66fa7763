import AsyncHTTPClient
import CameraSimulator
import Foundation
import NIOCore
import NIOHTTP1
import Testing

/// An answer as far as these tests look at it.
private struct Answer {
    let status: Int
    let headers: HTTPHeaders
    let body: Data

    var object: [String: Any] {
        (try? JSONSerialization.jsonObject(with: body) as? [String: Any]) ?? [:]
    }
}

extension RunningNode {
    fileprivate func ask(
        _ method: HTTPMethod,
        _ path: String,
        _ body: String? = nil,
        headers: [(String, String)] = []
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url + path)
        request.method = method
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 1 << 22)
        return Answer(
            status: Int(response.status.code), headers: response.headers,
            body: Data(bytes.readableBytesView)
        )
    }

    /// The camera's document, once it is as wanted.
    fileprivate func camera(
        _ id: String, until isFit: ([String: Any]) -> Bool
    ) async throws -> [String: Any] {
        while true {
            let answer = try await ask(.GET, "/v1/cameras/\(id)")
            if isFit(answer.status == 200 ? answer.object : [:]) { return answer.object }
        }
    }

    fileprivate func online(_ id: String) async throws -> [String: Any] {
        try await camera(id) { state($0) == "online" }
    }

    fileprivate func metric(_ name: String, until isFit: (String?) -> Bool) async throws {
        while true {
            let page = String(decoding: try await ask(.GET, "/metrics").body, as: UTF8.self)
            let line = page.split(separator: "\n").first { $0.hasPrefix("\(name) ") }
            if isFit(line.map { String($0.dropFirst(name.count + 1)) }) { return }
        }
    }
}

private func state(_ camera: [String: Any]) -> String? {
    (camera["status"] as? [String: Any])?["state"] as? String
}

private func packets(_ camera: [String: Any]) -> Int {
    (camera["status"] as? [String: Any])?["packets"] as? Int ?? -1
}

private func form(_ id: String, _ url: String, zones: String = "[]") -> String {
    #"{"id":"\#(id)","name":"东门","url":"\#(url)","position":[117.021,36.661],"zones":\#(zones)}"#
}

private func line(_ id: String, _ url: String) -> String {
    "  - { id: \(id), name: \(id), url: \"\(url)\", position: [117.021, 36.661] }\n"
}

@Suite(.serialized)
struct `A camera over the API` {
    @Test(.timeLimit(.minutes(2)))
    func `is watched, outlives kill -9, and ends what it saw when it is removed`() async throws {
        let server = CameraServer.street
        let url = try await server.start()[0]
        let stage = try Stage()
        let (body, key) = (form("gate", url), [("Idempotency-Key", "one")])
        try await stage.withNode { node in
            let added = try await node.ask(.POST, "/v1/cameras", body, headers: key)
            #expect(added.status == 201)
            #expect(added.headers.first(name: "Location") == "/v1/cameras/gate")
            #expect(added.object["owner"] as? String == "api")
            #expect(added.object["station"] as? String == "jn-017")
            let again = try await node.ask(.POST, "/v1/cameras", body, headers: key)
            #expect(again.status == 201)
            let other = try await node.ask(
                .POST, "/v1/cameras", form("other", url), headers: key)
            #expect(other.status == 422)
            #expect(try await node.ask(.POST, "/v1/cameras", body).status == 409)
            #expect(try await node.ask(.PUT, "/v1/cameras/gate", body).status == 200)
            _ = try await node.online("gate")
            node.kill()
        }
        try await stage.withNode { node in
            _ = try await node.online("gate")
            #expect(
                try await node.ask(.POST, "/v1/cameras", body, headers: key).status == 201)
            let tag = try await node.ask(.GET, "/v1/cameras/gate").headers.first(name: "ETag")
            let stale = try await node.ask(
                .DELETE, "/v1/cameras/gate", headers: [("If-Match", "\"0\"")])
            #expect(stale.status == 412)
            var isRemoved = false
            try await node.follow("jn-017") { event in
                if event.type == "raised", !isRemoved {
                    isRemoved = true
                    let gone = try await node.ask(
                        .DELETE, "/v1/cameras/gate", headers: [("If-Match", tag ?? "")])
                    #expect(gone.status == 204)
                }
                return isRemoved && event.type == "ended"
            }
            #expect(try await node.ask(.GET, "/v1/cameras/gate").status == 404)
            #expect(try await node.ask(.DELETE, "/v1/cameras/gate").status == 404)
        }
        let left = try FileManager.default.contentsOfDirectory(
            atPath: "\(stage.folder)/data/cameras")
        #expect(left == [])
        await server.stop()
    }

    /// What is there is written into and not put away: it may be a device.
    private func snapshots(of node: RunningNode, in folder: String) async throws {
        let links = [("link", "\(folder)/file.jpg"), ("full", "/dev/full")]
        for (link, target) in links {
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/\(link)", withDestinationPath: target
            )
        }
        func shell(_ path: String) async throws -> (status: Int32, output: String, errors: String) {
            try await Stage.command(
                ["camera", "snapshot", "open", "--output", path, "--server", node.url])
        }
        #expect(try await shell("\(folder)/link").status == 0)
        let written = try Data(contentsOf: URL(filePath: "\(folder)/file.jpg"))
        #expect(written.starts(with: [0xFF, 0xD8]) && written.suffix(2) == Data([0xFF, 0xD9]))
        let nowhere = try await shell("\(folder)/none/open.jpg")
        #expect(nowhere.status == 66 && nowhere.errors.contains("No such file or directory"))
        let full = try await shell("\(folder)/full")
        #expect(full.status == 65 && full.errors.contains("No space left on device"))
        for (link, target) in links {
            let path = "\(folder)/\(link)"
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == target)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `shows what it sees now, without what is private`() async throws {
        let server = CameraServer.street
        let url = try await server.start()[0]
        let whole = #"[{"name":"all","rule":"private","points":[[0,0],[1,0],[1,1],[0,1]]}]"#
        let stage = try Stage()
        try await stage.withNode { node in
            for body in [form("open", url), form("hidden", url, zones: whole)] {
                #expect(try await node.ask(.POST, "/v1/cameras", body).status == 201)
            }
            _ = try await node.online("open")
            _ = try await node.online("hidden")
            let open = try await node.ask(.GET, "/v1/cameras/open/snapshot.jpg")
            let hidden = try await node.ask(.GET, "/v1/cameras/hidden/snapshot.jpg")
            for picture in [open, hidden] {
                #expect(picture.status == 200)
                #expect(picture.headers.first(name: "Content-Type") == "image/jpeg")
                #expect(picture.headers.first(name: "Cache-Control") == "no-store")
                #expect(picture.body.starts(with: [0xFF, 0xD8]))
            }
            // One grey takes next to nothing.
            #expect(hidden.body.count * 2 < open.body.count)
            try await snapshots(of: node, in: stage.folder)
            #expect(try await node.ask(.GET, "/v1/cameras/none/snapshot.jpg").status == 404)
            await server.stop()
            _ = try await node.camera("open") { state($0) == "offline" }
            let gone = try await node.ask(.GET, "/v1/cameras/open/snapshot.jpg")
            #expect(gone.status == 404)
            #expect((gone.object["detail"] as? String)?.contains("offline") == true)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `is tried before anything is saved, and nowhere but where cameras may be`() async throws {
        let server = CameraServer.street
        let url = try await server.start()[0]
        try await Stage().withNode { node in
            func probe(_ url: String) async throws -> Answer {
                try await node.ask(.POST, "/v1/probe", #"{"url":"\#(url)"}"#)
            }
            let sound = try await probe(url)
            #expect(sound.object["codec"] as? String == "h264")
            #expect(sound.object["width"] as? Int == 320)
            let keyframes = sound.object["keyframeInterval"] as? Double ?? 0
            #expect((1.5...2.5).contains(keyframes))
            #expect((sound.object["verdict"] as? String)?.contains("h264 320x180") == true)
            await server.stop()
            let gone = try await probe(url)
            #expect(gone.status == 200)
            #expect(gone.object["fitness"] as? String == "unfit")
            #expect(gone.object["cause"] as? String == "unreachable")
            for place in ["rtsp://192.0.2.1/", "/etc/passwd", "rtsp://u:p@127.0.0.1/"] {
                let refused = try await probe(place)
                #expect(refused.status == 400)
                #expect(refused.object["field"] as? String == "url")
                #expect(!String(decoding: refused.body, as: UTF8.self).contains("u:p"))
            }
            #expect(try await node.get("/v1/cameras").object["items"] as? [String] == [])
        }
    }
}

@Suite(.serialized)
struct `Camera files of a running node` {
    @Test(.timeLimit(.minutes(2)))
    func `take effect without touching other streams, and a mistake changes nothing`() async throws
    {
        let (server, other) = (CameraServer.street, CameraServer.street)
        let (url, second) = (try await server.start()[0], try await other.start()[0])
        let stage = try Stage(cameras: "cameras:\n" + line("first", url))
        func write(_ text: String) throws {
            try text.write(
                toFile: "\(stage.folder)/cameras/b.yaml", atomically: true, encoding: .utf8)
        }
        try await stage.withNode { node in
            var read = packets(try await node.online("first"))
            func isUntouched() async throws -> Bool {
                let now = packets(try await node.camera("first") { packets($0) > read })
                defer { read = now }
                return server.statistics.connections == 1 && now > read
            }
            try write("cameras:\n" + line("second", second))
            let added = try await node.online("second")
            #expect(added["owner"] as? String == "file")
            #expect((added["file"] as? String)?.hasSuffix("cameras/b.yaml") == true)
            #expect(try await isUntouched())

            try write("cameras:\n" + line("second", second) + "  - { id: third, nmae: x }\n")
            try await node.metric("watchpost_config_mistakes") { $0 != "0" }
            #expect(
                node.said.contains("cameras/b.yaml:3: unknown key 'nmae'; did you mean 'name'?"))
            #expect(try await node.get("/readyz").status == 200)
            #expect(state(try await node.online("second")) == "online")
            #expect(other.statistics.connections == 1)

            try write("cameras: []\n")
            _ = try await node.camera("second") { $0.isEmpty }
            try await node.metric("watchpost_config_mistakes") { $0 == "0" }
            #expect(try await isUntouched())
        }
        await server.stop()
        await other.stop()
    }

    @Test(.timeLimit(.minutes(1)))
    func `and what is tried reach no host beyond the networks of cameras, by whatever name`()
        async throws
    {
        let server = CameraServer.street
        let url = try await server.start()[0].replacing("127.0.0.1", with: "localhost")
        let stage = try Stage(cameras: "cameras:\n" + line("gate", url))
        func allow(_ networks: String) throws {
            try "cameraNetworks: [\(networks)]\n".write(
                toFile: "\(stage.folder)/config/watchpost.yaml", atomically: true, encoding: .utf8)
        }
        try allow("192.0.2.0/24")
        try await stage.withNode { node in
            let gate = try await node.camera("gate") { state($0) == "offline" }
            let reason = (gate["status"] as? [String: Any])?["reason"] as? String
            #expect(reason?.contains("cameraNetworks") == true)
            let tried = try await node.ask(.POST, "/v1/probe", #"{"url":"\#(url)"}"#)
            #expect(tried.object["cause"] as? String == "notAllowed")
            #expect(server.statistics.connections == 0)
            try allow("127.0.0.0/8, '::1/128'")
            _ = try await node.online("gate")
        }
        await server.stop()
    }

    @Test(.timeLimit(.minutes(1)))
    func `own their cameras`() async throws {
        let stage = try Stage(cameras: "cameras:\n" + line("gate", "rtsp://127.0.0.1:9/a"))
        try await stage.withNode { node in
            for method in [HTTPMethod.PUT, .DELETE] {
                let body = method == .PUT ? form("gate", "rtsp://127.0.0.1:9/b") : nil
                let answer = try await node.ask(method, "/v1/cameras/gate", body)
                #expect(answer.status == 409)
                #expect((answer.object["detail"] as? String)?.contains("cameras/all.yaml") == true)
            }
            let free = try await node.ask(.POST, "/v1/cameras", form("own", "rtsp://127.0.0.1:9/b"))
            #expect(free.status == 201)
            try ("cameras:\n" + line("own", "rtsp://127.0.0.1:9/c")).write(
                toFile: "\(stage.folder)/cameras/all.yaml", atomically: true, encoding: .utf8)
            let taken = try await node.camera("own") { $0["owner"] as? String == "file" }
            #expect((taken["url"] as? String)?.hasSuffix("/c") == true)
            try "cameras: []\n".write(
                toFile: "\(stage.folder)/cameras/all.yaml", atomically: true, encoding: .utf8)
            let back = try await node.camera("own") { $0["owner"] as? String == "api" }
            #expect((back["url"] as? String)?.hasSuffix("/b") == true)
        }
    }
}

struct `The camera commands` {
    @Test(.timeLimit(.minutes(1)))
    func `add what a file says, export it, and take it back as it was`() async throws {
        let stage = try Stage()
        let file = "\(stage.folder)/mine.yaml"
        let text = """
            cameras:
              - id: gate
                name: "东门: \\"A\\""
                url: rtsp://127.0.0.1:9/main
                transport: udp
                credentials: gate
                position: [117.021, 36.661]
                placeClass: P1
                zones:
                  - { name: steps, rule: intrusion, hours: "22:00-06:00", points: [[0, 0.5], [1, 0.5], [1, 1]] }

            """
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        try stage.keep(credentials: "gate: { user: viewer, password: hidden }")
        try await stage.withNode { node in
            func camera(_ arguments: String...) async throws -> (
                status: Int32, output: String, errors: String
            ) {
                try await Stage.command(["camera"] + arguments + ["--server", node.url])
            }
            #expect(try await camera("add", file).status == 0)
            let first = try await camera("export")
            #expect(first.output.contains("    credentials: \"gate\"\n"))
            #expect(try await camera("remove", "gate").status == 0)
            try first.output.write(toFile: file, atomically: true, encoding: .utf8)
            #expect(try await camera("add", file).status == 0)
            #expect(try await camera("export").output == first.output)
            let twice = try await camera("add", file)
            #expect(twice.status == 65)
            #expect(twice.errors.hasPrefix("\(file):2: there is a camera 'gate' already"))
            #expect(try await camera("add", "--replace", file).status == 0)

            try text.replacing("placeClass", with: "placeclass").replacing(
                "id: gate", with: "id: b"
            ).write(
                toFile: file, atomically: true, encoding: .utf8)
            let wrong = try await camera("add", file)
            #expect(wrong.status == 65)
            #expect(
                wrong.errors == "\(file):8: unknown key 'placeclass': did you mean 'placeClass'?\n")
            #expect(try await camera("add", "\(stage.folder)/none.yaml").status == 66)

            #expect(try await camera("probe", "rtsp://127.0.0.1:9/main").status == 69)
            #expect(try await camera("probe", "rtsp://192.0.2.1/main").status == 65)
            let unfit = try await camera(
                "add", "--id", "c", "--name", "C", "--station", "jn-017", "--url",
                "rtsp://127.0.0.1:9/main", "--probe")
            #expect(unfit.status == 69)
            #expect(try await node.get("/v1/cameras/c").status == 404)
            #expect(try await camera("snapshot", "gate").status == 65)
        }
    }
}
