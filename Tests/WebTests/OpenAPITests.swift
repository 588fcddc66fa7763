import Foundation
import Testing
import Web

struct `The OpenAPI document` {
    private func document() throws -> [String: Any] {
        let json = try JSONSerialization.jsonObject(with: Data(OpenAPIDocument.text.utf8))
        return try #require(json as? [String: Any])
    }

    /// Every operation as the routes say it: path, query and media types.
    private func described() throws -> [String] {
        let paths = try #require(try document()["paths"] as? [String: [String: [String: Any]]])
        return try paths.flatMap { path, operations in
            try operations.map { method, operation in
                let parameters = operation["parameters"] as? [[String: Any]] ?? []
                let query = parameters.filter { $0["in"] as? String == "query" }
                    .compactMap { $0["name"] as? String }
                let answers = try #require(operation["responses"] as? [String: [String: Any]])
                let good = answers.filter { $0.key.hasPrefix("2") }.values
                let types = Set(
                    good.flatMap { ($0["content"] as? [String: Any] ?? [:]).keys }
                )
                return "\(method.uppercased()) \(path) [\(query.sorted().joined(separator: " "))] "
                    + types.sorted().joined(separator: " ")
            }
        }
    }

    @Test func `describes every route with its parameters and media types, and nothing else`()
        throws
    {
        let routes = try Site().surroundings().routes
        #expect(try described().sorted() == routes.sorted())
        #expect(routes.count > 50)
    }

    @Test func `refers to nothing that it does not have, and has nothing that is not referred to`()
        throws
    {
        let components = try #require(
            try document()["components"] as? [String: [String: Any]])
        let references = OpenAPIDocument.text
            .matches(of: /"\$ref":"#\/components\/(\w+)\/(\w+)"/)
            .map { "\($0.1)/\($0.2)" }
        let names = components.flatMap { kind, members in members.keys.map { "\(kind)/\($0)" } }
        // Methods that a path does not take stand nowhere else.
        #expect(Set(names).subtracting(references) == ["responses/MethodNotAllowed"])
        #expect(Set(references).subtracting(names) == [])
    }
}
