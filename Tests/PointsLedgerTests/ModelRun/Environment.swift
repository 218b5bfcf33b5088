import Glibc

/// The variables of the environment.
enum Environment {
  static func number(_ name: String) -> Int? {
    getenv(name).flatMap { Int(String(cString: $0)) }
  }
}
