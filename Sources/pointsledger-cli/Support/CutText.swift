import PointsLedger

extension LedgerCut {
  /// What was dropped, and where it is.
  var text: String {
    "the entries before \(first), all of them effective before \(before), were \(became) by \(made)"
  }

  /// Adds the cut to a JSON object.
  func append(to object: inout JSONObjectWriter, _ bytes: inout [UInt8]) {
    object.key("cut", to: &bytes)
    var item = JSONObjectWriter(&bytes)
    item.integer("first", first.value, to: &bytes)
    item.string("before", before.description, to: &bytes)
    item.string("made", made.description, to: &bytes)
    item.optional("archive", archive, to: &bytes)
    item.string("baseFile", baseFile, to: &bytes)
    item.integer("baseBytes", baseBytes, to: &bytes)
    item.end(&bytes)
  }
}
