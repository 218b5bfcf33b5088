extension LogStore {
  /// Shows every frame with entries from the one that holds `sequence` on, in order, up to the end that
  /// was visible at the call, until `visit` gives false. Everything is read from the files and checked
  /// again: stamps, checksums, the chain of frames and of logs.
  ///
  /// - Parameters:
  ///   - sequence: the first sequence number wanted.
  ///   - failing: makes the caller's kind of error of a storage error.
  ///   - visit: gets the frame and its body, which is gone when it returns; gives whether to go on.
  package func replay<Failure: Error>(
    from sequence: UInt64, failing: (StorageError) -> Failure,
    _ visit: (FrameInfo, RawSpan) throws(Failure) -> Bool
  ) throws(Failure) {
    let view = view.withLock { $0 }
    guard let activeFile = view.activeFile else { throw failing(closed) }
    guard sequence < view.position.nextSequence else { return }
    var scanner = LogScanner()
    for index in view.logIndex(containing: sequence)..<view.manifest.records.count {
      let record = view.manifest.records[index]
      var wantsMore = true
      func show(_ frame: FrameHeader, _ body: RawSpan) throws(Failure) -> Bool {
        guard frame.kind == .entries, frame.nextSequence > sequence else { return true }
        wantsMore = try visit(FrameInfo(frame, in: record.name), body)
        return wantsMore
      }
      if let end = record.end {
        let log = try directory.readEnded(
          record, end, of: view.manifest, scanner: &scanner, failing: failing, show)
        if let log { remember(log, at: index) }
      } else {
        _ = try scanner.scan(
          activeFile, path: directory.path(of: record.name),
          from: LogPosition(startOf: view.activeHeader), to: view.position.offset,
          failing: failing, show)
      }
      if !wantsMore { return }
    }
  }

  /// The same, for a visitor that throws nothing but storage errors.
  package func replay(
    from sequence: UInt64, _ visit: (FrameInfo, RawSpan) throws(StorageError) -> Bool
  ) throws(StorageError) {
    try replay(from: sequence, failing: { $0 }, visit)
  }

  /// The frame that holds a sequence number; nil where that is not there yet.
  ///
  /// The last few frames are kept, so that asking for neighbours costs nothing.
  package func frame(containing sequence: UInt64) throws(StorageError) -> Frame? {
    if let frame = cache.withLock({ $0.frame(containing: sequence) }) { return frame }
    // The lookup is made under the lock: a copy of the view, held while the file is read, would make
    // the next append copy its list of frames.
    let place = try view.withLock { (view) throws(StorageError) -> FramePlace? in
      guard view.activeFile != nil else { throw closed }
      return view.place(of: sequence)
    }
    guard var place else { return nil }
    if place.start == nil, let end = place.record.end {
      let log = try readEnded(place.record, end, at: place.logIndex)
      place.start = LogView.frame(containing: sequence, in: log.landmarks)
      place.salt = log.salt
    }
    let path = directory.path(of: place.record.name)
    let file: any File
    if let active = place.file {
      file = active
    } else {
      file = try directory.fileSystem.openFile(path, .read)
    }
    guard let frame = try read(sequence, at: place, of: file) else {
      throw StorageError(
        .damaged, "the frame with entry \(sequence) is not what it was", path: path,
        offset: place.start.map { UInt64($0.offset) })
    }
    cache.withLock { $0.add(frame) }
    return frame
  }

  private var closed: StorageError {
    StorageError(.misuse, "the ledger was closed", path: directory.path)
  }

  /// Reads the frame that holds a sequence number: the one at the place, or one close behind it. Nil
  /// where the frames are not as they were.
  private func read(
    _ sequence: UInt64, at place: FramePlace, of file: any File
  ) throws(StorageError) -> Frame? {
    guard let start = place.start else { return nil }
    var base = Int(start.offset)
    var buffer: [UInt8] = []
    var count = try file.read(
      place.file == nil
        ? EndedLog.stride + Sector.byteCount : Int(start.sectorCount) * Sector.byteCount,
      at: UInt64(base), into: &buffer)
    var offset = base
    while let header = FrameReader.header(
      buffer.rawSpan.extracting(0..<count), base: base, at: offset, salt: place.salt),
      header.firstSequence <= sequence
    {
      offset = header.end
      if sequence >= header.nextSequence { continue }
      if header.end - base > count {
        base = header.offset
        count = try file.read(header.end - base, at: UInt64(base), into: &buffer)
      }
      let bytes = buffer.rawSpan.extracting(0..<count)
      var reader = FrameReader()
      guard reader.readBody(of: header, from: bytes, base: base, salt: place.salt) else {
        return nil
      }
      let body = unsafe reader.body.withUnsafeBytes { unsafe [UInt8]($0) }
      return Frame(info: FrameInfo(header, in: place.record.name), body: body)
    }
    return nil
  }

  private func readEnded(
    _ record: LogRecord, _ end: LogRecord.End, at index: Int
  ) throws(StorageError) -> EndedLog {
    let manifest = view.withLock { $0.manifest }
    var scanner = LogScanner()
    let log = try directory.readEnded(record, end, of: manifest, scanner: &scanner)
    remember(log, at: index)
    return log
  }

  private func remember(_ log: EndedLog, at index: Int) {
    view.withLock { if $0.ended[index] == nil { $0.ended[index] = log } }
  }
}
