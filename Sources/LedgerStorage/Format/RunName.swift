/// The name of a run's file: a prefix that says what kind of run it is, its first and last sequence
/// numbers, and a suffix.
struct RunName: Hashable, Sendable, CustomStringConvertible {
  /// What a run stands for.
  enum Kind: Sendable {
    /// Derived from entries of the ledger: it may be deleted.
    case derived
    /// In the place of entries that were dropped.
    case base

    var headerKind: FileHeader.Kind {
      switch self {
      case .derived: .run
      case .base: .base
      }
    }

    var affixes: (prefix: String, suffix: String) {
      switch self {
      case .derived: ("run-", ".idx")
      case .base: ("base-", ".base")
      }
    }
  }

  let kind: Kind
  /// The sequence numbers that the run covers; not empty.
  let range: Range<UInt64>
  /// Of a base that an erasure made anew: the sequence number after the entry that announced it;
  /// else 0.
  let edition: UInt64

  init(_ kind: Kind = .derived, range: Range<UInt64>, edition: UInt64 = 0) {
    self.kind = kind
    self.range = range
    self.edition = edition
  }

  /// Reads a file's name; nil if it is not that of a run of this kind.
  init?(_ name: String, _ kind: Kind = .derived) {
    let (prefix, suffix) = kind.affixes
    guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
    let text = name.utf8.dropFirst(prefix.utf8.count).dropLast(suffix.utf8.count)
    guard text.count == 33 || (text.count == 50 && kind == .base),
      text.dropFirst(16).first == UInt8(ascii: "-"),
      let first = FileName.number(text.prefix(16)),
      let last = FileName.number(text.dropFirst(17).prefix(16)), first <= last, last < .max
    else { return nil }
    var edition: UInt64 = 0
    if text.count == 50 {
      guard text.dropFirst(33).first == UInt8(ascii: "-"),
        let number = FileName.number(text.dropFirst(34)), number > 0
      else { return nil }
      edition = number
    }
    self.init(kind, range: first..<last + 1, edition: edition)
  }

  var description: String {
    let (prefix, suffix) = kind.affixes
    let last = FileName.digits(range.upperBound &- 1)
    let edition = edition == 0 ? "" : "-\(FileName.digits(edition))"
    return "\(prefix)\(FileName.digits(range.lowerBound))-\(last)\(edition)\(suffix)"
  }
}
