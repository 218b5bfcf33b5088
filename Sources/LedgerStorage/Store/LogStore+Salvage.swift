extension LogStore {
  /// Visits every block and every frame of a directory that can be read and has right checksums,
  /// whatever is wrong with the others: first blocks, then frames, in the order of their files.
  ///
  /// The manifest says which files count. If it cannot be read, all logs do that are there.
  ///
  /// - Parameters:
  ///   - fault: Gets the reason for each part that is left out.
  ///   - visitFrame: Gets a frame and its body, which is invalid after the call.
  /// - Throws: `noSuchFile` or `notALedger` if there is nothing; what listing the directory reports.
  package static func salvage(
    at path: String, in fileSystem: any FileSystem, fault: (StorageError) -> Void,
    visitBlock: (SealedBlock) -> Void, visitFrame: (FrameInfo, RawSpan) -> Void
  ) throws(StorageError) {
    let directory = try LedgerDirectory(at: path, in: fileSystem)
    let names = try directory.files.list()
    var manifest: Manifest?
    if let generation = LedgerDirectory.newestGeneration(names) {
      do { manifest = try directory.manifest(generation: generation) } catch { fault(error) }
    } else {
      guard names.contains(where: { LogName($0) != nil }) else {
        throw StorageError(.notALedger, "there is no ledger in this directory", path: path)
      }
      fault(StorageError(.damaged, "the manifest is gone", path: path))
    }
    if let manifest {
      for record in manifest.segments {
        let segment = Segment(
          record, ledgerID: manifest.header.ledgerID, in: directory, openFiles: OpenFiles(),
          hasChain: false)
        directory.salvage(segment, fault, visitBlock)
      }
    }
    let logs = manifest?.logs.map(\.name) ?? names.compactMap { LogName($0) }
    for log in logs.sorted(by: { $0.firstSequence < $1.firstSequence }) {
      do { try directory.salvage(log, fault, visitFrame) } catch { fault(error) }
    }
  }

  /// Makes a new directory for what was salvaged.
  package static func makeFolder(
    at path: String, in fileSystem: any FileSystem
  ) throws(StorageError) -> any Directory {
    try MadeDirectory.make(at: path, in: fileSystem).directory.files
  }
}

extension LedgerDirectory {
  fileprivate func salvage(
    _ segment: Segment, _ fault: (StorageError) -> Void, _ visit: (SealedBlock) -> Void
  ) {
    do throws(StorageError) {
      _ = try segment.segment.contents()
      _ = try segment.text.contents()
    } catch {
      // Nothing tells where its blocks are.
      fault(error)
      return
    }
    for number in 0..<ColumnLimits.blockCount(of: segment.range) {
      do { visit(try segment.block(number, [.rows, .references, .text])) } catch { fault(error) }
    }
  }

  /// Looks for a frame at the beginning of every sector.
  fileprivate func salvage(
    _ name: LogName, _ fault: (StorageError) -> Void, _ visit: (FrameInfo, RawSpan) -> Void
  ) throws(StorageError) {
    let path = path(of: name)
    let bytes = try contents(of: name, limit: LogLimits.formatLogBytes)
    let log = bytes.rawSpan
    guard log.byteCount >= 2 * Sector.byteCount else { return }
    // Every sector begins with the salt of the log.
    var salt: UInt32 = log.integer(at: Sector.byteCount)
    do throws(FormatFault) {
      salt = try FileHeader(decoding: log.extracting(0..<FileHeader.byteCount), expecting: .log)
        .salt
    } catch { fault(error.error(in: path)) }
    var reader = FrameReader()
    var offset = Sector.byteCount
    var isLost = false
    while offset + Sector.byteCount <= log.byteCount {
      if let frame = FrameReader.header(log, base: 0, at: offset, salt: salt),
        reader.readBody(of: frame, from: log, base: 0, salt: salt)
      {
        if frame.kind == .entries { visit(FrameInfo(frame, in: name), reader.body) }
        offset = frame.end
        isLost = false
        continue
      }
      if !isLost, !log.extracting(offset..<offset + Sector.byteCount).isZero {
        fault(
          StorageError(.damaged, "no valid frame is here", path: path, offset: UInt64(offset)))
        isLost = true
      }
      offset += Sector.byteCount
    }
  }
}
