#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/near.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/http.hpp"
#include "cli/movement_names.hpp"
#include "cli/output.hpp"
#include "core/transit/statuses.hpp"
#include "shell/net/http.hpp"

namespace lintas::cli {

namespace {

constexpr std::array show_operands{movement_operand};
constexpr std::array show_options{holder_option};

constexpr std::array movement_rows{
    Shown{.pointer = "/mrn", .label = "MRN"},
    Shown{.pointer = "/lrn", .label = "LRN"},
    reference_row,
    Shown{.pointer = "/role", .label = "role of this node"},
    Shown{.pointer = "/offices", .label = "offices here"},
    Shown{.pointer = "/status", .label = "status"},
    Shown{.pointer = "/state/name", .label = "state"},
    Shown{.pointer = "/state/id", .label = ""},
    Shown{.pointer = "/due", .label = "next deadline"},
    Shown{.pointer = "/due_at_office/words", .label = "at the office"},
    Shown{.pointer = "/due_at_office", .label = ""},
    Shown{.pointer = "/trader_may_send", .label = "trader may send"},
    Shown{.pointer = "/holder", .label = "holder"},
    Shown{.pointer = "/representative", .label = "representative"},
    Shown{.pointer = "/route/departure", .label = "office of departure"},
    Shown{.pointer = "/route/transit", .label = "offices of transit"},
    Shown{.pointer = "/route/destination", .label = "office of destination"},
    Shown{.pointer = "/accepted", .label = "accepted"},
    Shown{.pointer = "/released", .label = "released"},
    Shown{.pointer = "/limit", .label = "to arrive by"},
    Shown{.pointer = "/limit_at_office/words", .label = "at destination"},
    Shown{.pointer = "/limit_at_office", .label = ""},
    Shown{.pointer = "/crossings", .label = "crossed"},
    Shown{.pointer = "/place/name", .label = "last place"},
    Shown{.pointer = "/place/day", .label = "there on"},
    Shown{.pointer = "/place", .label = ""},
    Shown{.pointer = "/arrival", .label = "arrived"},
    Shown{.pointer = "/result/meaning", .label = "result"},
    Shown{.pointer = "/result", .label = ""},
    Shown{.pointer = "/alarms", .label = "to be looked at"},
    Shown{.pointer = "/guarantees", .label = "guarantees"},
    Shown{.pointer = "/guarantee/reserved", .label = "reserved"},
    Shown{.pointer = "/guarantee/freed", .label = "freed"},
    Shown{.pointer = "/history", .label = ""},
    Shown{.pointer = "/warnings", .label = ""},
};

constexpr std::array history_columns{
    Shown{.pointer = "/at", .label = "at"},
    Shown{.pointer = "/event", .label = "event"},
    Shown{.pointer = "/state", .label = "state"},
    Shown{.pointer = "/sent", .label = "sent"},
    Shown{.pointer = "/by/role", .label = "by"},
    Shown{.pointer = "/by/office", .label = "office"},
    Shown{.pointer = "/new_seals", .label = "new seals"},
    Shown{.pointer = "/vehicle", .label = "new vehicle"},
    Shown{.pointer = "/incident/meaning", .label = "incident"},
    Shown{.pointer = "/result/meaning", .label = "result"},
    Shown{.pointer = "/details", .label = "details"},
    Shown{.pointer = "/texts", .label = "text"},
    Shown{.pointer = "/texts_erased", .label = "text erased"},
};

const Json* history_of(const Json& movement) {
  const auto history = movement.find("history");
  return history == movement.end() || !history->is_array() ? nullptr : &*history;
}

std::string text_at(const Json& json, const char* pointer) {
  const Json::json_pointer place{pointer};
  return json.contains(place) ? text_of(json.at(place)) : std::string{};
}

/// Findings of a record, under the name by which people know it.
struct Told {
  std::string of;
  Json findings;
};

/// Takes the findings out of the guarantees: in a line they would be read by nobody.
std::vector<Told> take_findings(Json& movement) {
  std::vector<Told> told;
  if (const auto guarantees = movement.find("guarantees");
      guarantees != movement.end() && guarantees->is_array()) {
    for (Json& one : *guarantees) {
      const auto refused = one.find("refused");
      if (refused == one.end() || !refused->is_array()) continue;
      told.push_back({.of = "guarantee " + text_at(one, "/grn"), .findings = *refused});
      one.erase(refused);
    }
  }
  if (const Json* history = history_of(movement)) {
    for (const Json& step : *history) {
      const auto faults = step.find("faults");
      if (faults == step.end() || !faults->is_array()) continue;
      told.push_back(
          {.of = format("{}  {}", text_at(step, "/at"), text_at(step, "/event")), .findings = *faults});
    }
  }
  return told;
}

Exit show(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  auto movement = session->ask_json({.path = with_query(path_of_movement(given), query_of_movement(given))});
  if (!movement) return movement.error();
  if (session->json()) {
    streams.out << json_line(*movement);
    return Exit::ok;
  }
  show_reference(*movement);
  tell_messages(*movement);
  const auto told = take_findings(*movement);
  print_record(streams.out, *movement, movement_rows, streams.width);
  if (const Json* history = history_of(*movement); history != nullptr && !history->empty()) {
    streams.out << '\n';
    print_table(streams.out, *history, history_columns);
  }
  print_warnings(streams.out, *movement, streams.width);
  for (const auto& [of, findings] : told) {
    streams.out << '\n' << of << '\n';
    print_findings(streams.out, findings, streams.width);
  }
  return Exit::ok;
}

// ---- watch

constexpr std::size_t default_pause = 2;

constexpr std::array watch_options{
    holder_option,
    Option{.name = "--until",
           .value = "STATUS",
           .meaning = "stop at this status or state, as released or REL; at the end of the movement if left "
                      "out. A word that is none is refused with the list of all"},
    Option{.name = "--every",
           .value = "SECONDS",
           .meaning = "pause between two questions; 2 if left out",
           .kind = Kind::number},
    Option{.name = "--for",
           .value = "SECONDS",
           .meaning = "give up after so long; never if left out",
           .kind = Kind::number},
};

class Watch {
 public:
  explicit Watch(Session& session) : session_(session) {}

  /// The exit, once the movement is where it is waited for.
  std::optional<Exit> look(const Json& movement) {
    print_news(movement);
    const std::string status = text_at(movement, "/status");
    const auto wanted = session_.given().value("--until");
    if (wanted && (status == *wanted || text_at(movement, "/state/id") == *wanted)) return Exit::ok;
    if (!movement.value("ended", false)) return std::nullopt;
    if (!wanted) return Exit::ok;
    session_.streams().err << "lintas watch: the movement ended as '" << status << "', not as '"
                           << printable(*wanted) << "'\n";
    return Exit::invalid;
  }

 private:
  void print_news(const Json& movement) {
    const Json* history = history_of(movement);
    std::ostream& out = session_.streams().out;
    for (; history != nullptr && shown_ < history->size(); ++shown_) {
      const Json& event = (*history)[shown_];
      if (session_.json()) {
        out << json_line(event);
      } else {
        out << text_at(event, "/at") << "  " << text_at(event, "/event") << "  " << text_at(event, "/state");
        if (const auto sent = text_at(event, "/sent"); !sent.empty()) out << "  sent " << sent;
        out << '\n';
      }
    }
    out.flush();
  }

  Session& session_;
  std::size_t shown_ = 0;
};

std::string listed(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) text += format("{}{}", text.empty() ? "" : " ", word);
  return text;
}

/// Why no movement will ever be there; empty if one may.
std::string fault_of_status(std::string_view wanted) {
  auto words = transit::public_statuses();
  const auto statuses = listed(words);
  const auto ids = transit::state_ids();
  words.insert(words.end(), ids.begin(), ids.end());
  if (std::ranges::find(words, wanted) != words.end()) return {};
  const auto near = near_name(words, wanted);
  return format("--until: no movement is ever '{}'{}\nstatuses: {}\nstates: {}", printable(wanted),
                near ? format("; is '{}' meant?", *near) : "", statuses, listed(ids));
}

/// Why the node does not answer; empty if it does.
std::string absence_of(const Http::Result& answer) {
  if (!answer) return printable(answer.error().what);
  switch (answer->status) {
    case 429:
    case 503: return "it is busy";
    case 502:
    case 504: return "what stands before it does not reach it";
    default: return {};
  }
}

Exit watch(const Given& given, const Streams& streams) {
  using Clock = std::chrono::steady_clock;
  if (const auto wanted = given.value("--until")) {
    if (const auto fault = fault_of_status(*wanted); !fault.empty())
      return refuse(given, streams, wrapped(fault, streams.width));
  }
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const std::chrono::seconds pause{given.number("--every").value_or(default_pause)};
  const auto most = given.number("--for");
  const auto end = Clock::now() + std::chrono::seconds{most.value_or(0)};
  Watch movement{*session};
  Ask ask{.path = with_query(path_of_movement(given), query_of_movement(given))};
  std::string away;
  while (true) {
    // A node that is not there yet, or is started anew, is waited for: what it answers then is the same
    // movement.
    auto answer = session->try_ask(ask);
    if (!answer && !answer.error().may_come_back) return session->unreachable(ask, answer.error());
    const std::string absence = absence_of(answer);
    if (!absence.empty() && absence != away) {
      streams.err << "lintas watch: the node at " << session->authority() << " does not answer: " << absence
                  << "; waiting for it\n";
    } else if (absence.empty() && !away.empty()) {
      streams.err << "lintas watch: the node answers again\n";
    }
    away = absence;
    if (away.empty() && answer->status != 304) {
      const std::string tag{answer->headers.find("ETag").value_or("")};
      const auto shown = session->json_of(ask, std::move(answer));
      if (!shown) return shown.error();
      if (const auto exit = movement.look(*shown)) return *exit;
      ask.headers.clear();
      if (!tag.empty()) ask.headers.push_back({.name = "If-None-Match", .value = tag});
    }
    if (most && Clock::now() + pause > end) {
      streams.err << "lintas watch: not reached within " << *most << " s"
                  << (away.empty() ? "\n" : ", and the node does not answer\n");
      return away.empty() ? Exit::invalid : Exit::unreachable;
    }
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace

constexpr Command show_command{.name = "show",
                               .summary = "print a movement: status, route, guarantees, history",
                               .operands = show_operands,
                               .options = show_options,
                               .asks_node = true,
                               .example = "lintas show 26SG0000010000A1J0",
                               .run = &show};

constexpr Command watch_command{
    .name = "watch",
    .summary = "print what happens to a movement until it ends",
    .about =
        "Ends with 0 when the movement is where it was waited for, 1 when it ended elsewhere or --for "
        "has\npassed, 3 when --for has passed and the node does not answer. A node that is not there yet, or "
        "is started\nanew, is waited for without --wait.\n",
    .operands = show_operands,
    .options = watch_options,
    .asks_node = true,
    .example = "lintas watch 26SG0000010000A1J0 --until released --for 60",
    .run = &watch};

}  // namespace lintas::cli
