/// A node that takes requests.
package struct OpenNode: Sendable {
    package let url: String
    package let pulse: NodePulse
    /// Where what cameras see enters.
    package let desk: DeskDriver
    /// Reads camera files, credentials and networks again, now.
    package let reload: @Sendable () async -> Void
}
