#include "cli/operator_lists.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "cli/acts.hpp"
#include "cli/bodies.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"
#include "cli/documents.hpp"
#include "cli/files.hpp"
#include "cli/http.hpp"
#include "cli/operator_words.hpp"
#include "cli/output.hpp"
#include "shell/net/http.hpp"

namespace lintas::cli {

namespace {

constexpr std::string_view address = "/v1/listed-operators";

/// "SG201912345K, A-2026-1", as people name it.
std::string name_for_people(const Json& listed) {
  const Json& reference = member(listed, "reference");
  return format("{}, {}", text_of(member(reference, "holder")), text_of(member(reference, "number")));
}

constexpr std::array code_columns{
    Shown{.pointer = "/code", .label = "code"},
    Shown{.pointer = "/since", .label = "since"},
    Shown{.pointer = "/until", .label = "until"},
};
constexpr std::array said_columns{
    Shown{.pointer = "/at", .label = "from"},
    Shown{.pointer = "/status", .label = "it stood as"},
    Shown{.pointer = "/known", .label = "known here since"},
    Shown{.pointer = "/edition", .label = "edition"},
};
constexpr std::array told_columns{
    Shown{.pointer = "/partner", .label = "partner"},
    Shown{.pointer = "/edition", .label = "was told edition"},
    Shown{.pointer = "/has_it", .label = "has it"},
    Shown{.pointer = "/answered", .label = "answered"},
    Shown{.pointer = "/urgent_since", .label = "urgent since"},
    Shown{.pointer = "/overdue", .label = "overdue"},
    Shown{.pointer = "/refused_for", .label = "refused for"},
};
constexpr std::array listed_rows{
    Shown{.pointer = "/name", .label = "operator"},
    Shown{.pointer = "/of", .label = "list of"},
    Shown{.pointer = "/at", .label = "at"},
    Shown{.pointer = "/known", .label = "by what was known"},
    Shown{.pointer = "/holds", .label = "benefits"},
    Shown{.pointer = "/state/name", .label = "state"},
    Shown{.pointer = "/state/id", .label = ""},
    Shown{.pointer = "/status", .label = "stood as"},
    Shown{.pointer = "/since", .label = "since"},
    Shown{.pointer = "/programme", .label = "programme"},
    Shown{.pointer = "/level", .label = "level"},
    Shown{.pointer = "/roles", .label = "roles"},
    Shown{.pointer = "/authorised", .label = "authorised on"},
    Shown{.pointer = "/valid_from", .label = "first day"},
    Shown{.pointer = "/valid_until", .label = "last day"},
    Shown{.pointer = "/revalidate_on", .label = "looked at anew behind"},
    Shown{.pointer = "/consent", .label = "agreed on"},
    Shown{.pointer = "/purpose", .label = "told for"},
    Shown{.pointer = "/heard", .label = "heard"},
    Shown{.pointer = "/edition", .label = "edition"},
    Shown{.pointer = "/digest", .label = "digest"},
};

Json listed_for_people(Json listed) {
  put_in_words(listed);
  return listed;
}

constexpr std::array listed_tables{Table{"reference"},
                                   Table{"overdue"},
                                   Table{"codes", code_columns},
                                   Table{"said", said_columns},
                                   Table{"told", told_columns},
                                   Table{"history", step_columns},
                                   Table{"messages"}};
constexpr std::array list_columns{
    Shown{.pointer = "/name", .label = "operator"},
    Shown{.pointer = "/of", .label = "list of"},
    Shown{.pointer = "/state/id", .label = "state"},
    Shown{.pointer = "/codes/0/code", .label = "first code"},
    Shown{.pointer = "/level", .label = "level"},
    Shown{.pointer = "/valid_from", .label = "from"},
    Shown{.pointer = "/valid_until", .label = "until"},
    Shown{.pointer = "/heard", .label = "heard"},
    Shown{.pointer = "/overdue", .label = "not answered by"},
};
constexpr std::array listed_sides{DocumentSide{"list", "aeo", "reference"}};
constexpr DocumentKind listed_kind{.address = address,
                                   .itself = {},
                                   .root = {},
                                   .member = "listed_operator",
                                   .listed = {},
                                   .then = {},
                                   .send = {},
                                   .resend = {},
                                   .cancel = {},
                                   .use = {},
                                   .consumed = {},
                                   .sides = listed_sides,
                                   .not_submitted_with = {},
                                   .not_listed_by = {},
                                   .columns = list_columns,
                                   .is_named_by = nullptr,
                                   .name_for_people = &name_for_people,
                                   .rows = listed_rows,
                                   .tables = listed_tables,
                                   .for_people = &listed_for_people};

// ---- consent

constexpr std::array agree_operands{Operand{
    .name = "FILE",
    .meaning = "name and address (AEO.RECORD) in XML or JSON, as others are told; - for the standard input"}};
constexpr std::array agree_options{if_match_option};

Exit agree(const Given& given, const Streams& streams) {
  auto message = ask_with_message(given, streams, std::string{address});
  if (!message) return message.error();
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto kept = session->ask_json(*message);
  return kept ? print_kept(*session, *kept) : kept.error();
}

// ---- how far the partners are

/// Of all operators of this state's list together.
struct Partner {
  std::size_t told = 0;
  std::size_t has = 0;
  std::size_t refused = 0;
  std::size_t overdue = 0;
  std::string urgent_since;  ///< the first that waits
};
/// `known`: operators of other states' lists.
void add(const Json& listed, std::map<std::string, Partner>& partners,
         std::map<std::string, std::size_t>& known) {
  if (member(listed, "heard").is_string()) {
    ++known[text_of(member(listed, "of"))];
    return;
  }
  const Json& told = member(listed, "told");
  if (!told.is_array()) return;
  for (const Json& each : told) {
    Partner& one = partners[text_of(member(each, "partner"))];
    ++one.told;
    one.has += member(each, "has_it") == true ? 1U : 0U;
    one.refused += member(each, "refused_for").empty() ? 0U : 1U;
    one.overdue += member(each, "overdue") == true ? 1U : 0U;
    const Json& since = member(each, "urgent_since");
    if (!since.is_string()) continue;
    const std::string text = text_of(since);
    if (one.urgent_since.empty() || text < one.urgent_since) one.urgent_since = text;
  }
}

constexpr std::array partner_columns{
    Shown{.pointer = "/partner", .label = "partner"},
    Shown{.pointer = "/told", .label = "was told"},
    Shown{.pointer = "/has_it", .label = "has as it stands"},
    Shown{.pointer = "/waits", .label = "not answered yet"},
    Shown{.pointer = "/refused", .label = "refused"},
    Shown{.pointer = "/urgent_since", .label = "urgent since"},
    Shown{.pointer = "/overdue", .label = "overdue"},
};
constexpr std::array heard_columns{
    Shown{.pointer = "/list_of", .label = "list of"},
    Shown{.pointer = "/operators", .label = "operators known here"},
    Shown{.pointer = "/heard", .label = "heard last"},
    Shown{.pointer = "/stale", .label = "stale"},
};

/// Those whose lists come here, with how many operators of each are known.
Json lists_of(const Json& lists, const std::map<std::string, std::size_t>& known) {
  Json shown = Json::array();
  const Json& items = member(lists, "items");
  if (!items.is_array()) return shown;
  for (const Json& one : items) {
    const auto count = known.find(text_of(member(one, "of")));
    shown.push_back({{"list_of", member(one, "of")},
                     {"operators", count == known.end() ? 0 : count->second},
                     {"heard", member(one, "heard")},
                     {"stale", member(one, "stale")}});
  }
  return shown;
}

Exit exchange(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  std::map<std::string, Partner> partners;
  std::map<std::string, std::size_t> heard;
  const Exit exit = session->each_item(std::string{address}, {}, std::numeric_limits<std::size_t>::max(),
                                       [&](const Json& one) { add(one, partners, heard); });
  if (exit != Exit::ok) return exit;
  Json told = Json::array();
  for (const auto& [partner, one] : partners) {
    told.push_back({{"partner", partner},
                    {"told", one.told},
                    {"has_it", one.has},
                    {"waits", one.told - one.has - one.refused},
                    {"refused", one.refused},
                    {"urgent_since", one.urgent_since.empty() ? Json{} : Json(one.urgent_since)},
                    {"overdue", one.overdue}});
  }
  const auto lists = session->ask_json({.path = "/v1/operator-lists"});
  if (!lists) return lists.error();
  Json known = lists_of(*lists, heard);
  if (session->json()) {
    streams.out << json_line({{"partners", std::move(told)}, {"lists", std::move(known)}});
    return Exit::ok;
  }
  if (told.empty() && known.empty()) streams.err << "No list has gone or come\n";
  if (!told.empty()) print_table(streams.out, told, partner_columns);
  if (!told.empty() && !known.empty()) streams.out << '\n';
  if (!known.empty()) print_table(streams.out, known, heard_columns);
  return Exit::ok;
}

// ---- compared

constexpr std::array reconcile_operands{
    Operand{.name = "STATE", .meaning = "the partner whose copy of this state's list is compared, as MY"}};
constexpr std::array reconcile_options{Option{
    .name = "--with",
    .value = "FILE",
    .meaning =
        "what the partner has: its `lintas aeo list --of STATE --json`, a line each; - for the standard "
        "input; left out, what it answered"}};

/// An operator as one of the two sides has it.
struct Side {
  std::string edition;
  std::string digest;
};
using Sides = std::map<std::string, Side>;

Side side_of(const Json& listed) {
  return {.edition = text_of(member(listed, "edition")), .digest = text_of(member(listed, "digest"))};
}

/// What a file says of the operators of the state; else what is wrong with it.
std::expected<Sides, std::string> sides_in(std::string_view file, const std::string& of,
                                           const Streams& streams) {
  const auto text = read_file(file, streams.in);
  if (!text) return std::unexpected(text.error());
  Sides sides;
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < text->size();) {
    const std::size_t end = std::min(text->find('\n', begin), text->size());
    const std::string_view line = std::string_view{*text}.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (line.empty()) continue;
    const Json listed = Json::parse(line, nullptr, false);
    const bool is_one =
        listed.is_object() && member(listed, "reference").is_object() && member(listed, "digest").is_string();
    if (!is_one) return std::unexpected(format("{}: line {}: not an operator of a list", file, number));
    if (text_of(member(listed, "of")) == of) sides.emplace(name_for_people(listed), side_of(listed));
  }
  return sides;
}

/// How the partner's copy differs by what it answered; empty: it does not.
std::string difference_answered(const Json& listed, std::string_view partner) {
  const Json& told = member(listed, "told");
  const auto one = std::ranges::find_if(
      told, [&](const Json& each) { return text_of(member(each, "partner")) == partner; });
  if (one == told.end()) return "it was not told";
  if (member(*one, "has_it") == true) return {};
  if (!member(*one, "refused_for").empty())
    return format("it refused edition {}: {}", text_of(member(*one, "edition")),
                  text_of(member(*one, "refused_for")));
  return format("it has not answered for edition {}", text_of(member(*one, "edition")));
}
std::string difference(const Side& here, const Side* there) {
  if (there == nullptr) return "it is not there";
  if (here.digest == there->digest) return {};
  if (here.edition != there->edition)
    return format("edition {} here, {} there", here.edition, there->edition);
  return format("edition {} says something else there", here.edition);
}

constexpr std::array difference_columns{Shown{.pointer = "/operator", .label = "operator"},
                                        Shown{.pointer = "/difference", .label = "difference"}};

Exit reconcile(const Given& given, const Streams& streams) {
  const std::string partner{given.operand(0)};
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto me = session->ask_json({.path = "/v1/me"});
  if (!me) return me.error();
  const std::string home = text_of(member(*me, "country"));
  std::optional<Sides> there;
  if (const auto file = given.value("--with")) {
    auto read = sides_in(*file, home, streams);
    if (!read) {
      streams.err << "lintas " << given.command->name << ": " << read.error() << '\n';
      return Exit::unreadable;
    }
    there = *std::move(read);
  }
  Json found = Json::array();
  std::size_t compared = 0;
  const auto add = [&](const std::string& name, std::string what) {
    if (!what.empty()) found.push_back({{"operator", name}, {"difference", std::move(what)}});
  };
  const Exit exit = session->each_item(
      std::string{address}, {{.name = "partner", .value = home}}, std::numeric_limits<std::size_t>::max(),
      [&](const Json& listed) {
        const std::string name = name_for_people(listed);
        // Of one that agreed and is not granted yet there is nothing to compare.
        if (!member(listed, "digest").is_string()) return;
        const bool was_told = difference_answered(listed, partner) != "it was not told";
        const std::string status = text_of(member(member(listed, "state"), "id"));
        const bool stands = status == "ACTIVE" || status == "REVALIDATION" || status == "SUSPENDED";
        // Nobody is told of one that has ended who never heard of it.
        if (!was_told && !stands) return;
        ++compared;
        if (!there) return add(name, difference_answered(listed, partner));
        const auto theirs = there->find(name);
        add(name, difference(side_of(listed), theirs == there->end() ? nullptr : &theirs->second));
        if (theirs != there->end()) there->erase(theirs);
      });
  if (exit != Exit::ok) return exit;
  if (there) {
    for (const auto& [name, side] : *there) add(name, "it is not here, or nobody told it");
  }
  if (session->json()) {
    for (const Json& one : found) streams.out << json_line(one);
  } else if (!found.empty()) {
    print_table(streams.out, found, difference_columns);
  }
  if (found.empty()) streams.err << format("Nothing differs; operators compared: {}\n", compared);
  return found.empty() ? Exit::ok : Exit::invalid;
}

}  // namespace

Exit list_listed(const Given& given, const Streams& streams) {
  static constexpr std::array<std::string_view, 4> options{"state", "since", "holder", "code"};
  std::vector<net::Parameter> query{{.name = "partner", .value = text_of_option(given, "--of")}};
  if (given.has("--waits")) query.push_back({.name = "waits", .value = "true"});
  return list_all(listed_kind, options, std::move(query), given, streams);
}

Exit show_listed(const Given& given, const Streams& streams) {
  if (given.has("--known") && !given.has("--at")) return refuse(given, streams, "--known needs --at");
  std::string path = path_of_document(listed_kind, given);
  if (given.has("--at")) {
    path = with_query(path.append("/as-of"), {{.name = "instant", .value = text_of_option(given, "--at")},
                                              {.name = "known", .value = text_of_option(given, "--known")}});
  }
  return show_one(listed_kind, path, given, streams);
}

constexpr Command aeo_agree_command{
    .name = "aeo agree",
    .summary = "agree that states which recognise an operator are told of it, under this name and address",
    .about =
        "By the operator, for one of its authorisations or applications. Without it nobody is told "
        "anything.\n"
        "It agrees no more: `lintas decide aeo.withdraw_consent`.\n",
    .operands = agree_operands,
    .options = agree_options,
    .asks_node = true,
    .example = "lintas aeo agree examples/documents/sg-authorised-operator.xml",
    .run = &agree};

constexpr Command aeo_reconcile_command{
    .name = "aeo reconcile",
    .summary = "compare a partner's copy of this state's list of operators with the list itself",
    .about =
        "By the digests that both nodes make of what they have: those that the partner answered with, or, as "
        "of\n"
        "now, those of a file that it made. Each day the nodes do the same by themselves, and send again\n"
        "what is missing; what that does not heal, `lintas decide aeo.tell_again` does.\n",
    .operands = reconcile_operands,
    .options = reconcile_options,
    .asks_node = true,
    .example = "lintas aeo reconcile MY",
    .run = &reconcile};

constexpr Command aeo_exchange_command{
    .name = "aeo exchange",
    .summary = "print how far each partner is with the list of operators, and what partners told of theirs",
    .about =
        "Which operators a partner has not answered for, `lintas aeo list --of STATE --waits` says, and of "
        "one\n"
        "`lintas aeo show --of STATE`. Urgent is that benefits stop or come back: 15 minutes later an "
        "answer\n"
        "is overdue. To tell anew: `lintas decide aeo.tell_again`.\n",
    .asks_node = true,
    .example = "lintas aeo exchange",
    .run = &exchange};

}  // namespace lintas::cli
