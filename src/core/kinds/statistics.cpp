#include "core/kinds/statistics.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/results.hpp"
#include "core/documents/statistics.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/import/events.hpp"
#include "core/kinds/import/evolve.hpp"
#include "core/kinds/issue/events.hpp"
#include "core/kinds/issue/evolve.hpp"
#include "core/kinds/messages.hpp"

namespace lintas::kinds {

namespace {

using documents::Story;
using documents::Sum;

void set_first(std::optional<Instant>& place, Instant at) {
  if (!place) place = at;
}

void set_names(Story& story, const Contents& contents) {
  story.issuer = contents.reference.state;
  story.importer = contents.receiver;
  story.kind = contents.reference.kind.str();
}

std::vector<std::string> rules_of(const std::vector<documents::Fault>& faults) {
  std::vector<std::string> rules;
  for (const documents::Fault& fault : faults)
    if (std::ranges::find(rules, fault.rule) == rules.end()) rules.push_back(fault.rule);
  return rules;
}

/// What the authority of the receiving state says of it for good.
void judge(Story& story, Answer answer, Instant at) {
  set_first(story.answered, at);
  story.sum = answer == Answer::accepted ? Sum::whole : Sum::refused;
  story.results = {std::string{find_word(answer)->code}};
}

void use(Story& story, bool whole, Instant at) {
  set_first(story.answered, at);
  story.sum = whole ? Sum::whole : Sum::part;
}

}  // namespace

void Teller::play(const issue_side::Event& event) {
  using issue_side::Answered;
  issued_ = issue_side::evolve(std::move(issued_), event);
  story_.issued_here = true;
  set_names(story_, issued_.contents);
  const auto& fact = static_cast<const issue_side::Facts&>(event.fact);
  if (std::holds_alternative<issue_side::Issued>(fact)) set_first(story_.begun, event.at);
  if (std::ranges::find(event.sent, doc_send) != event.sent.end()) set_first(story_.sent, event.at);
  if (std::holds_alternative<issue_side::UsedThere>(fact))
    use(story_, is_used_up(issued_.contents, issued_.uses), event.at);
  if (std::holds_alternative<issue_side::UseNotBooked>(fact)) story_.conflict = true;
  const auto* answered = std::get_if<Answered>(&fact);
  if (answered == nullptr) return;
  switch (answered->answer) {
    case Answer::taken: set_first(story_.checked, event.at); break;
    case Answer::faulty: story_.faults = rules_of(answered->faults); break;
    case Answer::accepted:
    case Answer::refused:
      set_first(story_.checked, event.at);
      judge(story_, answered->answer, event.at);
      break;
    case Answer::cancelled:
    case Answer::not_cancelled: break;
  }
}

void Teller::play(const import_side::Event& event) {
  received_ = import_side::evolve(std::move(received_), event);
  const auto& fact = static_cast<const import_side::Facts&>(event.fact);
  if (const auto* received = std::get_if<import_side::Received>(&fact)) {
    set_names(story_, received->contents);
    set_first(story_.begun, event.at);
    set_first(story_.checked, event.at);
  }
  // One that cannot be read is counted once it can.
  if (const auto* faulty = std::get_if<import_side::Faulty>(&fact)) story_.faults = rules_of(faulty->faults);
  if (const auto* judged = std::get_if<import_side::Judged>(&fact))
    judge(story_, judged->accepted ? Answer::accepted : Answer::refused, event.at);
  if (std::holds_alternative<import_side::WasUsed>(fact))
    use(story_, is_used_up(received_.contents, received_.uses), event.at);
}

}  // namespace lintas::kinds
