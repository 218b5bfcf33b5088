import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Requests: a session")
struct RequestSessionTests {
  /// Answers with the kind of each answer alone.
  private struct BriefPrinter: RequestPrinter {
    let ledger: Ledger

    func append(
      _ answer: Answer, to post: Post, isPreview: Bool, _ object: inout JSONObjectWriter,
      _ output: inout [UInt8]
    ) throws(RequestFault) {
      let name = answer.refusal.map { $0.code.name } ?? answer.name
      object.string(isPreview ? "preview" : "post", "\(post.reference) \(name)", to: &output)
    }

    func append(
      answerTo request: Request, _ object: inout JSONObjectWriter, _ output: inout [UInt8]
    ) throws(RequestFault) {
      guard let member = request.member else {
        let long = String(repeating: "a", count: RequestLimits.answer)
        return object.string("long", long, to: &output)
      }
      let balance = try? ledger.balance(of: member)
      object.integer("available", balance?.available.minorUnits ?? -1, to: &output)
    }
  }

  private let shop: Shop

  init() throws { shop = try Shop() }

  private func session() -> RequestSession<BriefPrinter> {
    RequestSession(
      ledger: shop.ledger, units: KnownUnits(of: shop.ledger),
      printer: BriefPrinter(ledger: shop.ledger))
  }

  /// The answers to some lines that arrive at once.
  private func answers(_ lines: [String], ended: Bool = false) -> [String] {
    var session = session()
    session.take(Array((lines.joined(separator: "\n") + (ended ? "" : "\n")).utf8)[...])
    var output: [UInt8] = []
    while session.answer(upTo: .max, into: &output) {}
    session.end(&output)
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private func earn(_ number: Int, points: String = "1") -> String {
    #"{"id":\#(number),"kind":"earn","member":"m","points":"\#(points)","reference":"r\#(number)"}"#
  }

  @Test("answers come in the order of the requests, each after all that came before it")
  func order() {
    let found = answers([
      earn(1), earn(2), #"{"id":"b","command":"balance","member":"m"}"#, "rubbish", earn(1),
      #"{"preview":true,"kind":"redeem","member":"m","points":"2","reference":"p"}"#, earn(3),
      #"{"id":4,"kind":"redeem","member":"m","points":"9","reference":"r4"}"#,
      earn(5, points: "x"),
      #"{"id":6,"posts":[\#(earn(7, points: "5").replacing(#""id":7,"#, with: "")),{"kind":"redeem","#
        + #""member":"m","points":"8","reference":"r8"}]}"#,
      #"{"command":"balance","member":"m"}"#, #"{"command":"close"}"#, earn(9),
    ])
    let expected = [
      #"{"id":1,"post":"r1 posted"}"#, #"{"id":2,"post":"r2 posted"}"#,
      #"{"id":"b","available":2}"#,
      "notJSON", #"{"id":1,"post":"r1 duplicate"}"#, #"{"preview":"p posted"}"#,
      #"{"id":3,"post":"r3 posted"}"#, #"{"id":4,"post":"r4 insufficientPoints"}"#,
      #"{"id":5,"error":"malformed""#,
      #"{"id":6,"answers":[{"post":"r7 posted"},{"post":"r8 posted"}]}"#, #"{"available":0}"#,
      #"{"closed":true}"#,
    ]
    #expect(found.count == expected.count)
    for (answer, beginning) in zip(found, expected) { #expect(answer.contains(beginning)) }
    #expect(shop.ledger.nextSequence == SequenceNumber(7))
  }

  @Test("posts that come together share a sync, up to 1,024 of them")
  func sharedSync() {
    let before = shop.system.callCount(.syncData)
    #expect(answers((1...1_000).map { earn($0) }).count == 1_000)
    #expect(shop.system.callCount(.syncData) == before + 1)
    #expect(answers((2_001...2_001 + RequestLimits.posts).map { earn($0) }).count == 1_025)
    #expect(shop.system.callCount(.syncData) == before + 3)
  }

  @Test("a unit can be used in the next line, and a reversal is read in its original's")
  func laterUnits() {
    let found = answers([
      #"{"kind":"unit","unit":"miles","policy":"scale=2","reference":"u"}"#,
      #"{"kind":"earn","member":"m","unit":"miles","points":"1.25","reference":"a"}"#,
      #"{"kind":"reverse","member":"m","points":"0.25","original":"a","reference":"b"}"#,
      #"{"posts":[{"kind":"unit","unit":"km","policy":"scale=1","reference":"v"},"#
        + #"{"kind":"earn","member":"m","unit":"km","points":"1.5","reference":"c"},"#
        + #"{"kind":"reverse","member":"m","points":"0.5","original":"c","reference":"d"}]}"#,
    ])
    #expect(
      found == [
        #"{"post":"u posted"}"#, #"{"post":"a posted"}"#, #"{"post":"b posted"}"#,
        #"{"answers":[{"post":"v posted"},{"post":"c posted"},{"post":"d posted"}]}"#,
      ])
  }

  @Test("a group is posted whole or not at all")
  func groups() {
    let found = answers([
      #"{"posts":[{"kind":"earn","member":"m","points":"1","reference":"a"},"#
        + #"{"kind":"redeem","member":"m","points":"2","reference":"b"}]}"#,
      #"{"command":"balance","member":"m"}"#,
    ])
    #expect(
      found == [
        #"{"answers":[{"post":"a groupRefused"},{"post":"b insufficientPoints"}]}"#,
        #"{"available":-1}"#,
      ])
  }

  @Test("a line that the input's end cuts off is not done")
  func cutOff() {
    #expect(answers([earn(1), earn(2)], ended: true).last?.contains("lineNotEnded") == true)
    #expect(shop.ledger.nextSequence == SequenceNumber(2))
  }

  @Test("an answer that is too long becomes an error, and the next is not touched")
  func longAnswer() {
    let found = answers([#"{"id":1,"command":"info"}"#, earn(2)])
    #expect(found.first?.hasPrefix(#"{"id":1,"error":"answerTooLong""#) == true)
    #expect(found.last == #"{"id":2,"post":"r2 posted"}"#)
  }

  @Test("no more is answered once the output is long; the rest waits")
  func limit() {
    var session = session()
    session.take(Array((1...10).map { earn($0) + "\n" }.joined().utf8)[...])
    var output = [UInt8](repeating: 0x20, count: 100)
    #expect(!session.answer(upTo: 100, into: &output))
    #expect(shop.ledger.nextSequence == SequenceNumber(1))
    #expect(session.answer(upTo: 101, into: &output))
    #expect(shop.ledger.nextSequence == SequenceNumber(11))
  }

  @Test("after a failed write every post of the batch has the error, and the session says so")
  func failedWrite() {
    var session = session()
    session.take(Array((earn(1) + "\n" + earn(2) + "\n").utf8)[...])
    shop.system.inject(SimulatedFault(.syncData, errorNumber: 5))
    var output: [UInt8] = []
    _ = session.answer(upTo: .max, into: &output)
    let found = String(decoding: output, as: UTF8.self).split(separator: "\n")
    #expect(found.count == 2)
    for (number, answer) in found.enumerated() {
      #expect(answer.hasPrefix(#"{"id":\#(number + 1),"error":"inputOutput""#))
    }
    #expect(session.failure?.code == .inputOutput)
  }
}
