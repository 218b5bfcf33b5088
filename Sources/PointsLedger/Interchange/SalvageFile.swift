internal import LedgerStorage

/// A file that is written from its beginning to its end.
final class SalvageFile {
  private let file: any File
  private var bytes: [UInt8] = []
  private var offset: UInt64 = 0

  init(_ name: String, in folder: any Directory) throws(LedgerError) {
    file = try translating { () throws(StorageError) in try folder.openFile(name, .create) }
  }

  func append(_ add: (inout [UInt8]) -> Void) throws(LedgerError) {
    add(&bytes)
    if bytes.count >= 1 << 20 { try flush() }
  }

  /// Makes it durable.
  func finish() throws(LedgerError) {
    try flush()
    try translating { () throws(StorageError) in try file.sync() }
  }

  private func flush() throws(LedgerError) {
    let (file, bytes, offset) = (file, bytes, offset)
    try translating { () throws(StorageError) in
      try unsafe file.write(bytes.span.bytes, at: offset)
    }
    self.offset += UInt64(bytes.count)
    self.bytes.removeAll(keepingCapacity: true)
  }
}
