import Glibc
import PointsLedger

/// `compacting DIRECTORY THREADS MILLISECONDS ARCHIVES`: threads post while everything old enough is
/// dropped again and again, into archives or, if that is `-`, for good. Prints a line for each
/// acknowledged post, and the longest that one took.
func compacting(_ arguments: Arguments) throws {
  let ledger = try Ledger.open(at: arguments.text(0), options: hostOptions())
  let end = seconds() + Double(arguments.number(2)) / 1_000
  let prefix = "k\(getpid())"
  let tally = Tally()
  let threads = Threads(arguments.number(1)) { number in
    var longest = 0.0
    var step = 0
    while seconds() < end {
      step += 1
      let name = "\(prefix).\(number).\(step)"
      let begun = seconds()
      do {
        // Points that live for half a second, so that lots do not pile up.
        let post = Post.earn(
          1, for: member("k\(step % 9)"), reference: reference(name), expires: inHalfASecond())
        guard case .posted = try ledger.post(post) else {
          say("wrong: \(name) was refused")
          continue
        }
      } catch {
        say("wrong: \(name): \(error)")
        return
      }
      longest = max(longest, seconds() - begun)
      say("did \(name) k\(step % 9)")
    }
    say("longest \(Int(longest * 1e6))")
  }
  var count = 0
  while seconds() < end {
    count += 1
    compact(
      ledger, arguments.text(3) == "-" ? nil : "\(arguments.text(3))/\(prefix)-\(count)", tally)
  }
  threads.join()
  try ledger.close()
  tally.report()
}

private func inHalfASecond() -> Instant {
  instant(Int(SystemClock().now().milliseconds) + 500)
}

/// Drops what came to the ledger more than a twentieth of a second ago.
private func compact(_ ledger: Ledger, _ archive: String?, _ tally: Tally) {
  let now = SystemClock().now().milliseconds
  let before = instant(Int(now) - 50)
  do {
    let result: CompactionResult
    if let archive {
      result = try ledger.compact(before: before, into: .directory(archive))
    } else {
      result = try discard(ledger, before)
    }
    _ = tally.add(result.droppedEntries > 0 ? "compactions" : "nothing to drop")
  } catch {
    say("wrong: compaction: \(error)")
  }
}

/// Says the right number to discard at the second try: the first says how many there are.
private func discard(
  _ ledger: Ledger, _ before: Instant
) throws(LedgerError) -> CompactionResult {
  var count: UInt64 = 0
  for _ in 0..<20 {
    do throws(LedgerError) {
      return try ledger.compact(before: before, into: .discard(entries: count))
    } catch {
      let words = error.message.split(separator: " ")
      guard error.code == .outOfRange, let said = words.compactMap({ UInt64($0) }).first else {
        throw error
      }
      count = said
    }
  }
  return try ledger.compact(before: before, into: .discard(entries: count))
}
