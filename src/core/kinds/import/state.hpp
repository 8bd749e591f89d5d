#pragma once

#include <optional>
#include <vector>

#include "base/time.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/import/table.hpp"

/// A document of a kind where it is received: what `decide` needs of it, and what the authority sees.
namespace lintas::kinds::import_side {

struct Document {
  State state = State::none;
  Contents contents;                     ///< of one that could be read; else its reference alone
  std::vector<documents::Fault> faults;  ///< of the last one that could not be taken
  std::vector<Use> uses;
  std::optional<Number> replaced_by;
  bool given_up = false;            ///< the issuing state cancelled it
  std::optional<Instant> received;  ///< one that could be read
  std::optional<Instant> since;     ///< when the present state was entered
  std::optional<Instant> due;

  friend bool operator==(const Document&, const Document&) = default;
};

}  // namespace lintas::kinds::import_side
