import AsyncHTTPClient
import CameraSimulator
import Foundation
import NIOCore
import NIOHTTP1
import Subprocess
import SystemPackage
import Testing

private let promtool = "/usr/bin/promtool"

/// The figures of a node that watches a camera, serves a stream and answers requests.
struct `A node's metrics` {
    @Test(
        .timeLimit(.minutes(2)),
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: promtool),
            "promtool is not installed (Debian's package prometheus)"
        )
    )
    func `are as Prometheus expects them`() async throws {
        let server = CameraServer(
            CameraServer.Settings(
                cameras: 1,
                scene: StreetScene.Settings(seed: 5, width: 320, height: 180, loopSeconds: 20),
                bitRate: 200_000
            ),
            clock: TestClock(),
            random: { UInt64.random(in: .min ... .max) }
        )
        let urls = try await server.start()
        let stage = try Stage(
            cameras: """
                cameras:
                  - { id: gate, name: gate, url: "\(urls[0])", station: jn-017 }
                  - { id: gone, name: gone, url: "rtsp://127.0.0.1:1/x", station: jn-017 }

                """
        )
        let page = try await stage.withNode { node in
            _ = try await node.get("/v1/nothing/there")
            // The camera's first alert shows that pictures were read, decoded and looked at, and the
            // signal that a stream shows what is new.
            var isSeen = (camera: false, signal: false)
            try await node.follow(
                "jn-017",
                whenLive: {
                    let signal = ["source": "t", "id": "1", "kind": "door", "station": "jn-017"]
                    let (status, _) = try await node.post("/v1/signals", signal)
                    #expect(status == 201)
                },
                until: { event in
                    guard event.type == "raised" else { return false }
                    isSeen.camera = isSeen.camera || event.camera == "gate"
                    isSeen.signal = isSeen.signal || event.signal == "1"
                    return isSeen == (true, true)
                }
            )
            return try await Self.text(node.url + "/metrics")
        }
        await server.stop()
        let result = try await run(
            .path(FilePath(promtool)),
            arguments: ["check", "metrics"],
            input: .string(page),
            output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16)
        )
        #expect(result.terminationStatus == .exited(0))
        #expect(result.standardOutput == "")
        #expect(result.standardError == "")
        Self.expectFigures(page)
    }

    private static func expectFigures(_ page: String) {
        func value(_ series: String) -> Double {
            page.split(separator: "\n").first { $0.hasPrefix("\(series) ") }
                .flatMap { Double($0.dropFirst(series.count + 1)) } ?? .nan
        }
        for series in [
            "watchpost_build_info{version=\"0.4.0\"}", "watchpost_cameras{state=\"online\"}",
            "watchpost_pictures_decoded_total", "watchpost_pictures_analysed_total",
            "watchpost_camera_received_bytes_total{camera=\"gate\"}",
            "watchpost_camera_state{camera=\"gate\",state=\"online\"}",
            "watchpost_camera_series", "watchpost_detect_seconds_count",
            "watchpost_decode_seconds_sum", "watchpost_packet_wait_seconds_count",
            "watchpost_raise_seconds_count", "watchpost_ledger_commit_seconds_count",
            "watchpost_ledger_commits_total", "watchpost_packets_waiting_limit",
            "watchpost_request_seconds_count{method=\"POST\",route=\"/v1/signals\",status=\"2xx\"}",
            "watchpost_request_seconds_count{method=\"GET\",route=\"NotFound\",status=\"4xx\"}",
            "watchpost_stream_delay_seconds_count", "process_cpu_seconds_total",
            "process_resident_memory_bytes", "process_open_fds", "process_max_fds",
            "process_start_time_seconds",
        ] {
            #expect(value(series) > 0, "\(series) is \(value(series))")
        }
        #expect(value("watchpost_camera_state{camera=\"gone\",state=\"online\"}") == 0)
        #expect(value("watchpost_packets_dropped_total{reason=\"lane_behind\"}") == 0)
        let decoded = value("watchpost_camera_pictures_decoded_total{camera=\"gate\"}")
        #expect(decoded == value("watchpost_pictures_decoded_total"))
        let start = value("process_start_time_seconds")
        #expect(abs(Date().timeIntervalSince1970 - start) < 600)
    }

    private static func text(_ url: String) async throws -> String {
        let response = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: url), timeout: .seconds(10)
        )
        #expect(
            response.headers.first(name: "content-type")
                == "text/plain; version=0.0.4; charset=utf-8"
        )
        return String(buffer: try await response.body.collect(upTo: 1 << 24))
    }
}
