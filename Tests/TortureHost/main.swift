// What a host of the library can do to a ledger and the command line cannot: threads, forks, drops.
// The campaign `tools/torture` runs it; each subcommand is in a file of its own.

import Glibc
import PointsLedger

let subcommands: [String: (Arguments) throws -> Void] = [
  "closing": closing,
  "compacting": compacting,
  "cycles": cycles,
  "descriptors": descriptors,
  "fork": forked,
  "hammer": hammer,
  "limits": limits,
  "record": record,
  "session": session,
]

let arguments = Arguments(Array(CommandLine.arguments.dropFirst(2)))
guard CommandLine.arguments.count > 1, let subcommand = subcommands[CommandLine.arguments[1]] else {
  fail("usage: torture-host \(subcommands.keys.sorted().joined(separator: "|")) DIRECTORY ...")
}
do {
  try subcommand(arguments)
} catch {
  say("error \(error)")
  exit(3)
}
