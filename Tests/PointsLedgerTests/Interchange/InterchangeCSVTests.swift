import PointsLedger
import Testing

@Suite("The interchange format: CSV")
struct InterchangeCSVTests {
  private let header = "time,kind,member,points,reference"

  @Test("a row becomes a post, whatever the order of the columns and the line ends")
  func plainRows() throws {
    let text =
      "\u{FEFF}reference,points,x-note,member,kind,time,expires,location\r\n"
      + "r-1,30,\"a \"\"note\"\"\",4711,earn,1997-01-01,1998-01-02T00:00:00Z,\r\n"
      + "\n"
      + "r-2,5,,\"47,11\",redeem,1997-01-02T10:00:00.5Z,,\"Caf\u{E9},\nam Markt\""
    let found = try rows(text)
    #expect(found.map(\.line) == [2, 4])
    let earn = try #require(found[0].post)
    #expect(earn.kind == .earn)
    #expect(earn.member?.description == "4711")
    #expect(earn.points == 30)
    #expect(earn.reference.description == "r-1")
    #expect(earn.occurred == (try Instant("1997-01-01")))
    #expect(earn.expires == "1998-01-02")
    #expect(earn.texts == .none)
    let redeem = try #require(found[1].post)
    #expect(redeem.member?.description == "47,11")
    #expect(redeem.texts.location == "Caf\u{E9},\nam Markt")
    #expect(redeem.expires == nil)
  }

  @Test("every field of the format has its place in a post")
  func allFields() throws {
    let text = #"""
      time,kind,member,points,reference,unit,activates,expires,original,counterparty,location,\#
      actor,reason,campaign,basis,basisUnit,memo,lots,partial,policy,group
      2024-01-01,redeem,m,1.25,r,miles,2024-01-02,2024-01-03,o,c,L,A,R,C,9.99,EUR,M,\#
      "a  ""b """"c""",yes,"scale=2 restore=grace:30 activity=earn,redeem",g1
      2024-01-01,freeze,m,,r2,,,,,,,,,,,,,,no,all,
      """#
    let found = try rows(text, scale: { $0?.description == "miles" ? 2 : nil })
    let post = try #require(found[0].post)
    #expect(found[0].group?.description == "g1")
    #expect(post.points == 125)
    #expect(post.unit?.description == "miles")
    #expect(post.activates == "2024-01-02")
    #expect(post.original?.description == "o")
    #expect(post.counterparty?.description == "c")
    #expect(
      post.texts
        == EntryTexts(
          location: "L", actor: "A", reason: "R", campaign: "C", basis: "9.99", basisUnit: "EUR",
          memo: "M"))
    #expect(post.lots.map(\.description) == ["a", "b \"c"])
    #expect(post.partial == true)
    #expect(
      post.terms == UnitTerms(scale: 2, restore: .grace(days: 30), activity: [.earn, .redeem]))
    let freeze = try #require(found[1].post)
    #expect(freeze.freezesCredits == true)
    #expect(freeze.partial == false)
    #expect(freeze.points == nil)
    #expect(found[1].group == nil)
  }

  @Test("what the ledger wrote itself is not a post")
  func engineWritten() throws {
    let text =
      header + ",unit,original\n2024-01-01,expire,m,5,,miles,r\n2024-01-02,counter,m,5,,,r\n"
      + "2024-01-03,release,m,5,,,r\n2024-01-04,release,m,,mine,,r\n"
    let found = try rows(text)
    let kinds = found.map { row -> EntryKind? in
      if case .engineWritten(let written) = row.content { return written.kind }
      return nil
    }
    #expect(kinds == [.expire, .counter, .release, nil])
    guard case .engineWritten(let expire) = found[0].content else { return }
    #expect(expire.member?.description == "m")
    #expect(expire.unit?.description == "miles")
    #expect(expire.time == (try Instant("2024-01-01")))
  }

  @Test("points of an unknown unit are read with the decimals that they have")
  func unknownUnit() throws {
    let text = header + ",unit\n2024-01-01,earn,m,1.25,r,nope\n"
    #expect(try rows(text, scale: { _ in nil })[0].post?.points == 125)
  }

  @Test("a header alone is no rows; chunks of any size give the same rows")
  func chunks() throws {
    #expect(try rows(header).isEmpty)
    #expect(try rows(header + "\r\n").isEmpty)
    let text =
      header + ",memo\r\n2024-01-01,earn,m,1,r1,\"a\r\nb \"\"c\"\"\"\r\n"
      + "2024-01-01,earn,\u{1F600},1,r2,\n2024-01-01,earn,m,1,r3,\"\""
    for chunk in 1...40 {
      let found = try rows(text, chunk: chunk)
      #expect(found.map(\.line) == [2, 4, 5])
      #expect(found.first?.post?.texts.memo == "a\r\nb \"c\"")
      #expect(found.dropFirst().first?.post?.member?.description == "\u{1F600}")
      #expect(found.last?.post?.texts.memo == nil)
    }
  }

  @Test(
    "a file that is not well-formed says where and what",
    arguments: [
      ("", 0, nil, .headerMissing), ("\n\n", 0, nil, .headerMissing),
      ("\u{FEFF}", 0, nil, .headerMissing),
      ("time,kind,member\n", 1, nil, .columnsMissing(["points", "reference"])),
      ("time,kind,member,points,reference,colour", 1, nil, .unknownColumn("colour")),
      ("when,kind,member,points,reference,colour", 1, nil, .unknownColumns(["when", "colour"])),
      ("time,kind,member,points,reference,kind", 1, nil, .repeatedColumn("kind")),
      ("H\n2024-01-01,earn,m,1\n", 2, nil, .wrongFieldCount(expected: 5, found: 4)),
      ("H\n2024-01-01,earn,m,1,r,\n", 2, nil, .wrongFieldCount(expected: 5, found: 6)),
      ("H\n2024-01-01,earn,m,1,r\n\nx", 4, nil, .wrongFieldCount(expected: 5, found: 1)),
      ("H\n2024-01-01,earn,\"m,1,r\n", 2, nil, .quoteNotClosed),
      ("H\n2024-01-01,earn,\"\n\",1,\"r\n", 3, nil, .quoteNotClosed),
      ("H\n2024-01-01,earn,\"m\"x,1,r\n", 2, "member", .textAfterQuote),
      ("H\n2024-01-01,earn,m\"x,1,r\n", 2, "member", .quoteInsideField),
      ("H\n2024-01-01,earn,m\rx,1,r\n", 2, "member", .loneCarriageReturn),
      ("H\n2024-01-01,earn,m,1,r\r", 2, "reference", .loneCarriageReturn),
      ("H\n,earn,m,1,r\n", 2, "time", .empty), ("H\n2024-01-01,,m,1,r\n", 2, "kind", .empty),
      ("H\n2024-01-01,earn,m,1,\n", 2, "reference", .empty),
    ] as [(String, Int, String?, InterchangeError.Problem)])
  func faults(text: String, line: Int, column: String?, problem: InterchangeError.Problem) {
    let text = text.hasPrefix("H\n") ? header + text.dropFirst() : text
    for chunk in [1, 7, .max] {
      #expect(
        fault(text, chunk: chunk)
          == InterchangeError(line: line, column: column, problem: problem))
    }
  }

  @Test(
    "a value that is none says line, column and value",
    arguments: [
      ("2024-01-32,earn,m,1,r", "time", "2024-01-32"),
      ("2024-01-01,earned,m,1,r", "kind", "earned"),
      ("2024-01-01,earn,m,1.5,r", "points", "1.5"), ("2024-01-01,earn,m,x,r", "points", "x"),
      ("2024-01-01,earn,m,99999999999999999999,r", "points", "99999999999999999999"),
    ])
  func badValues(row: String, column: String, value: String) throws {
    let found = try #require(fault(header + "\n2024-01-01,earn,m,1,r0\n" + row))
    #expect(found.line == 3)
    #expect(found.column == column)
    guard case .badValue(value, _) = found.problem else {
      Issue.record("\(found)")
      return
    }
    #expect(found.description.hasPrefix("line 3, column \(column): `\(value)`"))
  }

  @Test(
    "and so do the further columns",
    arguments: [
      ("expires", "tomorrow"), ("partial", "maybe"), ("policy", "scale"), ("unit", "two words"),
      ("lots", "\"\"\"open\""),
    ])
  func furtherBadValues(column: String, value: String) throws {
    let found = try #require(fault(header + ",\(column)\n2024-01-01,earn,m,1,r,\(value)\n"))
    #expect(found.line == 2)
    #expect(found.column == column)
  }

  @Test("identifiers have at most 64 bytes")
  func longIdentifiers() throws {
    let fits = String(repeating: "\u{E9}", count: 32)
    #expect(
      try rows(header + "\n2024-01-01,earn,\(fits),1,r\n")[0].post?.member?.description == fits)
    #expect(fault(header + "\n2024-01-01,earn,\(fits)x,1,r\n")?.column == "member")
    #expect(fault(header + "\n2024-01-01,earn,m,1,\(fits)x\n")?.column == "reference")
  }

  @Test("bytes that are not UTF-8 are named by line and column, in every column")
  func encoding() {
    for broken in [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF5, 0x80, 0x80, 0x80]] {
      var bytes = Array((header + ",x-note\n2024-01-01,earn,m,1,r,").utf8)
      bytes += broken.map(UInt8.init)
      #expect(throws: InterchangeError(line: 2, column: "x-note", problem: .notUTF8)) {
        try rows(bytes: bytes + [10], .csv)
      }
    }
  }

  @Test("a row of more than 64 KiB is an error, long before the memory ends")
  func longRows() {
    let limit = InterchangeError.Problem.rowTooLong(maximumByteCount: 65_536)
    let endless = String(repeating: "x", count: 10_000_000)
    #expect(fault(header + "\n\n" + endless)?.problem == limit)
    let unclosed = fault(header + "\n2024-01-01,earn,m,1,\"r\n" + endless + "\n")
    #expect(unclosed?.problem == limit)
    #expect(unclosed?.line == 2)
    let fits = header + ",x-note\n2024-01-01,earn,m,1,r,"
    let row = String(repeating: "x", count: 65_536 - 22 - 1)
    #expect(fault(fits + row + "\n") == nil)
    #expect(fault(fits + row + "x\n")?.problem == limit)
    #expect(fault(fits + row + "x") == nil)
    #expect(fault(fits + row + "xx")?.problem == limit)
  }

  @Test("a header may have 256 columns")
  func manyColumns() {
    let many = header + (0..<251).map { ",x-\($0)" }.joined()
    #expect(fault(many) == nil)
    #expect(fault(many + ",x-more")?.problem == .tooManyColumns(maximum: 256))
    #expect(
      fault(many + "\nx" + String(repeating: ",", count: 300) + "\n")?.problem
        == .wrongFieldCount(expected: 256, found: 301))
  }
}
