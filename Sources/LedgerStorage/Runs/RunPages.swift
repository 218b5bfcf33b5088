internal import CLedgerSupport
internal import Synchronization

/// The bytes of a run: a mapped file, or memory. A page is checked when it is first read, and again
/// when the reader requires that. It is used in place.
///
/// The first check of a page reads it from the file by pread(2), which reports why it cannot be
/// read; later checks use the mapping. If the file was truncated meanwhile, the mapping reads as
/// zeros, and `isLost` is true.
@safe final class RunPages: @unchecked Sendable {
  // Only the times of checks change, and they are atomic. Two threads may check the same page, with
  // the same result.
  private let mapping: FileMapping
  /// Nil if the run is in memory.
  private let file: (any File)?
  private let start: UnsafeRawPointer
  /// For each unit, the second of the last check of the page that begins there; 0 for never.
  private let checked: UnsafeMutablePointer<Atomic<UInt32>>
  private let headerChecksum: UInt32
  /// The unit after the last of these pages.
  let unitCount: Int
  let path: String

  /// - Parameters:
  ///   - mapping: The whole run.
  ///   - file: The mapped file; nil for memory.
  ///   - unitCount: The unit of the footer.
  ///   - path: For messages.
  init(
    _ mapping: FileMapping, of file: (any File)?, unitCount: Int, headerChecksum: UInt32,
    path: String
  ) {
    self.mapping = mapping
    self.file = file
    unsafe start = mapping.start
    let unitCount = min(unitCount, mapping.byteCount / RunLimits.unitBytes)
    self.unitCount = unitCount
    self.headerChecksum = headerChecksum
    self.path = path
    unsafe checked = .allocate(capacity: unitCount + 1)
    for unit in 0...unitCount { unsafe (checked + unit).initialize(to: Atomic(0)) }
  }

  deinit {
    unsafe checked.deinitialize(count: unitCount + 1)
    unsafe checked.deallocate()
  }

  /// Whether it is only in memory.
  var isMemory: Bool { file == nil }

  /// Whether a part of the file is gone; nothing that was read from it before then counts.
  @inline(__always) var isLost: Bool { mapping.isLost }

  /// Checks the whole run, and writes it to the start of another file.
  func copy(to file: RunFile) throws(StorageError) {
    var unit = 1
    while unit < unitCount { unit += try check(unit) }
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: mapping.byteCount)
    try file.write(unsafe RawSpan(_unsafeBytes: bytes), at: 0)
    file.setComplete()
  }

  /// Visits all bytes, in parts of up to 1 MiB.
  func forEachPart(
    _ visit: (RawSpan, _ offset: UInt64) throws(StorageError) -> Void
  ) throws(StorageError) {
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: mapping.byteCount)
    for offset in stride(from: 0, to: mapping.byteCount, by: 1 << 20) {
      let end = min(offset + 1 << 20, mapping.byteCount)
      let part = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset..<end])
      try visit(unsafe RawSpan(_unsafeBytes: part), UInt64(offset))
    }
  }

  /// The length of the file in bytes.
  var byteCount: Int { mapping.byteCount }

  /// The page that begins at a unit; it must have this kind and table.
  ///
  /// - Parameter age: How old its last check may be; otherwise it is checked now.
  /// - Throws: `damaged`; what the file system reports.
  @inline(__always) func page(
    _ unit: Int, _ kind: RunPageHeader.Kind, of table: UInt8, _ age: PageAge
  ) throws(StorageError) -> RunPage {
    guard unit > 0, unit < unitCount else { throw damage(unit) }
    if age.isOutlived(unsafe checked[unit].load(ordering: .relaxed)) { try check(unit) }
    // Reads the header as two words.
    let page = unsafe start + unit * RunLimits.unitBytes
    let first = unsafe UInt64(littleEndian: page.loadUnaligned(as: UInt64.self))
    let second = unsafe UInt64(
      littleEndian: page.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    let units = Int(first >> 48)
    let used = Int(second >> 32)
    guard UInt16(truncatingIfNeeded: first >> 32) == UInt16(kind.rawValue) | UInt16(table) << 8,
      units > 0, units <= unitCount - unit, used >= RunPageHeader.byteCount,
      used <= units * RunLimits.unitBytes
    else { throw damage(unit) }
    return unsafe RunPage(
      start: page, count: Int(second & 0xFFFF_FFFF), usedByteCount: used,
      byteCount: units * RunLimits.unitBytes)
  }

  /// Whether the page at a unit was checked, recently enough for `age`.
  @inline(__always) func isChecked(_ unit: Int, _ age: PageAge) -> Bool {
    guard unit > 0, unit < unitCount else { return false }
    return unsafe !age.isOutlived(checked[unit].load(ordering: .relaxed))
  }

  /// Whether all given bits are set in the 64 bytes at an offset of a checked unit. Each bit is
  /// numbered by nine bits of `bits`. The header of the page is not read again: it is in another
  /// cache line.
  @inline(__always) func hasBits(_ bits: UInt64, count: Int, in unit: Int, at offset: Int) -> Bool {
    precondition(unit < unitCount && offset >= 0 && offset <= RunLimits.unitBytes - 64)
    let block = unsafe start + unit * RunLimits.unitBytes + offset
    var rest = bits
    // All bits are in one cache line, so reading them costs less than a mispredicted branch.
    var all: UInt8 = 1
    for _ in 0..<count {
      let bit = Int(rest & 511)
      all &= unsafe block.load(fromByteOffset: bit >> 3, as: UInt8.self) >> UInt8(bit & 7)
      rest >>= 9
    }
    return all == 1
  }

  /// Starts to load the memory at an offset of a unit. Nothing is read: an address outside of the
  /// mapping does no harm.
  @inline(__always) func prefetch(_ unit: Int, _ offset: Int) {
    unsafe ledger_prefetch(start + unit &* RunLimits.unitBytes + offset)
  }

  /// Checks the page that begins at a unit, whatever its kind. Returns its length in units.
  @inline(never) @discardableResult func check(_ unit: Int) throws(StorageError) -> Int {
    guard let file, !isChecked(unit, .any) else {
      let page = unsafe start + unit * RunLimits.unitBytes
      let units = try length(
        of: unsafe RawSpan(_unsafeStart: page, byteCount: RunLimits.unitBytes), unit)
      try check(
        unsafe RawSpan(_unsafeStart: page, byteCount: units * RunLimits.unitBytes), unit)
      return units
    }
    var bytes: [UInt8] = []
    let offset = UInt64(unit) * UInt64(RunLimits.unitBytes)
    var count = try file.read(RunLimits.unitBytes, at: offset, into: &bytes)
    guard count == RunLimits.unitBytes else { throw damage(unit) }
    let units = try length(of: bytes.rawSpan, unit)
    if units > 1 {
      count = try file.read(units * RunLimits.unitBytes, at: offset, into: &bytes)
      guard count == units * RunLimits.unitBytes else { throw damage(unit) }
    }
    try check(bytes.rawSpan, unit)
    return units
  }

  /// The length in units that a page states, if it is possible.
  private func length(of page: RawSpan, _ unit: Int) throws(StorageError) -> Int {
    let units = Int(page.integer(at: 6, as: UInt16.self))
    guard units > 0, units <= min(RunLimits.pageUnitsMax, unitCount - unit) else {
      throw damage(unit)
    }
    return units
  }

  private func check(_ page: RawSpan, _ unit: Int) throws(StorageError) {
    let checksum = RunPageHeader.checksum(page, unit: unit, headerChecksum: headerChecksum)
    guard page.integer(at: 0) == checksum || Canary.isPlanted(.uncheckedChecksum) else {
      throw damage(unit)
    }
    unsafe checked[unit].store(PageAge.now, ordering: .relaxed)
  }

  /// The error for a page with wrong content.
  @inline(never) func damage(_ unit: Int) -> StorageError {
    StorageError(
      .damaged, "page \(unit) of the run is not what was written", path: path,
      offset: UInt64(clamping: unit) * UInt64(RunLimits.unitBytes))
  }
}
