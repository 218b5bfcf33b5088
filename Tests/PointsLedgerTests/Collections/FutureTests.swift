import Testing

@testable import PointsLedger

@Suite("A value that comes later")
struct FutureTests {
  @Test("every thread that waits gets the value, and the first one counts")
  func everybody() {
    let future = Future<Int>()
    #expect(!future.isReady)
    let waiting = (0..<8).map { _ in Future { future.wait() } }
    future.fulfil(7)
    future.fulfil(8)
    let seen = waiting.map { $0.wait() }
    #expect(seen == Array(repeating: 7, count: 8))
    #expect(future.isReady)
  }

  @Test("where no thread is to be had it is made before it is handed out")
  func noThread() {
    let noThread: (@escaping @Sendable () -> Void) -> Bool = { _ in false }
    let future = Future(on: noThread) { 5 }
    #expect(future.isReady && future.wait() == 5)
    #expect(Future { 6 }.wait() == 6)
  }
}
