#pragma once

#include <stddef.h>
#include <stdint.h>

// Functions that glibc declares only under _GNU_SOURCE, which Swift's Glibc module does not define.

/// Allocates space for `length` bytes of the file from `offset` on, and makes the file at least
/// that long; bytes that were never written read as zeros. Returns 0, or -1 with errno set:
/// EOPNOTSUPP if the file system cannot do it. fallocate(2).
int ledger_allocate(int fd, int64_t offset, int64_t length);

/// Takes an exclusive open-file-description lock on the whole file, without waiting. Returns 0, or
/// -1 with errno set: EAGAIN or EACCES if another description holds one. fcntl(F_OFD_SETLK).
int ledger_try_lock_exclusive(int fd);

/// Releases that lock, even if other processes share the description. Has no effect if there is
/// none.
void ledger_unlock(int fd);

/// Takes an exclusive lock on a directory's open file description, without waiting. Returns 0, or
/// -1 with errno set: EWOULDBLOCK if another description holds one. flock(2).
int ledger_lock_directory(int fd);

/// Releases that lock, even if other processes share the description.
void ledger_unlock_directory(int fd);

/// Whether another open file description holds a lock on the file: 1 or 0, or -1 with errno set.
/// `fd` may be open for reading only. fcntl(F_OFD_GETLK).
int ledger_is_locked_by_another(int fd);

/// Lowers the priority of the calling thread. Has no effect on systems where niceness belongs to
/// the process and not to the thread. setpriority(2).
void ledger_give_way(void);

/// Requests large pages for memory that will be read in random order, before it is first accessed:
/// otherwise nearly every read of a large table also costs a walk through the page tables. Has no
/// effect on small memory, or without such pages. madvise(2).
void ledger_prefer_large_pages(void *start, size_t length);

/// Keeps the C allocator from reserving memory for each thread, for the rest of the process's life.
/// mallopt(3).
void ledger_bound_heap(void);
