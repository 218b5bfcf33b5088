#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif
#include "linux.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

#if defined(__linux__)

int ledger_allocate(int fd, int64_t offset, int64_t length) {
  return fallocate(fd, 0, offset, length);
}

#else

int ledger_allocate(int fd, int64_t offset, int64_t length) {
  (void)fd;
  (void)offset;
  (void)length;
  errno = EOPNOTSUPP;
  return -1;
}

#endif

#if defined(F_OFD_SETLK) && defined(F_OFD_GETLK)

int ledger_try_lock_exclusive(int fd) {
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  return fcntl(fd, F_OFD_SETLK, &whole);
}

void ledger_unlock(int fd) {
  struct flock whole = {.l_type = F_UNLCK, .l_whence = SEEK_SET};
  (void)fcntl(fd, F_OFD_SETLK, &whole);
}

int ledger_is_locked_by_another(int fd) {
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (fcntl(fd, F_OFD_GETLK, &whole) != 0) return -1;
  return whole.l_type != F_UNLCK;
}

#else

int ledger_try_lock_exclusive(int fd) {
  (void)fd;
  errno = ENOTSUP;
  return -1;
}

void ledger_unlock(int fd) { (void)fd; }

int ledger_is_locked_by_another(int fd) {
  (void)fd;
  errno = ENOTSUP;
  return -1;
}

#endif

int ledger_lock_directory(int fd) {
  int result;
  do result = flock(fd, LOCK_EX | LOCK_NB);
  while (result != 0 && errno == EINTR);
  return result;
}

void ledger_unlock_directory(int fd) { (void)flock(fd, LOCK_UN); }

#if defined(__linux__)

void ledger_give_way(void) { (void)setpriority(PRIO_PROCESS, 0, 10); }

#else

void ledger_give_way(void) {}

#endif

#if defined(MADV_HUGEPAGE)

void ledger_prefer_large_pages(void *start, size_t length) {
  const uintptr_t large = (uintptr_t)2 << 20;
  uintptr_t from = ((uintptr_t)start + large - 1) & ~(large - 1);
  uintptr_t to = ((uintptr_t)start + length) & ~(large - 1);
  if (to > from) (void)madvise((void *)from, to - from, MADV_HUGEPAGE);
}

#else

void ledger_prefer_large_pages(void *start, size_t length) {
  (void)start;
  (void)length;
}

#endif

#if defined(M_ARENA_MAX)

void ledger_bound_heap(void) { mallopt(M_ARENA_MAX, 2); }

#else

void ledger_bound_heap(void) {}

#endif
