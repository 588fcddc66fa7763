/// Which Watchpost this is; the one place that says so.
package enum Version {
    package static let current = "0.4.0"
}
