import PointsLedger

/// What a run covered.
struct Coverage: CustomStringConvertible {
  private(set) var entries: [EntryKind: Int] = [:]
  private(set) var answers: [String: Int] = [:]
  /// The number of ledgers that were joined with their archives again.
  var restored = 0
  /// The number of questions about dropped entries that had no answer.
  var compacted = 0

  mutating func count(_ answers: [ObservedAnswer]) {
    for answer in answers { self.answers[answer.name, default: 0] += 1 }
  }

  mutating func count(_ entry: ObservedEntry) {
    entries[entry.kind, default: 0] += 1
  }

  mutating func add(_ other: Coverage) {
    entries.merge(other.entries, uniquingKeysWith: +)
    answers.merge(other.answers, uniquingKeysWith: +)
    restored += other.restored
    compacted += other.compacted
  }

  /// The percentage of refusals among the answers.
  var refusedPercent: Int {
    let all = answers.values.reduce(0, +)
    let accepted = (answers["posted"] ?? 0) + (answers["duplicate"] ?? 0)
    return all == 0 ? 0 : (all - accepted) * 100 / all
  }

  var description: String {
    let kinds = entries.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\($0.value) \($0.key.name)" }
    let names = answers.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    let upkeep = ["\(restored) restored", "\(compacted) questions below a cut"]
    return "\(refusedPercent)% refused; " + (kinds + names + upkeep).joined(separator: ", ")
  }
}
