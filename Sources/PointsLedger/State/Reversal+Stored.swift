extension LedgerState.Reversal: StateValue {
  package static var placeholder: LedgerState.Reversal { LedgerState.Reversal() }

  package func encode(into out: inout ByteWriter) {
    out.zigzag(amount)
    out.zigzag(covered)
  }

  package init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    self.init()
    amount = try reader.zigzag()
    covered = try reader.zigzag()
  }
}

extension Int64: StateValue {
  package static var placeholder: Int64 { 0 }

  /// Adds what expired of a lot.
  package mutating func catchUp(_ record: Record, _ key: UInt64) throws(Account.Contradiction) {
    for allocation in record.allocations where allocation.lot.packed == key {
      self &+= allocation.points.minorUnits
    }
  }

  package func encode(into out: inout ByteWriter) { out.zigzag(self) }

  package init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    self = try reader.zigzag()
  }
}
