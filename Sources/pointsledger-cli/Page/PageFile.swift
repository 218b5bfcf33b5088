import Glibc
import PointsLedger

/// Writes a file that is whole or not there: under another name first.
enum PageFile {
  static func write(_ text: String, to path: String) throws(CommandFailure) {
    let path = OutputPlace.resolved(path)
    try OutputPlace.check(path, "--html")
    var status = stat()
    let isThere = unsafe stat(path, &status) == 0
    if isThere, status.st_mode & S_IFMT != S_IFREG {
      throw CommandFailure(.cannotCreate, "\(path): there is something that is no file")
    }
    let scratch = "\(path).\(UInt32.random(in: 0...UInt32.max)).partial"
    func failed(_ number: Int32) -> CommandFailure {
      number == ENOSPC || number == EDQUOT || number == EIO
        ? CommandFailure(.inputOutput, "\(path): \(describe(number)); make room, then try again")
        : CommandFailure(.cannotCreate, "\(path): \(describe(number)); name another file")
    }
    let descriptor = unsafe open(
      scratch, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failed(errno) }
    var failure: Int32 = 0
    if isThere, fchmod(descriptor, status.st_mode & 0o777) != 0 { failure = errno }
    if failure == 0 { failure = Output.write(Array(text.utf8), to: descriptor) }
    if failure == 0, fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0, failure == 0 { failure = errno }
    if failure == 0, unsafe rename(scratch, path) != 0 { failure = errno }
    if failure != 0 {
      _ = unsafe unlink(scratch)
      throw failed(failure)
    }
  }
}
