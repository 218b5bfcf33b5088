import PointsLedger

extension LedgerArchive {
  /// Where the entries are, and what erasing has left to do there.
  var text: String {
    let place =
      path.map { isAtHand ? $0 : "\($0), not at hand" } ?? "discarded"
    let pending =
      pendingErasures == 0
      ? "" : ", \(Count.text(pendingErasures, "erasure", "erasures")) to carry out"
    return "\(first) to \(last): \(place)\(pending)"
  }
}

extension JSONObjectWriter {
  /// Adds what became of dropped entries.
  mutating func archives(_ archives: [LedgerArchive], to output: inout [UInt8]) {
    array("archives", archives, to: &output) { item, archive, output in
      item.integer("first", archive.first.value, to: &output)
      item.integer("last", archive.last.value, to: &output)
      item.optional("archive", archive.path, to: &output)
      item.boolean("atHand", archive.isAtHand, to: &output)
      item.integer("pendingErasures", archive.pendingErasures, to: &output)
    }
  }
}
