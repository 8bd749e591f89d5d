#pragma once

#include "core/documents/statistics.hpp"
#include "core/kinds/import/events.hpp"
#include "core/kinds/import/state.hpp"
#include "core/kinds/issue/events.hpp"
#include "core/kinds/issue/state.hpp"

/// A document of a kind as it is counted, as certificates are (core/documents/statistics.hpp): L2 is that it
/// was taken, L3 what the authority there said of it or, where it said nothing, that it was used. Pure.
/// docs/domain/kinds.md, "Figures".
namespace lintas::kinds {

/// Plays the events of one document. Total, as evolve is.
class Teller {
 public:
  void play(const issue_side::Event& event);
  void play(const import_side::Event& event);
  [[nodiscard]] const documents::Story& story() const { return story_; }

 private:
  documents::Story story_;
  issue_side::Document issued_;
  import_side::Document received_;
};

}  // namespace lintas::kinds
