extension Maker {
    /// All that can be had, the simulator's own first.
    package static let all = [
        watchpost, anjvision, anpviz, badTimestamps, dahua, dahuaPCMA, foscam, geovision, gw,
        gwSub, h264dvr, hikvision, hikvisionSpacedSource, ipcam, laureii, longse, luckfox,
        macrovideo, noContentType, reolink, reolinkControlFirst, tplink, ubiquiti, vstarcam,
        wowza,
    ]

    /// - Returns: `nil` where there is none of that name.
    package static func named(_ name: String) -> Maker? { all.first { $0.name == name } }

    init(_ name: String, _ describe: (inout Maker) -> Void) {
        self.init(name)
        describe(&self)
    }
}
