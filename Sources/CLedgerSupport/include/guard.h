#pragma once

#include <stddef.h>
#include <stdint.h>

// Files that are mapped may be cut, and a disk may fail to give a page of them: then whoever
// touches the page gets SIGBUS, which ends the process. Within guarded ranges it does not: from
// that page on the range reads as zeros, and is marked as lost.
//
// The handler is installed once, with the first range, and stays. Every other SIGBUS goes to the
// handler that was there before, or to the default. A program that installs another handler later
// gets all of them, and must hand on what is not its own; a thread that blocks SIGBUS is killed by
// the kernel when it touches what is gone.

/// Guards mapped memory, which must stay mapped until `ledger_unguard`. Gives a slot, 0 or more; -1
/// where there is none left, or the handler cannot be installed: then the memory must not be used.
/// Any thread may call it.
int ledger_guard(const void *start, size_t length);

/// Ends the guard of a slot, before the memory is unmapped.
void ledger_unguard(int slot);

/// Whether something of the range was lost: 1 or 0. Asked after reading, it tells whether what was
/// read is the file's.
int ledger_is_lost(int slot);

/// How many times something was lost in this process, of any range: as long as it is 0, nothing
/// was.
uint32_t ledger_loss_count(void);

/// Lets the calling thread be saved by the handler, whatever signals it inherited as blocked.
void ledger_accept_guard(void);
