/// The references of the entries that could be read, for entries that name others.
struct SalvagedReferences: RecordReader {
  /// One for each entry that was seen.
  private var references: [UInt64: InlineText?] = [:]

  mutating func add(_ sequence: UInt64, _ reference: InlineText?) {
    references[sequence] = .some(reference)
  }

  func record(at sequence: UInt64) throws(LedgerError) -> Record { throw lost }

  func reference(at sequence: UInt64) throws(LedgerError) -> InlineText? {
    guard let reference = references[sequence] else { throw lost }
    return reference
  }

  private var lost: LedgerError { LedgerError(.damaged, "names an entry that was lost") }
}
