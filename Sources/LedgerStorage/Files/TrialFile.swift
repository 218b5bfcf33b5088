/// A file of a `TrialFileSystem`: pages that were written, over a file that is only read.
final class TrialFile: File {
  private struct Content: Sendable {
    var pages: [Int: [UInt8]] = [:]
    var size: UInt64 = 0
  }

  private static let pageBytes = 65_536

  /// Nil for a file that was made here.
  private let base: (any File)?
  private let baseSize: UInt64
  private let content = Locked(Content())

  /// An empty file.
  init() {
    base = nil
    baseSize = 0
  }

  init(over base: any File) throws(StorageError) {
    self.base = base
    let size = try base.size()
    baseSize = size
    content.withLock { $0.size = size }
  }

  func read(
    _ count: Int, at offset: UInt64, into buffer: inout [UInt8]
  ) throws(StorageError) -> Int {
    if let base, content.withLock({ $0.pages.isEmpty && $0.size == baseSize }) {
      return try base.read(count, at: offset, into: &buffer)
    }
    if buffer.count < count {
      buffer.append(contentsOf: repeatElement(0, count: count - buffer.count))
    }
    let (size, pages) = content.withLock { ($0.size, $0.pages) }
    guard offset < size else { return 0 }
    let found = Int(min(UInt64(count), size - offset))
    var done = 0
    while done < found {
      let place = Int(offset) + done
      let (page, start) = (place / Self.pageBytes, place % Self.pageBytes)
      let part = min(found - done, Self.pageBytes - start)
      let bytes = if let changed = pages[page] { changed } else { try basePage(page) }
      buffer.replaceSubrange(done..<done + part, with: bytes[start..<start + part])
      done += part
    }
    return found
  }

  func map(_ byteCount: Int) throws(StorageError) -> FileMapping {
    if let base, content.withLock({ $0.pages.isEmpty }), UInt64(byteCount) <= baseSize {
      return try base.map(byteCount)
    }
    return try copied(byteCount)
  }

  func write(_ bytes: RawSpan, at offset: UInt64) throws(StorageError) {
    let source = unsafe bytes.withUnsafeBytes { unsafe Array($0) }
    try content.withLock { (content) throws(StorageError) in
      var done = 0
      while done < source.count {
        let place = Int(offset) + done
        let (page, start) = (place / Self.pageBytes, place % Self.pageBytes)
        let part = min(source.count - done, Self.pageBytes - start)
        // Taken out, so that it is changed in place.
        let old = content.pages.removeValue(forKey: page)
        var changed = if let old { old } else { try basePage(page) }
        changed.replaceSubrange(start..<start + part, with: source[done..<done + part])
        content.pages[page] = changed
        done += part
      }
      content.size = max(content.size, offset + UInt64(source.count))
    }
  }

  /// A page as it is in the base; zeros behind its end.
  private func basePage(_ page: Int) throws(StorageError) -> [UInt8] {
    var bytes: [UInt8] = []
    let offset = UInt64(page) * UInt64(Self.pageBytes)
    var count = 0
    if let base, offset < baseSize {
      count = try base.read(Self.pageBytes, at: offset, into: &bytes)
      bytes.removeLast(bytes.count - count)
    }
    bytes.append(contentsOf: repeatElement(0, count: Self.pageBytes - count))
    return bytes
  }

  func allocate(_ range: Range<UInt64>) throws(StorageError) -> Bool {
    content.withLock { $0.size = max($0.size, range.upperBound) }
    return true
  }

  func size() throws(StorageError) -> UInt64 { content.withLock { $0.size } }

  /// That of the base, or the address of this object, which lives as long as its name.
  func identity() throws(StorageError) -> FileIdentity {
    if let base { return try base.identity() }
    let address = UInt(bitPattern: ObjectIdentifier(self))
    return FileIdentity(device: .max, inode: UInt64(address))
  }

  func syncData() throws(StorageError) {}
  func sync() throws(StorageError) {}
  func close() throws(StorageError) {}
  func tryLock() throws(StorageError) -> Bool { true }
  func isLockedByAnother() throws(StorageError) -> Bool { false }
}
