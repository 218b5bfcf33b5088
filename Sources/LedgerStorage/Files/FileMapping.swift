internal import CLedgerSupport
internal import Glibc

/// Bytes of a file at a fixed address, for reading only: a mapping of the file, or a copy.
///
/// A mapping outlives the closing of its file. If the file is truncated while it is mapped, or the
/// disk cannot read a page of it, the missing part reads as zeros, and the mapping is lost.
@safe package final class FileMapping: @unchecked Sendable {
  // Only a loss changes it, and that is signalled atomically, so any thread may use it.
  private let region: UnsafeMutableRawPointer
  /// The number of bytes.
  package let byteCount: Int
  /// The guard of the mapping; nil for a copy.
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

  /// Takes over a mapping from mmap(2), and unmaps it at the end. Nil if it cannot be guarded: it
  /// is then unmapped, and the caller must copy the file.
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

  /// Whether a part of the file is gone. Check this after reading: if it is true, nothing that was
  /// read counts.
  var isLost: Bool { slot.map { ledger_is_lost($0) != 0 } ?? false }

  /// Whether any mapping of this process was ever lost; a quick check for all of them.
  package static var isAnyLost: Bool { ledger_loss_count() != 0 }

  /// The address of the bytes, valid as long as this object.
  var start: UnsafeRawPointer { unsafe UnsafeRawPointer(region) }
}
