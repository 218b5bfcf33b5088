import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("A full disk: ledgerFull is an answer, and posting goes on once there is room")
struct FullDiskTests {
  /// Creates a ledger whose log grows every few posts, and tries each post on a full disk first.
  @Test("nothing is decided, nothing is lost, whatever the post that finds no room")
  func everyPost() throws {
    let disk = FullDisk(SimulatedFileSystem())
    let shop = try Shop {
      $0.fileSystem = disk
      $0.limits = LogLimits(
        bodyBytes: 2_000, logBytes: 16_384, initialBytes: 6_000, growthBytes: 1_024)
    }
    var posted = 0
    var refused = 0
    for index in 0..<120 {
      let post = Post.earn(
        1, for: .anna, reference: .named("e\(index)"),
        texts: EntryTexts(memo: String(repeating: "m", count: 300)))
      disk.setFull(true)
      let digest = try shop.ledger.stateDigest()
      var answer: Answer
      do { answer = try shop.ledger.post(post) } catch {
        Issue.record("post \(index) on a full disk: \(error)")
        return
      }
      if let refusal = answer.refusal {
        #expect(refusal.code == .ledgerFull && refusal.sequence == nil)
        #expect(try shop.ledger.stateDigest() == digest)
        #expect(try shop.ledger.entry(reference: post.reference) == nil)
        refused += 1
        disk.setFull(false)
        answer = try shop.ledger.post(post)
      }
      #expect(answer.name == "posted")
      posted += 1
      #expect(try shop.balance(.anna).available == .of(posted))
    }
    #expect(refused > 5, "the disk was never full: nothing was tested")
    try shop.reopen()
    #expect(try shop.balance(.anna).available == .of(posted))
    #expect(shop.verify().problems == [])
  }

  @Test("a batch over several frames is answered post by post: what is posted is durable")
  func batch() throws {
    let disk = FullDisk(SimulatedFileSystem())
    let shop = try Shop {
      $0.fileSystem = disk
      $0.limits = LogLimits(
        bodyBytes: 2_000, logBytes: 16_384, initialBytes: 6_000, growthBytes: 1_024)
    }
    let posts = (0..<60).map {
      Post.earn(
        1, for: .anna, reference: .named("e\($0)"),
        texts: EntryTexts(memo: String(repeating: "m", count: 300)))
    }
    disk.setFull(true)
    let answers = try shop.ledger.post(each: posts)
    let posted = answers.filter { $0.name == "posted" }.count
    #expect(answers.dropFirst(posted).allSatisfy { $0.refusal?.code == .ledgerFull })
    disk.setFull(false)
    #expect(
      try shop.ledger.post(each: posts).map(\.name).filter { $0 == "duplicate" }.count == posted)
    #expect(try shop.balance(.anna).available == 60)
    try shop.reopen()
    #expect(try shop.balance(.anna).available == 60)
  }

  @Test("full for a moment: what comes behind finds it full too, so nothing is decided without it")
  func fullForAMoment() throws {
    for place in 1...6 {
      let shop = try Shop {
        $0.durability = .buffered
        $0.limits = LogLimits(
          bodyBytes: 2_000, logBytes: 16_384, initialBytes: 6_000, growthBytes: 1_024)
      }
      // Each redemption needs the credit before it.
      let posts = (0..<60).map { index -> Post in
        let texts = EntryTexts(memo: String(repeating: "m", count: 300))
        let reference = Reference.named("p\(index)")
        return index % 2 == 0
          ? .earn(1, for: .anna, reference: reference, texts: texts)
          : .redeem(1, from: .anna, reference: reference, texts: texts)
      }
      // The second is for the smaller piece that is tried then.
      shop.system.inject(SimulatedFault(.allocate, number: place, errorNumber: 28))
      shop.system.inject(SimulatedFault(.allocate, number: place, errorNumber: 28))
      let answers =
        try place % 2 == 0 ? shop.ledger.post(each: posts).map(\.name) : names(shop, posts)
      let posted = answers.prefix { $0 == "posted" }.count
      #expect(posted < posts.count, "the disk was never full: nothing was tested")
      #expect(answers.dropFirst(posted).allSatisfy { $0 == "ledgerFull" }, "\(place) \(answers)")
      shop.system.removeFaults()
      let again = try names(shop, posts)
      #expect(again.prefix { $0 == "duplicate" }.count == posted)
      #expect(again.dropFirst(posted).allSatisfy { $0 == "posted" })
      #expect(try shop.split(.anna) == [0, 0, 0, 0])
      try shop.reopen()
      #expect(shop.verify().problems == [])
    }
  }

  @Test("where there is no room to grow far, the ledger grows as far as it needs")
  func aSmallerPiece() throws {
    let shop = try Shop { $0.durability = .buffered }
    shop.system.inject(SimulatedFault(.allocate, number: 1, errorNumber: 28))
    let texts = EntryTexts(memo: String(repeating: "m", count: 1_000))
    for index in 0..<2_000 {
      try shop.accept(.earn(1, for: .anna, reference: .named("e\(index)"), texts: texts))
    }
    #expect(shop.system.failedCalls == [.allocate], "the disk was never full: nothing was tested")
    try shop.reopen()
    #expect(try shop.split(.anna) == [2_000, 0, 0, 0])
  }

  @Test("what is missing, and on which file system, is known after a refusal")
  func spaceStatus() throws {
    let disk = FullDisk(SimulatedFileSystem())
    let shop = try Shop {
      $0.fileSystem = disk
      $0.limits = LogLimits(
        bodyBytes: 2_000, logBytes: 65_536, initialBytes: 6_000, growthBytes: 1_024)
    }
    #expect(try shop.ledger.spaceStatus().neededBytes == 0)
    disk.setFull(true)
    for index in 0..<100 {
      let answer = try shop.ledger.post(.earn(1, for: .anna, reference: .named("e\(index)")))
      if answer.refusal?.code == .ledgerFull { break }
    }
    let status = try shop.ledger.spaceStatus()
    #expect((1...2_560).contains(status.neededBytes))
    #expect(status.fileSystem == "/ (simulated)" && status.path == Shop.path)
    #expect(status.explanation.contains("needs \(status.neededBytes) more"))
    let error = #expect(throws: LedgerError.self) { try shop.ledger.sweep() }
    #expect(error?.message.contains("/ (simulated)") == true)
  }

  private func names(_ shop: Shop, _ posts: [Post]) throws -> [String] {
    let answers = try shop.postInBatch(posts)
    var names = Array(repeating: "posted", count: answers.count)
    for (index, answer) in answers.others {
      switch answer {
      case .posted: break
      case .duplicate: names[index] = "duplicate"
      case .refused(let code, _): names[index] = code.name
      }
    }
    return names
  }

  @Test("a ledger whose derived files are gone opens for writing on a full disk")
  func openWithoutRoomForTheIndex() throws {
    let disk = FullDisk(SimulatedFileSystem())
    let shop = try Shop {
      $0.fileSystem = disk
      $0.flushInterval = 16
    }
    for number in 0..<200 {
      try shop.accept(.earn(1, for: .anna, reference: .named("e\(number)")))
    }
    try shop.ledger.close()
    for name in try disk.list(Shop.path) where name.hasPrefix("run-") {
      try disk.unlink("\(Shop.path)/\(name)")
    }
    disk.setFull(true)
    try shop.open()
    #expect(!shop.ledger.indexNotes.isEmpty)
    #expect(try shop.split(.anna) == [200, 0, 0, 0])
    #expect(try shop.post(.earn(1, for: .anna, reference: .named("e7"))).name == "duplicate")
    disk.setFull(false)
    try shop.accept(.earn(1, for: .anna, reference: .named("more")))
    try shop.reopen()
    #expect(try shop.split(.anna) == [201, 0, 0, 0])
    #expect(shop.verify().problems == [])
  }

  @Test("a sweep and a group on a full disk do nothing, and can be done later")
  func sweepAndGroup() throws {
    let disk = FullDisk(SimulatedFileSystem())
    let shop = try Shop { $0.fileSystem = disk }
    try shop.accept(.earn(9, for: .anna, reference: .named("e"), expires: .day(1)))
    shop.at(.day(1))
    // Fill the reserved space.
    disk.setFull(true)
    let long = EntryTexts(memo: String(repeating: "x", count: 1_024))
    var index = 0
    while index < 200 {
      let posts = (0..<200).map {
        Post.earn(1, for: .ben, reference: .named("b\(index)/\($0)"), texts: long)
      }
      index += 1
      guard let answers = try? shop.ledger.post(atomically: posts) else { break }
      if answers.contains(where: { $0.refusal?.code == .ledgerFull }) {
        #expect(answers.allSatisfy { $0.refusal?.code == .ledgerFull })
        break
      }
    }
    let before = shop.ledger.nextSequence
    let error = #expect(throws: LedgerError.self) { try shop.ledger.sweep() }
    #expect(error?.code == .full)
    #expect(shop.ledger.nextSequence == before)
    disk.setFull(false)
    #expect(try shop.ledger.sweep()[.points]?.expired == 9)
  }
}
