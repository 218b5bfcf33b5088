import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Requests: lines")
struct LineBufferTests {
  /// The lines of a text that arrives in pieces, `nil` for one that is too long; and whether it
  /// ends within a line.
  private func lines(_ pieces: [[UInt8]]) -> (lines: [String?], isWithinLine: Bool) {
    var buffer = LineBuffer()
    var found: [String?] = []
    for piece in pieces {
      buffer.append(piece[...])
      while let line = buffer.next() {
        switch line {
        case .line(let bytes): found.append(String(decoding: bytes, as: UTF8.self))
        case .tooLong: found.append(nil)
        }
      }
    }
    return (found, buffer.isWithinLine)
  }

  private func pieces(of bytes: [UInt8], _ size: Int) -> [[UInt8]] {
    stride(from: 0, to: bytes.count, by: size).map {
      Array(bytes[$0..<min($0 + size, bytes.count)])
    }
  }

  @Test("lines are the same in pieces of any size, and blank ones are passed over")
  func pieces() {
    let bytes = Array("one\n\n \t\r\ntwo\r\n{three}\nhalf".utf8)
    for size in [1, 2, 3, 7, 100] {
      let (found, isWithinLine) = lines(pieces(of: bytes, size))
      #expect(found == ["one", "two\r", "{three}"])
      #expect(isWithinLine)
    }
    #expect(lines([Array("one\n".utf8)]).isWithinLine == false)
    #expect(lines([]).lines.isEmpty)
  }

  @Test("a line that is too long is said once, skipped to its end, and never kept")
  func tooLong() {
    let most = RequestLimits.line
    let longest = [UInt8](repeating: 0x61, count: most)
    for size in [most / 7, 65_536, 10 * most] {
      let fits = pieces(of: longest + Array("\nnext\n".utf8), size)
      #expect(lines(fits).lines.map { $0?.utf8.count } == [most, 4])
      let over = pieces(of: longest + Array("b\nnext\n".utf8), size)
      #expect(lines(over).lines == [nil, "next"])
    }
    var buffer = LineBuffer()
    var faults = 0
    for _ in 0..<200 {
      buffer.append(longest[..<65_536])
      while buffer.next() != nil { faults += 1 }
      #expect(buffer.hasRoom)
    }
    #expect(faults == 1)
    #expect(!buffer.isWithinLine)
    buffer.append(Array("\nafter\n".utf8)[...])
    #expect(buffer.next() == .line(Array("after".utf8)[...]))
  }
}
