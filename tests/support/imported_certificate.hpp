#pragma once

#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "tests/support/documents_stage.hpp"

namespace lintas::test {

/// A certificate of Malaysia as it stands in a state that it came to.
inline documents::import_side::Certificate imported(documents::import_side::State state) {
  documents::import_side::Certificate made;
  made.state = state;
  made.contents.reference = reference("MY", "N-1");
  return made;
}

}  // namespace lintas::test
