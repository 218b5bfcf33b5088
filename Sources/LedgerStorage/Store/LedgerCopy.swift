/// Copies files of a ledger into another directory. A file gets its name there when its copy is
/// complete, durable and checked.
struct LedgerCopy {
  let source: LedgerDirectory
  let target: LedgerDirectory
  private let ledgerID: LedgerUUID
  /// The files of the copy so far, whether they were copied now or before.
  private(set) var names: Set<String> = []
  /// The bytes that were copied now.
  private(set) var byteCount: UInt64 = 0

  init(of manifest: Manifest, from source: LedgerDirectory, to target: LedgerDirectory) {
    self.source = source
    self.target = target
    ledgerID = manifest.header.ledgerID
  }

  /// Copies the files of a sealed range that are not there yet, and checks their blocks. What is
  /// derived is left out.
  mutating func add(_ record: SegmentRecord) throws(StorageError) {
    var copied: [String] = []
    for file in [record.segment, record.text] {
      let name = file.name.description
      names.insert(name)
      if try has(file) { continue }
      try copy(source.files.openFile(name, .read), name, byteCount: UInt64(file.byteCount))
      copied.append(name)
    }
    if copied.isEmpty { return }
    let segment = Segment(
      record, ledgerID: ledgerID, in: target, openFiles: OpenFiles(), hasChain: false)
    do { try segment.check() } catch {
      for name in copied { target.discard(name) }
      throw error
    }
  }

  /// Copies the base, if it is not there yet, and checks its pages.
  mutating func add(base record: BaseRecord, of manifest: Manifest) throws(StorageError) {
    let name = record.name.description
    names.insert(name)
    var old: Run?
    do { old = try target.base(of: manifest) } catch {
      guard error.isAboutContent else { throw error }
    }
    if old != nil { return }
    try copy(source.files.openFile(name, .read), name, byteCount: UInt64(record.byteCount))
    do throws(StorageError) {
      if let problem = try target.base(of: manifest)?.check() { throw problem }
    } catch {
      target.discard(name)
      throw error
    }
  }

  /// Copies a log up to a position, and checks its frames.
  ///
  /// - Parameter isKnown: Whether an earlier copy named this log: then it has the same bytes if it
  ///   has as many.
  mutating func add(
    _ name: LogName, _ file: any File, _ header: FileHeader, upTo end: LogRecord.End, isKnown: Bool
  ) throws(StorageError) {
    let name = name.description
    names.insert(name)
    if isKnown, try target.files.status(of: name)?.byteCount == UInt64(end.offset) { return }
    let path = source.path(of: name)
    try copy(file, name, byteCount: UInt64(end.offset)) { (copy) throws(StorageError) in
      var scanner = LogScanner()
      let position = try scanner.scan(
        copy, path: path, from: LogPosition(startOf: header), to: end.offset
      ) { (_, _) throws(StorageError) in true }
      guard position.nextSequence == end.nextSequence, position.previousChecksum == end.checksum
      else {
        throw StorageError(
          .damaged, "the log does not end as it was written", path: path,
          offset: UInt64(end.offset))
      }
    }
  }

  /// Whether a sealed file is there: a name, a length and the checksum of a footer suffice, since a
  /// copy gets its name when it is complete.
  private func has(_ record: SealedRecord) throws(StorageError) -> Bool {
    let name = record.name.description
    guard let status = try target.files.status(of: name), status.kind == .file,
      status.byteCount == UInt64(record.byteCount), record.byteCount >= Self.checksumDistance
    else { return false }
    var bytes: [UInt8] = []
    let offset = UInt64(record.byteCount - Self.checksumDistance)
    let count = try target.files.openFile(name, .read).read(4, at: offset, into: &bytes)
    return count == 4 && bytes.rawSpan.integer(at: 0) == record.checksum
  }

  /// From the checksum field of a sealed file's footer to the end of the file, in bytes.
  private static let checksumDistance = 20

  private mutating func copy(
    _ file: any File, _ name: String, byteCount: UInt64,
    checking check: (any File) throws(StorageError) -> Void = { _ in }
  ) throws(StorageError) {
    let temporary = "\(name)\(FileName.temporarySuffix)"
    let copy = try target.makeFile(temporary)
    do throws(StorageError) {
      var bytes: [UInt8] = []
      var offset: UInt64 = 0
      while offset < byteCount {
        let count = try file.read(Int(min(1 << 20, byteCount - offset)), at: offset, into: &bytes)
        if count == 0 {
          throw StorageError(
            .damaged, "the file ends too early", path: source.path(of: name), offset: offset)
        }
        try copy.write(bytes.rawSpan.extracting(0..<count), at: offset)
        offset += UInt64(count)
      }
      try copy.sync()
      try check(copy)
    } catch {
      target.discard(temporary)
      throw error
    }
    try target.install(name)
    self.byteCount += byteCount
  }
}

extension Segment {
  /// Checks every block of the segment and of the text file.
  fileprivate func check() throws(StorageError) {
    for file in [segment, text] {
      _ = try file.contents()
      for region in file.identity.kind.regions {
        for number in 0..<ColumnLimits.blockCount(of: range) {
          _ = try file.block(number, of: region)
        }
      }
    }
  }
}
