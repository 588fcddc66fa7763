import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Subprocess
import SystemPackage

/// The built program in a folder of its own, with the repository's seeds.
final class Stage: Sendable {
    /// Where the run's files lie; goes with the value.
    let folder: String

    static let repository = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path()

    /// The program lies beside the tests, as one build made both.
    static let program = URL(filePath: CommandLine.arguments[0])
        .deletingLastPathComponent().appending(path: "watchpost").path()

    /// - Parameters:
    ///   - cameras: a camera file's text.
    ///   - join: seconds within which episodes are joined to one alert.
    init(cameras: String = "cameras: []\n", join: Int = 30) throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "watchpost-test-\(UUID().uuidString)").path()
        for name in ["cameras", "config"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder)/\(name)",
                withIntermediateDirectories: true
            )
        }
        try cameras.write(toFile: "\(folder)/cameras/all.yaml", atomically: true, encoding: .utf8)
        try "version: \"test\"\njoin: \(join)\n".write(
            toFile: "\(folder)/config/response.yaml",
            atomically: true,
            encoding: .utf8
        )
        try "timeZone: Asia/Shanghai\n".write(
            toFile: "\(folder)/config/watchpost.yaml",
            atomically: true,
            encoding: .utf8
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Writes the credentials' file, which a node reads when it starts.
    func keep(credentials: String) throws {
        let path = "\(folder)/config/credentials.yaml"
        try "\(credentials)\n".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    /// The options that name this stage's files.
    var options: [String] {
        [
            "--config", "\(folder)/config/watchpost.yaml", "--cameras", "\(folder)/cameras",
            "--seeds", "\(Self.repository)/seeds", "--data", "\(folder)/data",
        ]
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs a node while `body` does; then it is told to end, unless it has been killed.
    ///
    /// - Parameters:
    ///   - port: 0 for any free one.
    ///   - arguments: besides those that name this stage's files.
    ///   - environment: besides the tests' own.
    func withNode<Value: Sendable>(
        port: Int = 0,
        arguments: [String] = [],
        environment: [Environment.Key: String] = [:],
        _ body: (RunningNode) async throws -> Value
    ) async throws -> Value {
        let log = "\(folder)/node-\(UUID().uuidString).log"
        let errors = try FileDescriptor.open(
            FilePath(log),
            .writeOnly,
            options: [.create],
            permissions: .ownerReadWrite
        )
        let result = try await run(
            .path(FilePath(Self.program)),
            arguments: Arguments(
                ["serve", "--listen", "127.0.0.1:\(port)"] + options + arguments
            ),
            environment: .inherit.updating(environment.mapValues { Optional($0) }),
            input: .none,
            output: .sequence,
            error: .fileDescriptor(errors, closeAfterSpawningProcess: true)
        ) { execution -> Value in
            var lines = execution.standardOutput.strings().makeAsyncIterator()
            guard let ready = try await lines.next(), ready.hasPrefix("ready ") else {
                let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
                throw Failure(description: "the node did not start: \(said)")
            }
            let node = RunningNode(url: String(ready.dropFirst(6)), log: log) {
                try? execution.send(signal: $0)
            }
            let value: Value
            do {
                value = try await body(node)
            } catch {
                try? execution.send(signal: .kill)
                throw error
            }
            try? execution.send(signal: .terminate)
            return value
        }
        return result.closureResult
    }

    /// Runs a command to its end.
    static func command(
        _ arguments: [String]
    ) async throws -> (status: Int32, output: String, errors: String) {
        let result = try await run(
            .path(FilePath(program)),
            arguments: Arguments(arguments),
            output: .string(limit: 1 << 24),
            error: .string(limit: 1 << 20)
        )
        guard case .exited(let status) = result.terminationStatus else {
            throw Failure(description: "\(arguments): \(result.terminationStatus)")
        }
        return (status, result.standardOutput, result.standardError)
    }
}

/// A node that takes requests.
struct RunningNode: Sendable {
    let url: String
    /// The file that takes what it says.
    let log: String
    let send: @Sendable (Signal) -> Void

    /// As `kill -9` does.
    func kill() { send(.kill) }

    var port: Int { URL(string: url)?.port ?? 0 }

    /// What it has said so far.
    var said: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    /// A document as it was answered.
    func get(_ path: String) async throws -> (status: Int, object: [String: Any]) {
        let response = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: url + path),
            timeout: .seconds(10)
        )
        let body = try await response.body.collect(upTo: 1 << 24)
        let object = try JSONSerialization.jsonObject(with: Data(body.readableBytesView))
        return (Int(response.status.code), object as? [String: Any] ?? [:])
    }

    func post(_ path: String, _ document: [String: String]) async throws -> (Int, [String: Any]) {
        var request = HTTPClientRequest(url: url + path)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.body = .bytes(
            ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: document)))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let body = try await response.body.collect(upTo: 1 << 20)
        let object = try JSONSerialization.jsonObject(with: Data(body.readableBytesView))
        return (Int(response.status.code), object as? [String: Any] ?? [:])
    }

    /// The lines of a queue's stream, from its beginning on; ends where `isLast` says so.
    ///
    /// - Parameter whenLive: called when all that was there has been read.
    func follow(
        _ queue: String,
        whenLive: () async throws -> Void = {},
        until isLast: (QueueEvent) async throws -> Bool
    ) async throws {
        var request = HTTPClientRequest(url: "\(url)/v1/queues/\(queue)/alerts?follow=true")
        request.headers.add(name: "accept", value: "application/x-ndjson")
        let response = try await HTTPClient.shared.execute(request, timeout: .minutes(10))
        var rest = ByteBuffer()
        for try await chunk in response.body {
            rest.writeImmutableBuffer(chunk)
            while let end = rest.readableBytesView.firstIndex(of: 0x0A) {
                let line = rest.readBytes(length: end - rest.readerIndex + 1) ?? []
                if String(decoding: line, as: UTF8.self).contains("caught-up") {
                    try await whenLive()
                } else if let event = QueueEvent(Data(line)), try await isLast(event) {
                    return
                }
            }
        }
    }
}

/// A CloudEvent, as far as the tests look at it.
struct QueueEvent: Sendable, Hashable {
    let id: String
    let type: String
    let sequence: Int
    /// Empty where it is of a camera.
    let alert: String
    /// Why a camera is not well.
    let reason: String?
    let camera: String?
    let signal: String?
    /// An episode's first motion.
    let start: Date?
    let end: Date?

    /// - Returns: `nil` for a control line and an empty one.
    init?(_ line: Data) {
        guard let object = try? JSONSerialization.jsonObject(with: line) as? [String: Any],
            let id = object["id"] as? String, let type = object["type"] as? String,
            let sequence = (object["sequence"] as? String).flatMap(Int.init),
            let data = object["data"] as? [String: Any], type.hasPrefix("watchpost.")
        else { return nil }
        self.id = id
        let short = type.dropFirst("watchpost.".count).dropLast(".v1".count)
        self.type = String(short.hasPrefix("alert.") ? short.dropFirst("alert.".count) : short)
        reason = data["reason"] as? String
        self.sequence = sequence
        alert = data["alert"] as? String ?? ""
        camera = (data["camera"] as? [String: Any])?["id"] as? String
        signal = (data["signal"] as? [String: Any])?["id"] as? String
        start = (data["start"] as? String).flatMap(Date.init(rfc3339:))
        end = (data["end"] as? String).flatMap(Date.init(rfc3339:))
    }
}

extension Date {
    init?(rfc3339 text: String) {
        let style = ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = try? style.parse(text) else { return nil }
        self = date
    }
}
