import LedgerTestSupport
import Testing

@testable import LedgerStorage

@Suite struct RunSpecificationTests {
  @Test func `the worked bytes of the specification are those of the code`() throws {
    let bytes = try RunSample([
      (1, 5, Array("hello".utf8)), (1, 1000, Array("a".utf8)), (1, 1000, []),
      (9, 0, Array(repeating: UInt8(ascii: "z"), count: 20)),
    ]).bytes(0..<2)
    let rows = hexRows(bytes).joined(separator: "\n")
    let isThere = try SpecificationFile.runs.text().contains("```\n\(rows)\n```")
    #expect(isThere, "\n\(rows)")
  }
}
