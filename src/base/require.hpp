#pragma once

#include <source_location>
#include <stdexcept>
#include <string>

namespace lintas {

/// Our own mistake: a state the code says cannot be. Never the user's input, never the world.
/// The executor catches it, drops what the command had decided, and quarantines the command.
class Bug : public std::logic_error {
 public:
  Bug(const char* what, std::source_location where) : std::logic_error(what), where_(where) {}
  [[nodiscard]] const std::source_location& where() const noexcept { return where_; }

 private:
  std::source_location where_;
};

/// Stays on in release. `what` says which promise was broken.
inline void require(bool holds, const char* what,
                    std::source_location where = std::source_location::current()) {
  if (!holds) throw Bug(what, where);
}

}  // namespace lintas
