import LedgerTestSupport
import Testing

@testable import LedgerStorage

/// A log in memory, with changes that are made to it before recovery reads it.
private struct TestLog {
  let header = WorkedExample.logHeader
  var bytes: [UInt8]
  var position: LogPosition
  /// The start of each frame, and at last that of the next one.
  var starts = [512]
  private var writer = FrameWriter()

  init() {
    bytes = WorkedExample.logHeader.encoded()
    bytes += [UInt8](repeating: 0, count: 16_384 - bytes.count)
    position = LogPosition(startOf: header)
  }

  /// Adds a frame of some sectors that states that the log was durable up to `durable`.
  mutating func add(
    sectors: Int, durable: Int = 512, _ kind: FrameHeader.Kind = .entries, seed: UInt64 = 9
  ) {
    var random = SeededGenerator(seed: seed &+ UInt64(starts.count))
    let length = kind == .close ? 0 : sectors * 504 - 64 - random.index(300)
    let body = (0..<length).map { _ in UInt8.random(in: 1...255, using: &random) }
    let frame = writer.make(
      kind, body: body.rawSpan, entryCount: kind == .close ? 0 : 2, clock: 100,
      durableOffset: durable, at: position)
    let sectors = writer.sectors.withUnsafeBytes { Array($0) }
    bytes.replaceSubrange(frame.offset..<frame.end, with: sectors)
    position.advance(past: frame)
    starts.append(frame.end)
  }

  /// Removes a sector of a frame, as if it had not been written.
  mutating func lose(_ frame: Int, sector: Int) {
    let start = starts[frame] + sector * 512
    bytes.replaceSubrange(start..<start + 512, with: repeatElement(0, count: 512))
  }

  /// Changes a bit in a sector of a frame.
  mutating func rot(_ frame: Int, sector: Int, byte: Int = 100) {
    bytes[starts[frame] + sector * 512 + byte] ^= 4
  }

  func ack(_ frame: Int, sequence: UInt64) -> Ack {
    Ack(logID: header.fileID.high, durableOffset: UInt64(starts[frame]), nextSequence: sequence)
  }

  func recover(_ ack: Ack? = nil) -> Recovery {
    Recovery(of: bytes.rawSpan, header: header, ack: ack)
  }
}

@Suite struct RecoveryTests {
  /// Three frames of one, three and four sectors.
  private func threeFrames(durable: [Int] = [512, 512, 512]) -> TestLog {
    var log = TestLog()
    for (sectors, durable) in zip([1, 3, 4], durable) {
      log.add(sectors: sectors, durable: durable)
    }
    return log
  }

  private func expect(
    _ recovery: Recovery, _ verdict: Recovery.Verdict, x: Int, d: Int, z: Int, v: Int? = nil,
    _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(recovery.verdict == verdict, sourceLocation: location)
    #expect(recovery.position.offset == x, "X", sourceLocation: location)
    #expect(recovery.durableEnd == d, "D", sourceLocation: location)
    #expect(recovery.tailEnd == z, "Z", sourceLocation: location)
    #expect((recovery.damage != nil) == (verdict == .damaged), sourceLocation: location)
    if let v { #expect(recovery.unprovenStart == v, "V", sourceLocation: location) }
  }

  @Test func `a sound log ends where its frames end`() {
    expect(TestLog().recover(), .end, x: 512, d: 512, z: 512, v: 512)
    var log = threeFrames()
    expect(log.recover(), .end, x: 4608, d: 512, z: 4608, v: 512)
    expect(log.recover(log.ack(2, sequence: 4)), .end, x: 4608, d: 2560, z: 4608, v: 2560)
    expect(log.recover(log.ack(3, sequence: 6)), .end, x: 4608, d: 4608, z: 4608, v: 4608)
    #expect(log.recover().frames.map(\.offset) == [512, 1024, 2560])
    #expect(log.recover().position == log.position)
    // A close frame vouches for everything before it, and not for itself.
    log.add(sectors: 1, durable: 4608, .close)
    expect(log.recover(), .end, x: 5120, d: 5120, z: 5120, v: 4608)
    expect(log.recover(log.ack(4, sequence: 6)), .end, x: 5120, d: 5120, z: 5120, v: 5120)
    #expect(log.recover().position.isAfterClose && log.recover().frames.count == 3)
  }

  @Test(arguments: 0..<4) func `a frame without one of its sectors is torn`(sector: Int) {
    var log = threeFrames()
    log.lose(2, sector: sector)
    let recovery = log.recover(log.ack(2, sequence: 4))
    expect(recovery, .torn, x: 2560, d: 2560, z: 4608, v: 2560)
  }

  @Test func `a frame of which nothing was written leaves the end`() {
    var log = threeFrames()
    for sector in 0..<4 { log.lose(2, sector: sector) }
    expect(log.recover(), .end, x: 2560, d: 512, z: 2560)
  }

  @Test func `a later frame without an earlier one is torn`() {
    var log = threeFrames()
    log.lose(0, sector: 0)
    expect(log.recover(), .torn, x: 512, d: 512, z: 4608)
  }

  @Test func `rot in frames that nothing vouches for is ambiguous`() {
    for (frame, x, byte) in [(2, 2560, 100), (2, 2560, 3), (1, 1024, 400), (0, 512, 20)] {
      var log = threeFrames()
      log.rot(frame, sector: 0, byte: byte)
      expect(log.recover(), .ambiguous, x: x, d: 512, z: 4608)
    }
  }

  @Test func `a frame that does not follow on is ambiguous`() {
    var log = threeFrames()
    var other = threeFrames()
    other.add(sectors: 2, seed: 1)
    var another = TestLog()
    for (sectors, seed) in zip([1, 3, 4], [21, 22, 23] as [UInt64]) {
      another.add(sectors: sectors, seed: seed)
    }
    another.add(sectors: 2, seed: 2)
    // At the same offset and with the right stamps, but after other frames.
    log.bytes.replaceSubrange(4608..<5632, with: another.bytes[4608..<5632])
    expect(log.recover(), .ambiguous, x: 4608, d: 512, z: 5632)
    log.bytes.replaceSubrange(4608..<5632, with: other.bytes[4608..<5632])
    expect(log.recover(), .end, x: 5632, d: 512, z: 5632)
  }

  @Test func `what a later frame, a close frame or ack vouches for is damaged`() {
    var log = threeFrames(durable: [512, 1024, 2560])
    log.rot(1, sector: 2)
    expect(log.recover(), .damaged, x: 1024, d: 2560, z: 4608)
    log.lose(1, sector: 1)
    expect(log.recover(), .damaged, x: 1024, d: 2560, z: 4608)

    log = threeFrames()
    log.rot(2, sector: 3)
    expect(log.recover(log.ack(3, sequence: 6)), .damaged, x: 2560, d: 4608, z: 4608)
    for sector in 0..<4 { log.lose(2, sector: sector) }
    expect(log.recover(log.ack(3, sequence: 6)), .damaged, x: 2560, d: 4608, z: 2560)
    log.bytes.removeSubrange(2560...)
    expect(log.recover(log.ack(3, sequence: 6)), .damaged, x: 2560, d: 4608, z: 2560)

    log = threeFrames()
    log.add(sectors: 1, durable: 4608, .close)
    log.rot(2, sector: 1)
    expect(log.recover(), .damaged, x: 2560, d: 5120, z: 5120)
  }

  @Test func `an ack that does not fit the frames is damage, one of another log says nothing`() {
    let log = threeFrames()
    #expect(log.recover(log.ack(2, sequence: 5)).verdict == .damaged)
    var ack = log.ack(2, sequence: 4)
    ack.durableOffset = 1536
    #expect(log.recover(ack).verdict == .damaged)
    ack.durableOffset = .max
    #expect(log.recover(ack).verdict == .damaged)
    ack.durableOffset = 0
    #expect(log.recover(ack).verdict == .damaged)
    ack.logID ^= 1
    expect(log.recover(ack), .end, x: 4608, d: 512, z: 4608, v: 512)
  }

  @Test func `a stray bit in the zeros is torn or ambiguous, and costs nothing`() {
    var log = threeFrames()
    log.bytes[4608 + 17] = 1
    expect(log.recover(), .ambiguous, x: 4608, d: 512, z: 5120)
    log.bytes[4608 + 17] = 0
    log.bytes[6000] = 1
    expect(log.recover(), .torn, x: 4608, d: 512, z: 6144)
    // Also in the bytes after the last whole sector.
    log = threeFrames()
    log.bytes += [0, 0, 7]
    expect(log.recover(), .torn, x: 4608, d: 512, z: 16_387)
  }

  @Test func `whatever happens to the bytes, only frames that were written come out`() {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededGenerator(seed: seed)
    for round in 0..<1_500 {
      var log = TestLog()
      var durable = 512
      for _ in 0..<random.index(6) {
        if random.coin() { durable = log.position.offset }
        log.add(sectors: 1 + random.index(4), durable: durable, seed: random.next())
      }
      if random.index(4) == 0 { log.add(sectors: 1, durable: log.position.offset, .close) }
      let sound = log.recover()
      let ack = random.coin() ? log.ack(0, sequence: 0) : nil
      for _ in 0...random.index(3) {
        switch random.index(3) {
        case 0: log.bytes[512 + random.index(5_000)] = UInt8(truncatingIfNeeded: random.next())
        case 1:
          let (from, to) = (1 + random.index(10), 1 + random.index(10))
          let sector = log.bytes[from * 512..<from * 512 + 512]
          log.bytes.replaceSubrange(to * 512..<to * 512 + 512, with: sector)
        default:
          let start = 512 * (1 + random.index(10))
          log.bytes.replaceSubrange(start..<start + 512, with: repeatElement(0, count: 512))
        }
      }
      let found = log.recover(ack)
      #expect(
        sound.frames.starts(with: found.frames) && found.position.offset <= sound.position.offset,
        "seed \(seed), round \(round)")
      #expect(
        found.tailEnd >= found.position.offset && found.unprovenStart <= found.position.offset)
      #expect((found.verdict == .damaged) == (found.position.offset < found.durableEnd))
      if found.verdict == .end {
        #expect(log.bytes[found.position.offset...].allSatisfy { $0 == 0 })
      }
    }
  }
}
