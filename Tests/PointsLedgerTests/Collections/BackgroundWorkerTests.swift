import Glibc
import LedgerStorage
import Testing

@testable import PointsLedger

@Suite("A worker in the background")
struct BackgroundWorkerTests {
  /// The work of a worker in the tests.
  private final class Site: Sendable {
    let entryCount = Locked<UInt64>(0)
    let doneCount = Locked(0)
    let gate = Future<Void>()
    let (begun, failure) = (Future<Void>(), Locked<LedgerError?>(nil))

    func worker(inBackground isBackground: Bool) -> BackgroundWorker {
      BackgroundWorker(inBackground: isBackground) { [entryCount] in entryCount.withLock { $0 } }
    }

    func wake(_ worker: BackgroundWorker, waiting isWaiting: Bool = false) {
      worker.wake(if: true) { () throws(LedgerError) in
        self.begun.fulfil(())
        if isWaiting { self.gate.wait() }
        self.doneCount.withLock { $0 += 1 }
        if let failure = self.failure.withLock({ $0 }) { throw failure }
      }
    }

    var done: Int { doneCount.withLock { $0 } }
  }

  @Test("who wakes it does not wait, and it works once at a time")
  func once() {
    let site = Site()
    let worker = site.worker(inBackground: true)
    site.wake(worker, waiting: true)
    site.begun.wait()
    site.wake(worker)
    #expect(site.done == 0)
    site.gate.fulfil(())
    worker.wait()
    #expect(site.done == 1)
    site.wake(worker)
    worker.wait()
    #expect(site.done == 2)
  }

  @Test("where no thread is to be had, who wakes it does the work")
  func noThread() {
    let site = Site()
    site.wake(site.worker(inBackground: false))
    #expect(site.done == 1)
  }

  @Test("after a failure it waits for entries, for want of descriptors only for a few")
  func retries() {
    for (code, pause) in [
      (LedgerError.Code.inputOutput, BackgroundWorker.pause),
      (.resources, BackgroundWorker.shortPause),
    ] {
      let site = Site()
      let worker = site.worker(inBackground: false)
      site.failure.withLock { $0 = LedgerError(code, "no") }
      site.wake(worker)
      #expect(worker.failure?.code == code)
      site.failure.withLock { $0 = nil }
      site.entryCount.withLock { $0 = pause - 1 }
      site.wake(worker)
      #expect(site.done == 1 && worker.failure != nil)
      site.entryCount.withLock { $0 = pause }
      site.wake(worker)
      #expect(site.done == 2 && worker.failure == nil)
    }
  }

  @Test("once closed it begins nothing, and ends what is under way")
  func closes() {
    let site = Site()
    let worker = site.worker(inBackground: true)
    site.wake(worker, waiting: true)
    site.begun.wait()
    #expect(worker.close() && worker.isClosed)
    #expect(!worker.close())
    site.gate.fulfil(())
    worker.wait()
    site.wake(worker)
    #expect(site.done == 1)
    worker.perform { site.doneCount.withLock { $0 += 1 } }
    #expect(site.done == 2)
  }

  @Test("a worker that nobody holds any more goes when its work is done")
  func leaksNothing() {
    let site = Site()
    weak var weakWorker: BackgroundWorker?
    do {
      let worker = site.worker(inBackground: true)
      weakWorker = worker
      site.wake(worker, waiting: true)
      site.begun.wait()
      #expect(weakWorker != nil)
      site.gate.fulfil(())
      worker.wait()
    }
    // Its thread may be about to end.
    for _ in 0..<2_000 where weakWorker != nil { usleep(1_000) }
    #expect(weakWorker == nil)
  }
}
