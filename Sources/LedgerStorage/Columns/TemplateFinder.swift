/// Finds the templates of the texts of a column.
struct TemplateFinder {
  /// Stands for no template.
  static let none: UInt8 = .max
  /// The most templates that are counted.
  private static let candidateLimit = 64

  private struct Candidate {
    let template: TextTemplate
    /// The masked text; empty for the UUIDs.
    let words: [UInt64]
    let hash: UInt64
    var count = 0
  }

  /// The templates worth having, at most 15; those that save most come first.
  private(set) var templates: [TextTemplate] = []
  /// For each text the template that it has, or `none`.
  private(set) var choice: [UInt8] = []

  private var candidates: [Candidate] = []
  private var masked = MaskedText()

  /// Finds the templates of texts, forgetting those found before.
  mutating func find(in texts: ColumnTexts) {
    candidates.removeAll(keepingCapacity: true)
    choice.removeAll(keepingCapacity: true)
    choice.reserveCapacity(texts.count)
    let bytes = texts.bytes.rawSpan
    var start = 0
    var last = Self.none
    for end in texts.ends {
      let candidate = candidate(for: bytes, start..<end, last: last)
      if candidate != Self.none {
        candidates[Int(candidate)].count += 1
        last = candidate
      }
      choice.append(candidate)
      start = end
    }
    choose()
  }

  /// The candidate whose texts look like this one, which may be new.
  private mutating func candidate(
    for bytes: RawSpan, _ range: Range<Int>, last: UInt8
  ) -> UInt8 {
    if range.count == UUIDText.byteCount, UUIDText.numbers(bytes, at: range.lowerBound) != nil {
      if let index = candidates.firstIndex(where: { $0.words.isEmpty }) { return UInt8(index) }
      return add(Candidate(template: .uuid, words: [], hash: 0))
    }
    guard !range.isEmpty, range.count <= MaskedText.byteLimit else { return Self.none }
    masked.set(bytes, range)
    if last != Self.none, isMasked(like: candidates[Int(last)]) { return last }
    if let index = candidates.firstIndex(where: isMasked(like:)) { return UInt8(index) }
    guard candidates.count < Self.candidateLimit, let template = TextTemplate(masked: masked.bytes)
    else { return Self.none }
    let words = Array(masked.words[..<masked.wordCount])
    return add(Candidate(template: template, words: words, hash: masked.hash))
  }

  private func isMasked(like candidate: Candidate) -> Bool {
    candidate.hash == masked.hash && !candidate.words.isEmpty
      && masked.equals(candidate.words, byteCount: candidate.template.skeleton.count)
  }

  private mutating func add(_ candidate: Candidate) -> UInt8 {
    guard candidates.count < Self.candidateLimit else { return Self.none }
    candidates.append(candidate)
    return UInt8(candidates.count - 1)
  }

  /// Keeps the candidates that save most, and makes the choices name them.
  private mutating func choose() {
    let savings = candidates.map { $0.template.saving($0.count) }
    let kept = savings.indices.filter { savings[$0] > 0 }
      .sorted { (savings[$1], $0) < (savings[$0], $1) }
      .prefix(ChunkLimits.templates)
    templates = kept.map { candidates[$0].template }
    var places = [UInt8](repeating: Self.none, count: 256)
    for (place, index) in kept.enumerated() { places[index] = UInt8(place) }
    for position in choice.indices { choice[position] = places[Int(choice[position])] }
  }
}
