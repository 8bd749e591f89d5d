#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/certain.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/near.hpp"
#include "base/text.hpp"
#include "base/words.hpp"
#include "core/access/access.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/limits.hpp"
#include "core/kinds/table.hpp"
#include "core/messages/view.hpp"
#include "core/model/field.hpp"
#include "core/model/format.hpp"
#include "core/model/open_group.hpp"
#include "core/model/tables.hpp"
#include "core/refdata/csv.hpp"
#include "core/rules/lists.hpp"

// From the text of a kind to the kind. The columns of every row, after what it is about:
//
//     row,name,value,format,list,condition,meaning
//     kind,code|title|root|element|life,the value,,,,
//     place,a word of Meaning,path of the leaf,,,"Other=VALUE beside it, or empty",
//     may,a word of Part,"roles, blanks between",,,,
//     limit,answer_days|valid_months|kept_months,a number,,,,
//     field,path,"occurrence: 1, 0-1, 1-99","format, empty for a group",list,conditions,what it is

namespace lintas::kinds {

namespace {

using message::Field;
using message::Format;
using message::Group;

constexpr std::array<std::string_view, 7> columns{"row",  "name",      "value",  "format",
                                                  "list", "condition", "meaning"};
enum Column : std::uint8_t { row, name, value, form, list, condition, meaning };

constexpr std::string_view head =
    "messageSender messageRecipient preparationDateAndTime messageIdentification messageType:token35 "
    "correlationIdentifier?";

constexpr std::string_view not_a_table = "R-KIND-001";
constexpr std::string_view wrong_cell = "R-KIND-002";
constexpr std::string_view missing_row = "R-KIND-003";
constexpr std::string_view wrong_path = "R-KIND-004";
constexpr std::string_view no_such_thing = "R-KIND-005";

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "SPSExchangedDocument": what XML, JSON and our own paths take for a name without a mark.
bool is_element(std::string_view text) {
  constexpr std::size_t longest = 64;
  return !text.empty() && text.size() <= longest && is_capital(text.front()) &&
         std::ranges::all_of(text, [](char c) { return is_capital(c) || is_small(c) || is_digit(c); });
}
bool is_code(std::string_view text) {
  constexpr std::size_t longest = 16;
  return !text.empty() && text.size() <= longest && is_small(text.front()) &&
         std::ranges::all_of(text, [](char c) { return is_small(c) || is_digit(c) || c == '_'; });
}
/// A root begins so, so that no kind takes the name of a message of the program's own.
bool is_root(std::string_view text) {
  constexpr std::string_view first = "DOC.";
  constexpr std::size_t longest = 35;
  return text.starts_with(first) && text.size() > first.size() && text.size() <= longest &&
         std::ranges::all_of(text.substr(first.size()), [](char c) { return is_capital(c) || is_digit(c); });
}

std::optional<int> whole_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

std::vector<std::string> parts_of(std::string_view text, std::string_view between) {
  std::vector<std::string> parts;
  for (;;) {
    const auto at = text.find(between);
    parts.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + between.size());
  }
}

std::string joined(std::span<const std::string> parts) {
  std::string text;
  for (const auto& part : parts) text.append(text.empty() ? "" : "/").append(part);
  return text;
}

struct Occurrence {
  bool optional = false;
  std::uint16_t most = 1;
};
std::optional<Occurrence> occurrence_of(std::string_view text) {
  const auto dash = text.find('-');
  const auto least = whole_number(text.substr(0, dash));
  const auto most = dash == std::string_view::npos ? least : whole_number(text.substr(dash + 1));
  if (!least || !most || *least > 1 || *most < 1 || *most > bounds::occurrences_max) return std::nullopt;
  return Occurrence{.optional = *least == 0, .most = static_cast<std::uint16_t>(*most)};
}

}  // namespace

/// Reads one table. What is wrong is noted and passed over, so that all of it is told at once.
class KindReader {
 public:
  explicit KindReader(std::string_view text) { table_->text = text; }

  std::expected<std::unique_ptr<Kind::Table>, Findings> run() {
    auto csv = refdata::Csv::parse(table_->text, bounds::rows_max);
    if (!csv) return std::unexpected(no_table(csv.error().line, csv.error().what));
    if (!std::ranges::equal(csv->columns(), columns))
      return std::unexpected(no_table(1, "its heading is row,name,value,format,list,condition,meaning"));
    rows_ = csv->rows();
    begin();
    for (const auto& each : rows_) take(each);
    if (!findings_.empty()) return std::unexpected(std::move(findings_));
    check_whole();
    if (!findings_.empty()) return std::unexpected(std::move(findings_));
    finish();
    return std::move(table_);
  }

 private:
  /// A field by its path from the document's element.
  struct Known {
    Group* group = nullptr;  ///< of a group: its own
    const Format* format = nullptr;
    bool repeats = false;  ///< it, or a group on the way to it
  };
  /// The rows of a group, until all are there.
  struct Open {
    std::vector<Field> fields;
    std::string words;  ///< of its line in the view
    std::array<std::size_t, 6> taken{};
  };
  struct Later {
    std::size_t line;
    std::vector<std::string> path;
    std::vector<std::string> other;
    Condition::Form form;
  };

  static Findings no_table(std::size_t line, std::string_view what) {
    return {{.rule = std::string{not_a_table},
             .pointer = format("line {}", line),
             .value = {},
             .detail = std::string{what}}};
  }

  void note(std::string_view rule, Column column, std::string detail) {
    findings_.push_back({.rule = std::string{rule},
                         .pointer = format("line {}, {}", line_, columns.at(column)),
                         .value = cells_[column].substr(0, limits::finding_value_chars_max),
                         .detail = std::move(detail)});
  }
  void note_missing(std::string_view what) {
    findings_.push_back(
        {.rule = std::string{missing_row}, .pointer = {}, .value = {}, .detail = std::string{what}});
  }

  [[nodiscard]] std::string_view cell(Column column) const { return cells_[column]; }

  void begin() {
    // Below the root stands one group, whose name and table the kind gives.
    Group& top =
        table_->groups.emplace_back(Group{.name = {}, .fields = {}, .blank = &message::blank_open_group});
    known_[""] = {.group = &top};
    open_[&top];
  }

  void take(const refdata::CsvRow& each) {
    line_ = each.line;
    cells_ = each.cells;
    const auto kind_of_row = cell(row);
    // A field may have a row for each of its names alone; of all others one is enough.
    if (!seen_.insert(format("{} {}", kind_of_row, cell(name))).second)
      return note(missing_row, name, "it stands twice");
    if (kind_of_row != "field" && !(cell(form).empty() && cell(list).empty()))
      return note(wrong_cell, form, "only a field has a format and a list");
    if (kind_of_row == "kind") return kind();
    if (kind_of_row == "place") return place();
    if (kind_of_row == "may") return may();
    if (kind_of_row == "limit") return limit();
    if (kind_of_row == "field") return field();
    note(wrong_cell, row, "one of kind, place, may, limit, field");
  }

  void kind() {
    const auto what = cell(name);
    const auto said = cell(value);
    if (what == "code") return text(table_->code, is_code(said), "1 to 16 small letters, digits and _");
    if (what == "title") return text(table_->title, !said.empty(), "not empty");
    if (what == "root") return text(table_->root, is_root(said), "DOC. and capitals or digits behind it");
    if (what == "element") return text(table_->element, is_element(said), "a name of letters and digits");
    if (what == "offices") {
      if (!is_list(said)) return note(no_such_thing, value, "there is no such code list");
      table_->offices = said;
      return;
    }
    if (what != "life") return note(wrong_cell, name, "one of code, title, root, element, life, offices");
    const auto life = read_word<Life>(said);
    if (!life) return note(wrong_cell, value, menu<Life>());
    table_->life = *life;
  }

  void text(std::string& into, bool fits, std::string_view expected) {
    if (!fits) return note(wrong_cell, value, std::string{expected});
    into = cell(value);
  }

  template <Worded E>
  static std::string menu() {
    std::string words;
    for (const auto& one : words_for(E{})) words.append(words.empty() ? "one of " : ", ").append(one.word);
    return words;
  }

  void place() {
    const auto what = read_word<Meaning>(cell(name));
    if (!what) return note(wrong_cell, name, menu<Meaning>());
    Place found{.path = parts_of(cell(value), "/"), .beside = {}, .with = {}};
    if (!cell(condition).empty()) {
      const auto sides = parts_of(cell(condition), "=");
      if (sides.size() != 2) return note(wrong_cell, condition, "Name=VALUE, of a leaf beside it");
      found.beside = sides[0];
      found.with = sides[1];
    }
    place_lines_[place_of(*what)] = line_;
    table_->places.at(place_of(*what)) = std::move(found);
  }

  void may() {
    const auto what = read_word<Part>(cell(name));
    if (!what) return note(wrong_cell, name, menu<Part>());
    for (const auto& word : parts_of(cell(value), " ")) {
      const auto all = access::all_roles();
      const auto found = std::ranges::find(all, word, [](access::Role role) { return access::name(role); });
      if (found == all.end()) return note(wrong_cell, value, format("there is no role '{}'", word));
      if (*what != Part::see && std::ranges::find(authorities, *found) == authorities.end())
        return note(wrong_cell, value, format("{} speaks for no authority of a state", word));
      table_->roles.at(place_of(*what)).push_back(*found);
    }
  }

  void limit() {
    const auto what = cell(name);
    const auto number = whole_number(cell(value));
    const int most = what == "answer_days" ? bounds::answer_days_max : bounds::months_max;
    if (!number || *number < 1 || *number > most)
      return note(wrong_cell, value, format("a whole number from 1 to {}", most));
    if (what == "answer_days") {
      table_->answer_within = std::chrono::days{*number};
    } else if (what == "valid_months") {
      table_->valid_for = std::chrono::months{*number};
    } else if (what == "kept_months") {
      table_->kept_for = std::chrono::months{*number};
    } else {
      note(wrong_cell, name, "one of answer_days, valid_months, kept_months");
    }
  }

  // ---- fields

  void field() {
    auto path = parts_of(cell(name), "/");
    if (!std::ranges::all_of(path, [](const std::string& part) { return is_element(part); }))
      return note(wrong_path, name, "names of letters and digits, a stroke between two");
    if (path.size() > bounds::depth_max) return note(wrong_path, name, "too many groups inside each other");
    const std::string leaf = path.back();
    const auto above = known_.find(joined(std::span{path}.first(path.size() - 1)));
    if (above == known_.end() || above->second.group == nullptr)
      return note(wrong_path, name, "the group around it stands in no row before");
    const auto occurs = occurrence_of(cell(value));
    if (!occurs) note(wrong_cell, value, "as 1, 0-1 or 1-99");
    const bool is_group = cell(form).empty();
    const Format* found = is_group ? nullptr : message::find_format(cell(form));
    if (!is_group && found == nullptr) return note(no_such_thing, form, near_format(cell(form)));
    if (!is_group && occurs && occurs->most > 1)
      return note(wrong_cell, value, "a leaf occurs once; let the group around it repeat");
    if (!list_fits(found)) return;
    add(above->second, path, leaf, found, occurs.value_or(Occurrence{}));
    conditions(path);
  }

  static std::string near_format(std::string_view text) {
    std::vector<std::string_view> names;
    for (const Format* one : message::all_formats()) names.push_back(one->name);
    const auto near = near_name(names, text);
    return near ? format("perhaps {}", *near) : std::string{"there is no such format"};
  }

  static bool is_list(std::string_view text) {
    const auto all = rules::known_lists();
    return std::ranges::find(all, text, &rules::ListFacts::list) != all.end();
  }
  bool list_fits(const Format* found) {
    if (cell(list).empty()) return true;
    if (!is_list(cell(list))) {
      note(no_such_thing, list, "there is no such code list");
      return false;
    }
    if (found != nullptr && found->kind == message::Kind::text) return true;
    note(wrong_cell, list, "only a text has a code list");
    return false;
  }

  void add(const Known& above, const std::vector<std::string>& path, const std::string& leaf,
           const Format* found, Occurrence occurs) {
    Open& open = open_[above.group];
    const auto kind = found == nullptr ? message::Kind::group : found->kind;
    std::size_t& taken = open.taken.at(static_cast<std::size_t>(kind));
    if (open.fields.size() == bounds::fields_max || taken == message::open_members(kind))
      return note(wrong_path, name, "a group has no more room for fields of this sort");
    Group* own = nullptr;
    if (found == nullptr) {
      own = &table_->groups.emplace_back(
          Group{.name = keep(table_->words, cell(name)), .fields = {}, .blank = &message::blank_open_group});
      open_[own];
    }
    Field made = message::open_field(kind, taken++, own);
    made.number = static_cast<std::uint16_t>(open.fields.size() + 1);
    made.name = keep(table_->words, leaf);
    made.max = occurs.most;
    if (found != nullptr) made.formats = message::Formats{*found};
    made.list = keep(table_->words, cell(list));
    made.meaning = keep(table_->words, cell(meaning));
    open.fields.push_back(made);
    open.words.append(open.words.empty() ? "" : " ").append(leaf).append(occurs.optional ? "?" : "");
    known_[joined(path)] = {.group = own, .format = found, .repeats = above.repeats || occurs.most > 1};
    paths_.push_back(joined(path));
  }

  // ---- conditions

  void conditions(const std::vector<std::string>& path) {
    if (cell(condition).empty()) return;
    for (const auto& one : parts_of(cell(condition), "; ")) {
      auto parsed = condition_of(one);
      if (!parsed) {
        note(wrong_cell, condition,
             "is A|B, unique, not before PATH, or required or absent, with or without PATH or PATH=A|B");
        return;
      }
      if (!parsed->other.empty())
        later_.push_back({.line = line_, .path = path, .other = parsed->other, .form = parsed->form});
      table_->rules.push_back({.path = path, .condition = std::move(*parsed)});
    }
  }

  static std::optional<Condition> condition_of(std::string_view text) {
    const auto after = [&](std::string_view words) {
      if (!text.starts_with(words)) return false;
      text.remove_prefix(words.size());
      return true;
    };
    using Form = Condition::Form;
    if (text == "unique") return Condition{.form = Form::unique};
    if (after("is ")) return Condition{.form = Form::one_of, .values = parts_of(text, "|")};
    if (after("not before ")) return Condition{.form = Form::not_before, .other = parts_of(text, "/")};
    Condition made;
    if (after("required ")) {
      made.form = Form::required;
    } else if (after("absent ")) {
      made.form = Form::absent;
    } else {
      return std::nullopt;
    }
    made.if_there = after("with ");
    if (!made.if_there && !after("without ")) return std::nullopt;
    const auto equals = text.find('=');
    if (equals != std::string_view::npos) made.values = parts_of(text.substr(equals + 1), "|");
    made.other = parts_of(text.substr(0, equals), "/");
    return made;
  }

  // ---- the whole

  void check_whole() {
    for (const auto& [what, said] :
         {std::pair<std::string_view, bool>{"kind, code", !table_->code.empty()},
          {"kind, title", !table_->title.empty()},
          {"kind, root", !table_->root.empty()},
          {"kind, element", !table_->element.empty()},
          {"kind, life", seen_.contains("kind life")},
          {"limit, answer_days", table_->answer_within.count() > 0},
          {"limit, kept_months", table_->kept_for.count() > 0},
          {"may, issue", !roles(Part::issue).empty()},
          {"may, receive", !roles(Part::receive).empty()},
          {"may, use", table_->life == Life::issued_replaced || !roles(Part::use).empty()}}) {
      if (!said) note_missing(what);
    }
    for (const auto& [group, open] : open_) {
      if (open.fields.empty())
        note_missing(format("a field in {}", group->name.empty() ? "it" : group->name));
    }
    check_places();
    check_later();
  }

  [[nodiscard]] const std::vector<access::Role>& roles(Part part) const {
    return table_->roles.at(place_of(part));
  }

  /// What every document is told apart by has to be there once.
  void check_places() {
    for (const Meaning what :
         {Meaning::number, Meaning::issued_at, Meaning::issuing_state, Meaning::receiving_state}) {
      const auto& place = table_->places.at(place_of(what));
      if (!place) {
        note_missing(format("place, {}", word_of(what)));
      } else if (const auto found = known_.find(joined(place->path));
                 found != known_.end() && found->second.repeats && place->beside.empty()) {
        note_place(what, "it stands in a group that repeats");
      }
    }
    for (const auto& one : words_for(Meaning{})) {
      if (const auto& place = table_->places.at(place_of(one.value))) check_place(one.value, *place);
    }
    const bool consumed = table_->life == Life::issued_consumed;
    for (const Meaning what : {Meaning::line_number, Meaning::line_quantity, Meaning::line_unit}) {
      const bool said = table_->places.at(place_of(what)).has_value();
      if (consumed && !said) note_missing(format("place, {}", word_of(what)));
      if (!consumed && said) note_place(what, "only what is consumed has lines");
    }
  }

  void check_place(Meaning what, const Place& place) {
    const auto found = known_.find(joined(place.path));
    if (found == known_.end() || found->second.format == nullptr)
      return note_place(what, "there is no such leaf");
    const bool of_kind = [&] {
      const auto kind = found->second.format->kind;
      if (what == Meaning::valid_until) return kind == message::Kind::date;
      // A message about a use counts lines from 1.
      if (what == Meaning::line_number)
        return kind == message::Kind::integer && found->second.format->range.least >= 1;
      if (what == Meaning::line_quantity) return kind == message::Kind::number;
      if (what == Meaning::issued_at) return found->second.format->name == "zoned_time";
      return kind == message::Kind::text;
    }();
    if (!of_kind)
      note_place(what, format("a leaf of the format {} does not say it", found->second.format->name));
    if (place.beside.empty()) return;
    auto beside = place.path;
    beside.back() = place.beside;
    if (!known_.contains(joined(beside))) note_place(what, format("there is no {} beside it", place.beside));
  }

  void note_place(Meaning what, std::string detail) {
    const auto& place = certain(table_->places.at(place_of(what)), "a place is noted when it was read");
    findings_.push_back({.rule = std::string{wrong_path},
                         .pointer = format("line {}, value", place_lines_[place_of(what)]),
                         .value = joined(place.path),
                         .detail = std::move(detail)});
  }

  /// Conditions name fields that may stand in a later row.
  void check_later() {
    for (const Later& one : later_) {
      auto other = one.other;
      if (other.size() == 1) {
        other = one.path;
        other.back() = one.other.front();
      }
      const auto found = known_.find(joined(other));
      const auto* own = known_[joined(one.path)].format;
      std::string wrong;
      if (found == known_.end()) {
        wrong = format("there is no field {}", joined(one.other));
      } else if (one.form == Condition::Form::not_before &&
                 (found->second.format == nullptr || own == nullptr ||
                  found->second.format->kind != own->kind)) {
        wrong = format("{} is of another sort", joined(one.other));
      }
      if (wrong.empty()) continue;
      findings_.push_back({.rule = std::string{no_such_thing},
                           .pointer = format("line {}, condition", one.line),
                           .value = joined(one.other),
                           .detail = std::move(wrong)});
    }
  }

  void finish() {
    for (auto& [group, open] : open_) {
      auto& fields = table_->fields.emplace_back(std::move(open.fields));
      group->fields = fields;
    }
    Group& top = table_->groups.front();
    top.name = keep(table_->words, table_->element);
    lines_for(top);
    root(top);
  }

  void lines_for(Group& top) {
    auto& lines = table_->lines;
    lines.push_back({.path = "", .fields = keep(table_->words, table_->element)});
    lines.push_back({.path = top.name, .fields = keep(table_->words, open_[&top].words)});
    for (const auto& path : paths_) {
      const Known& found = known_[path];
      if (found.group == nullptr) continue;
      lines.push_back({.path = keep(table_->words, format("{}/{}", table_->element, path)),
                       .fields = keep(table_->words, open_[found.group].words)});
    }
  }

  /// The head of all messages, and the document.
  void root(const Group& top) {
    auto& fields = table_->fields.emplace_back();
    constexpr std::size_t in_head = 6;
    const auto& all = message::message_group();
    fields.assign(all.fields.begin(), all.fields.begin() + in_head);
    Field document = message::open_field_of_message(&top);
    document.number = static_cast<std::uint16_t>(in_head + 1);
    document.name = top.name;
    document.meaning = table_->title;
    fields.push_back(document);
    const Group& root =
        table_->groups.emplace_back(Group{.name = all.name, .fields = fields, .blank = all.blank});
    table_->view = {.root = table_->root,
                    .code = table_->root,
                    .title = table_->title,
                    .direction = message::Direction::window_to_window,
                    .vocabulary = message::Vocabulary::kinds,
                    .head = head,
                    .lines = table_->lines};
    table_->program.emplace(table_->view, root);
  }

  std::unique_ptr<Kind::Table> table_ = std::make_unique<Kind::Table>();
  std::span<const refdata::CsvRow> rows_;
  Findings findings_;
  std::size_t line_ = 0;
  std::span<const std::string> cells_;
  std::set<std::string> seen_;
  std::map<std::string, Known, std::less<>> known_;
  std::map<Group*, Open> open_;
  std::vector<std::string> paths_;
  std::array<std::size_t, meaning_words.size()> place_lines_{};
  std::vector<Later> later_;
};

std::expected<std::unique_ptr<const Kind>, Findings> Kind::parse(std::string_view csv) {
  auto table = KindReader{csv}.run();
  if (!table) return std::unexpected(std::move(table.error()));
  return std::unique_ptr<const Kind>{new Kind{std::move(*table)}};
}

}  // namespace lintas::kinds
