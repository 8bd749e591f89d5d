#include "cli/output.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "base/unseen.hpp"
#include "base/utf8.hpp"
#include "cli/cli.hpp"
#include "core/messages/remedy.hpp"
#include "core/messages/report.hpp"

namespace lintas::cli {

namespace {

/// Characters, not bytes: what follows in a UTF-8 sequence takes no room.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string padded(std::string_view text, std::size_t width) {
  std::string out{text};
  const std::size_t has = width_of(text);
  if (has < width) out.append(width - has, ' ');
  return out;
}

bool is_money(const Json& value) {
  return value.is_object() && value.size() == 2 && value.contains("amount") && value.contains("currency");
}

std::string joined(const Json& list) {
  const bool records = std::ranges::any_of(list, [](const Json& one) { return one.is_structured(); });
  std::string text;
  for (const Json& one : list) {
    if (!text.empty()) text += records ? "\n" : " ";
    text += text_of(one);
  }
  return text;
}

bool is_leaf(const Json& value) { return !value.is_object() || is_money(value); }

const Json* find(const Json& record, std::string_view pointer) {
  const Json::json_pointer place{std::string{pointer}};
  return record.contains(place) ? &record.at(place) : nullptr;
}

bool is_named(std::string_view pointer, std::span<const Shown> rows) {
  return std::ranges::any_of(rows, [&](const Shown& row) {
    return pointer.starts_with(row.pointer) &&
           (pointer.size() == row.pointer.size() || pointer[row.pointer.size()] == '/');
  });
}

std::string label_of(std::string_view pointer) {
  std::string label{pointer.substr(1)};
  std::ranges::replace(label, '/', ' ');
  std::ranges::replace(label, '_', ' ');
  return printable(label);
}

void add_others(Lines& lines, const Json& record, const std::string& at, std::span<const Shown> rows) {
  for (const auto& [name, value] : record.items()) {
    const std::string pointer = format("{}/{}", at, name);
    if (is_named(pointer, rows)) continue;
    if (is_leaf(value)) {
      if (const auto text = text_of(value); !text.empty()) lines.add(label_of(pointer), text);
    } else {
      add_others(lines, value, pointer, rows);
    }
  }
}

/// What is shown beside something else gets at least so many columns, on however narrow a screen.
constexpr std::size_t room_min = 20;

/// One line of a text.
void add_wrapped(std::string& out, std::string_view line, std::size_t width) {
  const auto indent = std::min(line.find_first_not_of(' '), line.size());
  out += line.substr(0, indent);
  std::size_t used = indent;
  std::string_view rest = line.substr(indent);
  while (!rest.empty()) {
    // Blanks belong to the word behind them, so that what is not broken stays as it is.
    const auto word_begin = std::min(rest.find_first_not_of(' '), rest.size());
    const auto word_end = std::min(rest.find(' ', word_begin), rest.size());
    const std::string_view word = rest.substr(0, word_end);
    if (word_begin == rest.size()) {
      out += word;
      return;
    }
    const bool is_first = used == indent;
    if (!is_first && used + width_of(word) > width) {
      out.append("\n").append(indent, ' ').append(word.substr(word_begin));
      used = indent + width_of(word) - word_begin;
    } else {
      out += word;
      used += width_of(word);
    }
    rest.remove_prefix(word_end);
  }
}

std::string member_of(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found == json.end() ? std::string{} : text_of(*found);
}

}  // namespace

std::string printable(std::string_view text) {
  constexpr std::uint32_t replacement = 0xFFFD;  // three bytes where somebody wrote it
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto [code_point, bytes] = utf8::decode(text);
    const bool is_no_character = code_point == replacement && bytes == 1;
    const bool is_control = code_point < ' ' && code_point != '\n';
    out += is_no_character || is_control || is_mark(code_point) ? "?" : text.substr(0, bytes);
    text.remove_prefix(bytes);
  }
  return out;
}

std::string wrapped(std::string_view text, std::size_t width) {
  std::string out;
  while (true) {
    const auto end = std::min(text.find('\n'), text.size());
    add_wrapped(out, text.substr(0, end), width);
    if (end == text.size()) return out;
    out += '\n';
    text.remove_prefix(end + 1);
  }
}

void Lines::print(std::ostream& out, std::size_t indent, std::size_t width) const {
  std::size_t column = 0;
  for (const auto& [left, right] : lines_) column = std::max(column, width_of(left));
  const std::size_t before = indent + column + 2;
  const std::size_t room = std::max(width, before + room_min) - before;
  for (const auto& [left, right] : lines_) {
    const std::string text = wrapped(right, room);
    std::string_view rest = text;
    std::string start = std::string(indent, ' ') + padded(left, column);
    do {
      const auto end = std::min(rest.find('\n'), rest.size());
      out << start << "  " << rest.substr(0, end) << '\n';
      start.assign(indent + column, ' ');
      rest.remove_prefix(std::min(end + 1, rest.size()));
    } while (!rest.empty());
  }
}

std::string text_of(const Json& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return printable(value.get_ref<const std::string&>());
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (value.is_array()) return joined(value);
  if (is_money(value)) return format("{} {}", text_of(value["amount"]), text_of(value["currency"]));
  if (!value.is_object()) return value.dump();
  std::string text;
  for (const auto& [name, member] : value.items()) {
    const auto shown = text_of(member);
    if (shown.empty()) continue;
    text += format("{}{} {}", text.empty() ? "" : ", ", printable(name), shown);
  }
  return text;
}

void print_record(std::ostream& out, const Json& record, std::span<const Shown> rows, std::size_t width) {
  Lines lines;
  for (const Shown& row : rows) {
    const Json* value = row.label.empty() ? nullptr : find(record, row.pointer);
    if (value == nullptr) continue;
    if (const auto text = text_of(*value); !text.empty()) lines.add(std::string{row.label}, text);
  }
  if (record.is_object()) add_others(lines, record, "", rows);
  lines.print(out, 0, width);
}

void print_table(std::ostream& out, const Json& items, std::span<const Shown> columns) {
  std::vector<std::pair<std::string, std::string>> heads;  // pointer and label
  const bool has_others = columns.empty() || columns.back().pointer == all_others.pointer;
  for (const Shown& column : columns.first(columns.size() - (has_others && !columns.empty() ? 1 : 0)))
    heads.emplace_back(column.pointer, column.label);
  if (has_others) {
    // A row may lack what others have: the first alone does not say what there is to see.
    for (const Json& item : items) {
      for (const auto& [name, value] : item.items()) {
        const std::string pointer = format("/{}", name);
        const auto is_it = [&](const auto& head) { return head.first == pointer; };
        if (std::ranges::none_of(heads, is_it)) heads.emplace_back(pointer, label_of(pointer));
      }
    }
  }
  std::erase_if(heads, [&](const auto& head) {
    return std::ranges::none_of(items, [&](const Json& item) {
      const Json* value = find(item, head.first);
      return value != nullptr && !text_of(*value).empty();
    });
  });
  std::vector<std::vector<std::string>> cells(1);
  for (const auto& head : heads) cells.front().push_back(head.second);
  for (const Json& item : items) {
    auto& row = cells.emplace_back();
    for (const auto& head : heads) {
      const Json* value = find(item, head.first);
      row.push_back(value == nullptr ? "" : text_of(*value));
      std::ranges::replace(row.back(), '\n', ';');
    }
  }
  std::vector<std::size_t> widths(heads.size());
  for (const auto& row : cells) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  for (const auto& row : cells) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) line += padded(row[i], widths[i] + 2);
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  }
}

std::string json_line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

namespace {

/// What the interface says in words of HTTP, in the words of this program; what is empty stays as the node
/// says it, and so does a remedy that is the case's own.
struct Retold {
  std::string_view rule;
  std::string_view text;
  std::string_view remedy;
};
constexpr std::string_view not_understood = "The node does not understand what this program asks.";
constexpr std::string_view compare_both =
    "Compare --node, and what `lintas --version` says with the version of the node.";
constexpr std::string_view another_officer =
    "Have another officer of your office agree who may do it too: --second-key-file names the file of that "
    "key.";
constexpr std::string_view wait_longer = "Ask again later; --patience waits longer for a busy node.";
constexpr std::array retold{
    Retold{"API-001", "",
           "Name the file of your key by --key-file or LINTAS_KEY_FILE; the operator of the node gives a new "
           "key."},
    Retold{"API-003", "There is no field or option of this name.",
           "Leave it out; `lintas decide ACT --help` names all fields."},
    Retold{"API-004", "", "Give it; of an act, `lintas decide ACT --help` tells what it is."},
    Retold{"API-005", "", "Give it as the detail says; of an act, `lintas decide ACT --help` tells more."},
    Retold{"API-006", "", "Give a shorter --idempotency-key, or leave it out: then a new one is made."},
    Retold{"API-007", "This --idempotency-key was used for another call.",
           "Leave it out: then a new one is made. Give one only to repeat the same call."},
    Retold{"API-008", "",
           "Show it again, see what has changed, and repeat the command, --if-match with the version that is "
           "shown now."},
    Retold{"API-009", "", wait_longer},
    Retold{"API-011", "", "`lintas me` lists the acts that your key may ask for."},
    Retold{"API-014", "The node made a mistake; what was asked is kept for its engineers.", ""},
    Retold{"API-015", "An argument or option has another form.", ""},
    Retold{"API-017", "",
           "Name the holder by --holder, or open the movement by its MRN, or by the reference that `lintas "
           "movements` shows."},
    Retold{"API-012", "", another_officer},
    Retold{"EXC-005", "", another_officer},
    Retold{"R-GUA-316", "", another_officer},
    Retold{"R-REG-203", "", another_officer},
    Retold{"R-TRA-108", "", another_officer},
    Retold{"SIG-027", "", another_officer},
    Retold{"NET-001", not_understood, compare_both},
    Retold{"NET-002", not_understood, compare_both},
    Retold{"NET-003", "This is more than the node takes at once.", ""},
    Retold{"NET-004", "What was sent did not arrive in time.", ""},
    Retold{"NET-005", not_understood, compare_both},
    Retold{"NET-006", "", wait_longer},
    Retold{"NET-007", "There was no answer in time; it may have been carried out.", "Repeat the same call."},
    Retold{"NET-008", not_understood, compare_both},
    Retold{"NET-009", not_understood, compare_both},
    Retold{"NET-010", not_understood, compare_both},
    Retold{"NET-011", "The node made a mistake; it may have been carried out.",
           "Repeat the same call, and tell the operator if it fails again."}};

/// Whether this case of the rule is mended otherwise than others.
bool has_own_remedy(const Json& finding) {
  const auto* rule = message::find_rule(member_of(finding, "rule"));
  return rule != nullptr && message::remedy_of({.rule = std::string{rule->id},
                                                .pointer = member_of(finding, "pointer"),
                                                .value = member_of(finding, "value"),
                                                .detail = member_of(finding, "detail")}) != rule->remedy;
}

}  // namespace

void print_findings(std::ostream& out, const Json& findings, std::size_t width) {
  const auto print_body = [&](std::string_view text) {
    Lines lines;
    lines.add("  ", text);
    lines.print(out, 0, width);
  };
  for (const Json& finding : findings) {
    const auto pointer = member_of(finding, "pointer");
    const auto rule = member_of(finding, "rule");
    const auto* own = std::ranges::find(retold, rule, &Retold::rule);
    const auto told = [&](std::string_view Retold::* words, const char* of_the_node) {
      const bool is_own = own != retold.end() && !(own->*words).empty();
      return is_own ? std::string{own->*words} : member_of(finding, of_the_node);
    };
    out << "  " << rule << ' ' << (pointer.empty() ? "/" : pointer) << '\n';
    std::string what = told(&Retold::text, "text");
    if (const auto value = member_of(finding, "value"); !value.empty())
      what += format(" Value: '{}'.", value);
    if (const auto detail = member_of(finding, "detail"); !detail.empty())
      what += " " + message::sentence(detail);
    print_body(what);
    print_body(has_own_remedy(finding) ? member_of(finding, "remedy") : told(&Retold::remedy, "remedy"));
  }
}

namespace {

const Json* list_in(const Json& record, const char* name) {
  const auto found = record.find(name);
  return found == record.end() || !found->is_array() ? nullptr : &*found;
}

bool is_same_finding(const Json& a, const Json& b) {
  return member_of(a, "rule") == member_of(b, "rule") && member_of(a, "pointer") == member_of(b, "pointer");
}

const Json* guarantee_in(const Json& answer) {
  const auto found = answer.find("guarantee");
  return found == answer.end() || !found->is_object() ? nullptr : &*found;
}

/// What the office of departure says beyond the states' own laws and the guarantees.
Json of_departure(const Json& answer, const Json& states) {
  Json own = Json::array();
  const Json* guarantee = guarantee_in(answer);
  const Json* told_apart = guarantee == nullptr ? nullptr : list_in(*guarantee, "faults");
  for (const char* name : {"errors", "faults"}) {
    const Json* findings = list_in(answer, name);
    if (findings == nullptr) continue;
    for (const Json& finding : *findings) {
      const auto is_among = [&](const Json* told) {
        return told != nullptr &&
               std::ranges::any_of(*told, [&](const Json& one) { return is_same_finding(one, finding); });
      };
      const bool is_told = is_among(told_apart) || std::ranges::any_of(states, [&](const Json& state) {
                             return is_among(list_in(state, "errors"));
                           });
      if (!is_told) own.push_back(finding);
    }
  }
  return own;
}

/// "MY  Malaysia, transit".
std::string head_of_state(const Json& state) {
  std::string head = member_of(state, "state");
  std::string_view before = "  ";
  for (const char* name : {"name", "part"}) {
    const auto text = member_of(state, name);
    if (text.empty()) continue;
    head.append(before).append(text);
    before = ", ";
  }
  return head;
}

}  // namespace

void print_states(std::ostream& out, const Json& answer, std::size_t width) {
  const Json* route = list_in(answer, "states");
  const Json states = route == nullptr ? Json::array() : *route;
  Json says = of_departure(answer, states);
  if (states.empty()) return print_findings(out, says, width);
  std::size_t column = 0;
  for (const Json& state : states) column = std::max(column, width_of(head_of_state(state)));
  for (const Json& state : states) {
    if (const Json* told = list_in(state, "errors")) says.insert(says.end(), told->begin(), told->end());
    out << padded(head_of_state(state), column)
        << (says.empty() ? "  would let it pass" : "  would refuse it") << '\n';
    print_findings(out, says, width);
    says.clear();
  }
}

void print_permits(std::ostream& out, const Json& answer) {
  const Json* units = list_in(answer, "permits");
  if (units == nullptr) return;
  for (const Json& unit : *units) {
    const Json* permits = list_in(unit, "permits");
    std::string text;
    if (permits != nullptr) {
      for (const Json& one : *permits) {
        const auto until = member_of(one, "valid_until");
        const auto state = member_of(one, "state");
        const bool ended = one.value("ended", Json{}) == true;
        text += format("{}{}", text.empty() ? "" : "; ", member_of(one, "number"));
        if (!ended || state != "valid") text += ", " + state;
        if (!until.empty()) text += (ended ? ", ended on " : " until ") + until;
      }
    }
    out << "permits of " << member_of(unit, "unit") << "  " << (text.empty() ? "none that you may see" : text)
        << '\n';
  }
}

void print_guarantee(std::ostream& out, const Json& answer, std::size_t width) {
  const Json* guarantee = guarantee_in(answer);
  if (guarantee == nullptr) {
    const bool passes = answer.value("passes", Json{}) == true;
    const Json* route = list_in(answer, "states");
    if (answer.contains("guarantee") && route != nullptr && !route->empty())
      out << "guarantee  not asked" << (passes ? " before the goods are presented" : ": see above") << '\n';
    return;
  }
  const Json* faults = list_in(*guarantee, "faults");
  const bool covers = faults == nullptr || faults->empty();
  const bool told = guarantee->value("amounts_told", Json{}) != false;
  out << "guarantee  "
      << (!covers ? "would refuse it"
          : told  ? "would cover it"
                  : "nothing against it but, perhaps, the amount, which you may not see")
      << '\n';
  if (!covers) print_findings(out, *faults, width);
}

Exit exit_of_taken(const Json& answer) {
  const Json* faults = list_in(answer, "faults");
  return faults == nullptr || faults->empty() ? Exit::ok : Exit::invalid;
}

void tell_messages(Json& record) {
  const Json* messages = list_in(record, "trader_may_send");
  if (messages == nullptr) return;
  std::string text;
  for (const Json& one : *messages) {
    text += format("{}{} ({})", text.empty() ? "" : ", ", member_of(one, "message"), member_of(one, "words"));
  }
  record["trader_may_send"] = text;
}

void print_warnings(std::ostream& out, const Json& record, std::size_t width) {
  const Json* warnings = list_in(record, "warnings");
  if (warnings == nullptr || warnings->empty()) return;
  out << "To be looked at:\n";
  print_findings(out, *warnings, width);
}

void print_taken(std::ostream& out, const Json& answer, std::span<const Shown> rows, std::size_t width) {
  // Of what was done in words nobody needs to hear that it was.
  static constexpr std::array always_so{
      Shown{.pointer = "/state/name", .label = "state"},
      Shown{.pointer = "/state/id", .label = ""},
      Shown{.pointer = "/trader_may_send", .label = "may be sent now"},
      Shown{.pointer = "/due", .label = "until"},
      Shown{.pointer = "/guarantee/grn", .label = "GRN"},
      Shown{.pointer = "/guarantee/state/name", .label = "guarantee"},
      Shown{.pointer = "/guarantee/holder", .label = "holder"},
      Shown{.pointer = "/guarantee/reference_amount", .label = "reference amount"},
      Shown{.pointer = "/guarantee/available", .label = "available"},
      Shown{.pointer = "/guarantee/valid_until", .label = "valid until"},
      Shown{.pointer = "/guarantee/revoked_from", .label = "notice takes effect"},
      Shown{.pointer = "/guarantee", .label = ""},
      Shown{.pointer = "/certificate/document", .label = "document"},
      Shown{.pointer = "/certificate/certificate/number", .label = "number"},
      Shown{.pointer = "/certificate/state/name", .label = "certificate"},
      Shown{.pointer = "/certificate/sum", .label = "its items"},
      Shown{.pointer = "/certificate/due", .label = "next deadline"},
      Shown{.pointer = "/certificate", .label = ""},
      Shown{.pointer = "/acdd/state/name", .label = "document"},
      Shown{.pointer = "/acdd/edition", .label = "version"},
      Shown{.pointer = "/acdd/kept", .label = "not sent because of"},
      Shown{.pointer = "/acdd/differences_in_all", .label = "differences"},
      Shown{.pointer = "/acdd/alarm", .label = "to be looked at"},
      Shown{.pointer = "/acdd/due", .label = "next deadline"},
      Shown{.pointer = "/acdd", .label = ""},
      Shown{.pointer = "/warnings", .label = ""},
  };
  std::vector<Shown> all{rows.begin(), rows.end()};
  all.insert(std::ranges::find(all, std::string_view{"/repeated"}, &Shown::pointer), always_so.begin(),
             always_so.end());
  Json shown = answer;
  if (shown.contains("done")) shown.erase("accepted");
  tell_messages(shown);
  print_record(out, shown, all, width);
  print_warnings(out, answer, width);
  if (exit_of_taken(answer) == Exit::ok) return;
  out << "But not as asked:\n";
  print_findings(out, *list_in(answer, "faults"), width);
}

void print_problem(std::ostream& out, const Json& problem, std::size_t width) {
  if (const Json* errors = list_in(problem, "errors")) {
    print_findings(out, *errors, width);
  } else {
    out << "  " << member_of(problem, "code") << ' ' << member_of(problem, "detail") << '\n';
  }
  // What every problem says stands above, or is the status that was named before.
  static constexpr std::array known{
      Shown{.pointer = "/type", .label = ""},    Shown{.pointer = "/title", .label = ""},
      Shown{.pointer = "/status", .label = ""},  Shown{.pointer = "/detail", .label = ""},
      Shown{.pointer = "/code", .label = ""},    Shown{.pointer = "/errors", .label = ""},
      Shown{.pointer = "/trace_id", .label = ""}};
  print_record(out, problem, known, width);
  if (const auto trace = member_of(problem, "trace_id"); !trace.empty()) out << "  trace " << trace << '\n';
}

}  // namespace lintas::cli
