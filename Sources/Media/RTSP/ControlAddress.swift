/// The addresses that requests name, put together from what a camera says.
///
/// - Source: RFC 2326 C.1.1; for controls without a scheme, what cameras expect, which is the base
///   with the control behind it, also where the base has a query.
package enum ControlAddress {
    /// The base of a description's controls.
    package static func base(of reply: RTSPReply, requested: String) -> String {
        for name in ["content-base", "content-location"] {
            if let said = reply[name], isWhole(said) { return said }
        }
        return requested
    }

    package static func joined(_ base: String, _ control: String?) -> String {
        guard let control, !control.isEmpty, control != "*" else { return base }
        if isWhole(control) { return control }
        if control.hasPrefix("/") { return root(of: base) + control }
        return base + (base.hasSuffix("/") ? "" : "/") + control
    }

    /// Scheme and authority.
    private static func root(of base: String) -> Substring {
        guard let mark = base.range(of: "://") else { return Substring(base) }
        let end = base[mark.upperBound...].firstIndex { "/?".contains($0) } ?? base.endIndex
        return base[..<end]
    }

    /// Whether it has scheme and host of its own.
    static func isWhole(_ text: String) -> Bool {
        let lower = text.lowercased()
        return lower.hasPrefix("rtsp://") || lower.hasPrefix("rtsps://")
    }
}

extension String {
    fileprivate func range(of word: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(word) {
                return start..<index(start, offsetBy: word.count)
            }
            start = index(after: start)
        }
        return nil
    }
}
