import Glibc
import PointsLedger

/// Writes a file that is whole or not there: under another name first.
enum PageFile {
  static func write(_ text: String, to path: String) throws(CommandFailure) {
    let scratch = "\(path).partial"
    func failed(_ number: Int32) -> CommandFailure {
      _ = unsafe unlink(scratch)
      return CommandFailure(.cannotCreate, "\(path): \(describe(number)); name another file")
    }
    let descriptor = unsafe open(scratch, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failed(errno) }
    var failure = Output.write(Array(text.utf8), to: descriptor)
    if close(descriptor) != 0, failure == 0 { failure = errno }
    if failure == 0, unsafe rename(scratch, path) != 0 { failure = errno }
    if failure != 0 { throw failed(failure) }
  }
}
