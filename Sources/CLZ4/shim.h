#pragma once
#if !__has_include(<lz4.h>)
#error "liblz4 is missing: install its headers (Debian, Ubuntu: apt-get install liblz4-dev; macOS: brew install lz4)"
#endif
#include <lz4.h>
#include <lz4hc.h>
