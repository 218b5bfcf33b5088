import Glibc
import PointsLedger

/// A file that is read from beginning to end.
final class InputFile {
  private let descriptor: Int32
  private let path: String

  init(_ path: String) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { fatalError("\(path) cannot be read") }
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
  }

  deinit { close(descriptor) }

  /// Returns the number of bytes read; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    guard count >= 0 else { fatalError("\(path) cannot be read on: \(errno)") }
    return count
  }

  /// A source for the ledger's importer.
  var source: ByteSource {
    { (output: inout OutputSpan<UInt8>) in
      output.withUnsafeMutableBufferPointer { buffer, initialized in
        let room = UnsafeMutableRawBufferPointer(buffer)[initialized...]
        initialized += self.read(into: UnsafeMutableRawBufferPointer(rebasing: room))
      }
    }
  }
}
