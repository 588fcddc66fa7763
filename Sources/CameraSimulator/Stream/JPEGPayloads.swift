/// Cuts a JPEG file into RTP payloads.
///
/// Its quantization tables go in the first payload; its Huffman tables are the standard's and do
/// not go at all.
///
/// - Source: RFC 2435 3.1: type 0 (4:2:2) or 1 (4:2:0), Q 255, no restart markers.
enum JPEGPayloads {
    /// What the header says, and the scan.
    private struct File {
        var type: UInt8 = 1
        /// - Units: blocks of 8 pixels.
        var width: UInt8 = 0
        var height: UInt8 = 0
        var tables: [UInt8] = []
        var scan: ArraySlice<UInt8> = []
    }

    private static let dynamicTables: UInt8 = 255

    /// - Returns: Nothing where it is not a baseline JPEG of a size that RTP can bear.
    static func of(_ bytes: [UInt8]) -> [[UInt8]] {
        guard let file = read(bytes) else { return [] }
        let size = file.tables.count
        let tables = [0, 0, UInt8(size >> 8), UInt8(size & 0xFF)] + file.tables
        var payloads: [[UInt8]] = []
        var offset = 0
        while offset < file.scan.count {
            var payload = [0, UInt8(offset >> 16), UInt8(offset >> 8 & 0xFF), UInt8(offset & 0xFF)]
            payload += [file.type, dynamicTables, file.width, file.height]
            if offset == 0 { payload += tables }
            let start = file.scan.startIndex + offset
            let end = min(start + RTPPayloads.limit - payload.count, file.scan.endIndex)
            payload += file.scan[start..<end]
            offset += end - start
            payloads.append(payload)
        }
        return payloads
    }

    private static func read(_ bytes: [UInt8]) -> File? {
        var file = File()
        var at = 2
        while at + 4 <= bytes.count, bytes[at] == 0xFF {
            let end = at + 2 + Int(bytes[at + 2]) << 8 + Int(bytes[at + 3])
            guard end <= bytes.count else { return nil }
            let content = bytes[(at + 4)..<end]
            switch bytes[at + 1] {
            case 0xC0: guard takeFrame(Array(content), into: &file) else { return nil }
            case 0xDB: takeTables(content, into: &file)
            case 0xDA:
                // The end of image marker is the receiver's to add.
                file.scan = bytes[end..<(bytes.count - 2)]
                return file
            default: break
            }
            at = end
        }
        return nil
    }

    private static func takeFrame(_ header: [UInt8], into file: inout File) -> Bool {
        guard header.count >= 8 else { return false }
        let height = (Int(header[1]) << 8 + Int(header[2]) + 7) / 8
        let width = (Int(header[3]) << 8 + Int(header[4]) + 7) / 8
        guard let width = UInt8(exactly: width), let height = UInt8(exactly: height) else {
            return false
        }
        (file.width, file.height) = (width, height)
        file.type = header[7] == 0x21 ? 0 : 1
        return true
    }

    /// Tables of 8 bits, each after a byte with its number.
    private static func takeTables(_ content: ArraySlice<UInt8>, into file: inout File) {
        for start in stride(from: content.startIndex, to: content.endIndex - 64, by: 65) {
            file.tables += content[(start + 1)...(start + 64)]
        }
    }
}
