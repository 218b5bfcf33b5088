import Testing

@testable import PointsLedger

@Suite("Identifiers and references look like no other ones")
struct NameTests {
  @Test(
    "white space and invisible characters at the ends, and control characters anywhere, make none",
    arguments: [
      "", " a", "a ", "\ta", "a\n", "a\tb", "a\u{0}b", "a\u{7F}", "\u{200B}a", "a\u{200B}",
      "a\u{A0}", "\u{3000}a", "a\u{85}b", "\u{FEFF}a", "a\u{2060}", "\u{AD}a", "1234567\u{1F}9",
      "12345678\u{1}", String(repeating: "x", count: 65),
    ])
  func none(text: String) {
    #expect(MemberIdentifier(text) == nil)
    #expect(Reference(text) == nil)
  }

  @Test(
    "everything else stays as it is",
    arguments: [
      "a", "a b", "4711", "S012/T3/000451", "Jörg Müller", "山田", "a\u{200D}b", "~", "\"",
      "12345678",
      "1234567", "123456789", String(repeating: "x", count: 64), "é", "a\u{A0}b",
    ])
  func some(text: String) {
    #expect(MemberIdentifier(text)?.description == text)
    #expect(Reference(text)?.description == text)
  }

  @Test("a row of an import with such a name is malformed, and says where", arguments: [0, 1, 2])
  func rows(which: Int) throws {
    let shop = try Shop()
    let rows = [
      "2025-01-01,earn,\" a\",5,r,,,", "2025-01-01,earn,a,5,\"r\u{200B}\",,,",
      "2025-01-01,reverse,a,,r,,\" o\",",
    ]
    let text = "time,kind,member,points,reference,unit,original,lots\n\(rows[which])\n"
    let result = Importer(into: shop.ledger).run(format: .csv, bytes: Array(text.utf8))
    guard case .badInput(let error) = result.end else {
      Issue.record("\(result.end)")
      return
    }
    #expect(error.line == 2 && error.column == ["member", "reference", "original"][which])
    #expect(try shop.entries().count == 1)
  }
}
