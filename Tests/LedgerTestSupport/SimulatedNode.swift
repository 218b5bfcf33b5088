/// The content of a simulated file, as a running system sees it, and what may be left of it after a
/// power cut.
struct SimulatedNode: Sendable {
  static let sectorByteCount = 512

  private(set) var bytes: [UInt8] = []
  /// The length that the last sync made durable.
  private var durableByteCount = 0
  /// For each sector written since the last sync: the durable content, then every content since.
  private var pending: [Int: [[UInt8]]] = [:]
  /// The same for sectors that a failed sync dropped: no later sync includes them, unless they are
  /// written again.
  private var dropped: [Int: [[UInt8]]] = [:]
  /// The open file that holds the lock.
  var lockOwner: Int?

  mutating func write(_ new: [UInt8], at offset: Int) {
    if new.isEmpty { return }
    let sectors =
      offset / Self.sectorByteCount...(offset + new.count - 1) / Self.sectorByteCount
    for sector in sectors where pending[sector] == nil {
      pending[sector] = dropped[sector] ?? [content(of: sector)]
    }
    if bytes.count < offset + new.count {
      bytes += [UInt8](repeating: 0, count: offset + new.count - bytes.count)
    }
    bytes.replaceSubrange(offset..<offset + new.count, with: new)
    for sector in sectors {
      let content = content(of: sector)
      pending[sector]?.append(content)
    }
  }

  mutating func allocate(upTo end: Int) {
    if bytes.count < end { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
  }

  mutating func sync() {
    for sector in pending.keys { dropped[sector] = nil }
    pending = [:]
    durableByteCount = bytes.count
  }

  mutating func failSync() {
    dropped.merge(pending) { _, newer in newer }
    pending = [:]
  }

  /// The content of the medium after a power cut: each sector has any of its contents since it was
  /// last durable.
  func afterPowerCut(_ random: inout SeededGenerator) -> SimulatedNode {
    var node = SimulatedNode()
    node.bytes = bytes
    if random.coin() { node.bytes = Array(bytes.prefix(durableByteCount)) }
    let unsure = dropped.merging(pending) { _, newer in newer }
    // Some crashes keep nearly everything, some nearly nothing, some a mixture.
    let bias = random.index(3)
    for sector in unsure.keys.sorted() {
      guard let versions = unsure[sector] else { continue }
      let index =
        switch bias {
        case 0: random.index(versions.count)
        case 1: random.index(8) == 0 ? random.index(versions.count) : 0
        default: random.index(8) == 0 ? random.index(versions.count) : versions.count - 1
        }
      let start = sector * Self.sectorByteCount
      let end = min(start + Self.sectorByteCount, node.bytes.count)
      if start < end {
        node.bytes.replaceSubrange(start..<end, with: versions[index].prefix(end - start))
      }
    }
    node.durableByteCount = node.bytes.count
    return node
  }

  /// The same file for the next process: what was not synced stays unsynced.
  func afterProcessKill() -> SimulatedNode {
    var node = self
    node.lockOwner = nil
    return node
  }

  /// Replaces the content, as rot or an operator would.
  mutating func overwrite(_ new: [UInt8]) {
    self = SimulatedNode()
    bytes = new
    durableByteCount = new.count
  }

  private func content(of sector: Int) -> [UInt8] {
    let start = sector * Self.sectorByteCount
    var content = Array(
      bytes[min(start, bytes.count)..<min(start + Self.sectorByteCount, bytes.count)])
    content += [UInt8](repeating: 0, count: Self.sectorByteCount - content.count)
    return content
  }
}
