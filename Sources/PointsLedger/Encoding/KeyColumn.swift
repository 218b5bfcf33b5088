/// The columns of region 4, keys: where in a segment what is looked up is. See spec/entries.md.
enum KeyColumn: UInt8, CaseIterable {
  /// Of references: the key, ascending, and the row of the entry.
  case reference = 112
  case referenceRow
  /// Of identifiers that the segment makes known: the key, ascending, and the number.
  case identifier
  case identifierNumber
  /// Of accounts: member and unit, ascending, and the row of the last entry.
  case account
  case lastRow
}

/// A place in the keys of a segment: which block, and which key in it.
struct KeyPlace {
  let block: Int
  let key: Int64

  /// - Parameters:
  ///   - hash: Evenly distributed.
  ///   - blockCount: Of the segment.
  init(hash: UInt64, blockCount: Int) {
    let (high, low) = hash.multipliedFullWidth(by: UInt64(blockCount))
    block = Int(high)
    key = Int64(low &>> 32)
  }

  /// The place of an account; accounts are told apart by all of their number.
  init(account: UInt64, blockCount: Int) {
    // The finalizer of SplitMix64.
    var hash = (account ^ (account &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ (hash &>> 27)) &* 0x94D0_49BB_1331_11EB
    hash ^= hash &>> 31
    block = Int(hash.multipliedFullWidth(by: UInt64(blockCount)).high)
    key = Int64(bitPattern: account)
  }

  /// The number of an account: its member's, times 256, and its unit; 255: the member as a whole.
  static func account(member: UInt32, unit: UInt8?) -> UInt64 {
    UInt64(member) &<< 8 | UInt64(unit ?? UInt8.max)
  }
}
