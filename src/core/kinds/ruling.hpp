#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/machine.hpp"
#include "core/documents/ruling.hpp"
#include "core/kinds/contents.hpp"
#include "core/refdata/calendar.hpp"

/// What every decision about a document of a kind is given, and what both sides have in common.
namespace lintas::kinds {

/// Of the kind, as its table says it today.
struct Limits {
  refdata::Limit answer;
  refdata::Limit retention;
};
using Context = documents::ContextOf<Limits>;

[[nodiscard]] inline Limits limits_of(const Kind& kind) {
  return {.answer = {static_cast<int>(kind.answer_within().count()), refdata::LimitUnit::days},
          .retention = {static_cast<int>(kind.kept_for().count()), refdata::LimitUnit::months}};
}

}  // namespace lintas::kinds
