import Cameras
import Domain
import Testing

struct `A camera file` {
    @Test func `gives every key to the camera`() throws {
        let folder = try CityFolder()
        folder.environment = ["WATCHPOST_CREDENTIAL_SQUARE": "admin:x"]
        try folder.write(
            "cameras/a.yaml",
            """
            cameras:
              - id: "37010200001320000017"
                name: 泉城广场 东门
                url: rtsp://10.1.2.17/Streaming/Channels/101
                transport: tcp
                credentials: square
                position: [117.15, 36.65]
                placeClass: P1
                sensitivity: 4
                mode: full
                zones:
                  - { name: gate, rule: intrusion, hours: "22:00-06:00", priority: 1, points: [[0.1,0.5],[0.6,0.5],[0.6,1]] }
                  - { name: flats, rule: private, points: [[0.7,0],[1,0],[1,0.4],[0.7,0.4]] }
            """
        )
        let (configuration, mistakes) = folder.load()
        #expect(mistakes == [])
        let camera = try #require(configuration?.cameras.first)
        #expect(
            camera
                == Camera(
                    id: "37010200001320000017",
                    name: "泉城广场 东门",
                    url: "rtsp://10.1.2.17/Streaming/Channels/101",
                    credentials: "square",
                    position: GeoPoint(longitude: 117.15, latitude: 36.65),
                    station: "jn-002",
                    grid: "g-002",
                    placeClass: .p1,
                    sensitivity: 4,
                    zones: [
                        Zone(
                            name: "gate",
                            rule: .intrusion(hours: Hours(start: 1320, end: 360)),
                            priority: .one,
                            outline: Polygon(points: [
                                Point(x: 0.1, y: 0.5), Point(x: 0.6, y: 0.5), Point(x: 0.6, y: 1),
                            ])
                        ),
                        Zone(
                            name: "flats",
                            rule: .private,
                            outline: Polygon(points: [
                                Point(x: 0.7, y: 0), Point(x: 1, y: 0), Point(x: 1, y: 0.4),
                                Point(x: 0.7, y: 0.4),
                            ])
                        ),
                    ]
                )
        )
    }

    @Test func `has defaults, and takes the grid of its station`() throws {
        let folder = try CityFolder()
        try folder.write("cameras/a.yaml", CityFolder.camera(""))
        let camera = try #require(folder.load().configuration?.cameras.first)
        #expect(camera.placeClass == .p5)
        #expect(camera.sensitivity == 3)
        #expect(camera.grid == "g-001")
        #expect(camera.position == nil)
        #expect(camera.zones == [])
    }

    @Test func `is answered for by its station although it stands in another grid`() throws {
        let folder = try CityFolder()
        try folder.write("cameras/a.yaml", CityFolder.camera("    position: [117.15, 36.65]"))
        let camera = try #require(folder.load().configuration?.cameras.first)
        #expect(camera.station == "jn-001")
        #expect(camera.grid == "g-002")
        #expect(
            folder.words() == [
                "cameras/a.yaml:6: warning: 'station' is 'jn-001', but 'position' lies in grid "
                    + "'g-002' of station 'jn-002'; alerts go to 'jn-001': correct one, or leave "
                    + "'station' out"
            ]
        )
    }

    @Test func `is read with its neighbours in the order of their names`() throws {
        let folder = try CityFolder()
        for name in ["b.yml", "a.yaml", "c.yaml"] {
            try folder.write(
                "cameras/\(name)",
                "cameras: [{ id: \(name.prefix(1)), name: x, url: rtsp://h/p, station: jn-001 }]\n"
            )
        }
        try folder.write("cameras/README.md", "nothing to read")
        try folder.write("cameras/.hidden.yaml", "nothing: here")
        #expect(folder.load().configuration?.cameras.map(\.id) == ["a", "b", "c"])
    }

    @Test func `that has several mistakes has all of them said`() throws {
        #expect(
            try CityFolder.mistakes(
                inCameras: """
                    cameras:
                      - id: Gate One
                        name:
                        positon: [117.05, 36.65]
                        placeClass: p1
                        sensitivity: 9
                    """
            ) == [
                "cameras/a.yaml:2: 'id' is 'Gate One'; expected a 20-digit GB/T 28181 number or "
                    + "1 to 64 of a-z, 0-9 and -",
                "cameras/a.yaml:2: a camera has no 'url'; expected rtsp://HOST/PATH or a "
                    + "recording's path",
                "cameras/a.yaml:2: a camera has no place; expected 'position' [longitude, latitude] "
                    + "or 'station'",
                "cameras/a.yaml:3: 'name' is empty; expected a name that people know it by",
                "cameras/a.yaml:4: unknown key 'positon'; did you mean 'position'?",
                "cameras/a.yaml:5: 'placeClass' is 'p1'; expected P1, P3 or P5; did you mean 'P1'?",
                "cameras/a.yaml:6: 'sensitivity' is '9'; expected a whole number from 1 to 5 "
                    + "(1 is the least)",
            ]
        )
    }

    @Test func `with an id that another file has names both places`() throws {
        let folder = try CityFolder()
        try folder.write("cameras/a.yaml", CityFolder.camera(""))
        try folder.write("cameras/b.yaml", CityFolder.camera(""))
        let place = folder.path("cameras/a.yaml")
        #expect(
            folder.load().mistakes.map(\.message) == ["duplicate id 'gate'; first at \(place):2"]
        )
        #expect(folder.load().mistakes.map(\.line) == [2])
        #expect(folder.load().configuration == nil)
    }

    @Test(arguments: [
        (
            "position: [118.0, 36.65]",
            "'position' [118, 36.65] lies in no grid of seeds/grids.geojson; give 'station', or "
                + "correct longitude, latitude"
        ),
        (
            "position: [36.65, 117.05]",
            "'position' is [latitude, longitude]; expected longitude first: [117.05, 36.65]"
        ),
        (
            "position: [217.05, 36.65]",
            "'position' is not on the earth; expected [longitude, latitude] within 180 and 90 degrees"
        ),
        (
            "position: [117.05]",
            "'position' is a list; expected [longitude, latitude] in degrees, WGS-84"
        ),
        (
            "position: [east, 36.65]",
            "'position' is a list; expected [longitude, latitude] in degrees, WGS-84"
        ),
        ("station: jn-01", "unknown station 'jn-01'; did you mean 'jn-001'?"),
        (
            "station: nowhere",
            "unknown station 'nowhere'; the stations are in seeds/stations.yaml"
        ),
    ])
    func `with a place that is none is refused`(line: String, message: String) throws {
        #expect(
            try CityFolder.mistakes(
                inCameras: """
                    cameras:
                      - id: gate
                        name: Gate
                        url: rtsp://10.1.2.17/main
                        \(line)
                    """
            ) == ["cameras/a.yaml:5: \(message)"]
        )
    }

    @Test(arguments: [
        ("name: [a]", "'name' is a list; expected text"),
        ("name: \"a\\e[31m\"", "'name' holds control characters; expected plain text"),
        ("name: \"\"", "'name' is empty; expected text"),
        (
            "url: ftp://h/p",
            "'url' has an unknown scheme; expected rtsp://… or rtsps://… or a recording's path"
        ),
        (
            "url: \"rtsp://:554/p\"",
            "'url' has no host, or a port that is no number; expected rtsp://HOST[:PORT]/PATH"
        ),
        (
            "url: rtsp://h:port/p",
            "'url' has no host, or a port that is no number; expected rtsp://HOST[:PORT]/PATH"
        ),
    ])
    func `with a name or URL that is none is refused`(line: String, message: String) throws {
        let other = line.hasPrefix("name") ? "url: rtsp://10.1.2.17/main" : "name: Gate"
        #expect(
            try CityFolder.mistakes(
                inCameras:
                    "cameras:\n  - id: gate\n    station: jn-001\n    \(other)\n    \(line)\n"
            ) == ["cameras/a.yaml:5: \(message)"]
        )
    }

    @Test(arguments: [
        ("mode: adaptive", "'mode: adaptive' has no effect yet: every picture is decoded"),
        ("mode: keyframes", "'mode: keyframes' has no effect yet: every picture is decoded"),
        (
            "zones: [{ name: k, rule: crossing, line: [[0,0.6],[1,0.6]], direction: left }]",
            "rule 'crossing' has no effect yet: the zone raises nothing"
        ),
        (
            "zones: [{ name: b, rule: loitering, seconds: 120, points: [[0,0],[1,0],[1,1]] }]",
            "rule 'loitering' has no effect yet: the zone raises nothing"
        ),
    ])
    func `is warned of what has no effect yet`(line: String, message: String) throws {
        let folder = try CityFolder()
        try folder.write("cameras/a.yaml", CityFolder.camera("    \(line)"))
        #expect(folder.words() == ["cameras/a.yaml:6: warning: \(message)"])
        #expect(folder.load().configuration != nil)
    }

    @Test(arguments: [
        ("transport: upd", "'transport' is 'upd'; expected tcp or udp; did you mean 'udp'?"),
        (
            "mode: adaptiv",
            "'mode' is 'adaptiv'; expected full, adaptive or keyframes; did you mean 'adaptive'?"
        ),
        (
            "analyse: http://h/p",
            "'analyse' has an unknown scheme; expected rtsp://… or rtsps://… or a recording's path"
        ),
        (
            "sensitivity: \"3\"",
            "'sensitivity' is the text '3'; expected a whole number from 1 to 5 (1 is the least)"
        ),
        (
            "sensitivity: 2.5",
            "'sensitivity' is '2.5'; expected a whole number from 1 to 5 (1 is the least)"
        ),
        ("placeClass:", "'placeClass' is empty; give it a value or leave the key out"),
    ])
    func `with a wrong value is refused`(line: String, message: String) throws {
        #expect(
            try CityFolder.mistakes(inCameras: CityFolder.camera("    \(line)"))
                == ["cameras/a.yaml:6: \(message)"]
        )
    }

    @Test func `may name a recording, and is warned where there is none`() throws {
        let folder = try CityFolder()
        let recording = folder.path("clip.mp4")
        try folder.write("clip.mp4", "")
        let file = CityFolder.camera("").replacing("rtsp://10.1.2.17/main", with: recording)
        try folder.write("cameras/a.yaml", file)
        #expect(folder.words() == [])
        try folder.remove("clip.mp4")
        #expect(
            folder.words() == [
                "cameras/a.yaml:4: warning: 'url' names no file that is there; expected rtsp://… or "
                    + "a recording's path, seen from where Watchpost is started"
            ]
        )
    }

    @Test func `is warned of a device number that is none of a camera`() throws {
        let file = CityFolder.camera("")
        #expect(
            try CityFolder.mistakes(
                inCameras: file.replacing("id: gate", with: "id: 37010200001180000017")
            ) == [
                "cameras/a.yaml:2: warning: id '37010200001180000017' has the type code 118; a "
                    + "camera's is 131 or 132 (GB/T 28181)"
            ]
        )
        #expect(
            try CityFolder.mistakes(
                inCameras: file.replacing("id: gate", with: "id: 3701020000132000001")
            ) == [
                "cameras/a.yaml:2: warning: id '3701020000132000001' has 19 digits; a GB/T 28181 "
                    + "number has 20"
            ]
        )
    }
}
