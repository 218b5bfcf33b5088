import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Requests: reading")
struct RequestReaderTests {
  private func request(_ line: String) throws(RequestFault) -> Request {
    var reader = RequestReader()
    return try reader.read(Array(line.utf8)[...])
  }

  /// The fault of a line, and the id that is known by then.
  private func fault(_ line: String) -> (fault: RequestFault?, id: String?) {
    var reader = RequestReader()
    var found: RequestFault?
    do throws(RequestFault) {
      let request = try reader.read(Array(line.utf8)[...])
      if request.command == .post {
        _ = try reader.post(scale: { _ in 0 }, counted: { _, _, _ in nil })
      }
      for index in 0..<request.postCount {
        _ = try reader.post(at: index, scale: { _ in 0 }, counted: { _, _, _ in nil })
      }
    } catch {
      found = error
    }
    return (found, reader.id.map { String(decoding: $0.bytes, as: UTF8.self) })
  }

  @Test("a post has the fields of the interchange format, and may lack its time")
  func posts() throws {
    var reader = RequestReader()
    let line =
      #"{"kind":"redeem","id":7,"points":1.5,"member":"a\"b","reference":"r","lots":["x"]}"#
    let request = try reader.read(Array(line.utf8)[...])
    #expect(request.command == .post)
    #expect(!request.isPreview)
    let post = try reader.post(scale: { _ in 2 }, counted: { _, _, _ in nil })
    #expect(post.occurred == nil)
    #expect(post.points == 150)
    #expect(post.member?.description == "a\"b")
    #expect(post.lots.map(\.description) == ["x"])
    _ = try reader.read(
      Array(#"{"kind":"enroll","member":"b","reference":"s","#.utf8)[...]
        + Array(#""time":"2024-01-01","preview":true}"#.utf8)[...])
    let next = try reader.post(scale: { _ in 0 }, counted: { _, _, _ in nil })
    #expect(next.lots.isEmpty)
    #expect(next.occurred == (try Instant("2024-01-01")))
  }

  @Test("a group has its posts in order, with values of their own")
  func groups() throws {
    var reader = RequestReader()
    let posts = (0..<3).map {
      #"{"kind":"earn","member":"m\#($0)","points":"\#($0)","reference":"r"}"#
    }
    let line = #"{"posts":[\#(posts.joined(separator: " , "))],"id":"g"}"#
    let request = try reader.read(Array(line.utf8)[...])
    #expect(request.command == .group)
    #expect(request.postCount == 3)
    for index in [2, 0, 1] {
      let post = try reader.post(at: index, scale: { _ in 0 }, counted: { _, _, _ in nil })
      #expect(post.member?.description == "m\(index)")
      #expect(post.points == Points(minorUnits: Int64(index)))
    }
  }

  @Test("a question has the options of its command")
  func questions() throws {
    let balance = try request(
      #"{"command":"balance","member":"m","unit":"miles","asOf":"2024-01-01","atSequence":"12"}"#)
    #expect(balance.member?.description == "m")
    #expect(balance.unit?.description == "miles")
    #expect(balance.asOf == (try Instant("2024-01-01")))
    #expect(balance.atSequence == SequenceNumber(12))
    let history = try request(#"{"command":"history","member":"m","limit":3,"before":9,"x-a":[1]}"#)
    #expect(history.limit == 3)
    #expect(history.before == SequenceNumber(9))
    let report = try request(
      #"{"command":"report","report":"ageing","asOf":"2024-01-01","by":["day","unit"],"days":30}"#)
    #expect(report.report == "ageing")
    #expect(
      report.reportOptions.map { "\($0.name)=\($0.value)" }
        == ["as-of=2024-01-01", "by=day", "by=unit", "days=30"])
    let many = Array(repeating: "1", count: RequestLimits.reportOptions + 1).joined(separator: ",")
    #expect(fault(#"{"command":"report","report":"ageing","by":[\#(many)]}"#).fault?.key == "by")
  }

  @Test(
    "the id is repeated as it was written, also by a fault behind it",
    arguments: [
      (#"1"#, #"1"#), (#"-0.5e+3"#, #"-0.5e+3"#), (#" "a\u0041\n\"é" "#, #""aA\n\"é""#),
      (#""""#, #""""#), (#"12345678901234567890123"#, #"12345678901234567890123"#),
    ])
  func ids(written: String, repeated: String) {
    #expect(fault(#"{"id":\#(written) ,"command":"info"}"#).id == repeated)
    let (found, id) = fault(#"{"id":\#(written),"command":"nonsense"}"#)
    #expect(found?.name == "malformed")
    #expect(id == repeated)
  }

  @Test(
    "what is not understood says what and where",
    arguments: [
      ("x", "notJSON", nil), ("[]", "notJSON", nil), (#"{"id":1"#, "notJSON", nil),
      ("{\"x-a\":\"\u{1}\"}", "notJSON", nil), ("{}", "malformed", "command"),
      (#"{"command":"drop"}"#, "malformed", "command"), (#"{"command":1}"#, "malformed", "command"),
      (#"{"id":{}}"#, "malformed", "id"), (#"{"id":null}"#, "malformed", "id"),
      (#"{"id":true}"#, "malformed", "id"), (#"{"id":1,"id":1}"#, "malformed", nil),
      (#"{"command":"info","colour":"red"}"#, "malformed", nil),
      (#"{"command":"balance"}"#, "malformed", "member"),
      (#"{"command":"balance","member":"m","points":"1"}"#, "malformed", "points"),
      (#"{"command":"balance","member":"m","lots":["a"]}"#, "malformed", "lots"),
      (#"{"command":"balance","member":"m","limit":1}"#, "malformed", "limit"),
      (#"{"command":"balance","member":" m"}"#, "malformed", "member"),
      (#"{"command":"balance","member":"m","asOf":"soon"}"#, "malformed", "asOf"),
      (#"{"command":"balance","member":"m","atSequence":-1}"#, "malformed", "atSequence"),
      (#"{"command":"history","member":"m","limit":0}"#, "malformed", "limit"),
      (#"{"command":"history","member":"m","limit":99999999999999999999}"#, "malformed", "limit"),
      (#"{"command":"show"}"#, "malformed", "show"),
      (#"{"command":"show","sequence":1,"reference":"r"}"#, "malformed", "show"),
      (#"{"command":"report"}"#, "malformed", "report"),
      (#"{"command":"group"}"#, "malformed", "posts"), (#"{"posts":[]}"#, "malformed", "posts"),
      (#"{"posts":{}}"#, "malformed", "posts"), (#"{"posts":[1]}"#, "notJSON", nil),
      (#"{"posts":[{"kind":"enroll","member":"m"}]}"#, "malformed", "reference"),
      (#"{"posts":[{"kind":"enroll","id":1}]}"#, "malformed", nil),
      (#"{"kind":"earn","posts":[{}]}"#, "malformed", "kind"),
      (#"{"kind":"earn","member":"m","points":"1"}"#, "malformed", "reference"),
      (#"{"kind":"earn","member":"m","points":"1.5","reference":"r"}"#, "malformed", "points"),
      (#"{"kind":"earn","reference":"r","group":"g"}"#, "malformed", "group"),
      (#"{"kind":"earn","reference":"r","preview":"yes"}"#, "malformed", "preview"),
      (#"{"kind":"nothing","reference":"r"}"#, "malformed", "kind"),
    ] as [(String, String, String?)])
  func faults(line: String, name: String, key: String?) {
    let found = fault(line).fault
    #expect(found?.name == name)
    #expect(found?.key == key)
    #expect(found?.message.isEmpty == false)
  }

  @Test("a group has at most 1,024 posts, and says which of them is malformed")
  func groupLimits() {
    let post = #"{"kind":"enroll","member":"m","reference":"r"}"#
    func group(_ posts: [String]) -> String { #"{"posts":[\#(posts.joined(separator: ","))]}"# }
    #expect(fault(group(Array(repeating: post, count: 1_024))).fault == nil)
    #expect(fault(group(Array(repeating: post, count: 1_025))).fault?.key == "posts")
    let second = fault(group([post, #"{"kind":"earn","reference":"r","points":"x"}"#])).fault
    #expect(second?.message.hasPrefix("post 2 of the group: ") == true)
  }

  @Test("no change of bytes traps")
  func mutations() {
    var random = SeededGenerator()
    let lines = [
      #"{"id":"a\u00e9","kind":"earn","member":"m","points":"12.50","reference":"r","x-a":{"b":[1]}}"#,
      #"{"id":-1.5e3,"posts":[{"kind":"redeem","lots":["r","s t"],"partial":true},{"kind":"earn"}]}"#,
      #"{"command":"report","report":"ageing","by":["day","unit"],"days":30,"asOf":"2024-01-01"}"#,
    ].map { Array($0.utf8) }
    var reader = RequestReader()
    for _ in 0..<3_000 {
      var bytes = random.element(of: lines) ?? []
      for _ in 0...random.index(4) where !bytes.isEmpty {
        let place = random.index(bytes.count)
        switch random.index(3) {
        case 0: bytes.remove(at: place)
        case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        default: bytes.insert(random.element(of: Array(#"{}[]",:\u0e-"#.utf8)) ?? 0, at: place)
        }
      }
      guard let request = try? reader.read(bytes[...]) else { continue }
      _ = try? reader.post(scale: { _ in 2 }, counted: { _, _, _ in nil })
      for index in 0..<request.postCount {
        _ = try? reader.post(at: index, scale: { _ in 2 }, counted: { _, _, _ in nil })
      }
    }
  }
}
