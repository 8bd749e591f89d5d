#include "shell/app/verify.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "shell/app/verify_notes.hpp"

namespace lintas::app {

bool Verdict::sound() const {
  return std::ranges::all_of(counts, [](const Count& count) { return count.wrong == 0; });
}

bool Verdict::is_whole() const {
  std::uint64_t wrong = 0;
  for (const Count& count : counts) wrong += count.wrong;
  return wrong == projections;
}

Verdict verify(const VerifyPorts& ports) {
  audit::Notes notes{.ports = ports};
  audit::walk_log(notes);
  audit::walk_streams(notes);
  audit::walk_tables(notes);
  std::ranges::stable_sort(notes.verdict.named, {}, &Violation::check);
  return std::move(notes.verdict);
}

}  // namespace lintas::app
