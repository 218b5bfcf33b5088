internal import CLedgerSupport

/// A multi-map from 64-bit hashes to numbers: open addressing with linear probing.
///
/// A hash is no identity: the caller confirms each candidate against the stored bytes.
package struct HashIndex: Sendable {
  /// Pairs of a hash and a number plus one; 0 in place of the number marks a free slot.
  private var slots: [UInt64]
  private var mask: Int
  package private(set) var count = 0

  package init() {
    slots = Array(repeating: 0, count: 2 * 64)
    mask = 63
  }

  package mutating func insert(_ hash: UInt64, _ number: UInt64) {
    if count &* 4 >= (mask &+ 1) &* 3 { grow() }
    place(hash, number &+ 1)
    count &+= 1
  }

  /// The progress of a search for the numbers under a hash; valid until the index changes.
  package struct Search: Sendable {
    let hash: UInt64
    var slot: Int
  }

  @inline(__always)
  package func search(_ hash: UInt64) -> Search {
    Search(hash: hash, slot: Int(truncatingIfNeeded: hash) & mask)
  }

  /// The next number under the hash; nil at the end.
  @inline(__always)
  package func next(_ search: inout Search) -> UInt64? {
    while slots[2 &* search.slot &+ 1] != 0 {
      let slot = search.slot
      search.slot = (slot &+ 1) & mask
      if slots[2 &* slot] == search.hash { return slots[2 &* slot &+ 1] &- 1 }
    }
    return nil
  }

  /// Starts to load the slot at which a search for `hash` begins.
  @inline(__always)
  package func prefetch(_ hash: UInt64) {
    unsafe slots.withUnsafeBufferPointer { slots in
      guard let base = slots.baseAddress else { return }
      unsafe Prefetch.line(base + 2 &* (Int(truncatingIfNeeded: hash) & mask))
    }
  }

  /// The hash under which dense numbers are stored. It is a bijection, so equal hashes mean equal
  /// keys, and it spreads keys over the low bits.
  @inline(__always)
  static func hash(ofKey key: UInt64) -> UInt64 {
    let product = key &* 0x9E37_79B9_7F4A_7C15
    return product ^ product &>> 32
  }

  /// Removes everything, and keeps the capacity.
  package mutating func removeAll() {
    unsafe slots.withUnsafeMutableBufferPointer { unsafe $0.update(repeating: 0) }
    count = 0
  }

  /// The first number under `hash`; nil if there is none.
  @inline(__always)
  package func first(_ hash: UInt64) -> UInt64? {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[2 &* slot &+ 1] != 0 {
      if slots[2 &* slot] == hash { return slots[2 &* slot &+ 1] &- 1 }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  /// Removes one pair, and shifts later ones back to keep probe sequences unbroken.
  package mutating func remove(_ hash: UInt64, _ number: UInt64) {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[2 &* slot &+ 1] != 0 {
      if slots[2 &* slot] == hash, slots[2 &* slot &+ 1] == number &+ 1 {
        close(slot)
        count &-= 1
        return
      }
      slot = (slot &+ 1) & mask
    }
  }

  private mutating func close(_ hole: Int) {
    var hole = hole
    var slot = (hole &+ 1) & mask
    while slots[2 &* slot &+ 1] != 0 {
      let home = Int(truncatingIfNeeded: slots[2 &* slot]) & mask
      if (slot &- home) & mask >= (slot &- hole) & mask {
        slots[2 &* hole] = slots[2 &* slot]
        slots[2 &* hole &+ 1] = slots[2 &* slot &+ 1]
        hole = slot
      }
      slot = (slot &+ 1) & mask
    }
    slots[2 &* hole &+ 1] = 0
  }

  private mutating func place(_ hash: UInt64, _ field: UInt64) {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[2 &* slot &+ 1] != 0 { slot = (slot &+ 1) & mask }
    slots[2 &* slot] = hash
    slots[2 &* slot &+ 1] = field
  }

  private static func zeros(_ count: Int) -> [UInt64] {
    unsafe [UInt64](unsafeUninitializedCapacity: count) { slots, initialized in
      unsafe ledger_prefer_large_pages(slots.baseAddress, count * 8)
      unsafe slots.initialize(repeating: 0)
      initialized = count
    }
  }

  /// Reserves room for `more` further pairs.
  mutating func reserve(_ more: Int) {
    let wanted = (count + more) * 4 / 3 + 1
    if wanted > mask &+ 1 { rebuild(mask: 1 &<< (Int.bitWidth - wanted.leadingZeroBitCount) - 1) }
  }

  private mutating func grow() { rebuild(mask: (mask &+ 1) &* 2 &- 1) }

  private mutating func rebuild(mask wide: Int) {
    let old = slots
    mask = wide
    slots = Self.zeros(2 &* (mask &+ 1))
    for slot in 0..<(old.count / 2) where old[2 &* slot &+ 1] != 0 {
      place(old[2 &* slot], old[2 &* slot &+ 1])
    }
  }
}
