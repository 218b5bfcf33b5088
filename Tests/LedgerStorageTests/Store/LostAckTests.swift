import LedgerStorage
import LedgerTestSupport
import Testing

/// What readers see while `ack` names less than is durable, or nothing.
@Suite struct LostAckTests {
  @Test func `beside a writer that opens, a reader sees all that it saw before`() throws {
    let system = SimulatedFileSystem(seed: 5)
    let writer = try Session.create(in: system)
    for _ in 0..<6 { try Session.append(to: writer) }
    try writer.sync()
    let killed = system.afterCrash(.processKill, seed: 1)
    // As after a power cut: `ack` is not synced.
    killed.remove("\(Session.path)/ack")
    let seen = Locked<[UInt64]>([])
    let hooked = HookedFileSystem(base: killed) { path in
      guard path.hasSuffix("/ack") else { return }
      let reader = try? Session.open(in: killed, .reading)
      seen.withLock { $0.append(reader?.nextSequence ?? 0) }
    }
    let next = try Session.open(in: hooked)
    #expect(seen.withLock { $0 } == [writer.nextSequence])
    #expect(next.nextSequence == writer.nextSequence)
    #expect(try Session.open(in: killed, .reading).recovery.verdict == .beingWritten)
  }

  @Test
  func `where ack is lost under a writer, readers see what its frames vouch for, and it stops`()
    throws
  {
    let system = SimulatedFileSystem(seed: 6)
    let writer = try Session.create(in: system)
    var ends: [UInt64] = []
    for _ in 0..<4 {
      try writer.reserve()
      try Session.append(to: writer)
      try writer.sync()
      ends.append(writer.nextSequence)
    }
    system.remove("\(Session.path)/ack")
    #expect(try Session.open(in: system, .reading).nextSequence == ends[2])
    try writer.reserve()
    try Session.append(to: writer)
    let error = #expect(throws: StorageError.self) { try writer.sync() }
    #expect(error?.category == .poisoned && error?.what.contains("ack") == true)
  }
}
