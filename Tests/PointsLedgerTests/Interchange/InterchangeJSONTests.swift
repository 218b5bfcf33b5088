import PointsLedger
import Testing

@Suite("The interchange format: JSON Lines")
struct InterchangeJSONTests {
  private let row = #""time":"2024-01-01","kind":"earn","member":"m","reference":"r""#

  @Test("an object a line becomes a post")
  func plainRows() throws {
    let text = """
      {"reference" : "r-1","points":-30.50, "member":"4711","kind":"adjust","time":"1997-01-01",\
      "x-note":{"a":[1,2e5,{"b":null}],"c":true}, "unit":null}\r

        \t
      {"time":"1997-01-01","kind":"redeem","member":"m","points":"5","reference":"r-2",\
      "lots":["a b","c"],"partial":true}
      {"time":"1997-01-01","kind":"redeem","member":"m","points":5,"reference":"r-3",\
      "lots":"a b","partial":"no","basis":12.75}
      """
    for chunk in [1, 2, 3, 5, 100, .max] {
      let found = try rows(text, .jsonLines, chunk: chunk, scale: { _ in 2 })
      #expect(found.map(\.line) == [1, 4, 5])
      let posts = found.compactMap(\.post)
      try #require(posts.count == 3)
      #expect(posts[0].points == -3_050)
      #expect(posts[0].unit == nil)
      #expect(posts[1].lots.map(\.description) == ["a b", "c"])
      #expect(posts[1].partial == true)
      #expect(posts[2].lots.map(\.description) == ["a", "b"])
      #expect(posts[2].partial == false)
      #expect(posts[2].texts.basis == "12.75")
    }
    #expect(try rows("", .jsonLines).isEmpty)
  }

  @Test("escapes, surrogate pairs too, and text beyond ASCII")
  func escapes() throws {
    let memo = #"a\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\ud83D\uDE00\u0000 é😀"#
    let found = try rows("{\(row),\"points\":1,\"\\u006demo\":\"\(memo)\"}", .jsonLines)
    #expect(
      found[0].post?.texts.memo
        == "a\"\\/\u{8}\u{C}\n\r\tA\u{E9}\u{20AC}\u{1F600}\u{0} \u{E9}\u{1F600}")
  }

  @Test(
    "what is not the JSON that is wanted says where",
    arguments: [
      "", "x", "[1]", "{", "{}x", "{\"a\"}", "{\"x-a\":}", "{\"x-a\":1,}", "{\"x-a\":1 \"x-b\":2}",
      "{,}", "{\"x-a\":01}", "{\"x-a\":1.}", "{\"x-a\":.5}", "{\"x-a\":+1}", "{\"x-a\":1e}",
      "{\"x-a\":nul}", "{\"x-a\":\"\\x\"}", "{\"x-a\":\"\\u12g4\"}", "{\"x-a\":\"\\ud800\"}",
      "{\"x-a\":\"\\udc00\"}", "{\"x-a\":\"\\ud800\\u0041\"}", "{\"x-a\":\"\t\"}",
      "{\"x-a\":\"open}", "{'x-a':1}", "{\"x-a\":[1}", "{\"points\":1e3}", "{\"points\":012}",
      "{\"points\":-}", "{\"lots\":[1]}", "{\"lots\":[\"a\",]}",
    ])
  func notJSON(line: String) throws {
    if line.isEmpty { return #expect(fault("{\(row),\"points\":1}\n\n", .jsonLines) == nil) }
    let found = try #require(fault("{\(row),\"points\":1}\n\(line)\n", .jsonLines))
    #expect(found.line == 2)
    guard case .notJSON = found.problem else {
      Issue.record("\(found)")
      return
    }
  }

  @Test(
    "keys are those of the format, each once, with strings as values",
    arguments: [
      (#"{"time":"2024-01-01","colour":"red"}"#, nil, .unknownKey("colour")),
      (#"{"time":"2024-01-01","time":"2024-01-01"}"#, nil, .repeatedColumn("time")),
      (#"{"x-a":1,"x-\u0061":2}"#, nil, .repeatedColumn("x-a")),
      (#"{"member":12}"#, "member", .badValue("a number", "write it as a string")),
      (#"{"member":true}"#, "member", .badValue("t...", "write the value as a string")),
      (#"{"partial":[]}"#, "partial", .badValue("[...", "write the value as a string")),
      (#"{}"#, "kind", .empty), (#"{"kind":"earn"}"#, "time", .empty),
      (#"{"kind":"earn","time":"2024-01-01"}"#, "reference", .empty),
    ] as [(String, String?, InterchangeError.Problem)])
  func keys(line: String, column: String?, problem: InterchangeError.Problem) {
    #expect(
      fault("\n" + line, .jsonLines) == InterchangeError(line: 2, column: column, problem: problem))
  }

  @Test("nesting and length have limits")
  func limits() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(
      fault("{\"x-a\":\(deep.prefix(15))\(String(repeating: "]", count: 15))", .jsonLines)
        .map { "\($0)".contains("brace") } == true)
    #expect(
      fault("{\"x-a\":\(deep.prefix(60_000))}", .jsonLines).map { "\($0)".contains("deep") } == true
    )
    let long = "{\"x-a\":\"" + String(repeating: "x", count: 10_000_000) + "\"}"
    #expect(
      fault(long, .jsonLines)
        == InterchangeError(line: 1, problem: .rowTooLong(maximumByteCount: 65_536)))
    let many = (0...256).map { "\"x-\($0)\":0" }.joined(separator: ",")
    #expect(fault("{\(many)}", .jsonLines)?.problem == .tooManyColumns(maximum: 256))
  }

  @Test("bytes that are not UTF-8 are named by line")
  func encoding() {
    let bytes = Array("\n{\"memo\":\"".utf8) + [0xE9] + Array("\"}".utf8)
    #expect(throws: InterchangeError(line: 2, problem: .notUTF8)) {
      try rows(bytes: bytes, .jsonLines)
    }
  }
}
