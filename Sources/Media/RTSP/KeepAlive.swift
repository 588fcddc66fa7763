extension RTSPSession {
    /// What is sent so that a camera does not think the node gone.
    struct KeepAlive {
        var method: String
        /// - Units: microseconds.
        var interval: Int64
        var next: Int64

        /// - Parameter timeout: after how many seconds the camera gives up; 60 where it is silent.
        init(method: String, timeout: Int?) {
            self.method = method
            // Twice in that time, and once more for a request that gets lost.
            let seconds = min(max(Double(timeout ?? 60) / 3, 1), 60)
            interval = Int64(seconds * 1e6)
            next = Watch.now + interval
        }
    }
}
