import Glibc
import PointsLedger

func reference(_ text: String) -> Reference {
  guard let reference = Reference(text) else { fail("\(text) is no reference") }
  return reference
}

func member(_ text: String) -> MemberIdentifier {
  guard let member = MemberIdentifier(text) else { fail("\(text) is no member") }
  return member
}

func instant(_ milliseconds: Int) -> Instant {
  guard let instant = Instant(milliseconds: Int64(milliseconds)) else {
    fail("\(milliseconds) is no instant")
  }
  return instant
}

/// Instants from a second in November 2023 on: when the host's posts occurred.
func second(_ number: Int) -> Instant { instant(1_700_000_000_000 + number * 1_000) }

/// The options of the command line in tests: small logs and little memory, if the environment
/// requests them.
func hostOptions() -> Ledger.Options {
  var options = Ledger.Options()
  func number(_ name: String) -> Int? { getenv(name).flatMap { Int(String(cString: $0)) } }
  if let count = number("POINTSLEDGER_LOG_BYTES") { options.limitLogs(toBytes: count) }
  options.memory = number("POINTSLEDGER_MEMORY")
  return options
}

/// Random numbers that a seed reproduces.
struct Dice {
  private var state: UInt64

  init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

  /// A number from 0 to `count` - 1.
  mutating func roll(_ count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(max(count, 1)))
  }
}

func seconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Reports to the recorder that an answer has arrived: the recorder sees the open of a path that
/// does not exist.
func acknowledge(_ what: String) { _ = open("/ACK/" + what, O_RDONLY) }
