#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <limits>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/event_stream.hpp"
#include "cli/http.hpp"
#include "cli/movement_names.hpp"
#include "cli/output.hpp"
#include "shell/net/http.hpp"

/// What the node tells without being asked to do anything.
namespace lintas::cli {

namespace {

std::string value_of(const Given& given, std::string_view option) {
  return std::string{given.value(option).value_or("")};
}

// ---- movements

constexpr std::array movement_options{
    Option{.name = "--phase",
           .value = "open|ended|all",
           .meaning = "only those that are open here, or have ended; all if left out",
           .kind = Kind::choice},
    Option{.name = "--status", .value = "STATUS", .meaning = "with this public status, as cancelled"},
    Option{.name = "--state", .value = "ID", .meaning = "in this state, as ACC"},
    Option{.name = "--role",
           .value = "departure|transit|destination|informed",
           .meaning = "where this node has that part",
           .kind = Kind::choice},
    Option{
        .name = "--office", .value = "OFFICE", .meaning = "at this office; of an office's key only its own"},
    Option{.name = "--since",
           .value = "WHEN",
           .meaning = "that this node knows since a day or instant, as 2026-11-23 or 2026-11-23T08:00:00Z"},
    limit_option};

Exit movements(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  static constexpr std::array columns{
      Shown{.pointer = "/mrn", .label = "MRN"},
      reference_row,
      Shown{.pointer = "/lrn", .label = "LRN"},
      Shown{.pointer = "/status", .label = "status"},
      Shown{.pointer = "/state/id", .label = "state"},
      Shown{.pointer = "/due", .label = "next deadline"},
      Shown{.pointer = "/role", .label = "role"},
      Shown{.pointer = "/route/departure", .label = "from"},
      Shown{.pointer = "/route/destination", .label = "to"},
      Shown{.pointer = "/began", .label = "began"},
  };
  std::vector<net::Parameter> query;
  for (const std::string_view name : {"phase", "status", "state", "role", "office", "since"})
    query.push_back({.name = std::string{name}, .value = value_of(given, format("--{}", name))});
  return session->print_list("/v1/movements", query, columns, &show_reference);
}

// ---- work

constexpr Option office_option{
    .name = "--office", .value = "OFFICE", .meaning = "another office than that of your key"};
constexpr std::array work_options{
    office_option,
    Option{.name = "--due",
           .value = "DATE",
           .meaning = "only what is due by the end of that day, as 2026-11-23",
           .kind = Kind::day},
    Option{.name = "--state", .value = "ID", .meaning = "only what is in this state, as AAR"},
    Option{.name = "--act", .value = "ACT", .meaning = "only where this act leads on, as departure.release"},
    limit_option};
constexpr std::array waiting_options{office_option, limit_option};

/// Whether the options leave it in the list.
bool is_wanted(const Json& item, const Given& given) {
  const auto due = text_of(item.value("due", Json{}));
  if (const auto day = given.value("--due"); day && (due.empty() || due.substr(0, day->size()) > *day))
    return false;
  if (const auto state = given.value("--state"); state && text_of(item.value("state", Json{})) != *state)
    return false;
  const auto act = given.value("--act");
  const Json acts = item.value("acts", Json::array());
  return !act || std::ranges::any_of(acts, [&](const Json& one) { return text_of(one) == *act; });
}

/// Instants have one form, so their texts are in their order.
bool is_more_urgent(const Json& one, const Json& other) {
  const auto due = text_of(one.value("due", Json{}));
  const auto due_other = text_of(other.value("due", Json{}));
  return due.empty() != due_other.empty() ? due_other.empty() : due < due_other;
}

Exit work(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  static constexpr std::array columns{
      Shown{.pointer = "/ref", .label = "number"},          Shown{.pointer = "/state", .label = "state"},
      Shown{.pointer = "/state_name", .label = "in words"}, Shown{.pointer = "/due", .label = "due"},
      Shown{.pointer = "/kind", .label = "kind"},           Shown{.pointer = "/acts", .label = "what to do"},
      Shown{.pointer = "/notes", .label = "notes"}};
  // The node tells it by age, page by page: what is urgent may stand on the last one.
  std::vector<Json> found;
  const Exit exit = session->each_item("/v1/work", {{.name = "office", .value = value_of(given, "--office")}},
                                       std::numeric_limits<std::size_t>::max(), [&](const Json& item) {
                                         if (is_wanted(item, given)) found.push_back(item);
                                       });
  if (exit != Exit::ok) return exit;
  std::ranges::stable_sort(found, is_more_urgent);
  const std::size_t shown = std::min(found.size(), given.number("--limit").value_or(limits::api_page_max));
  Json items = Json::array();
  for (Json& item : std::span{found}.first(shown)) {
    if (session->json()) {
      streams.out << json_line(item);
      continue;
    }
    // A stream is the program's word; what the office is to the movement is the officer's.
    if (item.contains("part")) item["kind"] = item["part"];
    items.push_back(std::move(item));
  }
  if (found.empty() && !session->json()) streams.err << "Nothing found\n";
  if (!items.empty()) print_table(streams.out, items, columns);
  if (shown < found.size()) {
    streams.err << format("lintas work: {} less urgent ones are not shown; --limit shows them\n",
                          found.size() - shown);
  }
  return Exit::ok;
}

// ---- messages between nodes

constexpr std::array limit_only{limit_option};

Exit dead_letters(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  static constexpr std::array columns{Shown{.pointer = "/ref", .label = "number"},
                                      Shown{.pointer = "/type", .label = "type"},
                                      Shown{.pointer = "/why", .label = "why"},
                                      Shown{.pointer = "/partner", .label = "partner"},
                                      Shown{.pointer = "/dead_since", .label = "dead since"},
                                      Shown{.pointer = "/message", .label = "message"}};
  return session->print_list("/v1/exchange/dead-letters", {}, columns);
}

Exit waiting(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  static constexpr std::array columns{
      Shown{.pointer = "/ref", .label = "number"},      Shown{.pointer = "/waits_for", .label = "waits for"},
      Shown{.pointer = "/overdue", .label = "overdue"}, Shown{.pointer = "/since", .label = "since"},
      Shown{.pointer = "/partner", .label = "partner"}, Shown{.pointer = "/message", .label = "message"}};
  return session->print_list("/v1/exchange/waiting",
                             {{.name = "office", .value = value_of(given, "--office")}}, columns);
}

// ---- guarantees

constexpr std::array guarantee_operands{
    Operand{.name = "GRN", .meaning = "one of them; all if left out", .optional = true}};
constexpr std::array guarantee_options{
    Option{
        .name = "--uses",
        .meaning =
            "list what the guarantee is used for, what each use waits for and when the amount is free again",
        .kind = Kind::flag},
    Option{.name = "--phase",
           .value = "open|ended|all",
           .meaning = "of --uses those that hold an amount, or those that do not; open if left out",
           .kind = Kind::choice},
    limit_option};

Exit guarantees(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto grn = given.operand(0);
  if (given.has("--uses")) {
    if (grn.empty()) return refuse(given, streams, "--uses needs a GRN");
    const std::string phase{given.value("--phase").value_or("open")};
    static constexpr std::array columns{
        Shown{.pointer = "/mrn", .label = "MRN"},
        Shown{.pointer = "/use", .label = "use"},
        Shown{.pointer = "/amount", .label = "amount"},
        Shown{.pointer = "/reserved", .label = "reserved"},
        Shown{.pointer = "/freed", .label = "freed"},
        Shown{.pointer = "/claimed", .label = "claimed"},
        Shown{.pointer = "/paid", .label = "paid"},
        Shown{.pointer = "/waits_for", .label = "waits for"},
        Shown{.pointer = "/free_by", .label = "free by"},
        Shown{.pointer = "/why", .label = "why"},
        Shown{.pointer = "/otherwise", .label = "otherwise"},
    };
    return session->print_list(path_of("/v1/guarantees/", grn, "/uses"), {{.name = "phase", .value = phase}},
                               columns);
  }
  if (given.has("--phase")) return refuse(given, streams, "--phase is of the list that --uses asks for");
  static constexpr std::array rows{
      Shown{.pointer = "/grn", .label = "GRN"},
      Shown{.pointer = "/status", .label = "status"},
      Shown{.pointer = "/type", .label = "type"},
      Shown{.pointer = "/holder", .label = "holder"},
      Shown{.pointer = "/guarantor", .label = "guarantor"},
      Shown{.pointer = "/reference_amount", .label = "reference amount"},
      Shown{.pointer = "/reserved", .label = "reserved"},
      Shown{.pointer = "/available", .label = "available"},
      Shown{.pointer = "/open_uses", .label = "open uses"},
      Shown{.pointer = "/valid_until", .label = "valid until"},
  };
  if (grn.empty()) return session->print_list("/v1/guarantees", {}, rows);
  const auto answer = session->ask_json({.path = path_of("/v1/guarantees/", grn)});
  if (!answer) return answer.error();
  if (session->json()) {
    streams.out << json_line(*answer);
  } else {
    print_record(streams.out, *answer, rows, streams.width);
  }
  return Exit::ok;
}

// ---- reference data

constexpr std::array reference_operands{Operand{
    .name = "LIST",
    .meaning = "offices, countries, currencies, tariff, legs, document-pairs, or a code list as CL019"}};
constexpr std::array reference_options{
    Option{.name = "--at",
           .value = "DATE",
           .meaning = "the day whose rows hold, as 2026-11-23; today if left out",
           .kind = Kind::day},
    Option{.name = "--code",
           .value = "CODE",
           .meaning = "rows whose code begins so, in the tariff as SG-8542 or, of all countries, 8542"},
    limit_option};

Exit reference(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  static constexpr std::array columns{Shown{.pointer = "/code", .label = "code"},
                                      Shown{.pointer = "/name", .label = "name"}, all_others};
  return session->print_list(path_of("/v1/reference/", given.operand(0)),
                             {{.name = "at", .value = value_of(given, "--at")},
                              {.name = "code", .value = value_of(given, "--code")}},
                             columns);
}

// ---- who asks

Exit me(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto answer = session->ask_json({.path = "/v1/me"});
  if (!answer) return answer.error();
  if (session->json()) {
    streams.out << json_line(*answer);
    return Exit::ok;
  }
  static constexpr std::array rows{
      Shown{.pointer = "/role", .label = "role"}, Shown{.pointer = "/party", .label = "party"},
      Shown{.pointer = "/person", .label = "person"}, Shown{.pointer = "/office", .label = "office"},
      Shown{.pointer = "/country", .label = "node"}};
  print_record(streams.out, *answer, rows, streams.width);
  return Exit::ok;
}

// ---- events

constexpr std::array event_options{
    Option{.name = "--after",
           .value = "CURSOR",
           .meaning = "go on behind an event seen before; with --follow, now is what comes next"},
    Option{.name = "--follow",
           .meaning = "go on with each as it happens, until interrupted",
           .kind = Kind::flag},
    Option{.name = "--limit",
           .value = "N",
           .meaning = "stop after so many; without --follow 100 if left out",
           .kind = Kind::number}};

constexpr std::array expiring_options{Option{.name = "--days",
                                             .value = "N",
                                             .meaning = "how far ahead, up to 366; 30 if left out",
                                             .kind = Kind::number},
                                      limit_option};

Exit expiring(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  static constexpr std::array columns{Shown{.pointer = "/reference", .label = "reference"},
                                      Shown{.pointer = "/kind", .label = "what"},
                                      Shown{.pointer = "/expires_on", .label = "last day"},
                                      Shown{.pointer = "/days_left", .label = "days left"},
                                      Shown{.pointer = "/holder", .label = "holder"},
                                      Shown{.pointer = "/vehicle", .label = "vehicle"},
                                      Shown{.pointer = "/what_to_do", .label = "what to do"}};
  return session->print_list("/v1/expiring", {{.name = "days", .value = value_of(given, "--days")}}, columns);
}

void print_event(const Session& session, const Json& event) {
  std::ostream& out = session.streams().out;
  if (session.json()) {
    out << json_line(event);
    return;
  }
  std::string line;
  for (const char* name : {"at", "kind", "ref", "event", "cursor"})
    line += (line.empty() ? "" : "  ") + text_of(event.value(name, Json{}));
  out << line << '\n';
}

Exit list_events(Session& session, std::string after, std::size_t left) {
  while (left > 0) {
    const std::size_t count = std::min(left, limits::api_page_max);
    const Ask ask{.path = with_query("/v1/events", {{.name = "limit", .value = std::to_string(count)},
                                                    {.name = "after", .value = after}})};
    const auto page = session.ask_json(ask);
    if (!page) return page.error();
    const auto items = page->find("items");
    if (items == page->end() || !items->is_array())
      return session.unreachable(ask, {.what = "its answer is no list; compare --node"});
    for (const Json& event : *items) print_event(session, event);
    session.streams().out.flush();
    left -= std::min(left, items->size());
    const auto next = page->find("next");
    if (next == page->end() || !next->is_string() || *next == after) break;
    after = next->get<std::string>();
  }
  return Exit::ok;
}

constexpr std::chrono::seconds pause_after_cut{3};

/// A stream that is cut off, by a line that fails or a node that starts anew, is begun again where it was.
Exit follow_events(Session& session, const std::string& after, std::optional<std::size_t> limit) {
  EventStream stream;
  std::optional<std::size_t> left = limit;
  bool is_stream = true;
  bool begun = false;
  while (!left || *left > 0) {
    Ask ask{.path = with_query("/v1/events/stream", {{.name = "after", .value = after}}),
            .accept = "text/event-stream",
            .on_piece = [&](std::string_view piece) {
              begun = true;
              const auto events = stream.read(piece);
              for (const std::string& data : events.value_or(std::vector<std::string>{})) {
                const Json event = Json::parse(data, nullptr, false);
                is_stream = is_stream && event.is_object();
                if (!is_stream || (left && *left == 0)) break;
                print_event(session, event);
                if (left) --*left;
              }
              session.streams().out.flush();
              is_stream = is_stream && events.has_value();
              return is_stream && (!left || *left > 0);
            }};
    if (!stream.last_id().empty()) ask.headers.push_back({"Last-Event-ID", stream.last_id()});
    stream.begin_again();
    auto result = begun ? session.try_ask(ask) : session.answer_to(ask);
    if (!is_stream) return session.unreachable(ask, {.what = "its answer is no stream; compare --node"});
    const bool cut_off = result ? result->status == 200 : begun && result.error().may_come_back;
    if (!cut_off) {
      const auto judged = session.judged(ask, std::move(result));
      return judged ? Exit::ok : judged.error();
    }
    if (!left || *left > 0) std::this_thread::sleep_for(pause_after_cut);
  }
  return Exit::ok;
}

Exit events(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto limit = given.number("--limit");
  if (given.has("--follow")) return follow_events(*session, value_of(given, "--after"), limit);
  return list_events(*session, value_of(given, "--after"), limit.value_or(limits::api_page_max));
}

}  // namespace

constexpr Command movements_command{
    .name = "movements",
    .summary = "list the movements that concern you or your office, newest first",
    .about =
        "Of a party those that it holds, represents or has presented; of an office those it has or had a "
        "part "
        "in;\nan auditor's are all. What has ended or was cancelled is among them.\n",
    .options = movement_options,
    .asks_node = true,
    .example = "lintas movements --phase ended --since 2026-11-01",
    .run = &movements};

constexpr Command work_command{.name = "work",
                               .summary = "list what waits for you at your office, and what to do about it",
                               .about =
                                   "The most urgent first, by when its clock runs out; what has no "
                                   "clock comes last.\n",
                               .options = work_options,
                               .asks_node = true,
                               .example = "lintas work --office SGTUS001",
                               .run = &work};

constexpr Command dead_letters_command{
    .name = "exchange dead-letters",
    .summary = "list messages that a partner refused for good, or about which nothing is agreed on",
    .about =
        "Also those at which attempts have failed again and again while the partner took others.\n"
        "`lintas decide exchange.revive` sends one once more, exchange.discard gives it up; both need the\n"
        "message and a reason, to give up needs a second officer too.\n",
    .options = limit_only,
    .asks_node = true,
    .example = "lintas exchange dead-letters",
    .run = &dead_letters};

constexpr Command waiting_command{
    .name = "exchange waiting",
    .summary = "list messages of partners that wait in their lanes",
    .about =
        "They wait for a gap before them, for the state of the movement (early), or for an engineer (held).\n"
        "`lintas decide exchange.drop` takes one out; that needs a second officer. Behind a gap it takes "
        "out\n"
        "what has waited for seven days: the missing ones may be lost where they came from, too.\n",
    .options = waiting_options,
    .asks_node = true,
    .example = "lintas exchange waiting",
    .run = &waiting};

constexpr Command guarantees_command{.name = "guarantees",
                                     .summary = "list your guarantees, or print one with its amounts",
                                     .operands = guarantee_operands,
                                     .options = guarantee_options,
                                     .asks_node = true,
                                     .example = "lintas guarantees 26SG0000000000771 --uses",
                                     .run = &guarantees};

constexpr Command reference_command{.name = "reference",
                                    .summary = "look into the node's reference data",
                                    .operands = reference_operands,
                                    .options = reference_options,
                                    .asks_node = true,
                                    .example = "lintas reference offices --code SGTUS001",
                                    .run = &reference};

constexpr Command expiring_command{
    .name = "expiring",
    .summary = "list what has its last day soon: permits, mandates, guarantees, authorised operators, keys",
    .about =
        "Of a party what is its own; of an office its guarantees, and what it keeps in registers. Of whoever "
        "keeps\nthe node its keys and certificates, too. What has ended is not among them.\n",
    .options = expiring_options,
    .asks_node = true,
    .example = "lintas expiring --days 30",
    .run = &expiring};

constexpr Command me_command{.name = "me",
                             .summary = "say who your key is and which acts it may ask for",
                             .about =
                                 "Acts are what `lintas decide` does. What a trader may ask for is mostly no "
                                 "act but a message, which\n`lintas submit` sends: a declaration, an "
                                 "amendment, a request for cancellation, an arrival.\n",
                             .asks_node = true,
                             .example = "lintas me",
                             .run = &me};

constexpr Command events_command{
    .name = "events",
    .summary = "print what happened, as far as you may see it",
    .about =
        "The last column is the cursor: with --after it goes on where it stopped. What is followed is told "
        "as\nit happens; a line that fails, or a node that starts anew, is waited for.\n",
    .options = event_options,
    .asks_node = true,
    .example = "lintas events --follow --json",
    .run = &events};

}  // namespace lintas::cli
