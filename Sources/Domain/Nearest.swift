/// The known word that was probably meant, if any is near enough.
package func nearest(_ word: String, among known: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased())
    guard letters.count <= 64 else { return nil }
    var best: (word: String, distance: Int)?
    for candidate in known {
        let distance = editDistance(letters, Array(candidate.lowercased()))
        let bound = max(1, min(3, max(letters.count, candidate.count) / 3))
        if distance <= bound, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
}

/// The letters to insert, delete, replace or swap with their neighbour to make one word the other.
///
/// - Source: optimal string alignment, the restricted Damerau–Levenshtein distance.
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in 1...a.count {
        var row = [i]
        row.reserveCapacity(b.count + 1)
        for j in 1...b.count {
            let change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
            var least = min(last[j] + 1, row[j - 1] + 1, change)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                least = min(least, beforeLast[j - 2] + 1)
            }
            row.append(least)
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}

/// `; did you mean 'position'?`, or the known words where none is near.
package func suggestion(for word: String, among known: [String]) -> String {
    if let near = nearest(word, among: known) { return "; did you mean '\(near)'?" }
    guard known.count <= 16 else { return "" }
    return "; expected \(known.isEmpty ? "none" : alternatives(known))"
}

/// `a, b or c`.
package func alternatives(_ words: [String]) -> String {
    guard words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or \(words[words.count - 1])"
}
