import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("The interchange format: files of other systems")
struct CSVShapeTests {
  private func shape(
    separator: String? = nil, decimal: DecimalMark? = nil, columns: String? = nil
  ) throws -> CSVShape {
    var shape = CSVShape()
    shape.separator = separator.flatMap(CSVShape.separator)
    shape.decimal = decimal
    if let columns { shape.columns = try ColumnNames(columns) }
    return shape
  }

  private func posts(_ text: String, _ shape: CSVShape = CSVShape()) throws -> [Post] {
    var reader = try InterchangeReader(
      format: .csv, shape: shape, source: InterchangeReader.source(of: Array(text.utf8), chunk: 7))
    var posts: [Post] = []
    while let row = try reader.next(scale: { _ in 2 }) { posts += [row.post].compactMap(\.self) }
    return posts
  }

  private func fault(_ text: String, _ shape: CSVShape = CSVShape()) -> InterchangeError? {
    do { _ = try posts(text, shape) } catch { return error as? InterchangeError }
    return nil
  }

  @Test(
    "a separator is asked for, or named by a first line",
    arguments: [(";", ";"), ("tab", "\t"), ("|", "|"), (nil, ";"), (nil, "\t"), (nil, ",")])
  func separators(asked: String?, written: String) throws {
    let row = ["2024-01-01", "earn", "m", "5", "r;,|", "\"a\(written)b\""]
    let name = asked == nil ? "sep=\(written)\r\n" : ""
    var fields = row
    if fields[4].contains(written) { fields[4] = "\"\(fields[4])\"" }
    let text =
      name + ["time", "kind", "member", "points", "reference", "memo"].joined(separator: written)
      + "\r\n" + fields.joined(separator: written) + "\r\n"
    let found = try posts("\u{FEFF}" + text, shape(separator: asked))
    #expect(found.map(\.texts.memo) == ["a\(written)b"])
    #expect(found.first?.reference.description == "r;,|")
    let other = try shape(separator: "#")
    if asked == nil {
      let separator = try #require(written.utf8.first)
      #expect(
        fault(text, other) == InterchangeError(line: 1, problem: .separatorsDiffer(separator)))
    }
  }

  @Test("what stands in numbers, names or dates is no separator")
  func noSeparators() {
    for text in ["", "a", "0", "\"", "'", ".", "-", "+", " ", ";;", "é", "\n"] {
      #expect(CSVShape.separator(text) == nil, "\(text)")
    }
  }

  @Test(
    "numbers with a decimal comma or a decimal point, and marks between thousands",
    arguments: [
      (DecimalMark.comma, "1.234,50", 123_450), (.comma, "1234,5", 123_450),
      (.comma, "1 234 567", 123_456_700), (.comma, "-1.234", -123_400),
      (.comma, "1\u{A0}234,50", 123_450), (.comma, "1\u{202F}234", 123_400),
      (.point, "1,234.50", 123_450), (.point, "1'234.50", 123_450), (.point, "12", 1_200),
      (.point, "1,234,567", 123_456_700),
    ] as [(DecimalMark, String, Int64)])
  func decimals(mark: DecimalMark, text: String, minorUnits: Int64) throws {
    let file =
      "time,kind,member,points,reference,basis\n2024-01-01,adjust,m,\"\(text)\",r,\"\(text)\"\n"
    let post = try #require(try posts(file, shape(decimal: mark)).first)
    #expect(post.points?.minorUnits == minorUnits)
    let basis = try Points(#require(post.texts.basis), scale: 2)
    #expect(basis.minorUnits == minorUnits)
  }

  @Test(
    "a number that is written in another way is malformed, and never read as another number",
    arguments: [
      (DecimalMark.comma, "1.5"), (.comma, "1,234.50"), (.comma, "12.34.567"), (.comma, "1234.567"),
      (.comma, "1.234 567"), (.comma, "1,"), (.comma, ",5"), (.point, "1.234,50"), (.point, "1,5"),
      (.point, "1,23"), (.point, ".5"), (.point, "1,,234"), (.point, "(5)"), (.point, "5-"),
      (.point, "$5"), (nil, "1,234"), (nil, "1 234"),
    ] as [(DecimalMark?, String)])
  func noDecimals(mark: DecimalMark?, text: String) throws {
    let file = "time,kind,member,points,reference\n2024-01-01,adjust,m,\"\(text)\",r\n"
    let found = try #require(fault(file, shape(decimal: mark)))
    #expect(found.line == 2 && found.column == "points")
    guard case .badValue(text, _) = found.problem else {
      Issue.record("\(found)")
      return
    }
    if text.contains(","), mark == nil { #expect(found.description.contains("--decimal")) }
  }

  @Test("columns may have other names, and capitals and blanks make no difference")
  func columns() throws {
    let text =
      "Date, \"Customer ID\",KIND,Points ,Reference,X-Note,\"a, \"\"b\"\"\"\n"
      + "2024-01-01,m,earn,5,r,n,\n"
    let asked = try shape(columns: "time=date,member=\"Customer ID\",x-rest=\"a, \"\"b\"\"\"")
    // A blank before a quote belongs to a field without quotes.
    #expect(fault(text, asked)?.problem == .quoteInsideField)
    let post = try #require(
      try posts(text.replacing(" \"Customer ID\"", with: "Customer ID "), asked).first)
    #expect(post.member?.description == "m")
    #expect(post.occurred == (try Instant("2024-01-01")))
    #expect(
      fault("time,kind,member,points,reference\n", try shape(columns: "time=Date"))?.problem
        == .renamedColumnMissing("Date"))
    #expect(
      fault("time,Date,kind,member,points,reference\n", try shape(columns: "time=Date"))?.problem
        == .repeatedColumn("time"))
  }

  @Test(
    "names of columns that are none say why",
    arguments: [
      ("time", ColumnNamesError.malformed("time")), ("when=Date", .unknownName("when")),
      ("time=", .malformed("time=")), ("time=\"Date", .malformed("\"Date")),
      ("time=\"Date\"x", .malformed("x")), ("time=A,time=B", .repeated("time")),
      ("time=A,member=a", .repeated("a")), ("", .malformed("")),
    ])
  func noColumns(text: String, error: ColumnNamesError) {
    #expect(throws: error) { try ColumnNames(text) }
  }

  @Test("rows and last columns without any value are passed over; a value without a name is told")
  func emptyTails() throws {
    let header = "time,kind,member,points,reference,,\n"
    let row = "2024-01-01,earn,m,1,r,,\n"
    #expect(try posts(header + row + ",,,,,,\n , ,\t\n,\n" + row).count == 2)
    #expect(fault(header + "2024-01-01,earn,m,1,r,,x\n")?.problem == .unnamedColumn(7))
    #expect(fault("time,kind,member,,points,reference\n")?.problem == .unnamedColumn(4))
    // A row with more fields than the header may have a value with a separator in it.
    #expect(
      fault("time,kind,member,points,reference\n2024-01-01,earn,m,1,000,r,\n")?.problem
        == .wrongFieldCount(expected: 5, found: 7))
  }

  @Test("blanks at the end of a field are no part of it, but of one in quotes")
  func blanks() throws {
    let header = "time,kind,member,points,reference,memo\n"
    let post = try #require(
      try posts(header + "2024-01-01 ,earn\t,m,1  ,r ,\"two \" \n").first)
    #expect(post.reference.description == "r")
    #expect(post.texts.memo == "two ")
    #expect(fault(header + "2024-01-01,earn,\"m \",1,r,\n")?.column == "member")
    #expect(fault(header + "2024-01-01,earn, m,1,r,\n")?.column == "member")
    // So a dump quotes them.
    var bytes: [UInt8] = []
    CSVText.append(Array("two ".utf8)[...], to: &bytes)
    #expect(bytes == Array("\"two \"".utf8))
  }

  @Test("UTF-16 is told as such, with and without its mark")
  func wide() {
    let text = "time,kind,member,points,reference\n"
    let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for format in InterchangeFormat.allCases {
      for bytes in [[0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, big] {
        #expect(throws: InterchangeError(line: 1, problem: .utf16)) {
          try rows(bytes: bytes, format)
        }
      }
    }
  }
}
