/// What a ledger and a reader of its entries both answer.
public protocol EntryAccess {
  var units: [UnitInfo] { get }
  /// The sequence number after the last entry that can be read.
  var nextSequence: SequenceNumber { get }
  func entry(at sequence: SequenceNumber) throws(LedgerError) -> Entry?
  func entry(reference: Reference) throws(LedgerError) -> Entry?
  func uses(of credit: SequenceNumber) throws(LedgerError) -> [LotUse]
  func forEachEntry(
    from first: SequenceNumber, to last: SequenceNumber?, _ visit: (Entry) -> Bool
  ) throws(LedgerError)
}

extension Ledger: EntryAccess {}
extension EntryReader: EntryAccess {}
