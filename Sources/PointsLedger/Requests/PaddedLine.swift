/// A copy of one line that may be changed, with room behind it that may be loaded.
///
/// Sound: the block has `capacity + RowBuffer.slack` bytes, all of them initialized, and lives as
/// long as this does.
@safe struct PaddedLine: ~Copyable {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private var capacity = 4_096

  init() { unsafe base = Self.allocate(capacity) }

  deinit { unsafe base.deallocate() }

  mutating func set(_ line: ArraySlice<UInt8>) {
    if line.count > capacity {
      unsafe base.deallocate()
      capacity = line.count
      unsafe base = Self.allocate(capacity)
    }
    count = line.count
    unsafe line.withUnsafeBufferPointer { bytes in
      if let first = bytes.baseAddress {
        unsafe base.update(from: first, count: bytes.count)
      }
    }
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
    let base = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + RowBuffer.slack)
    unsafe base.initialize(repeating: 0, count: capacity + RowBuffer.slack)
    return unsafe base
  }
}
