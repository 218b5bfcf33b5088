import PointsLedger

/// The contents of a file, found in one pass: the number of rows, the last time, and members and
/// references to query.
struct Survey {
  private(set) var rows = 0
  /// The time of the last row.
  private(set) var end: Int64 = 0
  let members: [String]
  let references: [String]
  /// As many members as visit in a day.
  var regulars: ArraySlice<String> { members.prefix(1_000) }

  init(_ path: String) {
    let file = RowFile(path)
    var members = Sampler(most: 50_000)
    var references = Sampler(most: 20_000)
    while let row = file.nextRow() {
      rows += 1
      end = max(end, row.time)
      if row.isCredit { members.add(row.member) }
      references.add(row.reference)
    }
    self.members = members.texts
    self.references = references.texts
    guard rows > 0, !self.members.isEmpty else { fatalError("\(path) has no rows") }
  }
}
