extension PlainExpiry {
  /// Appends the entry as `Record.encode` does, without making a record.
  func encode(into out: inout ByteWriter) {
    var fields: RecordField = [.member, .unit, .change, .original, .allocations]
    if balanceAfter != 0 { fields.insert(.balanceAfter) }
    if previous != nil { fields.insert(.previous) }
    out.prefixingLength { out in
      out.byte(EntryKind.expire.rawValue)
      out.varint(fields.rawValue)
      out.zigzag(effective)
      out.varint(UInt64(member))
      out.byte(unit)
      out.zigzag(-lot.remaining)
      if balanceAfter != 0 { out.zigzag(balanceAfter) }
      if let previous { out.varint(sequence &- previous) }
      out.varint(sequence &- lot.origin)
      CollectionOfOne(Allocation(of: Lot(lot), points: lot.remaining)).encode(
        sequence: sequence, amount: lot.remaining, isRestoring: false, into: &out)
    }
  }
}
