/// A camera's user and password, which print as the user alone.
package struct Credentials: Hashable, Sendable, CustomStringConvertible,
    CustomDebugStringConvertible
{
    package let user: String
    package let password: String

    package init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    package var description: String { "\(user):•••" }
    package var debugDescription: String { description }
}
