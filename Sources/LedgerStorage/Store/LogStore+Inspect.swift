extension LogStore {
  /// Checks every file of a ledger fully. Lists everything that is wrong, and everything that could
  /// not be read, instead of stopping at the first.
  ///
  /// - Throws: `noSuchFile` or `notALedger` if there is no ledger; what the file system reports for
  ///   the directory and its content.
  package static func inspect(
    at path: String, in fileSystem: any FileSystem
  ) throws(StorageError) -> Inspection {
    let directory = try LedgerDirectory(at: path, in: fileSystem)
    var inspection = Inspection()
    for _ in 0..<100 {
      let state = try DirectoryState(of: directory)
      inspection = try inspect(directory, state)
      // Errors may be caused by the changes of a writer meanwhile.
      let hasErrors = inspection.problems.contains { $0.severity == .error }
      if !hasErrors, inspection.unseen == nil { break }
      if state.stands(in: try DirectoryState(of: directory)) { break }
    }
    return inspection
  }

  private static func inspect(
    _ directory: LedgerDirectory, _ state: DirectoryState
  ) throws(StorageError) -> Inspection {
    var inspection = Inspection()
    inspection.isBeingWritten = state.isBeingWritten
    guard let generation = LedgerDirectory.newestGeneration(state.names) else {
      throw OpenedLedger.noManifest(directory, state.names)
    }
    let manifest: Manifest
    do { manifest = try directory.manifest(generation: generation) } catch {
      inspection.note(error)
      return inspection
    }
    inspection.ledgerID = manifest.header.ledgerID
    inspection.name = manifest.name
    inspection.files = try files(of: manifest, in: directory)
    inspectLeftovers(directory, state, manifest, &inspection)
    inspectBase(of: manifest, directory, &inspection)
    var scanner = LogScanner()
    for record in manifest.segments {
      inspectSegment(record, of: manifest, directory, &inspection)
    }
    for record in manifest.logs {
      do {
        if let end = record.end {
          try inspectEnded(record, end, of: manifest, directory, &scanner, &inspection)
        } else {
          try inspectActive(record, of: manifest, directory, state, &inspection)
        }
      } catch { inspection.note(error) }
    }
    inspectRuns(state.names, of: manifest, directory, &inspection)
    return inspection
  }

  /// Checks the files that are not in the manifest.
  private static func inspectLeftovers(
    _ directory: LedgerDirectory, _ state: DirectoryState, _ manifest: Manifest,
    _ inspection: inout Inspection
  ) {
    for name in state.names.sorted() {
      let path = directory.path(of: name)
      if name.hasSuffix(FileName.temporarySuffix) {
        inspection.problems.append(
          StorageProblem(.note, "a file that was never finished", path: path))
      } else if let old = FileName.manifestGeneration(in: name), old < manifest.generation {
        inspection.problems.append(StorageProblem(.note, "an older manifest", path: path))
      } else if name == FileName.quarantine {
        inspection.problems.append(
          StorageProblem(.note, "what writers took out of logs or put aside is here", path: path))
      }
    }
    do {
      let leftovers = try directory.leftovers(state.names, of: manifest)
      for (names, what) in [
        (leftovers.emptyLogs, "a log that no manifest names, and that is not needed"),
        (leftovers.sealedLogs, "a log that is sealed"),
        (leftovers.sealedFiles, "a sealed file that no manifest names"),
        (leftovers.bases, "a base that no manifest names"),
      ] {
        for name in names.sorted() {
          inspection.problems.append(
            StorageProblem(.note, what, path: directory.path(of: name)))
        }
      }
    } catch { inspection.note(error) }
    if state.ack == nil {
      let what =
        state.names.contains(FileName.ack)
        ? "it is not 32 bytes with a right checksum, so it says nothing" : "it is missing"
      inspection.problems.append(
        StorageProblem(.note, what, path: directory.path(of: FileName.ack)))
    }
  }

  private static func inspectEnded(
    _ record: LogRecord, _ end: LogRecord.End, of manifest: Manifest,
    _ directory: LedgerDirectory, _ scanner: inout LogScanner, _ inspection: inout Inspection
  ) throws(StorageError) {
    let log = try directory.openEnded(record, end, of: manifest)
    _ = try directory.readEnded(log, scanner: &scanner) { inspection.count($0) }
    let path = directory.path(of: record.name)
    let bytes = try LedgerDirectory.contents(
      of: log.file, path: path, limit: LogLimits.formatLogBytes)
    if bytes.count > end.offset, !bytes.rawSpan.extracting(end.offset..<bytes.count).isZero {
      inspection.problems.append(
        StorageProblem(
          .error, "there are bytes behind the end that the manifest records", path: path,
          offset: end.offset))
    }
  }

  private static func inspectActive(
    _ record: LogRecord, of manifest: Manifest, _ directory: LedgerDirectory,
    _ state: DirectoryState, _ inspection: inout Inspection
  ) throws(StorageError) {
    let path = directory.path(of: record.name)
    let (file, header) = try directory.openLog(record, of: manifest, .read)
    let start = LogPosition(startOf: header)
    var end = start.offset
    if state.isBeingWritten {
      if let ack = state.ack, ack.logID == header.fileID.high {
        end = try OpenedLedger.frames(of: file, path: path, from: start, upTo: ack).0.offset
      }
    } else {
      let log = try LedgerDirectory.contents(of: file, path: path, limit: LogLimits.formatLogBytes)
      let found = Recovery(of: log.rawSpan, header: header, ack: state.ack)
      end = found.position.offset
      let tail = "\(found.tailEnd - end) bytes behind the last frame are"
      switch found.verdict {
      case .end: break
      case .torn:
        inspection.problems.append(
          StorageProblem(.note, "\(tail) an unfinished write", path: path, offset: end))
      case .ambiguous:
        inspection.problems.append(
          StorageProblem(
            .error, "\(tail) either an unfinished write or rot", path: path, offset: end))
      case .damaged:
        inspection.problems.append(
          StorageProblem(.error, found.damage ?? "it is damaged", path: path, offset: end))
      }
    }
    var scanner = LogScanner()
    _ = try scanner.scan(file, path: path, from: start, to: end) {
      (frame, _) throws(StorageError) in
      inspection.count(frame)
      return true
    }
  }
}
