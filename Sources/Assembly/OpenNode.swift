/// A node that takes requests.
package struct OpenNode: Sendable {
    package let url: String
    package let pulse: NodePulse
}
