# Shell functions that provide what a build needs. To be sourced by bash, from any directory.

# Prints a message to standard error and ends the script.
die() {
  printf '%s\n' "$@" >&2
  exit 1
}

# Ends the script unless a Swift toolchain of 6.3 or later is on the PATH.
need_swift() {
  local advice='Install Swift 6.3 or later from https://www.swift.org/install and put it on the PATH.'
  command -v swift >/dev/null || die 'There is no swift on the PATH.' "$advice"
  local found major minor
  found=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1)
  major=${found%%.*} minor=${found#*.}
  if [ -z "$found" ] || [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 3 ]; }; then
    die "The swift on the PATH is ${found:-of an unknown version}." "$advice"
  fi
}

# Succeeds if the content of a Debian package with this name is already installed.
is_here() {
  case $1 in
  liblz4-dev) printf '#include <lz4.h>\n' | "${CC:-clang}" -E -xc - >/dev/null 2>&1 ||
    pkg-config --exists liblz4 2>/dev/null ;;
  *) command -v "$1" >/dev/null ;;
  esac
}

# Installs the named Debian packages that are missing, if that needs no password. Otherwise prints
# what to install, and returns 1.
install_packages() {
  local missing=() package as_root=()
  for package in "$@"; do is_here "$package" || missing+=("$package"); done
  [ ${#missing[@]} -eq 0 ] && return 0
  if ! command -v apt-get >/dev/null; then
    printf 'Missing: %s (Debian names). On macOS: brew install lz4 pkgconf python3 hledger.\n' \
      "${missing[*]}" >&2
    return 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
      printf 'Missing. Please run: sudo apt-get install %s\n' "${missing[*]}" >&2
      return 1
    fi
    as_root=(sudo -n)
  fi
  printf 'Installing %s\n' "${missing[*]}" >&2
  local install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y
    --no-install-recommends install "${missing[@]}")
  "${install[@]}" >/dev/null 2>&1 && return 0
  # The package lists of a fresh image are empty or old.
  "${as_root[@]}" apt-get -qq update >/dev/null && "${install[@]}" >/dev/null && return 0
  printf 'apt-get could not install: %s\n' "${missing[*]}" >&2
  return 1
}

# Installs everything that `swift build` needs; ends the script if that fails.
need_build_tools() {
  need_swift
  install_packages liblz4-dev pkg-config || exit 1
}

# The build options of the command line: everything in one file, so that it starts in 2 ms instead
# of 6.
release_build=(-c release -Xswiftc -static-executable)

# The build options of what is tested: optimized, with assertions enabled and the internals open to
# tests. It has a build directory of its own, so that it does not replace what ships.
optimized_build=(-c release -Xswiftc -enable-testing -Xswiftc -assert-config -Xswiftc Debug
  --scratch-path .build/optimized)
