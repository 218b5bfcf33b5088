import Glibc
import LedgerTestSupport
import Testing

@testable import LedgerStorage

/// Something that is not a file has the name of a file that is not essential.
@Suite struct ObstacleTests {
  enum Obstacle: CaseIterable {
    case directory, pipe, link, brokenLink

    func put(at path: String) -> Bool {
      unlink(path)
      switch self {
      case .directory: return mkdir(path, 0o777) == 0
      case .pipe: return mkfifo(path, 0o666) == 0
      case .link: return symlink("/etc/passwd", path) == 0
      case .brokenLink: return symlink("nothing", path) == 0
      }
    }
  }

  private let system = PosixFileSystem()

  @Test(arguments: Obstacle.allCases)
  func `it stops neither readers nor writers, and nothing is written through it`(
    obstacle: Obstacle
  ) throws {
    let scratch = try TestDirectory()
    let path = "\(scratch.path)/ledger"
    let first = try Session.create(in: system, at: path)
    for _ in 0..<40 {
      try first.reserve()
      try Session.append(to: first)
    }
    try first.sync()
    #expect(try Sealing.sealNext(in: first))
    let generation = first.view.withLock { $0.manifest.generation }
    let segment = try #require(first.view.withLock { $0.segments.first })
    let chain = segment.record.chainName.description
    let run = RunName(range: 0..<2).description
    try first.close()
    let next = FileName.manifest(generation: generation + 1)
    for name in [FileName.ack, chain, run, next + ".tmp", chain + ".tmp"] {
      try #require(obstacle.put(at: "\(path)/\(name)"), "\(name)")
    }

    let reader = try Session.open(in: system, at: path, .reading)
    #expect(try Session.check(reader) == first.nextSequence)
    let found = try reader.openRuns()
    #expect(found.runs.isEmpty && found.problems.count == 1)
    let writer = try Session.open(in: system, at: path)
    try writer.dropUnreadableChains()
    #expect(writer.segmentsWithoutChain() == [segment.range])
    var columns = try writer.beginChain(segment.range)
    try Sealing.fill(&columns, [.chain])
    try writer.installChain(columns)
    var made = RunWriter(range: 0..<2, ledgerID: writer.ledgerID)
    try made.append(1, 2, [3].rawSpan)
    try writer.installRun(made.finish(), range: 0..<2, syncing: true)
    try Session.append(to: writer)
    try writer.endLog(ifAtLeast: 0)
    try Sealing.sealAll(in: writer)
    try writer.close()

    let again = try Session.open(in: system, at: path)
    #expect(again.recovery.endsWithClose && again.segmentsWithoutChain().isEmpty)
    #expect(try Session.check(again) == writer.nextSequence)
    let runs = try again.openRuns()
    #expect(runs.runs.count == 1 && runs.problems.isEmpty)
    try again.close()
    #expect(try system.status(of: "\(path)/nothing") == nil)
    let problems = try LogStore.inspect(at: path, in: system).problems
    #expect(problems.allSatisfy { $0.severity == .note })
  }
}
