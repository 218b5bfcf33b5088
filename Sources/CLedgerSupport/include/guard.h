#pragma once

#include <stddef.h>
#include <stdint.h>

// A mapped file may be truncated, and a disk may fail to read a page of it. A thread that accesses
// the page then gets SIGBUS, which ends the process. Within guarded ranges it does not: from that
// page on the range reads as zeros, and is marked as lost.
//
// The handler is installed once, with the first range, and stays. Every other SIGBUS goes to the
// previous handler, or to the default. If the program later installs another handler, that gets
// every SIGBUS, and must forward those that are not its own. A thread that blocks SIGBUS is killed
// by the kernel when it accesses a lost page.

/// Guards mapped memory, which must stay mapped until `ledger_unguard`. Returns a slot, 0 or more,
/// or -1 if there is no free slot or the handler cannot be installed: the memory must then not be
/// used. Any thread may call it.
int ledger_guard(const void *start, size_t length);

/// Ends the guard of a slot, before the memory is unmapped.
void ledger_unguard(int slot);

/// Whether a part of the range was lost: 1 or 0. Call it after reading to learn whether the bytes
/// are those of the file.
int ledger_is_lost(int slot);

/// The number of losses in this process, over all ranges: as long as it is 0, nothing was lost.
uint32_t ledger_loss_count(void);

/// Unblocks SIGBUS in the calling thread, so that the handler can save it, whatever signal mask it
/// inherited.
void ledger_accept_guard(void);
