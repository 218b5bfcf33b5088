import Glibc
import PointsLedger

/// The refused rows of an import: lines on standard error, or a CSV file.
final class RefusalList {
  private let inputName: String
  private let path: String
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
    let opened = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard opened >= 0 else {
      throw CommandFailure(.cannotCreate, "\(path): \(describe(errno)); name another file")
    }
    descriptor = opened
    bytes.append(contentsOf: "line,reference,code,explanation\n".utf8)
  }

  func add(_ row: RefusedRow) {
    guard descriptor != nil else {
      Messages.append("\(inputName): \(VisibleText.escaped(row.description))", to: &bytes)
      return
    }
    for value in [String(row.line), row.reference.description, row.code.name, row.explanation] {
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
        .inputOutput, "\(path): \(describe(errorNumber)); the import itself is kept")
    }
  }

  private func flush() {
    if let descriptor, errorNumber == 0 { errorNumber = Output.write(bytes, to: descriptor) }
    bytes.removeAll(keepingCapacity: true)
  }
}
