internal import CLedgerSupport

/// A checked page of a run, in place.
///
/// It is valid as long as its `RunPages` lives. Callers check each offset before they load from it:
/// the content of a page may contradict the format even if its checksum is right.
@safe struct RunPage {
  private let start: UnsafeRawPointer
  /// The number of entries, children or blocks in it.
  let count: Int
  /// The used length of the page in bytes: at most `byteCount`, and at least that of its header.
  let usedByteCount: Int
  /// The length of the page in bytes, a multiple of a unit.
  let byteCount: Int

  init(start: UnsafeRawPointer, count: Int, usedByteCount: Int, byteCount: Int) {
    unsafe self.start = start
    self.count = count
    self.usedByteCount = usedByteCount
    self.byteCount = byteCount
  }

  /// The byte at an offset; the caller has checked that it is below `byteCount`.
  @inline(__always) func byte(_ offset: Int) -> UInt8 {
    assert(offset >= 0 && offset < byteCount)
    return unsafe start.load(fromByteOffset: offset, as: UInt8.self)
  }

  /// The little-endian integer at an offset; the caller has checked that it ends by `byteCount`.
  @inline(__always) func integer<Value: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as type: Value.Type = Value.self
  ) -> Value {
    assert(offset >= 0 && offset + MemoryLayout<Value>.size <= byteCount)
    return unsafe Value(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: type))
  }

  /// The number of keys less than `key` among `count` ascending keys of 8 bytes.
  ///
  /// - Parameter list: The offset of the keys; the caller has checked that they end by `byteCount`.
  @inline(__always) func countOfKeys(below key: UInt64, of count: Int, at list: Int) -> Int {
    guard count > 0 else { return 0 }
    // No branch depends on the keys: it would be mispredicted half of the time, and the next loads
    // could not start early.
    var first = 0
    var rest = count
    while rest > 1 {
      let half = rest / 2
      first &+= isLess(key, first &+ half &- 1, list) &* half
      rest &-= half
    }
    return first &+ isLess(key, first, list)
  }

  /// The same for keys that are spread about evenly, as those of a directory are. It reads fewer
  /// cache lines, none of which is likely to be cached.
  func countOfSpreadKeys(below key: UInt64, of count: Int, at list: Int) -> Int {
    let reach = 8
    guard count > 4 * reach else { return countOfKeys(below: key, of: count, at: list) }
    let low: UInt64 = integer(at: list)
    let high: UInt64 = integer(at: list &+ (count &- 1) &* 8)
    if key <= low { return 0 }
    if key > high { return count }
    let share = Double(key &- low) / Double(high &- low)
    let guess = Int(share * Double(count &- 1))
    let start = min(max(guess &- reach, 0), count &- 2 &* reach)
    let end = start &+ 2 &* reach
    let isBehind = start == 0 || isLess(key, start &- 1, list) == 1
    let isBefore = end == count || isLess(key, end, list) == 0
    guard isBehind, isBefore else { return countOfKeys(below: key, of: count, at: list) }
    return start &+ countOfKeys(below: key, of: 2 &* reach, at: list &+ start &* 8)
  }

  /// 1 if the key at an index of a list is less than `key`, else 0.
  @inline(__always) private func isLess(_ key: UInt64, _ index: Int, _ list: Int) -> Int {
    integer(at: list &+ index &* 8, as: UInt64.self) < key ? 1 : 0
  }

  /// Starts to load the memory at any offset, and does not wait for it.
  @inline(__always) func prefetch(_ offset: Int) { unsafe ledger_prefetch(start + offset) }

  /// `count` bytes from an offset on; the caller has checked that they end by `byteCount`.
  @inline(__always) @_lifetime(borrow self) func bytes(at offset: Int, count: Int) -> RawSpan {
    assert(offset >= 0 && count >= 0 && offset + count <= byteCount)
    let span = unsafe RawSpan(_unsafeStart: start + offset, byteCount: count)
    return unsafe _overrideLifetime(span, borrowing: self)
  }
}
