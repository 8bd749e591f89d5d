#pragma once

/// For test programs that print, in one source of each: what the leak sanitizer must not count as ours. cairo
/// 1.16 loses 768 bytes of each document that embeds a CFF font, fontconfig keeps its patterns for good.
extern "C" const char* __lsan_default_suppressions() {  // NOLINT
  return "leak:libcairo\nleak:libfontconfig\n";
}
