import Glibc
import PointsLedger

/// `descriptors DIRECTORY`: posts with standard input, output and error closed, and ends with 4 if
/// one of the ledger's files became one of them.
func descriptors(_ arguments: Arguments) throws {
  for descriptor: Int32 in 0...2 { close(descriptor) }
  let ledger = try Ledger.open(at: arguments.text(0), options: hostOptions())
  _ = try ledger.post(.earn(1, for: member("low"), reference: reference("low")))
  for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) != -1 { exit(4) }
  try ledger.close()
}
