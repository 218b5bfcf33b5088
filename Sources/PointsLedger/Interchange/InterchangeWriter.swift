/// Writes entries in the interchange format: every column, and further columns with the result of
/// the entry, which an import ignores.
///
/// The same entries always give the same bytes.
public struct InterchangeWriter {
  /// The columns that an import ignores.
  enum Note: String, CaseIterable {
    case sequence = "x-sequence"
    case posted = "x-posted"
    case effective = "x-effective"
    /// `yes` for a late entry, whose effective instant is after the instant at which it occurred.
    case late = "x-late"
    /// The code of a refusal.
    case refused = "x-refused"
    case change = "x-change"
    case balance = "x-balance"
    /// The points of the entry that became arrears.
    case owing = "x-owing"
    /// What the entry paid of debts: the sequence number of the entry that left each debt, and the
    /// points, `4:100 5:10`.
    case pays = "x-pays"
  }

  private let format: InterchangeFormat
  private var text = EntryText()
  private var note: [UInt8] = []

  public init(format: InterchangeFormat) { self.format = format }

  /// Appends the start of a file: the header of a CSV file.
  public func appendHeader(to output: inout [UInt8]) {
    guard format == .csv else { return }
    let names = InterchangeField.allCases.map(\.name) + Note.allCases.map(\.rawValue)
    output.append(contentsOf: names.joined(separator: ",").utf8)
    output.append(UInt8(ascii: "\n"))
  }

  /// Appends one line. `scale` is that of the entry's unit.
  public mutating func append(_ entry: Entry, scale: UInt8, to output: inout [UInt8]) {
    text.fill(entry, scale: scale)
    switch format {
    case .csv: appendCSV(entry, scale, &output)
    case .jsonLines: appendJSON(entry, scale, &output)
    }
    output.append(UInt8(ascii: "\n"))
  }

  private mutating func appendCSV(_ entry: Entry, _ scale: UInt8, _ output: inout [UInt8]) {
    for field in InterchangeField.allCases {
      if field != .time { output.append(UInt8(ascii: ",")) }
      CSVText.append(text[field], to: &output)
    }
    for column in Note.allCases {
      output.append(UInt8(ascii: ","))
      fill(column, entry, scale)
      output.append(contentsOf: note)
    }
  }

  private mutating func appendJSON(_ entry: Entry, _ scale: UInt8, _ output: inout [UInt8]) {
    var object = JSONObjectWriter(&output)
    for field in InterchangeField.allCases where !text[field].isEmpty {
      object.string(field.name, text[field], to: &output)
    }
    for column in Note.allCases {
      fill(column, entry, scale)
      if note.isEmpty { continue }
      if column == .sequence {
        object.literal(column.rawValue, note, to: &output)
      } else {
        object.string(column.rawValue, note[...], to: &output)
      }
    }
    object.end(&output)
  }

  /// No note needs quotes.
  private mutating func fill(_ column: Note, _ entry: Entry, _ scale: UInt8) {
    note.removeAll(keepingCapacity: true)
    switch column {
    case .sequence: note.append(contentsOf: entry.sequence.description.utf8)
    case .posted: entry.posted.append(to: &note)
    case .effective: entry.effective.append(to: &note)
    case .late: if entry.isLate { note.append(contentsOf: "yes".utf8) }
    case .refused: if let code = entry.refusal { note.append(contentsOf: code.name.utf8) }
    case .change: if entry.balanceAfter != nil { entry.change.append(to: &note, scale: scale) }
    case .balance: entry.balanceAfter?.append(to: &note, scale: scale)
    case .owing: if entry.arrears != .zero { entry.arrears.append(to: &note, scale: scale) }
    case .pays:
      for payment in entry.payments {
        if !note.isEmpty { note.append(UInt8(ascii: " ")) }
        note.append(contentsOf: "\(payment.debt):".utf8)
        payment.points.append(to: &note, scale: scale)
      }
    }
  }
}
