#include <cstdlib>
#include <unistd.h>

/// A test or a fuzzer runs in the folder of the sources, wherever it was started, and names their files from
/// there (LINTAS_ROOT). Only this source knows where the folder lies: the others are the same in every clone,
/// and what the compiler's cache has of them serves each.
namespace {

[[gnu::constructor]] void go_to_the_sources() {
  if (chdir(LINTAS_SOURCES) != 0) abort();
}

}  // namespace
