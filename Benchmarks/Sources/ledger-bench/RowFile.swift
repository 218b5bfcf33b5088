import Glibc
import PointsLedger

/// A CSV file of posts, as tools/generate-workload writes them, read a row at a time.
struct RowFile: ~Copyable {
  private let descriptor: Int32

  init(_ path: String) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { fatalError("\(path) cannot be read") }
  }

  deinit { close(descriptor) }

  /// The file's next bytes.
  var source: ByteSource {
    let descriptor = descriptor
    return { (output: inout OutputSpan<UInt8>) in
      output.withUnsafeMutableBufferPointer { buffer, initialized in
        guard let start = buffer.baseAddress else { return }
        let count = read(descriptor, start + initialized, buffer.count - initialized)
        initialized += max(count, 0)
      }
    }
  }

  /// Calls `body` with each post.
  func forEach(_ body: (Post) throws -> Void) throws {
    var reader = try InterchangeReader(format: .csv, source: source)
    while let row = try reader.next(scale: { _ in 0 }) {
      guard case .post(let post) = row.content else { fatalError("a row is no post") }
      try body(post)
    }
  }
}
