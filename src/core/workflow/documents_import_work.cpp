#include "core/workflow/documents_import_work.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/machine.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/table.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/document_lists.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/possible.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace imp = documents::import_side;
using imp::Certificate;
using imp::Trigger;
using machine::Verdict;

static_assert(std::same_as<std::variant_alternative_t<place_of_utilise, imp::Act>, imp::UtiliseItems>);
static_assert(std::same_as<std::variant_alternative_t<place_of_say_again, imp::Act>, imp::SayAgain>);
constexpr std::size_t place_of_check = 6;
static_assert(std::same_as<std::variant_alternative_t<place_of_check, imp::Act>, imp::CheckOrigin>);

/// The declaration that claims it, and the newest of those that used something of it.
void add_declarations(std::vector<std::string>& concerned, const Certificate& certificate) {
  if (certificate.claimed) add_declaration(concerned, certificate.declaration);
  const auto& uses = certificate.uses;
  const std::size_t count = std::min(uses.size(), listed_declarations_max);
  for (std::size_t i = uses.size() - count; i < uses.size(); ++i)
    add_declaration(concerned, uses[i].declaration);
}

constexpr std::array all_acts{
    Task{0, Trigger::claim, Weight::any_time},
    Task{1, Trigger::release_claim, Weight::any_time},
    Task{2, Trigger::accept},
    Task{3, Trigger::refuse},
    Task{4, Trigger::classify, Weight::any_time},
    Task{5, Trigger::settle},
    Task{5, Trigger::settle_against},
    Task{6, Trigger::check, Weight::any_time},
    Task{7, Trigger::satisfied},
    Task{8, Trigger::visit, Weight::any_time},
    Task{9, Trigger::keep_use},
    Task{10, Trigger::reverse_use},
    Task{11, Trigger::ask_again, Weight::any_time},
    Task{12, Trigger::record_reply, Weight::any_time},
    Task{13, Trigger::record_paper, Weight::any_time},
    Task{14, Trigger::take_data},
    Task{15, Trigger::keep_paper},
    Task{16, Trigger::cancel, Weight::any_time},
    Task{17, Trigger::withdraw_page, Weight::any_time},
    Task{place_of_say_again, Trigger::say_again},
};
/// To utilise is a claim and an acceptance at once, and has no step of its own.
static_assert(has_every_act<imp::Machine>(all_acts, place_of_utilise));
static_assert(std::variant_size_v<imp::Act> == place_of_say_again + 1);

/// Rules by which an issuer refuses a use that it can never book: the page is none of its certificates, or
/// has other items, in other units, or more of them. The rest may be a fault of its own.
bool cannot_be_booked(const Certificate& certificate) {
  constexpr std::array<std::string_view, 4> rules{"R-DOC-001", "R-DOC-003", "R-DOC-005", "R-DOC-023"};
  return std::ranges::any_of(certificate.not_taken, [&](const documents::Fault& fault) {
    return std::ranges::find(rules, fault.rule) != rules.end();
  });
}

/// The issuing authority has its ninety days to reply to a check (R-ASW-081): until then nothing leads on
/// here, whatever else is shown. Of pages: what they are, and what differs from them.
bool stands_open(const Certificate& certificate, Trigger trigger) {
  const bool is_page = certificate.came == imp::Came::paper;
  const bool differs = certificate.state == imp::State::differs;
  if (trigger == Trigger::take_data) return differs || certificate.differing.has_value();
  if (trigger == Trigger::keep_paper) return is_page;
  if (trigger == Trigger::withdraw_page) return is_page && !certificate.differing;
  if (trigger == Trigger::say_again) return !certificate.not_taken.empty();
  if (trigger == Trigger::release_claim)
    return !differs || certificate.before_conflict == imp::State::claimed;
  const bool waits = certificate.state == imp::State::under_check && !certificate.reply_came;
  if (trigger == Trigger::satisfied) return !waits;
  const bool decides = trigger == Trigger::refuse || trigger == Trigger::visit;
  const bool is_late =
      certificate.alarm == imp::Alarm::no_reply || certificate.alarm == imp::Alarm::whole_process;
  return !decides || !waits || is_late;
}

}  // namespace

bool is_claimed(const Certificate& certificate) { return certificate.state == imp::State::claimed; }

bool may_be_claimed(const Certificate& certificate) {
  return machine::verdict<imp::Machine>(certificate.state, Trigger::claim) == Verdict::row;
}

Summary summary_of_imported(const State& state) {
  const auto& certificate = state.as<Certificate>();
  const bool is_there = certificate.state != imp::State::none;
  const bool lives = is_there && !imp::Machine::states[std::to_underlying(certificate.state)].terminal;
  Summary summary{.status = static_cast<std::uint16_t>(certificate.state),
                  .due = certificate.due,
                  .open = lives || certificate.is_asked_for};
  if (!is_there && !certificate.asked_by) return summary;
  summary.ref = documents::in_words(certificate.contents.reference);
  add_concerned(summary.concerned, all_concerned);
  if (lives && certificate.exporter) {
    const auto issuer = certificate.contents.reference.state.str();
    add_concerned(summary.concerned, list_of_exporter(party_of(issuer, certificate.exporter->str())));
  }
  add_declarations(summary.concerned, certificate);
  const auto& recorded_by = is_there ? certificate.page_office : certificate.asked_by;
  const auto& office = is_there && certificate.office ? certificate.office : recorded_by;
  if (!office) return summary;
  summary.office = office_number(*office);
  add_concerned(summary.concerned, office->str());
  return summary;
}

std::vector<CommandType> import_calls_for(const State& state, Instant /*now*/, const Setting& /*setting*/) {
  const auto& certificate = state.as<Certificate>();
  std::vector<CommandType> acts;
  add_calls<imp::Machine>(acts, import_block, all_acts, certificate.state,
                          [&](Trigger trigger) { return stands_open(certificate, trigger); });
  if (cannot_be_booked(certificate) && machine::has_row<imp::Machine>(certificate.state, Trigger::check))
    acts.push_back(command_in(import_block, place_of_check));
  // Both ways to settle a classification are one act.
  const auto repeated = std::ranges::unique(acts);
  acts.erase(repeated.begin(), repeated.end());
  return acts;
}

std::vector<Possible> possible_with_imported(const State& state) {
  const auto& certificate = state.as<Certificate>();
  std::vector<Possible> acts;
  add_possible<imp::Machine>(acts, import_block, all_acts, certificate.state,
                             [&](Trigger trigger) { return stands_open(certificate, trigger); });
  if (may_be_claimed(certificate) || is_claimed(certificate))
    acts.push_back({.type = command_in(import_block, place_of_utilise), .words = "use at once"});
  return acts;
}

}  // namespace lintas::workflow
