internal import CLedgerSupport
internal import Glibc

/// Bytes of a file at a fixed place in memory, for reading only: the file itself, mapped, or a copy.
///
/// A mapping outlives the closing of its file. Where the file is cut while it is mapped, or the
/// disk cannot give a page of it, what is gone reads as zeros, and the mapping is lost.
@safe package final class FileMapping: @unchecked Sendable {
  // Nothing in it changes but by a loss, which is told atomically, so any thread may use it.
  private let region: UnsafeMutableRawPointer
  /// How many bytes there are.
  package let byteCount: Int
  /// What guards the mapping; nil for a copy.
  private let slot: Int32?

  /// A copy of the bytes.
  package init(copying bytes: [UInt8]) {
    byteCount = bytes.count
    slot = nil
    unsafe region = UnsafeMutableRawPointer.allocate(byteCount: max(1, byteCount), alignment: 4096)
    unsafe bytes.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress {
        unsafe region.copyMemory(from: start, byteCount: bytes.count)
      }
    }
  }

  /// What mmap(2) gave, which this unmaps when it goes. Nil where it cannot be guarded: then it is
  /// unmapped, and the file is to be copied.
  init?(mapped start: UnsafeMutableRawPointer, byteCount: Int) {
    let slot = unsafe ledger_guard(start, byteCount)
    guard slot >= 0 else {
      unsafe munmap(start, byteCount)
      return nil
    }
    unsafe region = start
    self.byteCount = byteCount
    self.slot = slot
  }

  deinit {
    if let slot {
      ledger_unguard(slot)
      unsafe munmap(region, byteCount)
    } else {
      unsafe region.deallocate()
    }
  }

  /// Whether something of the file is gone. Asked after reading: nothing that was read counts then.
  var isLost: Bool { slot.map { ledger_is_lost($0) != 0 } ?? false }

  /// Whether any mapping of this process was ever lost: told quickly, for all of them.
  package static var isAnyLost: Bool { ledger_loss_count() != 0 }

  /// Where the bytes are for as long as this lives.
  var start: UnsafeRawPointer { unsafe UnsafeRawPointer(region) }
}
