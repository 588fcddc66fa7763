import Domain

extension ResponseDesk {
    /// Writes how a camera is, unless the ledger says so already.
    ///
    /// It raises no alert.
    mutating func learned(_ news: CameraNews, at now: WallTime) {
        let known = cameras[news.camera.id]
        guard known?.condition.state != news.state else { return }
        let isWell = news.state == .online
        let wasOnline = known?.wasOnline ?? false
        let type: EntryType =
            switch news.state {
            case .online: wasOnline ? .cameraRestored : .cameraOnline
            case .degraded: .cameraDegraded
            case .offline: .cameraOffline
            }
        let unwellSince = known?.unwellSince
        let record = CameraRecord(
            condition: CameraCondition(
                camera: Alert.CameraReference(news.camera),
                station: news.camera.station,
                grid: news.camera.grid,
                state: news.state,
                reason: isWell ? (wasOnline ? known?.condition.reason : nil) : news.reason,
                since: news.since,
                lasted: isWell ? unwellSince.map { max(0, news.since.seconds(since: $0)) } : nil
            ),
            entries: (known?.entries ?? 0) + 1,
            wasOnline: wasOnline || isWell,
            unwellSince: isWell ? nil : unwellSince ?? news.since
        )
        cameras[news.camera.id] = record
        append(type, record.entries, .camera(record), in: [news.camera.station.queue], at: now)
    }
}
