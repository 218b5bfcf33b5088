internal import Glibc

/// Bytes of a file at a fixed place in memory, for reading only: the file itself, mapped, or a copy.
///
/// A mapping outlives the closing of its file. Where the file is cut while it is mapped, reading what is
/// gone ends the process (SIGBUS), and no program can guard against that: see `RunPages`.
@safe package final class FileMapping: @unchecked Sendable {
  // Nothing in it changes, so any thread may use it.
  private let region: UnsafeMutableRawPointer
  /// How many bytes there are.
  package let byteCount: Int
  private let isMapped: Bool

  /// A copy of the bytes.
  package init(copying bytes: [UInt8]) {
    byteCount = bytes.count
    isMapped = false
    unsafe region = UnsafeMutableRawPointer.allocate(byteCount: max(1, byteCount), alignment: 4096)
    unsafe bytes.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress {
        unsafe region.copyMemory(from: start, byteCount: bytes.count)
      }
    }
  }

  /// What mmap(2) gave, which this unmaps when it goes.
  init(mapped start: UnsafeMutableRawPointer, byteCount: Int) {
    unsafe region = start
    self.byteCount = byteCount
    isMapped = true
  }

  deinit {
    if isMapped {
      unsafe munmap(region, byteCount)
    } else {
      unsafe region.deallocate()
    }
  }

  /// Where the bytes are for as long as this lives.
  var start: UnsafeRawPointer { unsafe UnsafeRawPointer(region) }
}
