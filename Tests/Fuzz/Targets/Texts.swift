import Cameras
import Delivery
import Domain
import Media

/// Texts of a line: cursors, times, addresses.
enum Texts {
    static func cursor(_ text: String) throws(Breach) {
        guard let cursor = Cursor(text) else { return }
        let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2D }
        try demand(isPlain, "\(String(reflecting: text)) is no cursor")
        try demand(cursor.epoch >= 0 && cursor.number >= 0, "\(cursor) is below 0")
        try demand(Cursor(cursor.description), is: cursor, "a cursor reads otherwise")
    }

    static func time(_ text: String) throws(Breach) {
        guard let time = WallTime(text) else { return }
        try demand(
            text.utf8.allSatisfy { $0 < 0x80 }, "\(String(reflecting: text)) is no RFC 3339"
        )
        let printed = time.description
        guard let again = WallTime(printed) else { throw Breach("\(printed) does not read back") }
        try demand(again, is: time, "\(text) is printed as \(printed)")
        try demand(again.offset, is: time.offset, "\(text) is printed with another offset")
        try demand((0..<1440).contains(time.minuteOfDay), "it is minute \(time.minuteOfDay)")
    }

    static func address(_ text: String) throws(Breach) {
        if let bytes = AddressText.bytes(text) {
            try demand(bytes.count == 4 || bytes.count == 16, "\(text) has \(bytes.count) bytes")
            let printed = AddressText.text(bytes)
            try demand(AddressText.bytes(printed), is: bytes, "\(text) is printed as \(printed)")
            _ = NetworkList.local.contains(bytes)
        }
        switch Network.read(text) {
        case .failure(let mistake):
            try demand(!mistake.description.isEmpty, "a network's mistake says nothing")
        case .success(let network):
            let base = text.prefix { $0 != "/" }
            guard let bytes = AddressText.bytes(base) else {
                throw Breach("\(text) is a network without an address")
            }
            try demand(
                NetworkList([network]).contains(bytes), "\(text) does not hold its own address"
            )
        }
        if let listen = ListenAddress(text) {
            try demand(
                ListenAddress(listen.description), is: listen,
                "\(text) is printed as \(listen)"
            )
            try demand((0...65_535).contains(listen.port), "\(listen.port) is no port")
        }
    }

    /// Whatever stands around a password, an address that is shown does not show it.
    static func streamURL(_ text: String) throws(Breach) {
        let password = "Qz7kWv9x"
        _ = StreamAddress(text).debugDescription
        let name = text.filter { !"/?#".contains($0) }
        let secrets = [
            "rtsp://\(name)admin:\(password)@gate/\(text)",
            "rtsp://admin:\(password)@\(text)",
            "rtsp://gate/\(text)password=\(password)&\(text)",
            "rtsp://gate/\(text)?PASS=\(password)",
            "RTSP://gate/\(text)/Pwd=\(password)#\(text)",
        ]
        for secret in secrets {
            let address = StreamAddress(secret)
            try demand(
                !address.description.contains(password)
                    && !address.debugDescription.contains(password),
                "\(String(reflecting: secret)) is shown as \(address)"
            )
        }
    }
}
