import LedgerTestSupport
import Testing

@testable import LedgerStorage

@Suite struct ChainTests {
  @Test func `a chain file that is missing or unreadable is made again, equal to the byte`() throws
  {
    let system = SimulatedFileSystem(seed: 61)
    let store = try Session.create(in: system)
    for _ in 0..<60 { try Session.append(to: store) }
    try Sealing.sealAll(in: store)
    try store.close()
    let files = system.files()
    let chains = files.keys.filter { $0.hasSuffix(".idx") }.sorted()
    #expect(chains.count > 3)

    // One is missing, one has rotted in its blocks, one in its footer; the others are sound.
    system.remove(chains[0])
    for (path, offset) in [(chains[1], 130), (chains[2], -30)] {
      var bytes = try #require(files[path])
      bytes[offset < 0 ? bytes.count + offset : offset] ^= 4
      system.setBytes(bytes, of: path)
    }
    let damaged = system.files()
    let problems = try LogStore.inspect(at: Session.path, in: system).problems
    #expect(problems.map(\.path) == Array(chains[..<3]))
    #expect(problems.allSatisfy { $0.severity == .note && $0.what.contains("derived") })

    let reader = try Session.open(in: system, .reading)
    let writer = try Session.open(in: system)
    for store in [reader, writer] {
      #expect(store.segmentsWithoutChain().count == 1)
      #expect(try Session.check(store) == store.nextSequence)
      let missing = store.segmentsWithoutChain()
      #expect(missing == (try store.segments().filter { $0.chain == nil }.map(\.range)))
      #expect(missing.count == 3)
      for range in missing {
        var columns = try store.beginChain(range)
        #expect(throws: StorageError.self) { try store.installChain(columns) }
        try Sealing.fill(&columns, [.chain])
        try store.installChain(columns)
        let block = try #require(
          try store.entries(containing: range.lowerBound).flatMap {
            if case .block(let block) = $0 { block } else { nil }
          })
        #expect(block.hasChain && Sealing.isRight(block))
      }
      #expect(store.segmentsWithoutChain().isEmpty)
      #expect(try Session.check(store) == store.nextSequence)
      #expect(try store.segments().allSatisfy { $0.chain != nil })
      if store === reader { #expect(system.files() == damaged) }
    }
    try writer.close()
    for path in chains { #expect(system.files()[path] == files[path]) }
    #expect(try LogStore.inspect(at: Session.path, in: system).problems.isEmpty)
  }

  @Test func `a chain file that cannot be written changes nothing`() throws {
    let system = SimulatedFileSystem(seed: 62)
    let store = try Session.create(in: system)
    for _ in 0..<30 { try Session.append(to: store) }
    try Sealing.sealAll(in: store)
    try store.close()
    let path = try #require(system.files().keys.first { $0.hasSuffix(".idx") })
    system.remove(path)
    let again = try Session.open(in: system)
    let range = again.segmentsWithoutChain()[0]
    var columns = try again.beginChain(range)
    try Sealing.fill(&columns, [.chain])
    for kind in [SimulatedCall.create, .write, .sync, .rename] {
      let names = try system.list(Session.path).sorted()
      system.inject(SimulatedFault(kind, errorNumber: 28))
      let error = #expect(throws: StorageError.self) { try again.installChain(columns) }
      #expect(error?.category == .full && again.segmentsWithoutChain() == [range])
      #expect(try system.list(Session.path).sorted() == names)
    }
    try Session.append(to: again)
    try again.installChain(columns)
    #expect(again.segmentsWithoutChain().isEmpty)
    #expect(try Session.check(again) == again.nextSequence)
  }
}
