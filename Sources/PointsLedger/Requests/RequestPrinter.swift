/// Writes answers: the keys of an object that has been begun. What it throws becomes the answer.
package protocol RequestPrinter: Sendable {
  /// Answers a post that was posted, or only tried.
  func append(
    _ answer: Answer, to post: Post, isPreview: Bool, _ object: inout JSONObjectWriter,
    _ output: inout [UInt8]
  ) throws(RequestFault)

  /// Answers a question, or a sweep.
  func append(
    answerTo request: Request, _ object: inout JSONObjectWriter, _ output: inout [UInt8]
  ) throws(RequestFault)
}
