/// What is kept of an entry of which something was erased.
package struct ErasedContent: Hashable, Sendable {
  /// The first and the second half of its commitment.
  package var commitment: (first: RandomBytes16, second: RandomBytes16)
  /// If the seed that it contained was erased.
  package var keys: KeptKeys?

  package init(
    commitment: (first: RandomBytes16, second: RandomBytes16), keys: KeptKeys? = nil
  ) {
    self.commitment = commitment
    self.keys = keys
  }

  package static func == (lhs: Self, rhs: Self) -> Bool {
    lhs.commitment == rhs.commitment && lhs.keys == rhs.keys
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(commitment.first)
    hasher.combine(commitment.second)
  }
}

/// What is kept in the place of a seed: the keys of the members that have it, and of those that are
/// erased the ids.
package struct KeptKeys: Hashable, Sendable {
  /// By the member's number among those with this seed.
  private var values: [RandomBytes16]
  /// Bit *n* % 64 of number *n* / 64: the member is erased.
  private var erased: [UInt64]

  static let count = Int(Record.NewMember.perSeed)
  /// In 64-bit numbers.
  static let wordCount = count / 64 + 2 * count

  /// - Parameter keys: `count` keys.
  init(keys: [RandomBytes16]) {
    values = keys
    erased = Array(repeating: 0, count: Self.count / 64)
  }

  private func place(of member: UInt32) -> Int { Int(member % Record.NewMember.perSeed) }

  func isErased(_ member: UInt32) -> Bool {
    let place = place(of: member)
    return erased[place / 64] >> UInt64(place % 64) & 1 == 1
  }

  /// The member's key, or its id if it is erased.
  subscript(member: UInt32) -> RandomBytes16 { values[place(of: member)] }

  /// Replaces the member's key by its id.
  mutating func erase(_ member: UInt32, id: RandomBytes16) {
    let place = place(of: member)
    values[place] = id
    erased[place / 64] |= 1 << UInt64(place % 64)
  }

  var words: [UInt64] { erased + values.flatMap { [$0.high, $0.low] } }

  /// Nil if the number of words is wrong.
  init?(words: ArraySlice<UInt64>) {
    guard words.count == Self.wordCount else { return nil }
    let words = Array(words)
    erased = Array(words.prefix(Self.count / 64))
    values = (0..<Self.count).map { index in
      let place = Self.count / 64 + 2 * index
      return RandomBytes16(high: words[place], low: words[place + 1])
    }
  }
}
