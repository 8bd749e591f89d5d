#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "base/machine.hpp"
#include "core/workflow/machine.hpp"
#include "shell/api/description.hpp"
#include "shell/api/event_views.hpp"
#include "shell/api/json.hpp"
#include "shell/api/views.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

/// What the views of all documents have in common: how one is named, what was found wrong, what happened.
namespace lintas::api {

// ---- how one is named

/// The parts of a name that stand with commas between them, "TH, phyto, TH-PC-2026-0041873"; nothing for a
/// text of another form. The last one may have commas.
template <class First, class... Rest>
[[nodiscard]] std::optional<std::tuple<First, Rest...>> named_in(std::string_view text) {
  const auto comma = sizeof...(Rest) == 0 ? text.size() : text.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const auto first = First::parse(text.substr(0, comma));
  if (!first) return std::nullopt;
  if constexpr (sizeof...(Rest) == 0) {
    return std::tuple{*first};
  } else {
    text.remove_prefix(comma + 1);
    while (text.starts_with(' ')) text.remove_prefix(1);
    auto rest = named_in<Rest...>(text);
    if (!rest) return std::nullopt;
    return std::tuple_cat(std::tuple{*first}, *std::move(rest));
  }
}

/// "/v1/acdd/SG%2C%20OX6K123456A": every byte but letters and digits is coded, since a number may have any
/// printable one.
[[nodiscard]] std::string address_under(std::string_view path, std::string_view name);

// ---- what was found wrong

/// A rule, and of what a partner's check found the place and its words: a partner may have rules that no list
/// of ours has.
template <class Fault>
[[nodiscard]] Json show_fault(const Fault& fault) {
  if constexpr (requires { fault.rule; }) {
    Json shown{{"rule", fault.rule}};
    if (!fault.pointer.empty()) shown["place"] = fault.pointer;
    if (!fault.detail.empty()) shown["detail"] = fault.detail;
    return shown;
  } else {
    return {{"rule", fault}};
  }
}
template <class Faults>
[[nodiscard]] Json show_faults(const Faults& faults) {
  Json shown = Json::array();
  for (const auto& fault : faults) shown.push_back(show_fault(fault));
  return shown;
}
inline constexpr std::array fault_members{Member{"rule", "text", "A partner's may be in no list of ours."},
                                          Member{"place?", "text", "In the message."},
                                          Member{"detail?", "text"}};

// ---- what happened

/// "CO.ISSUE", of a message about documents of any kind; empty for a number of none.
[[nodiscard]] std::string_view name_of_message(machine::MessageNumber number);

/// Which step of its table it was, where it led, what it sent, which rules were found broken.
template <class Machine, class Event>
void show_step(const Event& event, Json& shown) {
  shown["trigger"] = Machine::triggers[std::to_underlying(event.trigger)].key;
  shown["state"] = Machine::states[std::to_underlying(event.next)].id;
  for (const machine::MessageNumber number : event.sent) shown["sent"].push_back(name_of_message(number));
  std::visit(
      [&](const auto& fact) {
        if constexpr (requires { fact.faults; }) {
          if (!fact.faults.empty()) shown["faults"] = show_faults(fact.faults);
        }
      },
      event.fact);
}
/// The same of an event that is stored, and with a source what people wrote.
template <class Machine, class Event>
Event show_stored_step(const app::EventRow& row, const std::optional<TextSource>& texts, Json& shown) {
  const workflow::EventBody body = app::body_of(row);
  auto event = workflow::read_content<Event>(body.fields_of_type);
  if (texts) show_texts(event, body, *texts, shown, [](Event& all) -> auto& { return all.fact; });
  show_step<Machine>(event, shown);
  return event;
}

/// The events of which `show` has something to say, each with its name, when it was, and who acted; and what
/// partners' daily lists showed, of which `show` says no more than what stands in every step.
[[nodiscard]] Json history_of(const std::vector<app::EventRow>& events,
                              const std::function<bool(const app::EventRow&, Json&)>& show);

/// What an event says of its document, for whoever is told of the event alone. An event's name does not tell:
/// acts whose whole effect the table says are alike.
struct ToldStep {
  std::string_view trigger;  ///< which step of its table it was, "O return" (docs/domain/states.md)
  std::string_view state;    ///< the id of the state behind it; of certificates nobody is told
  std::string_view alarm;    ///< of a customs declaration document: that stands behind it, or was raised
};
/// Empty for the events of others.
[[nodiscard]] ToldStep told_step_of(const app::EventRow& row);

// ---- what the description says of it

/// Of what has the members of both, in their order.
template <std::size_t N, std::size_t M>
[[nodiscard]] consteval std::array<Member, N + M> followed_by(const std::array<Member, N>& first,
                                                              const std::array<Member, M>& then) {
  std::array<Member, N + M> all{};
  std::ranges::copy(then, std::ranges::copy(first, all.begin()).out);
  return all;
}

/// The last members of a step.
inline constexpr std::array by_whom{Member{"texts?", "{text}", "What people wrote, by its place in the act."},
                                    Member{"texts_erased?", "boolean"}, Member{"by?", "Doer"}};
/// The last members of a document. `steps`: the type of its history.
[[nodiscard]] consteval std::array<Member, 5> asked_for(
    std::string_view steps, std::string_view of_messages = "Likewise: what went and came about it.") {
  return {Member{"history?", steps, "Of one that was asked for by itself."},
          Member{"messages?", "[CertificateMessage]", of_messages},
          Member{"acts?", "[ActNow]", "Likewise: what the caller may do now."},
          Member{"began?", "instant", "Of one in a list."},
          Member{"version?", "integer", "Of one that was asked for by itself; If-Match takes it."}};
}

}  // namespace lintas::api
