extension LogStore {
  /// Visits everything from the entry `sequence` on, in order, up to the end that was visible at
  /// the call, whatever is sealed meanwhile: first blocks, then frames; the first of these may
  /// begin before `sequence`. Everything is read from the files and checked again: stamps,
  /// checksums, the chain of frames and of logs.
  ///
  /// - Parameters:
  ///   - sequence: The first sequence number wanted.
  ///   - regions: The regions of the blocks to read.
  ///   - failing: Converts a storage error to the caller's error type.
  ///   - visitBlock: Gets a block of sealed entries; returns whether to go on.
  ///   - visitFrame: Gets a frame and its body, which is invalid after the call; returns whether to
  ///     go on.
  package func replay<Failure: Error>(
    from sequence: UInt64, regions: Set<ColumnRegion> = ColumnRegion.all,
    failing: (StorageError) -> Failure,
    visitBlock: (SealedBlock) throws(Failure) -> Bool,
    visitFrame: (FrameInfo, RawSpan) throws(Failure) -> Bool
  ) throws(Failure) {
    let view = view.withLock { $0 }
    guard let activeFile = view.activeFile else { throw failing(closed) }
    guard sequence < view.position.nextSequence else { return }
    for segment in view.segments[view.segmentIndex(containing: sequence)...] {
      let first = segment.blockNumber(containing: max(sequence, segment.range.lowerBound))
      for number in first..<ColumnLimits.blockCount(of: segment.range) {
        let block: SealedBlock
        do { block = try segment.block(number, regions) } catch { throw failing(error) }
        if try !visitBlock(block) { return }
      }
    }
    var scanner = LogScanner()
    for index in view.logIndex(containing: sequence)...view.ended.count {
      let name = view.manifest.logs[index].name
      var wantsMore = true
      func show(_ frame: FrameHeader, _ body: RawSpan) throws(Failure) -> Bool {
        guard frame.kind == .entries, frame.nextSequence > sequence else { return true }
        wantsMore = try visitFrame(FrameInfo(frame, in: name), body)
        return wantsMore
      }
      if index < view.ended.count {
        let log = view.ended[index]
        let learnt = try directory.readEnded(log, scanner: &scanner, failing: failing, show)
        if let learnt { remember(learnt, of: log) }
      } else {
        _ = try scanner.scan(
          activeFile, path: directory.path(of: name),
          from: LogPosition(startOf: view.activeHeader), to: view.position.offset,
          failing: failing, show)
      }
      if !wantsMore { return }
    }
  }

  /// The same for entries none of which is sealed.
  package func replay<Failure: Error>(
    from sequence: UInt64, failing: (StorageError) -> Failure,
    _ visit: (FrameInfo, RawSpan) throws(Failure) -> Bool
  ) throws(Failure) {
    try replay(
      from: sequence, regions: [], failing: failing,
      visitBlock: { (block) throws(Failure) in
        throw failing(StorageError(.misuse, "these entries are sealed", path: block.path))
      }, visitFrame: visit)
  }

  /// The same, for a visitor that throws only storage errors.
  package func replay(
    from sequence: UInt64, _ visit: (FrameInfo, RawSpan) throws(StorageError) -> Bool
  ) throws(StorageError) {
    try replay(from: sequence, failing: { $0 }, visit)
  }

  /// The block or the frame with a sequence number; nil if that does not exist yet.
  ///
  /// The last few frames are cached, so that reading nearby entries costs nothing; blocks are not.
  ///
  /// - Parameter regions: The regions of a block to read.
  package func entries(
    containing sequence: UInt64, regions: Set<ColumnRegion> = ColumnRegion.all
  ) throws(StorageError) -> StoredEntries? {
    if let frame = cache.withLock({ $0.frame(containing: sequence) }) { return .frame(frame) }
    // The lookup is under the lock: with a copy of the view held during the read, the next append
    // would have to copy its list of frames.
    let found = try view.withLock { (view) throws(StorageError) -> (Segment?, FramePlace?) in
      guard let activeFile = view.activeFile else { throw closed }
      guard sequence < view.position.nextSequence else { return (nil, nil) }
      let index = view.segmentIndex(containing: sequence)
      if index < view.segments.count { return (view.segments[index], nil) }
      return (nil, view.place(of: sequence, activeFile: activeFile))
    }
    switch found {
    case (let segment?, _):
      return .block(try segment.block(segment.blockNumber(containing: sequence), regions))
    case (nil, let place?): return .frame(try frame(containing: sequence, at: place))
    case (nil, nil): return nil
    }
  }

  /// The frame with a sequence number; nil if that is sealed, or does not exist yet.
  package func frame(containing sequence: UInt64) throws(StorageError) -> Frame? {
    guard case .frame(let frame) = try entries(containing: sequence, regions: []) else {
      return nil
    }
    return frame
  }

  private func frame(
    containing sequence: UInt64, at place: FramePlace
  ) throws(StorageError) -> Frame {
    var place = place
    if place.start == nil, let log = place.ended {
      var scanner = LogScanner()
      let learnt = try directory.readEnded(log, scanner: &scanner)
      remember(learnt, of: log)
      place.start = LogView.frame(containing: sequence, in: learnt.landmarks)
    }
    guard let frame = try read(sequence, at: place) else {
      throw StorageError(
        .damaged, "the frame with entry \(sequence) is not what it was",
        path: directory.path(of: place.name), offset: place.start.map { UInt64($0.offset) })
    }
    cache.withLock { $0.add(frame) }
    return frame
  }

  var closed: StorageError {
    StorageError(.misuse, "the ledger was closed", path: directory.path)
  }

  /// Reads the frame with a sequence number: the one at the place, or one soon after it. Nil if the
  /// frames have changed.
  private func read(
    _ sequence: UInt64, at place: FramePlace
  ) throws(StorageError) -> Frame? {
    guard let start = place.start else { return nil }
    var base = Int(start.offset)
    var buffer: [UInt8] = []
    var count = try place.file.read(
      place.ended != nil
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
        count = try place.file.read(header.end - base, at: UInt64(base), into: &buffer)
      }
      let bytes = buffer.rawSpan.extracting(0..<count)
      var reader = FrameReader()
      guard reader.readBody(of: header, from: bytes, base: base, salt: place.salt) else {
        return nil
      }
      let body = unsafe reader.body.withUnsafeBytes { unsafe [UInt8]($0) }
      return Frame(info: FrameInfo(header, in: place.name), body: body)
    }
    return nil
  }

  /// Remembers the facts about an ended log, unless it has been sealed meanwhile.
  private func remember(_ learnt: EndedLog, of log: OpenLog) {
    view.withLock { view in
      let index = view.ended.firstIndex { $0.record.fileID == log.record.fileID }
      if let index, view.ended[index].learnt == nil { view.ended[index].learnt = learnt }
    }
  }
}
