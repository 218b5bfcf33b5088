import Glibc
import PointsLedger

/// `fork DIRECTORY close|post|exit`: forks with the ledger open. The child posts, and closes or
/// just ends; then the parent posts on. Prints each acknowledgement as a line: `child` or `parent`
/// and the reference. An error of the child's handle is printed as `child error`.
func forked(_ arguments: Arguments) throws {
  let ledger = try Ledger.open(at: arguments.text(0), options: hostOptions())
  let way = arguments.text(1)
  post(20, to: ledger, as: "parent", from: 0)
  let child = rawFork()
  guard child >= 0 else { fail("no process") }
  if child == 0 {
    if way != "exit" { post(20, to: ledger, as: "child", from: 0) }
    if way == "close" { do { try ledger.close() } catch { say("child error \(error)") } }
    _exit(0)
  }
  if way == "post" { post(20, to: ledger, as: "parent", from: 20) }
  var status: Int32 = 0
  waitpid(child, &status, 0)
  say("status \(status)")
  post(20, to: ledger, as: "parent", from: 40)
  try ledger.close()
}

private func post(_ count: Int, to ledger: Ledger, as who: String, from first: Int) {
  for number in first..<first + count {
    let name = "\(who).\(getppid()).\(number)"
    do {
      if case .posted = try ledger.post(.earn(1, for: member(who), reference: reference(name))) {
        say("\(who) \(name)")
      } else {
        say("\(who) refused")
      }
    } catch {
      return say("\(who) error \(error)")
    }
  }
}

/// Swift hides fork for good reasons, but some hosts fork all the same.
private func rawFork() -> pid_t {
  typealias Fork = @convention(c) () -> pid_t
  guard let address = dlsym(nil, "fork") else { fail("there is no fork") }
  return unsafeBitCast(address, to: Fork.self)()
}
