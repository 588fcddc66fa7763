extension FixedWidthInteger where Self: UnsignedInteger {
    /// All its digits, in lower case.
    var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: Self.bitWidth / 4 - digits.count) + digits
    }

    /// So many decimal digits of it, the first not 0.
    func decimal(digits count: Int) -> String {
        let digits = String(self).suffix(count)
        let filled = String(repeating: "1", count: count - digits.count) + digits
        return filled.hasPrefix("0") ? "1" + filled.dropFirst() : filled
    }
}
