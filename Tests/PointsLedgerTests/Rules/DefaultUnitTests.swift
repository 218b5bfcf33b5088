import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("A unit that is left out is the original's, or else the ledger's first")
struct DefaultUnitTests {
  private static let miles = UnitCode.named("miles")

  private func shop() throws -> Shop {
    let shop = try Shop(more: [UnitDefinition(Self.miles, terms: UnitTerms(scale: 2))])
    try shop.accept(
      .earn(100, for: .anna, reference: .named("e"), unit: Self.miles, expires: .day(9)))
    try shop.accept(
      .hold(60, of: .anna, until: .day(3), reference: .named("h"), unit: Self.miles))
    return shop
  }

  private func posts(_ unit: UnitCode?) -> [Post] {
    [
      .capture(
        20, of: .named("h"), for: .anna, reference: .named("c"), unit: unit, partial: true),
      .reverse(5, of: .named("c"), for: .anna, reference: .named("v"), unit: unit),
      .release(.named("h"), for: .anna, reference: .named("r"), unit: unit),
      .extend(.named("e"), of: .anna, to: .day(99), reference: .named("x"), unit: unit),
    ]
  }

  @Test("capture, reverse, release and extend find the account of their original")
  func original() throws {
    let shop = try shop()
    for post in posts(nil) {
      let receipt = try shop.accept(post)
      #expect(receipt.entry.post.unit == Self.miles)
    }
    #expect(try shop.split(.anna, Self.miles) == [85, 0, 0, 0])
  }

  @Test("a retry may give the unit or leave it out, a preview too; another unit is a conflict")
  func retry() throws {
    for (first, second) in [(nil, Self.miles), (Self.miles, nil)] as [(UnitCode?, UnitCode?)] {
      let shop = try shop()
      for post in posts(first) { try shop.accept(post) }
      for post in posts(second) { #expect(try shop.post(post).name == "duplicate") }
      for post in posts(.points) {
        guard case .referenceConflict(_, let fields) = try shop.refuse(post) else {
          Issue.record("\(post.kind.name) is no conflict")
          continue
        }
        #expect(fields == [.unit])
      }
    }
  }

  @Test("an unknown original leaves the first unit; a named unit that differs is refused")
  func unknown() throws {
    let shop = try shop()
    #expect(
      try shop.refuse(.reverse(of: .named("no"), for: .anna, reference: .named("v1")))
        == .unknownOriginal)
    #expect(try shop.entry(.named("v1")).post.unit == .points)
    #expect(
      try shop.refuse(
        .reverse(of: .named("e"), for: .anna, reference: .named("v2"), unit: .points))
        == .unknownOriginal)
  }

  @Test("a row whose original was posted later, in a unit of another scale, is decided as before")
  func laterOriginal() throws {
    var options = Ledger.Options()
    options.fileSystem = SimulatedFileSystem()
    let ledger = try Ledger.create(
      at: "/ledger", units: [.points, UnitDefinition(Self.miles, terms: UnitTerms(scale: 2))],
      options: options)
    let text = """
      time,kind,member,points,reference,unit,original
      2024-01-01,enroll,a,,e,,
      2024-01-02,reverse,a,5,early,,later
      2024-01-02,earn,a,9,later,miles,
      2024-01-03,reverse,a,1.5,never,,nothing

      """
    for isAgain in [false, true] {
      var importer = Importer(into: ledger)
      let result = importer.run(
        format: .csv, source: InterchangeReader.source(of: Array(text.utf8)))
      #expect(result.rows == 4)
      #expect(result.refusals == (isAgain ? [:] : ["unknownOriginal": 2]))
      #expect(result.duplicates == (isAgain ? 4 : 0))
    }
  }

  @Test("a row's points are read in the scale of its original's unit", arguments: [1, 3, 512])
  func rows(batch: Int) throws {
    let system = SimulatedFileSystem()
    var options = Ledger.Options()
    options.fileSystem = system
    let ledger = try Ledger.create(
      at: "/ledger", units: [.points, UnitDefinition(Self.miles, terms: UnitTerms(scale: 2))],
      options: options)
    let text = """
      time,kind,member,points,reference,unit,expires,original,partial,group
      2024-01-01,earn,a,10,e,miles,,,,
      2024-01-01,hold,a,6.00,h,miles,2024-02-01,,,
      2024-01-02,capture,a,1.25,c,,,h,yes,
      2024-01-03,reverse,a,0.50,v,,,c,,
      2024-01-03,hold,a,2.00,g1,miles,2024-02-01,,,G
      2024-01-03,capture,a,1.75,g2,,,g1,,G
      2024-01-04,capture,a,9.99,n,,,h,,

      """
    var refused: [String] = []
    var importer = Importer(into: ledger)
    importer.batchSize = batch
    importer.onRefusal = { refused.append("\($0)") }
    let result = importer.run(
      format: .csv, source: InterchangeReader.source(of: Array(text.utf8)))
    #expect(result.posted == 6)
    #expect(refused == ["line 8, reference n: insufficientPoints, available 4.75"])
    let balance = try ledger.balance(of: .named("a"), unit: Self.miles, asOf: Instant("2024-01-10"))
    #expect(balance?.split == [275, 0, 475, 0])
  }
}
