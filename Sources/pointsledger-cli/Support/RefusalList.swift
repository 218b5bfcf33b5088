import Glibc
import PointsLedger

/// The refused and the malformed rows of an import: lines on standard error, or a CSV file, to which
/// they are appended. On a terminal only the first refused ones are listed.
final class RefusalList {
  /// The most refused rows that are listed on a terminal.
  private static let shown = 20

  private let inputName: String
  private let path: String
  private let isTerminal = isatty(STDERR_FILENO) == 1
  /// The refused rows so far.
  private var count = 0
  /// Where the first malformed row is.
  private(set) var firstMalformed: InterchangeError?
  /// Nil for standard error.
  private let descriptor: Int32?
  private var bytes: [UInt8] = []
  private var errorNumber: Int32 = 0

  init(path: String?, inputName: String) throws(CommandFailure) {
    self.inputName = inputName
    self.path = path ?? ""
    guard let path else {
      descriptor = nil
      return
    }
    let opened = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard opened >= 0 else {
      throw CommandFailure(
        .cannotCreate, "\(path): \(describe(errno)); name another file",
        at: FailurePlace(file: path))
    }
    descriptor = opened
    var status = stat()
    if unsafe fstat(opened, &status) != 0 || status.st_size == 0 {
      bytes.append(contentsOf: "line,reference,code,explanation\n".utf8)
    }
  }

  func add(_ row: RefusedRow) {
    count += 1
    if descriptor == nil {
      if isTerminal, count > Self.shown { return }
      Messages.append("\(inputName): \(VisibleText.escaped(row.description))", to: &bytes)
    } else {
      add([String(row.line), row.reference.description, row.code.name, row.explanation])
    }
  }

  /// Adds a malformed row.
  func add(_ error: InterchangeError) {
    firstMalformed = firstMalformed ?? error
    if descriptor == nil {
      Messages.append("\(inputName): \(error)", to: &bytes)
    } else {
      add([String(error.line), "", "malformed", error.description])
    }
  }

  /// Says how many refused rows were not listed.
  func sayRest() {
    guard descriptor == nil, isTerminal, count > Self.shown else { return }
    Messages.append(
      "\(inputName): "
        + Count.rest(of: count, listed: Self.shown, "refused row", "refused rows")
        + "; --refusals FILE lists all of them",
      to: &bytes)
    say()
  }

  private func add(_ values: [String]) {
    for value in values {
      CSVText.append(Array(value.utf8)[...], to: &bytes)
      bytes.append(UInt8(ascii: ","))
    }
    bytes[bytes.count - 1] = UInt8(ascii: "\n")
    if bytes.count > 65_536 { flush() }
  }

  /// Writes the collected lines to standard error, many at once.
  func say() {
    guard descriptor == nil, !bytes.isEmpty else { return }
    // A failure here cannot be reported anywhere.
    _ = Output.write(bytes, to: STDERR_FILENO)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Writes the rest; throws if not everything could be written.
  func close() throws(CommandFailure) {
    guard let descriptor else { return }
    flush()
    if Glibc.close(descriptor) != 0, errorNumber == 0 { errorNumber = errno }
    if errorNumber != 0 {
      throw CommandFailure(
        .inputOutput, "\(path): \(describe(errorNumber)); the import itself is kept",
        at: FailurePlace(file: path))
    }
  }

  private func flush() {
    if let descriptor, errorNumber == 0 { errorNumber = Output.write(bytes, to: descriptor) }
    bytes.removeAll(keepingCapacity: true)
  }
}
