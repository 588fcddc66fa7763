// swift-tools-version: 6.2
import PackageDescription

/// One language for every room: Swift 6 with the upcoming defaults, strict memory safety,
/// and no warning let through.
let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableExperimentalFeature("Lifetimes"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: house)
}

func proof(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: house)
}

let package = Package(
    name: "watchpost",
    platforms: [.macOS(.v26)],
    products: [.executable(name: "watchpost", targets: ["watchpost"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    ],
    targets: [
        // Floor 0: C libraries, named and nothing more.
        .systemLibrary(
            name: "CFFmpeg",
            providers: [.apt(["libavformat-dev", "libavcodec-dev", "libavutil-dev"])]
        ),

        // Floor 1: the nouns and their units.
        room("Domain"),

        // Floor 2: pure machines, without clock, file, socket or task.
        room("Vision", ["Domain"]),
        room("Episodes", ["Domain"]),
        room(
            "Desk",
            [
                "Domain",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HeapModule", package: "swift-collections"),
            ]
        ),

        // Floor 3: the world's edges, one library each.
        room("Cameras", ["Domain", "Desk", .product(name: "Yams", package: "Yams")]),
        room("Media", ["Domain", "CFFmpeg"]),
        room(
            "Storage",
            [
                "Domain", "Desk",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        room("Delivery", ["Domain", "Desk", .product(name: "Logging", package: "swift-log")]),

        // Floor 4: HTTP.
        room(
            "Web",
            [
                "Domain", "Desk", "Delivery",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),

        // Floor 5: what wires the rooms into services, and the made-up world.
        room(
            "Assembly",
            [
                "Domain", "Vision", "Episodes", "Desk", "Cameras", "Media", "Storage",
                "Delivery", "Web",
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        room(
            "CameraSimulator",
            [
                "Domain", "Media",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),

        room(
            "CitySimulation",
            ["Domain", "Desk", .product(name: "HeapModule", package: "swift-collections")]
        ),

        // Floor 6: the door.
        .executableTarget(
            name: "watchpost",
            dependencies: [
                "Domain", "Vision", "Episodes", "Desk", "Cameras", "Media", "Storage",
                "Delivery", "Web", "Assembly", "CameraSimulator", "CitySimulation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: house
        ),

        // Proofs, a target a room, and three that look at the whole.
        proof("DomainTests", ["Domain"]),
        proof("VisionTests", ["Domain", "Vision"]),
        proof("EpisodesTests", ["Domain", "Episodes"]),
        proof("DeskTests", ["Domain", "Desk"]),
        proof("CitySimulationTests", ["Domain", "Desk", "CitySimulation"]),
        proof("CamerasTests", ["Domain", "Desk", "Cameras"]),
        proof("MediaTests", ["Domain", "Media"]),
        proof(
            "StorageTests",
            ["Domain", "Desk", "Storage", .product(name: "GRDB", package: "GRDB.swift")]
        ),
        proof("DeliveryTests", ["Domain", "Desk", "Delivery"]),
        proof(
            "CameraSimulatorTests",
            [
                "Domain", "Media", "CameraSimulator",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        proof(
            "WebTests",
            [
                "Domain", "Desk", "Delivery", "Storage", "Web", "Assembly",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
        proof(
            "AssemblyTests",
            [
                "Domain", "Desk", "Delivery", "Media", "Storage", "Assembly",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        // What parses, tried with inputs that nobody would think of: `make fuzz`.
        .target(
            name: "FuzzTargets",
            dependencies: ["Domain", "Cameras", "Media", "Delivery", "CameraSimulator"],
            path: "Tests/Fuzz/Targets",
            swiftSettings: house
        ),
        .testTarget(
            name: "FuzzTests",
            dependencies: ["FuzzTargets"],
            path: "Tests/Fuzz/Replay",
            swiftSettings: house
        ),
        proof("WallTests", []),
        proof(
            "EndToEndTests",
            [
                "Domain", "Episodes", "Cameras", "Delivery", "Media", "Assembly",
                "CameraSimulator", "watchpost",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

// libFuzzer brings the main program of this one, so that it links only with `--sanitize fuzzer`.
if Context.environment["WATCHPOST_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "watchpost-fuzz",
            dependencies: ["FuzzTargets"],
            path: "Tests/Fuzz/Runner",
            swiftSettings: house + [.unsafeFlags(["-parse-as-library"])]
        )
    )
}
