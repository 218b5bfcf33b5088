/// What a `compact` entry says of a compaction.
struct CompactionNote: Hashable, Sendable {
  /// What the entry says of an archive that was not made.
  static let discarded = "discarded"

  /// The sequence number of the first entry that is kept.
  var cut: UInt64
  /// All dropped entries were effective before this, in milliseconds.
  var before: Int64
  /// The root over the dropped entries, in hexadecimal digits.
  var root: String
  /// The SHA-256 of the base, in hexadecimal digits.
  var base: String
  /// That of the archive's manifest, or `discarded`.
  var archive = Self.discarded

  var reason: String { "root=\(root) base=\(base) archive=\(archive)" }
}

extension CompactionNote {
  /// What a `compact` entry says; nil if it is malformed.
  init?(_ record: Record) {
    guard let last = record.original, let before = record.activates,
      let parts = record.texts.reason?.split(separator: " "), parts.count == 3,
      parts[0].hasPrefix("root="), parts[1].hasPrefix("base="), parts[2].hasPrefix("archive=")
    else { return nil }
    self.init(
      cut: last &+ 1, before: before, root: String(parts[0].dropFirst(5)),
      base: String(parts[1].dropFirst(5)), archive: String(parts[2].dropFirst(8)))
  }
}

extension Decider {
  /// Writes that the entries before a cut are dropped. It is effective at the last `posted`, and
  /// belongs to no member. Returns its index.
  mutating func announce(_ compaction: CompactionNote, posted: Int64) throws(LedgerError) -> Int {
    let last = state.lastPosted
    var record = Record(kind: .compact, occurred: last, effective: last)
    record.original = compaction.cut - 1
    record.activates = compaction.before
    record.texts.reason = compaction.reason
    return try write(record, posted: posted)
  }
}
