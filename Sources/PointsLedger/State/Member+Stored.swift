extension Member: StateValue {
  package static var placeholder: Member { Member(firstIdentifier: 0) }

  package func encode(into out: inout ByteWriter) {
    out.byte(
      (firstIdentifierNames ? 1 : 0) | freeze.rawValue &<< 1 | (merged == nil ? 0 : 8))
    out.varint(UInt64(firstIdentifier))
    out.varint(last.map { $0 &+ 1 } ?? 0)
    out.numbers(otherIdentifiers.map { UInt64($0) })
    out.numbers(accounts.map { $0 == Self.noAccount ? 0 : UInt64($0) + 1 })
    if let merged {
      out.varint(UInt64(merged.into))
      out.zigzag(merged.effective)
      out.varint(merged.sequence)
    }
  }

  /// A member that came with a first credit and was never the subject of an entry has one
  /// identifier and one account, and all three have the same number.
  package static func unwritten(_ key: UInt64, _ bounds: StateBounds) -> Member? {
    guard key < UInt64(bounds.members), let number = UInt32(exactly: key) else { return nil }
    var member = Member(firstIdentifier: number)
    member.setAccount(number, unit: 0)
    return member
  }

  package func isUnwritten(_ key: UInt64) -> Bool {
    // Each difference from that is permanent: `last`, an account, a merger.
    UInt64(firstIdentifier) == key && firstIdentifierNames && otherIdentifiers.isEmpty
      && freeze == .none && merged == nil && last == nil && accounts.count == 1
      && account(unit: 0) == Int(firstIdentifier)
  }

  package func fits(_ bounds: StateBounds) -> Bool {
    Int(firstIdentifier) < bounds.identifiers
      && otherIdentifiers.allSatisfy { Int($0) < bounds.identifiers }
      && accounts.allSatisfy { $0 == Self.noAccount || Int($0) < bounds.accounts }
      && accounts.count <= bounds.units
      && merged.map { Int($0.into) < bounds.members } ?? true
      && last.map { $0 < bounds.entries } ?? true
  }

  package init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    let flags = try reader.byte()
    guard flags < 16, let freeze = Freeze(rawValue: flags &>> 1 & 3) else {
      throw ByteReader.Malformed(reason: "a member has flags that are not known")
    }
    self.init(firstIdentifier: try reader.number())
    firstIdentifierNames = flags & 1 != 0
    self.freeze = freeze
    let last = try reader.varint()
    self.last = last == 0 ? nil : last &- 1
    for _ in 0..<(try reader.count(atLeast: 1)) { otherIdentifiers.append(try reader.number()) }
    for unit in 0..<(try reader.count(atLeast: 1)) {
      guard let index = UInt8(exactly: unit) else {
        throw ByteReader.Malformed(reason: "a member has more accounts than there can be units")
      }
      let number = try reader.varint()
      guard number <= UInt64(Self.noAccount) else {
        throw ByteReader.Malformed(reason: "an account's number exceeds 32 bits")
      }
      if number > 0 { setAccount(UInt32(number - 1), unit: index) }
    }
    if flags & 8 != 0 {
      let into: UInt32 = try reader.number()
      let effective = try reader.zigzag()
      merged = Merger(into: into, effective: effective, sequence: try reader.varint())
    }
  }
}

extension ByteWriter {
  /// The count, then each number.
  fileprivate mutating func numbers(_ numbers: [UInt64]) {
    varint(UInt64(numbers.count))
    for number in numbers { varint(number) }
  }
}
