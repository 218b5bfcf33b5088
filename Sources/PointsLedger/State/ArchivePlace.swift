internal import LedgerStorage

/// What became of the entries that a compaction dropped.
struct ArchivePlace: Hashable, Sendable {
  /// The sequence number after the last of them. The first follows the place before this one.
  var end: UInt64
  /// Where the archive was put; empty if the entries were discarded.
  var path: String
  /// All erasures that entries before this sequence number announce were carried out in it when it
  /// was looked at last.
  var erased: UInt64

  init(end: UInt64, path: String, erased: UInt64) {
    self.end = end
    self.path = path
    self.erased = erased
  }

  /// The sequence number before which the announced erasures were carried out in the archive.
  ///
  /// - Parameter mark: What the archive says itself; nil if it is not at hand. Alone it does not
  ///   count: after a backup was restored it may be about entries that the ledger lost, and an older
  ///   copy of the archive lacks what was erased since.
  func erased(byMark mark: UInt64?) -> UInt64 { max(min(mark ?? erased, erased), end) }

  func encode(into out: inout ByteWriter) {
    out.varint(end)
    out.varint(erased)
    out.text(path)
  }

  init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    end = try reader.varint()
    erased = try reader.varint()
    path = try reader.string(maximum: BaseSummary.archivePathMax)
  }

  private static let longestList = 3

  /// What became of dropped entries, for a message.
  static func text(_ places: [ArchivePlace]) -> String {
    var first: UInt64 = 0
    var parts: [String] = []
    for place in places {
      let what = place.path.isEmpty ? "discarded" : "put into the archive \(place.path)"
      parts.append(places.count == 1 ? what : "\(what) (\(first) to \(place.end - 1))")
      first = place.end
    }
    let shown = parts.suffix(longestList).joined(separator: ", ")
    return parts.count > longestList ? "\(shown); info names the archives before" : shown
  }
}
