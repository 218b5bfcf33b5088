/// A name of 1 to 16 bytes in two words: comparing names is comparing two integers.
struct ShortName: Hashable {
  private let low: UInt64
  private let high: UInt64

  /// The name at `start`, or nil if it is empty or longer.
  ///
  /// 7 bytes after it must be loadable, as in a `RowBuffer`.
  @inline(__always)
  init?(_ start: UnsafePointer<UInt8>, count: Int) {
    guard count >= 1, count <= 16 else { return nil }
    let bytes = unsafe UnsafeRawPointer(start)
    let first = unsafe bytes.loadUnaligned(as: UInt64.self).littleEndian
    if count <= 8 {
      low = first & UInt64.max &>> UInt64((8 &- count) &<< 3)
      high = 0
    } else {
      low = first
      high =
        unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self).littleEndian
        & UInt64.max &>> UInt64((16 &- count) &<< 3)
    }
  }

  /// A name of at most 16 bytes.
  init(_ name: String) {
    var words: (UInt64, UInt64) = (0, 0)
    for (index, byte) in name.utf8.prefix(16).enumerated() {
      if index < 8 {
        words.0 |= UInt64(byte) << UInt64(index * 8)
      } else {
        words.1 |= UInt64(byte) << UInt64(index * 8 - 64)
      }
    }
    (low, high) = words
  }
}
