import Foundation
import Glibc
import PointsLedger

/// Durable posts of clients of `pointsledger serve`, beside as many threads that use the library.
enum Served {
  private static let counts = [1, 64]
  private static let rounds = 3

  /// Prints posts per second: the medians of the rounds, and their ratio.
  ///
  /// - Parameters:
  ///   - program: The command line that is measured.
  ///   - seconds: How long each side posts in a round, for each number of clients.
  static func measure(program: String, directory: String, seconds: Int) throws {
    print("clients      library        serve    serve / library  (posts a second)")
    for count in counts {
      var (direct, served): ([Double], [Double]) = ([], [])
      for round in 0..<rounds {
        let path = "\(directory)/\(count)-\(round)"
        direct.append(try Callers.ledger(at: path + "-library", count, seconds))
        served.append(try rate(program, at: path + "-serve", count, seconds))
      }
      let (one, other) = (median(direct), median(served))
      let columns = [
        String(count), Table.number(one), Table.number(other), Table.number(other / one),
      ]
      print(Table.line(columns, widths: [7, 13, 13, 19]))
    }
  }

  private static func rate(
    _ program: String, at path: String, _ count: Int, _ seconds: Int
  ) throws -> Double {
    try Ledger.create(at: path).close()
    let server = Process()
    server.executableURL = URL(fileURLWithPath: program)
    server.arguments = ["serve", path, "--socket", path + ".sock"]
    try server.run()
    defer {
      server.terminate()
      server.waitUntilExit()
    }
    let clients = (0..<count).map { _ in SocketClient(path: path + ".sock") }
    return Callers.rate(of: count, seconds) { caller, number in
      let line =
        #"{"command":"post","kind":"earn","member":"m\#(number % 10_000)","points":"10","#
        + #""reference":"S\#(caller)-T1-\#(number)"}"# + "\n"
      guard clients[caller].ask(line).contains(#""duplicate":false"#) else {
        fatalError("post \(number) of client \(caller) failed")
      }
    }
  }
}
