extension Character {
    /// Whether it is one of 0 to 9, and not one of them with a mark upon it.
    ///
    /// Ranges of characters hold those too, as they go by the order of words.
    package var isDigit: Bool { isASCII && isNumber }
}
