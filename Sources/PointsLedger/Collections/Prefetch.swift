internal import CLedgerSupport

/// Starts to load memory without waiting for it. Any address is allowed: nothing is read.
@safe enum Prefetch {
  @inline(__always)
  static func line(_ address: UnsafeRawPointer) { unsafe ledger_prefetch(address) }

  /// The cache lines of a value of `byteCount` bytes.
  @inline(__always)
  static func value(_ address: UnsafeRawPointer, byteCount: Int) {
    var offset = 0
    while offset < byteCount {
      unsafe ledger_prefetch(address + offset)
      offset += 64
    }
    unsafe ledger_prefetch(address + (byteCount - 1))
  }
}
