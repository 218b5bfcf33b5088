#ifndef CLEDGER_SUPPORT_H
#define CLEDGER_SUPPORT_H

#include "crc32c.h"
#include "guard.h"
#include "linux.h"
#include "prefetch.h"
#include "process.h"
#include "sha256.h"

#endif
