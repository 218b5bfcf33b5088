import LedgerTestSupport

@testable import LedgerStorage
@testable import PointsLedger

/// Changes the content of the files of a sealed range, with correct checksums.
struct SealedForger {
  /// The content of a file.
  struct Content {
    /// The chunks of each block.
    var blocks: [[ColumnChunk]] = []
    var lastClock: Int64
    var summary: [UInt8]
  }

  private let system: SimulatedFileSystem
  private let manifest: Manifest
  private let segment: Segment

  /// A forger for the first sealed range.
  init(_ system: SimulatedFileSystem) throws {
    self.system = system
    let store = try LogStore.open(at: Shop.path, in: system, mode: .reading, now: 0)
    manifest = store.view.withLock { $0.manifest }
    segment = store.view.withLock { $0.segments[0] }
  }

  func content(_ kind: SealedKind) throws -> Content {
    let contents = try self.contents(kind)
    var content = Content(
      lastClock: contents.footer.lastClock, summary: contents.footer.summary)
    for number in 0..<ColumnLimits.blockCount(of: segment.range) {
      var chunks: [ColumnChunk] = []
      for region in kind.regions {
        let block = try block(number, region, kind)
        for (column, _) in block.columns {
          chunks.append(
            ColumnChunk(region: region, column: column, bytes: block.chunk(column) ?? []))
        }
      }
      content.blocks.append(chunks)
    }
    return content
  }

  /// A copy of the ledger in which the file has this content.
  func forge(_ kind: SealedKind, _ content: Content) throws -> SimulatedFileSystem {
    var builder = ColumnFileBuilder(kind, header: try contents(kind).header)
    for chunks in content.blocks { _ = builder.append(chunks) }
    guard
      let file = builder.finish(
        range: segment.range, lastClock: content.lastClock, summary: content.summary)
    else { throw StorageError(.misuse, "too long", path: Shop.path) }
    let copy = system.copy()
    func record(_ old: SealedRecord) -> SealedRecord {
      old.kind != kind
        ? old
        : SealedRecord(
          kind: kind, checksum: file.checksum, range: old.range, byteCount: file.byteCount,
          fileID: old.fileID, birthGeneration: old.birthGeneration)
    }
    let old = segment.record
    let name = kind == .segment ? old.segment.name : kind == .text ? old.text.name : old.chainName
    copy.setBytes(Array(file.parts.joined()), of: "\(Shop.path)/\(name)")
    var manifest = manifest
    manifest.segments[0] = SegmentRecord(segment: record(old.segment), text: record(old.text))
    copy.setBytes(
      manifest.encoded(),
      of: "\(Shop.path)/\(FileName.manifest(generation: manifest.generation))")
    return copy
  }

  private func contents(_ kind: SealedKind) throws -> ColumnFile.Contents {
    switch kind {
    case .segment: try segment.segment.contents()
    case .text: try segment.text.contents()
    case .chain: try segment.chainContents() ?? segment.segment.contents()
    }
  }

  private func block(
    _ number: Int, _ region: ColumnRegion, _ kind: SealedKind
  ) throws -> ColumnBlock {
    let found: ColumnBlock? =
      switch kind {
      case .segment: try segment.segment.block(number, of: region)
      case .text: try segment.text.block(number, of: region)
      case .chain: try segment.chainBlock(number)
      }
    guard let found else { throw StorageError(.damaged, "no chain file", path: Shop.path) }
    return found
  }
}
