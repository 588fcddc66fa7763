import HTTPTypes

/// What a supervisor asks of the node itself.
enum NodePaths {
    static let all = [
        Operation(
            method: .get,
            path: "/healthz",
            id: "isAlive",
            tag: .node,
            summary: "Whether the node lives",
            text: "Answered as long as the node takes requests at all.",
            answers: [
                Reply(
                    .ok,
                    "It lives.",
                    .object("Alive.", [.always("status", Schema(keywords: ["const": "alive"]))])
                )
            ]
        ),
        Operation(
            method: .get,
            path: "/readyz",
            id: "isReady",
            tag: .node,
            summary: "Whether the node can do its work",
            text: "Whether the ledger can be written; else what is amiss.",
            answers: [
                Reply(.ok, "It can.", .named("Readiness")),
                Reply(
                    .serviceUnavailable,
                    "It cannot, or cannot say.",
                    [
                        "application/json": .named("Readiness"),
                        "application/problem+json": .named("ServiceUnavailableProblem"),
                    ]
                ),
            ]
        ),
        Operation(
            method: .get,
            path: "/metrics",
            id: "getMetrics",
            tag: .node,
            summary: "Figures for Prometheus",
            text: "The node's figures in Prometheus' text format.",
            answers: [
                Reply(.ok, "The figures.", ["text/plain": .text("Lines of figures.")])
            ]
        ),
        Operation(
            method: .get,
            path: "/v1/ledger/head",
            id: "getLedgerHead",
            tag: .node,
            summary: "The end of the ledger",
            text: """
                Each entry holds a hash of its content and of the entry before. Whoever keeps this \
                count and hash can prove later that nothing before was changed or cut off.
                """,
            answers: [
                Reply(.ok, "The last entry.", .named("ChainHead"))
            ]
        ),
        Operation(
            method: .get,
            path: "/openapi.json",
            id: "getDescription",
            tag: .node,
            summary: "This document",
            text: "What can be asked of the node, as OpenAPI 3.1.",
            answers: [
                Reply(
                    .ok,
                    "The document.",
                    Schema(keywords: ["type": "object", "required": ["openapi", "paths"]])
                )
            ]
        ),
    ]
}
