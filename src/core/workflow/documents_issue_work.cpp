#include "core/workflow/documents_issue_work.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/issue/state.hpp"
#include "core/documents/issue/table.hpp"
#include "core/documents/verification/commands.hpp"
#include "core/documents/verification/state.hpp"
#include "core/documents/verification/table.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/document_lists.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/office_number.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/possible.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace iss = documents::issue_side;
namespace ver = documents::verification;
using iss::Trigger;

template <class Machine>
bool is_open(typename Machine::State state) {
  return state != Machine::State::none && !Machine::states[std::to_underlying(state)].terminal;
}
bool is_open(const AskedRequest& asked) { return is_open<ver::Machine>(asked.request.state); }

constexpr std::array acts_of_certificate{
    Task{0, Trigger::draft, Weight::any_time},
    Task{1, Trigger::submit, Weight::any_time},
    Task{2, Trigger::remove, Weight::any_time},
    Task{3, Trigger::refuse},
    Task{4, Trigger::give_back},
    Task{5, Trigger::approve},
    Task{6, Trigger::transmit},
    Task{7, Trigger::print, Weight::any_time},
    Task{8, Trigger::cancel, Weight::any_time},
    Task{9, Trigger::resend},
    Task{10, Trigger::switch_to_data, Weight::any_time},
    Task{11, Trigger::paper_result, Weight::any_time},
    Task{12, Trigger::withdraw, Weight::any_time},
    Task{13, Trigger::accept_use},
    Task{14, Trigger::clarify},
    Task{15, Trigger::keep_with_another},
    Task{16, Trigger::answer_by_letter},
};
static_assert(has_every_act<iss::Machine>(acts_of_certificate, std::variant_size_v<iss::Act>));
constexpr std::array acts_of_request{
    Task{0, ver::Trigger::request, Weight::any_time},
    Task{1, ver::Trigger::answer},
    Task{2, ver::Trigger::answer_visit},
};
static_assert(has_every_act<ver::Machine>(acts_of_request, std::variant_size_v<ver::Act>));

/// An answer to the cancellation: where that went by letter, has had none for days, or was withdrawn without
/// one. That a use is taken back may come by letter all the same.
bool may_come_by_letter(const iss::Certificate& certificate) {
  const bool is_kept = certificate.state == iss::State::cancel_refused;
  return certificate.cancellation_sent &&
         (is_kept || iss::is_answer_late(certificate) || certificate.unanswered.has_value() ||
          !certificate.cancelled_as_data);
}

/// Another original is only in question for one that is lost, and then nothing else leads on; a letter about
/// the paper for one that is out.
bool stands_open(const Issued& issued, Trigger trigger) {
  constexpr std::array goes_out{Trigger::transmit, Trigger::print, Trigger::resend, Trigger::switch_to_data};
  const bool lives = issued.certificate.lost.empty();
  if (trigger == Trigger::paper_result) return issued.certificate.printed;
  if (trigger == Trigger::answer_by_letter) return may_come_by_letter(issued.certificate);
  if (trigger == Trigger::keep_with_another) return !lives;
  return lives || std::ranges::find(goes_out, trigger) == goes_out.end();
}
constexpr auto any_of_request = [](ver::Trigger) { return true; };

}  // namespace

bool is_known(const Issued& issued) { return issued.certificate.state != iss::State::none; }

bool is_of_a_declaration(const Issued& issued) {
  return !issued.requests.empty() &&
         issued.requests.front().certificate.kind == documents::Kind::origin_declaration;
}

std::optional<Country> only_asker(const Issued& issued) {
  std::optional<Country> asker;
  for (const AskedRequest& one : issued.requests) {
    if (!one.from || !is_open(one)) continue;
    if (asker && *asker != *one.from) return std::nullopt;
    asker = one.from;
  }
  return asker;
}

std::optional<Instant> asks_since(const Issued& issued, Country state) {
  std::optional<Instant> since;
  for (const AskedRequest& one : issued.requests) {
    if (one.from != state || !is_open(one)) continue;
    const Instant received = one.request.received.value_or(Instant::max());
    since = std::min(since.value_or(received), received);
  }
  return since;
}

std::string_view office_of(const Issued& issued) {
  if (!is_known(issued) && !issued.requests.empty()) return issued.requests.front().certificate.office.str();
  return issued.certificate.contents.reference.office.str();
}

bool is_a_draft(const iss::Certificate& certificate) {
  return certificate.state == iss::State::draft ||
         (certificate.state == iss::State::closed && !certificate.issued);
}

Summary summary_of_issued(const State& state) {
  const auto& issued = state.as<Issued>();
  const iss::Certificate& certificate = issued.certificate;
  const auto asked =
      std::ranges::find_if(issued.requests, [](const AskedRequest& one) { return is_open(one); });
  const bool lives = is_open<iss::Machine>(certificate.state);
  const bool asks = asked != issued.requests.end();
  Summary summary{
      .status = static_cast<std::uint16_t>(certificate.state), .due = certificate.due, .open = lives || asks};
  if (asks && !lives)
    summary.status = static_cast<std::uint16_t>(request_statuses + std::to_underlying(asked->request.state));
  for (const AskedRequest& one : issued.requests) {
    if (one.request.due && (!summary.due || *one.request.due < *summary.due)) summary.due = one.request.due;
  }
  const auto reference = issued.reference();
  if (!is_known(issued) && !reference) return summary;
  const bool at_the_office = !is_a_draft(certificate);
  if (const auto office = OfficeId::parse(office_of(issued)); office && at_the_office)
    summary.office = office_number(*office);
  if (is_of_a_declaration(issued)) summary.office = certifying_office_number;
  summary.ref = reference ? documents::in_words(*reference) : std::string{certificate.document.str()};
  add_concerned(summary.concerned, all_concerned);
  if (at_the_office && !is_of_a_declaration(issued)) add_concerned(summary.concerned, office_of(issued));
  if (is_known(issued)) add_concerned(summary.concerned, certificate.exporter.str());
  if (lives && certificate.issued)
    add_concerned(summary.concerned, list_of_exporter(certificate.exporter.str()));
  return summary;
}

std::vector<CommandType> issue_calls_for(const State& state, Instant /*now*/, const Setting& /*setting*/) {
  const auto& issued = state.as<Issued>();
  // To a cancellation that was withdrawn an answer may come, and nobody waits for it.
  const auto is_awaited = [&](Trigger trigger) {
    return trigger != Trigger::answer_by_letter || issued.certificate.state == iss::State::cancel_pending;
  };
  std::vector<CommandType> acts;
  add_calls<iss::Machine>(
      acts, issue_block, acts_of_certificate, issued.certificate.state,
      [&](Trigger trigger) { return stands_open(issued, trigger) && is_awaited(trigger); });
  for (const AskedRequest& asked : issued.requests) {
    std::vector<CommandType> more;
    add_calls<ver::Machine>(more, verification_block, acts_of_request, asked.request.state, any_of_request);
    for (const CommandType type : more)
      if (std::ranges::find(acts, type) == acts.end()) acts.push_back(type);
  }
  return acts;
}

std::vector<Possible> possible_with_issued(const State& state) {
  const auto& issued = state.as<Issued>();
  std::vector<Possible> acts;
  add_possible<iss::Machine>(acts, issue_block, acts_of_certificate, issued.certificate.state,
                             [&](Trigger trigger) { return stands_open(issued, trigger); });
  std::vector<Possible> of_requests;
  if (issued.certificate.issued) {
    add_possible<ver::Machine>(of_requests, verification_block, acts_of_request, ver::State::none,
                               any_of_request);
  }
  for (const AskedRequest& asked : issued.requests) {
    add_possible<ver::Machine>(of_requests, verification_block, acts_of_request, asked.request.state,
                               any_of_request);
  }
  for (Possible& one : of_requests) {
    if (std::ranges::find(acts, one.type, &Possible::type) == acts.end()) acts.push_back(std::move(one));
  }
  return acts;
}

}  // namespace lintas::workflow
