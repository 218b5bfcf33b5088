/// Finds the templates of the texts of a column.
struct TemplateFinder {
  /// Means that a text has no template.
  static let none: UInt8 = .max
  /// The most templates that are counted.
  private static let candidateLimit = 64

  private struct Candidate {
    let template: TextTemplate
    /// The masked text; empty for UUIDs.
    let words: [UInt64]
  }

  /// The worthwhile templates, at most 15; those that save most come first.
  private(set) var templates: [TextTemplate] = []
  /// The index of each text's template, or `none`.
  private(set) var choice: [UInt8] = []

  private var candidates: [Candidate] = []
  /// The hash of the masked text of each candidate; 0 for UUIDs.
  private var hashes: [UInt64] = []
  /// The number of texts for each candidate.
  private var counts = [Int](repeating: 0, count: 256)
  private var masked = MaskedText()

  /// Finds the templates of texts, and drops those found before.
  mutating func find(in texts: ColumnTexts) {
    candidates.removeAll(keepingCapacity: true)
    hashes.removeAll(keepingCapacity: true)
    choice.removeAll(keepingCapacity: true)
    choice.reserveCapacity(texts.count)
    let bytes = texts.bytes.rawSpan
    var start = 0
    for index in counts.indices { counts[index] = 0 }
    // Most texts look like the one before.
    var (last, lastWords, lastByteCount): (UInt8, [UInt64], Int) = (Self.none, [], -1)
    for end in texts.ends {
      if !MaskedText.isMasked(bytes, start..<end, like: lastWords, byteCount: lastByteCount) {
        last = candidate(for: bytes, start..<end)
        lastWords = last == Self.none ? [] : candidates[Int(last)].words
        lastByteCount = lastWords.isEmpty ? -1 : end - start
      }
      counts[Int(last)] &+= 1
      choice.append(last)
      start = end
    }
    choose()
  }

  /// The candidate that matches this text; a new one is added.
  private mutating func candidate(
    for bytes: RawSpan, _ range: Range<Int>
  ) -> UInt8 {
    if range.count == UUIDText.byteCount, UUIDText.numbers(bytes, at: range.lowerBound) != nil {
      if let index = candidates.firstIndex(where: { $0.words.isEmpty }) { return UInt8(index) }
      return add(Candidate(template: .uuid, words: []), hash: 0)
    }
    guard !range.isEmpty, range.count <= MaskedText.byteLimit else { return Self.none }
    masked.set(bytes, range)
    if let index = hashes.firstIndex(of: masked.hash) {
      // If different texts have the same hash, the second stays without a template.
      let isEqual = masked.equals(
        candidates[index].words, byteCount: candidates[index].template.skeleton.count)
      return isEqual ? UInt8(index) : Self.none
    }
    guard candidates.count < Self.candidateLimit, let template = TextTemplate(masked: masked.bytes)
    else { return Self.none }
    let words = Array(masked.words[..<masked.wordCount])
    return add(Candidate(template: template, words: words), hash: masked.hash)
  }

  private mutating func add(_ candidate: Candidate, hash: UInt64) -> UInt8 {
    guard candidates.count < Self.candidateLimit else { return Self.none }
    candidates.append(candidate)
    hashes.append(hash)
    return UInt8(candidates.count - 1)
  }

  /// Keeps the candidates that save most, and updates the choices accordingly.
  private mutating func choose() {
    let savings = candidates.indices.map { candidates[$0].template.saving(counts[$0]) }
    let kept = savings.indices.filter { savings[$0] > 0 }
      .sorted { (savings[$1], $0) < (savings[$0], $1) }
      .prefix(ChunkLimits.templates)
    templates = kept.map { candidates[$0].template }
    var places = [UInt8](repeating: Self.none, count: 256)
    for (place, index) in kept.enumerated() { places[index] = UInt8(place) }
    for position in choice.indices { choice[position] = places[Int(choice[position])] }
  }
}
