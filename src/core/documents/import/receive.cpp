#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/machine.hpp"
#include "base/require.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/fault.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/import/decide.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/import/paper.hpp"
#include "core/documents/import/state.hpp"
#include "core/documents/import/steps.hpp"
#include "core/documents/import/table.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/quantities.hpp"
#include "core/documents/results.hpp"
#include "core/documents/ruling.hpp"

/// What the issuing state says, as data or by letter.
namespace lintas::documents::import_side {

namespace {

using Numbers = std::vector<std::uint16_t>;

MessageNumber message_of(Trigger trigger) {
  if (trigger == Trigger::certificate) return co_issue;
  if (trigger == Trigger::cancel) return co_cancel;
  if (trigger == Trigger::clarify) return co_clarify;
  require(trigger == Trigger::check_result, "only messages are received");
  return co_verify_result;
}

Ruling note(const Certificate& certificate, Trigger trigger, const Context& context,
            const std::vector<MessageNumber>& sent = {}) {
  return noted<Event>(certificate, trigger, message_of(trigger), context.at, {}, sent);
}

Received received(const Contents& contents, const Letter& letter, const Context& context) {
  return {.contents = contents,
          .issued = letter.issued,
          .valid_until = valid_until(contents, letter.issued, context),
          .remarks = letter.remarks,
          .exporter = letter.exporter};
}

Ruling certificate_came(const Certificate& certificate, const Letter& letter,
                        const std::optional<Reference>& alike, const Context& context) {
  constexpr auto trigger = Trigger::certificate;
  std::vector<Fault> faults = letter.faults;
  if (letter.contents) {
    const auto more = faults_of(faults_in(*letter.contents));
    faults.insert(faults.end(), more.begin(), more.end());
  }
  const bool first = certificate.state == State::none || certificate.state == State::tech_error;
  if (first && (!faults.empty() || !letter.contents)) {
    return by_row(certificate, trigger, Case::faulty,
                  Faulty{.document = letter.document, .faults = faults, .certificate = letter.certificate},
                  context);
  }
  if (first && alike) {
    return by_row(certificate, trigger, Case::differs,
                  reads_alike(received(*letter.contents, letter, context), *alike), context);
  }
  if (first)
    return by_row(certificate, trigger, Case::good, received(*letter.contents, letter, context), context);
  if (awaits_data(certificate) && letter.contents && faults.empty())
    return data_came(certificate, received(*letter.contents, letter, context), context);
  const bool same = !awaits_data(certificate) && letter.contents &&
                    is_same(certificate, received(*letter.contents, letter, context));
  Noted fact{.message = co_issue, .faults = {}};
  if (!same) {
    fact.faults = std::move(faults);
    const bool says_another = letter.contents && !awaits_data(certificate);
    if (says_another || fact.faults.empty()) {
      fact.faults.push_back(
          {.rule = "R-ASW-009", .pointer = {}, .detail = in_words(certificate.contents.reference)});
    }
  }
  return by_row(certificate, trigger, same ? Case::again : Case::altered, std::move(fact), context);
}

/// `fact`: who cancels it, and what takes its place.
Ruling cancelled(const Certificate& certificate, CancelReceived fact, const Context& context) {
  for (const Drawn& draw : certificate.drawn) fact.drawn.push_back(draw.by);
  const bool used = std::ranges::any_of(
      certificate.items, [](const Balance& item) { return !item.used.is_zero() || !item.claimed.is_zero(); });
  constexpr machine::Set<State> judged{State::tech_error, State::valid,  State::expired,
                                       State::rejected,   State::closed, State::rejected_final,
                                       State::differs};
  Case when = Case::any;
  if (judged.has(certificate.state)) when = used || !fact.drawn.empty() ? Case::in_use : Case::unused;
  return by_row(certificate, Trigger::cancel, when, std::move(fact), context);
}

/// The refusals that a clarification answers, of those that were not clarified before: the very ones that it
/// names, since another may have been given meanwhile. One that names none is about all.
Numbers clarified_by(const Certificate& certificate, const Letter& letter) {
  Numbers items;
  for (const Balance& item : certificate.items) {
    const bool waits = item.result && refuses(*item.result) && !item.final;
    const bool named =
        letter.results.empty() || std::ranges::any_of(letter.results, [&](const ItemResult& said) {
          return said.item == item.item && said.decided == item.decided;
        });
    if (waits && named) items.push_back(item.item);
  }
  return items;
}

/// What an L2 error is about, the function of what it names says. A node of an earlier edition says no more
/// than that it is neither the certificate nor its cancellation: it may be a question, which meets no state
/// of the certificate; a request to verify, which it names; a draw, which meets a limit of draws.
bool is_about_results(const Letter& letter) {
  if (letter.answers == Answers::response) return true;
  constexpr std::array<std::string_view, 3> of_others{"R-DOC-001", "R-DOC-026", "R-ASW-043"};
  if (letter.request || letter.answers != Answers::other) return false;
  return std::ranges::none_of(letter.faults, [&](const Fault& fault) {
    return std::ranges::find(of_others, fault.rule) != of_others.end();
  });
}

/// What customs said last of items was not taken. What it said before, it has said anew since.
bool is_not_taken(const Certificate& certificate, const Letter& letter) {
  if (letter.faults.empty() || !is_decided(certificate) || !is_about_results(letter)) return false;
  return !letter.said || *letter.said >= newest_of(results_of(certificate.items));
}

}  // namespace

Ruling receive(const Certificate& certificate, Trigger trigger, const Letter& letter, const Context& context,
               const std::optional<Reference>& alike) {
  const machine::Verdict verdict = machine::verdict<Machine>(certificate.state, trigger);
  require(verdict != machine::Verdict::early, "what is early waits");
  const bool of_our_request = letter.request && letter.request == certificate.request;
  if (trigger == Trigger::acknowledgement) {
    const bool received = of_our_request && letter.faults.empty() && !certificate.request_received;
    if (verdict == machine::Verdict::row && received)
      return by_row(certificate, trigger, Case::any, Done{}, context);
    if (verdict == machine::Verdict::row && is_not_taken(certificate, letter))
      return by_row(certificate, trigger, Case::not_taken, NotTaken{letter.faults}, context);
    const MessageNumber message = letter.faults.empty() ? l2_ok : l2_error;
    return noted<Event>(certificate, trigger, message, context.at, letter.faults);
  }
  if (verdict == machine::Verdict::note) return note(certificate, trigger, context);
  if (trigger == Trigger::certificate) return certificate_came(certificate, letter, alike, context);
  if (trigger == Trigger::cancel) {
    return cancelled(certificate, CancelReceived{.successor = letter.successor, .drawn = {}}, context);
  }
  if (trigger == Trigger::clarify) {
    ClarificationCame fact{.items = clarified_by(certificate, letter), .text = letter.text};
    if (fact.items.empty()) return note(certificate, trigger, context);
    return by_row(certificate, trigger, Case::any, std::move(fact), context);
  }
  // The reply to an earlier check is none to this one.
  if (!of_our_request) return note(certificate, trigger, context);
  return by_row(certificate, trigger, Case::any, Done{.by = {}, .text = letter.text}, context);
}

Ruling act(const Certificate& certificate, const RecordCancellation& command, const Context& context) {
  if (auto findings = fault_in_text("text", command.text); !findings.empty())
    return refuse(std::move(findings));
  return cancelled(
      certificate,
      CancelReceived{.successor = command.successor, .drawn = {}, .by = context.by, .text = command.text},
      context);
}

}  // namespace lintas::documents::import_side
