import Foundation
import Subprocess
import SystemPackage
import Testing

private let analyze = "/usr/bin/systemd-analyze"

/// What `make install` lays out, and whether systemd understands it.
struct `The installed files` {
    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: analyze),
            "systemd-analyze is not installed (Debian's package systemd)"
        )
    )
    func `lie where Debian expects them, with a unit that systemd finds nothing wrong with`()
        async throws
    {
        let stage = try Stage()
        let root = "\(stage.folder)/root"
        let kept = "\(root)/etc/watchpost/watchpost.yaml"
        for round in 1...2 {
            let make = try await run(
                .path("/usr/bin/make"),
                arguments: [
                    "install", "DESTDIR=\(root)", "PREFIX=/usr", "BINARY=\(Stage.program)",
                ],
                workingDirectory: FilePath(Stage.repository),
                output: .string(limit: 1 << 16),
                error: .string(limit: 1 << 16)
            )
            #expect(make.terminationStatus == .exited(0), "\(make.standardError)")
            // What an operator has written stays.
            if round == 1 { try "# mine\n".write(toFile: kept, atomically: true, encoding: .utf8) }
        }
        #expect(try String(contentsOfFile: kept, encoding: .utf8) == "# mine\n")
        for path in [
            "usr/bin/watchpost", "lib/systemd/system/watchpost.service", "etc/watchpost/cameras",
            "etc/watchpost/response.yaml", "etc/watchpost/seeds/stations.yaml",
            "var/lib/watchpost", "usr/share/bash-completion/completions/watchpost",
            "usr/share/zsh/vendor-completions/_watchpost",
            "usr/share/fish/vendor_completions.d/watchpost.fish",
            "usr/lib/sysusers.d/watchpost.conf", "usr/lib/tmpfiles.d/watchpost.conf",
        ] {
            #expect(FileManager.default.fileExists(atPath: "\(root)/\(path)"), "\(path)")
        }
        let check = try await Stage.command([
            "check", "--config", kept, "--cameras", "\(root)/etc/watchpost/cameras", "--seeds",
            "\(root)/etc/watchpost/seeds",
        ])
        #expect(check.status == 0, "\(check.output)")
        try await Self.verify("\(root)/lib/systemd/system/watchpost.service", in: stage)
    }

    /// The unit with the program that is there now.
    private static func verify(_ unit: String, in stage: Stage) async throws {
        let text = try String(contentsOfFile: unit, encoding: .utf8)
        let copy = "\(stage.folder)/watchpost.service"
        try text.replacing("=/usr/bin/watchpost ", with: "=\(Stage.program) ")
            .write(toFile: copy, atomically: true, encoding: .utf8)
        let result = try await run(
            .path(FilePath(analyze)),
            arguments: ["verify", "--man=no", copy],
            output: .string(limit: 1 << 16),
            error: .string(limit: 1 << 16)
        )
        #expect(result.terminationStatus == .exited(0))
        #expect(result.standardOutput == "")
        #expect(result.standardError == "")
    }
}
