extension PlainEntry {
  /// Appends the entry as `Record.encode` does, without making a record.
  ///
  /// - Parameter texts: The encoded texts of the post; empty if it has none.
  @inline(__always)
  func encode(_ post: PlainPost, _ texts: RawSpan, into out: inout ByteWriter) {
    out.prefixingLength { out in
      out.byte(post.kind.rawValue)
      out.varint(fields(of: post, hasTexts: !texts.isEmpty).rawValue)
      out.zigzag(post.occurred)
      out.varint(UInt64(member))
      out.byte(post.unit)
      if let identifier { out.varint(UInt64(identifier)) }
      if effective != post.occurred {
        out.varint(UInt64(bitPattern: effective &- post.occurred))
      }
      out.zigzag(post.isCredit ? post.points : -post.points)
      if balanceAfter != 0 { out.zigzag(balanceAfter) }
      if let previous { out.varint(sequence &- previous) }
      if let expires = post.expires { out.zigzag(expires &- post.occurred) }
      out.text(post.reference)
      if !allocations.isEmpty {
        allocations.encode(sequence: sequence, amount: post.points, isRestoring: false, into: &out)
      }
      if let newMember {
        if let seed = newMember.seed { out.random(seed) }
        out.text(post.member)
      }
      out.append(texts)
    }
  }

  @inline(__always)
  private func fields(of post: PlainPost, hasTexts: Bool) -> RecordField {
    var fields: RecordField = [.member, .unit, .change, .asked, .reference]
    if identifier != nil { fields.insert(.identifier) }
    if effective != post.occurred { fields.insert(.effective) }
    if balanceAfter != 0 { fields.insert(.balanceAfter) }
    if previous != nil { fields.insert(.previous) }
    if post.expires != nil { fields.insert(.expires) }
    if !allocations.isEmpty { fields.insert(.allocations) }
    if newMember != nil { fields.formUnion([.newMember, .newIdentifier]) }
    if hasTexts { fields.insert(.texts) }
    return fields
  }
}
