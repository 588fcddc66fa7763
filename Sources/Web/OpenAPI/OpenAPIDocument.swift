import Domain
import Foundation

/// The API's description of itself.
///
/// - Source: OpenAPI 3.1.1.
package enum OpenAPIDocument {
    static var operations: [Operation] {
        QueuePaths.all + AlertPaths.all + ActionPaths.all + IncidentPaths.all + UnitPaths.all
            + SignalPaths.all + DrillPaths.all + CameraPaths.all + StationPaths.all
            + ReportPaths.all + NodePaths.all
    }

    /// The document as it is served.
    package static let text: String = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A tree of texts and finite numbers is always encoded.
        return String(decoding: try! encoder.encode(json), as: UTF8.self)
    }()

    private static var json: JSONValue {
        [
            "openapi": "3.1.1",
            "info": [
                "title": "Watchpost", "version": .text(Version.current),
                "summary": Introduction.summary,
                "description": .text(Introduction.text),
                "license": ["name": "GPL 2.0 or later", "identifier": "GPL-2.0-or-later"],
            ],
            "servers": [["url": "/", "description": "The node that serves this document."]],
            "tags": .list(
                Operation.Tag.allCases.map { tag in
                    ["name": .text(tag.rawValue), "description": .text(Introduction.text(of: tag))]
                }
            ),
            "paths": paths,
            "components": ["schemas": schemas, "responses": responses],
        ]
    }

    private static var paths: JSONValue {
        let paths = Dictionary(grouping: operations, by: \.path)
        return .object(
            paths.mapValues { operations in
                .object(
                    Dictionary(
                        uniqueKeysWithValues: operations.map { ($0.method.rawValue, $0.json) }
                    )
                )
            }
        )
    }

    private static var schemas: JSONValue {
        let rooms = [
            AlertSchemas.all, EventSchemas.all, CitySchemas.all, CameraSchemas.all,
            CameraFormSchemas.all,
            IncidentPaths.schemas, UnitPaths.schemas, SignalPaths.schemas, DrillPaths.schemas,
            ReportSchemas.all,
            Dictionary(
                uniqueKeysWithValues: ProblemKind.allCases.map {
                    ("\($0.rawValue)Problem", $0.schema)
                }
            ),
        ]
        return .object(
            Dictionary(uniqueKeysWithValues: rooms.flatMap { $0 }).mapValues(\.json)
        )
    }

    private static var responses: JSONValue {
        .object(
            Dictionary(
                uniqueKeysWithValues: ProblemKind.allCases.map { ($0.rawValue, $0.answer.json) }
            )
        )
    }
}
