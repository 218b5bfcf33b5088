import PointsLedger

/// Entries as CSV, in the keys of `EntryJSON` that have one value each.
struct EntryCSV {
  private var writer: ReportWriter
  private var text = EntryText()

  init(_ mode: ReportWriter.Mode) {
    writer = ReportWriter(
      mode,
      [.amount("sequence")]
        + InterchangeField.allCases.map {
          $0 == .points || $0 == .basis ? ReportWriter.Column.amount($0.name) : .text($0.name)
        }
        + [
          .text("posted"), .text("effective"), .text("late"), .text("refused"), .amount("change"),
          .amount("balance"),
        ])
  }

  func begin(_ output: inout Output) throws(CommandFailure) { try writer.begin(&output) }

  mutating func add(
    _ entry: Entry, scale: UInt8, to output: inout Output
  ) throws(CommandFailure) {
    text.fill(entry, scale: scale)
    let fields = InterchangeField.allCases.map { String(decoding: text[$0], as: UTF8.self) }
    let balance = entry.balanceAfter?.text(scale: scale)
    try writer.add(
      [.number(entry.sequence.value)] + fields.map { .text($0) } + [
        .text(entry.posted.description), .text(entry.effective.description),
        .boolean(entry.isLate), .init(entry.refusal?.name),
        .init(balance == nil ? nil : entry.change.text(scale: scale)), .init(balance),
      ], to: &output)
  }
}
