#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/certain.hpp"
#include "base/finding.hpp"
#include "base/text.hpp"
#include "core/access/access.hpp"
#include "core/messages/place.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/transit/letters.hpp"
#include "core/transit/machine.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"
#include "shell/api/api.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/document_list.hpp"
#include "shell/api/possible.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"
#include "shell/net/http.hpp"
#include "shell/net/server.hpp"

/// Who may not, and what whoever asked is told of it.
namespace lintas::api {

namespace {

/// `ties`: how the role comes to see one, whether there is one or not.
std::string seen_where(const std::string& ties) {
  return ties.empty() ? std::string{} : format("You see one where {}.", ties);
}
Findings nothing_seen(const std::string& ties) {
  return {{.rule = "API-010", .pointer = {}, .value = {}, .detail = seen_where(ties)}};
}

/// What officers decide about messages between nodes is found by the message: there is no such one, or it is
/// another office's.
bool is_of_no_message(std::string_view rule) {
  return rule == "ACC-002" || rule == "EXC-002" || rule == "EXC-004";
}

}  // namespace

namespace {

/// Which check digit the text would have; empty where it has the right one, or is no such number.
template <class Number, class Error>
std::string wrong_digit(std::string_view text) {
  const auto number = Number::parse(text);
  return number || number.error() != Error::check_digit ? std::string{} : explain(number.error(), text);
}
struct CheckedNumber {
  std::string_view name;  ///< of the parameter
  std::string (*fault)(std::string_view) = nullptr;
};
constexpr std::array checked_numbers{CheckedNumber{"mrn", &wrong_digit<Mrn, MrnError>},
                                     CheckedNumber{"grn", &wrong_digit<Grn, GrnError>}};

/// Of a number in the address whose check digit is wrong: that is so whatever is there.
std::optional<Finding> wrong_number_in(const net::Request& request) {
  for (const net::Parameter& given : request.parameters) {
    const auto* known = std::ranges::find(checked_numbers, given.name, &CheckedNumber::name);
    std::string fault = known == checked_numbers.end() ? std::string{} : known->fault(given.value);
    if (!fault.empty()) {
      return Finding{
          .rule = "API-018", .pointer = given.name, .value = given.value, .detail = std::move(fault)};
    }
  }
  return std::nullopt;
}

}  // namespace

void answer_unseen(const CallPtr& call, Read read, bool knows) {
  const auto right = std::to_underlying(read);
  if (const auto never = access::never_may(read_grants, call->actor, right))
    return call->respond(problem(403, Findings{*never}, call->trace));
  if (const auto denial = access::denied(read_grants, call->actor, right, {}); denial && knows)
    return call->respond(problem(403, Findings{*denial}, call->trace));
  if (const auto wrong = wrong_number_in(call->request))
    return call->respond(problem(404, Findings{*wrong}, call->trace));
  answer_nothing(call, seen_where(access::ties_asked(read_grants, call->actor.role, right)));
}

Read right_of(workflow::StreamKind kind) {
  if (kind == workflow::account_stream) return Read::guarantee;
  if (kind == workflow::register_stream) return Read::registers;
  const DocumentSide* side = find_document_side(kind);
  return side == nullptr ? Read::movement : side->read;
}

const transit::MessageOfMovement* message_in(workflow::CommandType type) {
  const auto ie = workflow::message_of_command(type);
  return ie ? transit::find_message(*ie) : nullptr;
}

namespace {

/// What the machines say of a command, in the terms of what was asked: of a record in JSON, or of a message.
Findings placed(const CallPtr& call, workflow::CommandType type, Findings findings) {
  if (const DocumentKind* documents = find_document_kind(type)) {
    for (Finding& finding : findings) finding.pointer = documents->place(finding.pointer);
    return placed_in_message(call, std::move(findings));
  }
  const auto* message = message_in(type);
  for (Finding& finding : findings) {
    finding.pointer = message == nullptr ? message::json_pointer(finding.pointer)
                                         : message::xpath(message->root, finding.pointer);
  }
  return message == nullptr ? findings : placed_in_message(call, std::move(findings));
}

}  // namespace

void Core::refuse(const CallPtr& call, const About& about, Findings found_by_machines,
                  std::function<void(const Refusal&)> tell) const {
  Findings findings = placed(call, about.type, std::move(found_by_machines));
  const std::string& rule = findings.front().rule;
  const bool denied = rule.starts_with("ACC-");
  // A role that never may, or a colleague who does not agree, is told so whatever is there.
  const bool says_nothing_of_it = denied && rule != "ACC-002";
  const bool of_messages = ports_.national.command(about.type) == nullptr;
  if (of_messages && is_of_no_message(rule))
    return tell({.status = 404, .findings = nothing_seen(ties_to(call->actor, about))});
  if (says_nothing_of_it || !about.slot) {
    return tell(
        {.status = denied ? std::uint16_t{403} : std::uint16_t{422}, .findings = std::move(findings)});
  }
  const bool looked = ports_.service.read(
      app::share_of(call->actor.role), [self = shared_from_this(), call, about, found = std::move(findings),
                                        then = std::move(tell)](app::Reader& reader) mutable {
        answering(call, [&] { then(self->refusal_of(call, about, std::move(found), reader)); });
      });
  if (!looked) answer_busy(call);
}

namespace {

/// Behind the first finding that is by the state, once for all.
void tell_acts(Findings& findings, const std::string& sentences) {
  const auto by_state = std::ranges::find_if(findings, [](const Finding& finding) {
    const message::Rule* rule = message::find_rule(finding.rule);
    return rule != nullptr && rule->level == "state";
  });
  if (by_state == findings.end() || sentences.empty()) return;
  by_state->detail.append(by_state->detail.empty() ? "" : " ").append(sentences);
}

}  // namespace

Core::Refusal Core::refusal_of(const CallPtr& call, const About& about, Findings findings,
                               app::Reader& reader) const {
  const bool denied = findings.front().rule == "ACC-002";
  const auto row = row_of(certain(about.slot, "what is asked about has a place"), reader);
  // A stream in its first state is one that others only spoke of.
  const bool is_there = row && row->status != 0;
  if (is_there) {
    const auto state = app::load_stream(ports_.national, reader, *row).state;
    const workflow::Setting setting = ports_.setting();
    const auto ties = relations(state, row->kind, call->actor, reader, setting);
    if (may_read(call->actor, right_of(row->kind), ties)) {
      if (denied) return {.status = 403, .findings = std::move(findings)};
      const auto acts =
          acts_now(ports_.national, call->actor, ties, row->kind, state, ports_.clock(), setting);
      tell_acts(findings, sentences_of(acts, call->actor));
      return {.status = 422, .findings = std::move(findings)};
    }
  }
  // An office acts on goods that stand before it, on its route or not, and the customs system on those that
  // stand before any of its state: they are told the rule, not how they stand.
  const bool acts_where_they_stand =
      !call->actor.office.empty() || call->actor.role == access::Role::national_system;
  if (is_there && !denied && acts_where_they_stand) {
    for (Finding& finding : findings) finding.detail.clear();
    return {.status = 422, .findings = std::move(findings)};
  }
  return {.status = 404, .findings = nothing_seen(ties_to(call->actor, about))};
}

std::string Core::ties_to(const access::Actor& actor, const About& about) const {
  return access::ties_asked(ports_.national.grants(), actor.role, std::to_underlying(about.type));
}

}  // namespace lintas::api
