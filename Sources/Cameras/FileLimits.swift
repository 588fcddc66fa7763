/// How much of a file is read; what is larger is refused, never cut off.
enum FileLimits {
    /// Bytes of one file: some 15,000 cameras with zones.
    static let bytes = 8 << 20
    /// Keys and values of one file.
    static let values = 2_000_000
    /// Keys given twice that are told apart in one file; the first beyond ends its reading.
    static let repeatedKeys = 32
    /// Characters of a name that people read.
    static let nameLength = 128
    /// Corners of one outline.
    static let corners = 1000
}
