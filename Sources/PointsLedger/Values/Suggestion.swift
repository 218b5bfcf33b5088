/// Which word was probably meant by one that does not exist.
package enum Suggestion {
  /// `; did you mean earn?`, or nothing if no candidate is near.
  package static func text(for word: String, among candidates: some Sequence<String>) -> String {
    nearest(to: word, among: candidates).map { "; did you mean \($0)?" } ?? ""
  }

  /// The nearest candidate, the first of several; nil if none is near. One letter in three may
  /// differ, or the end: `earned` and `redemption` are near `earn` and `redeem`.
  package static func nearest(
    to word: String, among candidates: some Sequence<String>
  ) -> String? {
    let letters = Array(word.lowercased())
    guard letters.count <= longest else { return nil }
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let other = Array(candidate.lowercased())
      let common = zip(letters, other).prefix { $0 == $1 }.count
      let hasSameStart = common >= 4 && common * 2 > other.count
      let distance = Self.changes(letters, other)
      let limit = max(letters.count, other.count) / 3
      guard hasSameStart || distance <= limit, distance < best?.distance ?? .max else { continue }
      best = (candidate, distance)
    }
    return best?.candidate
  }

  /// Longer words are not compared.
  private static let longest = 64

  /// How many letters have to be inserted, removed, replaced or swapped with their neighbour.
  package static func changes<Letter: Equatable>(_ word: [Letter], _ other: [Letter]) -> Int {
    var before: [Int] = []
    var last = Array(0...other.count)
    for row in word.indices {
      var next = [row + 1]
      for column in other.indices {
        let isSame = word[row] == other[column]
        var least = min(next[column], last[column + 1]) + 1
        least = min(least, last[column] + (isSame ? 0 : 1))
        if row > 0, column > 0, word[row] == other[column - 1], word[row - 1] == other[column] {
          least = min(least, before[column - 1] + 1)
        }
        next.append(least)
      }
      (before, last) = (last, next)
    }
    return last[other.count]
  }
}
