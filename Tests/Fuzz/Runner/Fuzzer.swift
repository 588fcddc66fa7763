import FuzzTargets
import Glibc

private nonisolated(unsafe) let world: FuzzWorld = {
    do { return try FuzzWorld() } catch { fatalError("\(error)") }
}()

private let target: FuzzTarget = {
    let name = unsafe getenv("WATCHPOST_FUZZ_TARGET").map { unsafe String(cString: $0) } ?? ""
    guard let target = FuzzTarget(rawValue: name) else {
        let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: " ")
        fatalError("WATCHPOST_FUZZ_TARGET is '\(name)'; expected one of: \(names)")
    }
    return target
}()

/// What libFuzzer calls with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    do { unsafe try target.run(input, in: world) } catch {
        fatalError("\(target.rawValue): \(error)")
    }
    return 0
}
