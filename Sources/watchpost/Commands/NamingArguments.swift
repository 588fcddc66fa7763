import ArgumentParser
import Domain
import Foundation

/// Names the unit that a command is about.
struct UnitArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The unit's id, such as jn-017-car-1.", valueName: "id"))
    var id: String

    func validate() throws { try id.checkUnit() }

    var path: [String] { ["v1", "units", id] }
}

extension UnitStatus: ExpressibleByArgument {}

extension String {
    /// - Throws: `ValidationError` where the text is no unit's id.
    func checkUnit() throws {
        guard isIdentifier else {
            throw ValidationError(
                "'\(onOneLine)' is no unit's id: 1 to 64 of a-z, 0-9 and -, as 'unit list' shows "
                    + "them."
            )
        }
    }

    /// - Throws: `ValidationError` where the text is no `longitude,latitude`.
    func checkPosition(_ option: String) throws {
        guard SignalPosition.parse(self) != nil else {
            throw ValidationError(
                "\(option) '\(onOneLine)' is no longitude and latitude, such as 117.021,36.661."
            )
        }
    }
}

extension String? {
    /// The name that was given, else the login's.
    var orLogin: String { self ?? ProcessInfo.processInfo.userName }
}
