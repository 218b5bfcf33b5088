import Glibc
import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

/// A ledger that is open during a fork of its process.
@Suite struct ForkTests {
  /// Returns the result of `body` in a child of fork(2), or nil if the child was killed or hung.
  private func inChild(_ body: () -> Int32) throws -> Int32? {
    // Swift hides it, for the good reason that this test is about.
    let symbol = try #require(dlsym(nil, "fork"))
    let fork = unsafeBitCast(symbol, to: (@convention(c) () -> pid_t).self)
    let child = fork()
    if child == 0 {
      alarm(20)
      _exit(body())
    }
    var status: Int32 = 0
    try #require(waitpid(child, &status, 0) == child)
    return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
  }

  @Test func `the child is told to open it again, changes nothing, and never waits`() throws {
    let directory = try TestDirectory()
    let path = directory.path
    let member = try #require(MemberIdentifier("m"))
    func post(_ ledger: Ledger, _ number: Int) throws {
      let reference = try #require(Reference("r\(number)"))
      _ = try ledger.post(.earn(Points(minorUnits: 5), for: member, reference: reference))
    }
    var options = Ledger.Options()
    options.flushInterval = 4
    // Runs made by the parent meanwhile would be taken for the child's.
    options.sealing = .inline
    var ledger: Ledger? = try Ledger.create(at: path, options: options)
    let parent = try #require(ledger)
    for number in 0..<40 { try post(parent, number) }
    // The pipeline's own thread, which waits, and does not exist in a child.
    let pending = parent.handOver(parent.makeBatch())
    _ = pending
    let files = try PosixFileSystem().list(path).sorted()

    let failures = try inChild {
      var failures: Int32 = 0
      func check(_ body: () throws -> Void) {
        do {
          try body()
          failures += 1
        } catch {
          if (error as? LedgerError)?.code != .closed { failures += 1 }
        }
      }
      check { try post(parent, 1000) }
      check { _ = try parent.balance(of: member) }
      check { _ = try parent.preview(each: []) }
      check { _ = try parent.history(of: member) }
      check { _ = try parent.entry(at: SequenceNumber(1)) }
      check { try parent.forEachEntry { _ in true } }
      check { _ = try parent.info() }
      check { _ = try parent.balances() }
      check { _ = try parent.stateDigest() }
      check { _ = try parent.replay() }
      check { try parent.sync() }
      check { try parent.close() }
      check { _ = try Ledger.open(at: path) }
      _ = parent.units
      _ = parent.indexNotes
      return failures
    }
    // The last one is refused because of the parent's lock, and so counts.
    #expect(failures == 1)
    #expect(try PosixFileSystem().list(path).sorted() == files)

    try post(parent, 1001)
    #expect(try parent.balance(of: member)?.available == Points(minorUnits: 41 * 5))
    ledger = nil
    try parent.close()
    #expect(Ledger.verify(at: path).isSound)
  }

  @Test func `a child that lets it go waits for nobody, and keeps no lock`() throws {
    let directory = try TestDirectory()
    let path = directory.path
    var slot: Ledger? = try Ledger.create(at: path)
    _ = slot?.handOver(try #require(slot).makeBatch())
    let left = try inChild {
      slot = nil
      return 7
    }
    #expect(left == 7)
    #expect(slot?.nextSequence == SequenceNumber(1))
    try slot?.close()
    slot = nil
    try Ledger.open(at: path).close()
  }
}
