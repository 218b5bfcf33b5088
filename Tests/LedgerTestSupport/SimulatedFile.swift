internal import Glibc
internal import LedgerStorage

/// An open file of a simulated file system.
final class SimulatedFile: File {
  private let system: SimulatedFileSystem
  private let path: String
  private let node: Int
  private let id: Int
  private let isWritable: Bool
  private let isClosed = Locked(false)

  init(_ system: SimulatedFileSystem, path: String, node: Int, id: Int, isWritable: Bool) {
    self.system = system
    self.path = path
    self.node = node
    self.id = id
    self.isWritable = isWritable
  }

  deinit { release() }

  func read(
    _ count: Int, at offset: UInt64, into buffer: inout [UInt8]
  ) throws(StorageError) -> Int {
    let bytes = try perform(.read) { node in
      let start = min(Int(clamping: offset), node.bytes.count)
      return Array(node.bytes[start..<min(start + count, node.bytes.count)])
    }
    if buffer.count < count { buffer = [UInt8](repeating: 0, count: count) }
    buffer.replaceSubrange(0..<bytes.count, with: bytes)
    return bytes.count
  }

  func write(_ bytes: RawSpan, at offset: UInt64) throws(StorageError) {
    let bytes = bytes.withUnsafeBytes { Array($0) }
    guard isWritable else { throw SimulatedFileSystem.error(9, path) }
    let node = node
    try perform(.write) { state in
      // Really whole pages; at least never half a sector.
      let end = Int(offset) + state.random.index(bytes.count + 1)
      let part = Array(bytes.prefix(max(0, end / 512 * 512 - Int(offset))))
      state.nodes[node]?.write(part, at: Int(offset))
    } _: {
      $0.write(bytes, at: Int(offset))
    }
  }

  func allocate(_ range: Range<UInt64>) throws(StorageError) -> Bool {
    try perform(.allocate) { $0.allocate(upTo: Int(range.upperBound)) }
    return true
  }

  func size() throws(StorageError) -> UInt64 { try perform(.size) { UInt64($0.bytes.count) } }

  func identity() throws(StorageError) -> FileIdentity {
    let node = node
    return try perform(.status) { (_) in .simulated(node) }
  }

  func syncData() throws(StorageError) { try sync(.syncData) }

  func sync() throws(StorageError) { try sync(.sync) }

  private func sync(_ call: SimulatedCall) throws(StorageError) {
    let node = node
    // Outside of the lock, so that other calls go on meanwhile.
    let delay = system.state.withLock { $0.syncDelay }
    if delay > 0 { usleep(delay) }
    try perform(call) {
      $0.nodes[node]?.failSync()
    } _: {
      $0.sync()
    }
  }

  func close() throws(StorageError) {
    if isClosed.withLock({ $0 }) { return }
    release()
    try system.perform(.close, path) { (_) throws(StorageError) in }
  }

  func tryLock() throws(StorageError) -> Bool {
    let id = id
    return try perform(.lock) { node in
      if let owner = node.lockOwner, owner != id { return false }
      node.lockOwner = id
      return true
    }
  }

  func isLockedByAnother() throws(StorageError) -> Bool {
    let id = id
    return try perform(.queryLock) { $0.lockOwner.map { $0 != id } ?? false }
  }

  private func release() {
    isClosed.withLock { $0 = true }
    system.state.withLock { state in
      if state.nodes[node]?.lockOwner == id { state.nodes[node]?.lockOwner = nil }
    }
  }

  private func perform<Result: Sendable>(
    _ call: SimulatedCall, partial: (inout SimulatedFileSystem.State) -> Void = { _ in },
    _ body: (inout SimulatedNode) -> Result
  ) throws(StorageError) -> Result {
    if isClosed.withLock({ $0 }) { throw SimulatedFileSystem.error(9, path) }
    return try system.perform(call, path, partial: partial) { (state) throws(StorageError) in
      guard var node = state.nodes.removeValue(forKey: self.node) else {
        throw SimulatedFileSystem.error(5, path)
      }
      defer { state.nodes[self.node] = node }
      return body(&node)
    }
  }
}
