#include <array>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/http.hpp"
#include "cli/output.hpp"
#include "shell/net/http.hpp"

/// What the daily lists of documents came to, and certificates in numbers.
namespace lintas::cli {

namespace {

/// The options that were given, each under its name in the address.
std::vector<net::Parameter> query_of(
    const Given& given, std::initializer_list<std::pair<std::string_view, std::string_view>> names) {
  std::vector<net::Parameter> query;
  for (const auto& [option, name] : names)
    query.push_back({.name = std::string{name}, .value = std::string{given.value(option).value_or("")}});
  return query;
}

// ---- doc manifest

constexpr std::array manifest_options{
    Option{.name = "--month", .value = "MONTH", .meaning = "as 2026-11; this one if left out"}};

constexpr std::array list_columns{
    Shown{.pointer = "/partner", .label = "partner"},
    Shown{.pointer = "/told/day", .label = "told"},
    Shown{.pointer = "/told/entries", .label = "of"},
    Shown{.pointer = "/heard/day", .label = "heard"},
    Shown{.pointer = "/heard/entries", .label = "of"},
    Shown{.pointer = "/wanted", .label = "asked again"},
    Shown{.pointer = "/differs", .label = "not to be healed"},
    Shown{.pointer = "/healed", .label = "healed"},
};
constexpr std::array document_columns{
    Shown{.pointer = "/partner", .label = "partner"},
    Shown{.pointer = "/name", .label = "document"},
    Shown{.pointer = "/what", .label = "what"},
    Shown{.pointer = "/sent", .label = "sent"},
    Shown{.pointer = "/taken_there", .label = "taken there"},
    Shown{.pointer = "/sent_there", .label = "sent there"},
    Shown{.pointer = "/taken", .label = "taken"},
};

/// A certificate, or a document of another sort.
std::string name_of(const Json& row) {
  const bool is_certificate = row.contains("certificate");
  const Json& named = row[is_certificate ? "certificate" : "document"];
  return format("{}, {}, {}", text_of(named.value("state", Json{})),
                text_of(named.value(is_certificate ? "office" : "kind", Json{})),
                text_of(named.value("number", Json{})));
}

/// Those that the node shows to the caller, a line each.
Json documents_in(const Json& lists) {
  Json rows = Json::array();
  const auto add = [&](const Json& list, std::string_view member, const auto& what) {
    for (Json one : list.value(member, Json::array())) {
      one["what"] = what(one);
      one["partner"] = list["partner"];
      one["name"] = name_of(one);
      rows.push_back(std::move(one));
    }
  };
  const auto asked = [](const Json& one) {
    return format("messages {} to {}, asked {} times", text_of(one["first"]), text_of(one["last"]),
                  text_of(one["times"]));
  };
  const auto reason = [](const Json& one) { return text_of(one["reason"]); };
  for (const Json& list : lists) {
    add(list, "wanted_certificates", asked);
    add(list, "wanted_documents", asked);
    add(list, "differing_certificates", reason);
    add(list, "differing_documents", reason);
  }
  return rows;
}

Exit manifest(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto answer = session->ask_json(
      {.path = with_query("/v1/documents/manifests", query_of(given, {{"--month", "month"}}))});
  if (!answer) return answer.error();
  if (session->json()) {
    streams.out << json_line(*answer);
    return Exit::ok;
  }
  const Json lists = answer->value("items", Json::array());
  if (lists.empty()) {
    streams.out << "No list of this month was told or heard.\n";
    return Exit::ok;
  }
  print_table(streams.out, lists, list_columns);
  if (const Json rows = documents_in(lists); !rows.empty()) {
    streams.out << '\n';
    print_table(streams.out, rows, document_columns);
  }
  return Exit::ok;
}

// ---- doc statistics

constexpr std::array statistics_options{
    Option{.name = "--since", .value = "DAY", .meaning = "a year back, or 31 days by day, if left out"},
    Option{
        .name = "--by", .value = "day|month", .meaning = "periods; months if left out", .kind = Kind::choice},
    Option{.name = "--silent-days",
           .value = "N",
           .meaning = "so many days without an answer make one silent; 30 if left out",
           .kind = Kind::number},
    Option{.name = "--least",
           .value = "N",
           .meaning = "smallest count that is shown; 5 if left out",
           .kind = Kind::number},
    Option{.name = "--csv", .meaning = "print CSV, as it is published", .kind = Kind::flag}};

constexpr std::array figure_columns{
    Shown{.pointer = "/day", .label = "since"},
    Shown{.pointer = "/side", .label = "side"},
    Shown{.pointer = "/issuer", .label = "of"},
    Shown{.pointer = "/importer", .label = "for"},
    Shown{.pointer = "/kind", .label = "kind"},
    Shown{.pointer = "/begun", .label = "documents"},
    Shown{.pointer = "/available", .label = "available"},
    Shown{.pointer = "/faulty", .label = "faulty"},
    Shown{.pointer = "/given", .label = "given"},
    Shown{.pointer = "/part", .label = "in part"},
    Shown{.pointer = "/refused", .label = "refused"},
    Shown{.pointer = "/silent", .label = "silent"},
    Shown{.pointer = "/to_answer/median", .label = "answer, median"},
    Shown{.pointer = "/to_answer/p90", .label = "90 %"},
};

/// After its start a node counts its log on with each question; so many questions are those of a log of
/// twenty million events.
constexpr int questions_max = 1000;

Exit statistics(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const std::string path = with_query(
      "/v1/documents/statistics",
      query_of(
          given,
          {{"--since", "since"}, {"--by", "by"}, {"--silent-days", "silent_days"}, {"--least", "least"}}));
  auto answer = session->ask_json({.path = path});
  for (int i = 0; answer && !answer->value("complete", true) && i < questions_max; ++i)
    answer = session->ask_json({.path = path});
  if (!answer) return answer.error();
  if (given.has("--csv")) {
    const auto table = session->ask({.path = path, .accept = "text/csv"});
    if (!table) return table.error();
    streams.out << as_text(table->body);
    return Exit::ok;
  }
  if (session->json()) {
    streams.out << json_line(*answer);
    return Exit::ok;
  }
  const Json rows = answer->value("items", Json::array());
  if (rows.empty()) {
    streams.out << "No document was issued or came since then.\n";
  } else {
    print_table(streams.out, rows, figure_columns);
  }
  return Exit::ok;
}

}  // namespace

constexpr Command doc_manifest_command{
    .name = "doc manifest",
    .summary = "show what the daily lists of documents with each partner came to",
    .about =
        "What was asked for again, and what sending again does not heal: lost_here (this node was restored), "
        "not_sent_again,\npicture (the two say different things).\n",
    .options = manifest_options,
    .asks_node = true,
    .example = "lintas doc manifest --month 2026-11",
    .run = &manifest};

constexpr Command doc_statistics_command{
    .name = "doc statistics",
    .summary =
        "print certificates and documents of kinds in numbers: counts, answers, refusals, latencies, silence",
    .about =
        "Without a word of what they say; counts below --least are shown as <5, so that it may be "
        "published.\n",
    .options = statistics_options,
    .asks_node = true,
    .example = "lintas doc statistics --by day --csv",
    .run = &statistics};

}  // namespace lintas::cli
