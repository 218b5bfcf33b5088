internal import Glibc

/// The names of system error numbers, and their meaning for a ledger.
package enum ErrorNumber {
  private static let names: [Int32: String] = [
    EACCES: "EACCES", EAGAIN: "EAGAIN", EBADF: "EBADF", EBUSY: "EBUSY", EDQUOT: "EDQUOT",
    EEXIST: "EEXIST", EFBIG: "EFBIG", EINVAL: "EINVAL", EIO: "EIO", EISDIR: "EISDIR",
    ELOOP: "ELOOP", EMFILE: "EMFILE", ENAMETOOLONG: "ENAMETOOLONG", ENFILE: "ENFILE",
    ENODEV: "ENODEV", ENOENT: "ENOENT", ENOLCK: "ENOLCK", ENOMEM: "ENOMEM", ENOSPC: "ENOSPC",
    ENOTDIR: "ENOTDIR", ENOTEMPTY: "ENOTEMPTY", ENOTSUP: "ENOTSUP", ENXIO: "ENXIO",
    EPERM: "EPERM", EROFS: "EROFS", ESTALE: "ESTALE", ETXTBSY: "ETXTBSY", EXDEV: "EXDEV",
  ]

  /// The symbolic name, or `errno` and the number.
  package static func name(of number: Int32) -> String { names[number] ?? "errno \(number)" }

  /// The category of a failed system call.
  package static func category(of number: Int32) -> StorageError.Category {
    switch number {
    case ENOENT, ENOTDIR, ENAMETOOLONG: .noSuchFile
    case EEXIST, ENOTEMPTY: .exists
    case EACCES, EPERM: .permission
    case EROFS: .readOnlyMedium
    case ENOSPC, EDQUOT, EFBIG: .full
    case EMFILE, ENFILE, ENOMEM, ENOLCK: .resources
    default: .io
    }
  }
}
