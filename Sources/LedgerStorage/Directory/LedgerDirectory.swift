/// The directory of one ledger: its names, and the few ways to read and publish its files.
struct LedgerDirectory: Sendable {
  let files: any Directory

  init(_ files: any Directory) { self.files = files }

  /// Opens it; `notALedger` or `noSuchFile` if there is no directory.
  init(at path: String, in fileSystem: any FileSystem) throws(StorageError) {
    files = try fileSystem.openDirectory(path)
  }

  /// The path as given, for messages.
  var path: String { files.path }

  /// The path of a file in it, for messages.
  func path(of name: some CustomStringConvertible) -> String { "\(path)/\(name)" }

  /// The greatest generation of the manifests among the names.
  static func newestGeneration(_ names: [String]) -> UInt64? {
    names.lazy.compactMap(FileName.manifestGeneration).max()
  }

  /// Whether the newest manifest names a sealed file. Also true if that cannot be found out.
  func names(_ fileID: LedgerUUID) -> Bool {
    // The manifest may be replaced before it is read.
    for _ in 0..<16 {
      do throws(StorageError) {
        guard let newest = Self.newestGeneration(try files.list()) else { return true }
        return try manifest(generation: newest).segments.contains {
          [$0.segment.fileID, $0.text.fileID].contains(fileID)
        }
      } catch {
        guard error.category == .noSuchFile else { return true }
      }
    }
    return true
  }

  /// All bytes of a file; `damaged` if there are more than `limit`.
  func contents(
    of name: some CustomStringConvertible, limit: Int
  ) throws(StorageError) -> [UInt8] {
    try Self.contents(
      of: try files.openFile("\(name)", .read), path: path(of: name), limit: limit)
  }

  /// All bytes of an open file; `damaged` if there are more than `limit`.
  static func contents(
    of file: any File, path: String, limit: Int
  ) throws(StorageError) -> [UInt8] {
    let size = try file.size()
    guard size <= UInt64(limit) else {
      throw StorageError(
        .damaged, "the file has \(size) bytes, more than the format allows", path: path)
    }
    var bytes: [UInt8] = []
    let count = try file.read(Int(size), at: 0, into: &bytes)
    if count < bytes.count { bytes.removeLast(bytes.count - count) }
    return bytes
  }

  /// The manifest of a generation, checked on its own.
  func manifest(generation: UInt64) throws(StorageError) -> Manifest {
    let name = FileName.manifest(generation: generation)
    let bytes = try contents(of: name, limit: Manifest.byteCountMax)
    let manifest: Manifest
    do { manifest = try Manifest(decoding: bytes.rawSpan) } catch {
      throw error.error(in: path(of: name))
    }
    guard manifest.generation == generation else {
      throw StorageError(
        .damaged, "the manifest's generation is not the one in its name", path: path(of: name),
        offset: 48)
    }
    return manifest
  }

  /// The content of `ack`; nil if it is missing or wrong. A writer may be writing it just then, so
  /// wrong bytes are read again before that is decided.
  func ack() throws(StorageError) -> Ack? {
    let file: any File
    do { file = try files.openFile(FileName.ack, .read) } catch {
      // It is missing, or not a file.
      if error.category == .noSuchFile || error.category == .damaged { return nil }
      throw error
    }
    return try Self.ack(in: file)
  }

  /// The content of an open `ack`.
  static func ack(in file: any File) throws(StorageError) -> Ack? {
    var bytes: [UInt8] = []
    for _ in 0..<100 {
      // Reading one byte more shows a file that is too long.
      let count = try file.read(Ack.byteCount + 1, at: 0, into: &bytes)
      if let ack = Ack(decoding: bytes.rawSpan.extracting(0..<count)) { return ack }
    }
    return nil
  }

  /// Whether another open file holds the write lock.
  func isBeingWritten() throws(StorageError) -> Bool {
    do {
      return try files.openFile(FileName.lock, .read).isLockedByAnother()
    } catch  where error.category == .noSuchFile {
      return false
    }
  }

  /// Creates a file under a temporary name with the bytes and then zeros up to `length`, and makes
  /// it durable. The zeros are written or, in bulk and if the file system can do it, allocated.
  /// After a failure the file is removed, as far as possible.
  func prepare(
    _ name: some CustomStringConvertible, _ bytes: [UInt8], length: Int = 0, isBulk: Bool = false
  ) throws(StorageError) -> any File {
    try prepare(name, parts: [bytes], length: length, isBulk: isBulk)
  }

  /// The same with the bytes of all parts, one after the other.
  func prepare(
    _ name: some CustomStringConvertible, parts: [[UInt8]], length: Int = 0, isBulk: Bool = false
  ) throws(StorageError) -> any File {
    let temporary = "\(name)\(FileName.temporarySuffix)"
    let file = try makeFile(temporary)
    do {
      var count = 0
      for part in parts where !part.isEmpty {
        try file.write(part.rawSpan, at: UInt64(count))
        count += part.count
      }
      let rest = count..<max(length, count)
      let isAllocated = isBulk ? try Self.allocate(file, rest) : false
      if !isAllocated { try Self.zero(file, rest) }
      try file.sync()
    } catch {
      discard(temporary)
      throw error
    }
    return file
  }

  /// Gives a prepared file its name. That is durable after a sync of the directory.
  func install(_ name: some CustomStringConvertible) throws(StorageError) {
    let temporary = "\(name)\(FileName.temporarySuffix)"
    do { try rename(temporary, to: "\(name)") } catch {
      discard(temporary)
      throw error
    }
  }

  /// Removes a file that is not needed. A failure does no harm: the next writer tries again.
  func discard(_ name: some CustomStringConvertible) {
    do { try files.unlink("\(name)") } catch {}
  }

  /// Allocates space that was never written; false if the file system cannot do it.
  static func allocate(_ file: any File, _ range: Range<Int>) throws(StorageError) -> Bool {
    try file.allocate(UInt64(range.lowerBound)..<UInt64(range.upperBound))
  }

  /// Writes zeros.
  static func zero(_ file: any File, _ range: Range<Int>) throws(StorageError) {
    let zeros = [UInt8](repeating: 0, count: min(range.count, 1 << 20))
    var offset = range.lowerBound
    while offset < range.upperBound {
      let count = min(zeros.count, range.upperBound - offset)
      try file.write(zeros.rawSpan.extracting(0..<count), at: UInt64(offset))
      offset += count
    }
  }
}
