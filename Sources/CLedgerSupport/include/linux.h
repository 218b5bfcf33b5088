#pragma once

#include <stddef.h>
#include <stdint.h>

// What glibc shows only under _GNU_SOURCE, which Swift's Glibc module does not define.

/// Gives the file space from `offset` on, `length` bytes, and makes it at least that long; what was
/// never written there reads as zeros. 0, or -1 with errno set: EOPNOTSUPP where the file system
/// cannot. fallocate(2).
int ledger_allocate(int fd, int64_t offset, int64_t length);

/// Takes an exclusive open-file-description lock on the whole file, without waiting. 0, or -1 with
/// errno set: EAGAIN or EACCES where another description holds one. fcntl(F_OFD_SETLK).
int ledger_try_lock_exclusive(int fd);

/// Gives that lock up, whoever else shares the description. Without effect where there is none.
void ledger_unlock(int fd);

/// Takes an exclusive lock on a directory's open file description, without waiting. 0, or -1 with
/// errno set: EWOULDBLOCK where another description holds one. flock(2).
int ledger_lock_directory(int fd);

/// Gives that lock up, whoever else shares the description.
void ledger_unlock_directory(int fd);

/// Whether another open file description holds a lock on the file: 1 or 0, or -1 with errno set.
/// `fd` may be open for reading only. fcntl(F_OFD_GETLK).
int ledger_is_locked_by_another(int fd);

/// Lets other threads go before the calling one where they want the processor. Without effect where
/// a niceness is not of a thread but of a process. setpriority(2).
void ledger_give_way(void);

/// Asks for large pages for memory that will be looked at here and there, before it is first
/// touched: else nearly every look at a large table costs a walk through the page tables too.
/// Without effect on small memory, and where there are none. madvise(2).
void ledger_prefer_large_pages(void *start, size_t length);

/// Keeps the C allocator from setting memory aside for each thread. For the whole process, for
/// ever. mallopt(3).
void ledger_bound_heap(void);
