extension Int {
    /// A number of things in words: `1 alert`, `2 alerts`.
    ///
    /// - Parameter plural: `nil` where it is the noun and an s.
    package func counted(_ noun: String, _ plural: String? = nil) -> String {
        "\(self) \(self == 1 ? noun : plural ?? "\(noun)s")"
    }
}
