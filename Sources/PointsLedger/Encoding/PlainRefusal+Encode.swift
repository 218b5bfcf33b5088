extension PlainRefusal {
  /// Appends the entry as `Record.encode` does, without making a record.
  ///
  /// - Parameter texts: The encoded texts of the post; empty if it has none.
  func encode(_ post: PlainPost, _ texts: RawSpan, into out: inout ByteWriter) {
    var fields: RecordField = [.member, .unit, .asked, .askedOther, .reference, .refusal]
    if identifier != nil { fields.insert(.identifier) }
    if effective != post.occurred { fields.insert(.effective) }
    if balanceAfter != 0 { fields.insert(.balanceAfter) }
    if previous != nil { fields.insert(.previous) }
    if !texts.isEmpty { fields.insert(.texts) }
    out.prefixingLength { out in
      out.byte(EntryKind.refusal.rawValue)
      out.varint(fields.rawValue)
      out.zigzag(post.occurred)
      out.varint(UInt64(member))
      out.byte(post.unit)
      if let identifier { out.varint(UInt64(identifier)) }
      if effective != post.occurred {
        out.varint(UInt64(bitPattern: effective &- post.occurred))
      }
      out.zigzag(post.points)
      if balanceAfter != 0 { out.zigzag(balanceAfter) }
      if let previous { out.varint(sequence &- previous) }
      out.text(post.reference)
      out.byte(post.kind.rawValue)
      out.byte(code.storedNumber)
      out.zigzag(available)
      out.append(texts)
    }
  }
}
