import Foundation

/// How wide stdout is and whether it shows colours.
package struct TerminalStyle: Sendable, Hashable {
    /// Columns; `nil` where nothing is cut.
    package var width: Int?
    package var hasColours: Bool

    package init(width: Int?, hasColours: Bool) {
        self.width = width
        self.hasColours = hasColours
    }

    /// As stdout is now; a window may change its width.
    static var current: TerminalStyle {
        guard Output.isTerminal else { return TerminalStyle(width: nil, hasColours: false) }
        var size = winsize()
        let isKnown = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        return TerminalStyle(
            columns: isKnown ? Int(size.ws_col) : nil,
            environment: ProcessInfo.processInfo.environment
        )
    }

    /// A terminal's, as it is and as its user wishes it to be.
    ///
    /// - Parameter columns: `nil` where the terminal does not tell.
    /// - Source: POSIX, `COLUMNS` and `TERM`; https://no-color.org
    package init(columns: Int?, environment: [String: String]) {
        let wished = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        width = wished ?? columns ?? 80
        hasColours =
            environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    }

    /// A text in a colour of the terminal.
    package func painted(_ text: String, _ colour: Colour?) -> String {
        guard hasColours, let colour else { return text }
        return "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m"
    }

    /// - Source: ECMA-48, Select Graphic Rendition.
    package enum Colour: String, Sendable {
        case urgent = "1;31"
        case warning = "33"
        case good = "32"
        case faint = "2"
    }
}
