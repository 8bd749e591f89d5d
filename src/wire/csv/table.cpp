#include "wire/csv/table.hpp"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "core/messages/program.hpp"
#include "core/model/format.hpp"
#include "core/refdata/csv.hpp"
#include "wire/csv/columns.hpp"
#include "wire/xml/lexical.hpp"
#include "wire/xml/xml_writer.hpp"

namespace lintas::csv {

struct Grown {
  const message::Node* node = nullptr;
  std::size_t place = 0;
  std::string_view text{};
  Cell cell{};
  std::vector<Grown> children{};

  Grown& child(const message::Node* wanted, std::size_t at) {
    for (Grown& one : children)
      if (one.node == wanted && one.place == at) return one;
    return children.emplace_back(Grown{.node = wanted, .place = at});
  }

  /// The value at the end of the way, this one unless there was one; `item`: which of `items` it is of, 0 for
  /// none.
  Grown& put(const Way& way, const message::Node* items, std::size_t item, std::string_view value,
             Cell from) {
    Grown* at = this;
    bool is_item_said = item == 0;
    for (const Step& step : way) {
      std::size_t place_of_step = step.place == 0 ? 1 : step.place;
      if (!is_item_said && step.node == items) {
        place_of_step = item;
        is_item_said = true;
      }
      at = &at->child(step.node, place_of_step);
    }
    if (at->text.empty()) {
      at->text = value;
      at->cell = from;
    }
    return *at;
  }
};

namespace {

constexpr std::string_view number_path = "messageIdentification";

std::string_view without_mark(std::string_view text) {
  if (text.starts_with(xml::lexical::byte_order_mark))
    text.remove_prefix(xml::lexical::byte_order_mark.size());
  return text;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && xml::lexical::is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && xml::lexical::is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// What the first cell of the heading ends at.
char separator_of(std::string_view text) {
  const std::size_t end = text.find_first_of(",;\r\n");
  return end != std::string_view::npos && text[end] == ';' ? ';' : ',';
}

Fault told(const refdata::CsvError& error) {
  return {.line = error.line, .column = 0, .text = std::string{error.what}};
}

/// The element that the rows repeat, as far as this column says.
const message::Node* repeated_by_rows(const Way& way) {
  const auto found =
      std::ranges::find_if(way, [](const Step& step) { return step.node->repeats() && step.place == 0; });
  return found == way.end() ? nullptr : found->node;
}

class Writer {
 public:
  Writer(const message::Program& program, TableDocument& document) : program_(program), document_(document) {}

  void write(const Grown& top) {
    xml::append_head(document_.xml, program_, {});
    children(program_.top(), top, {});
    xml::append_foot(document_.xml, program_);
  }

 private:
  void children(const message::Node& node, const Grown& grown, const std::string& path) {
    for (const message::Node& child : program_.children(node)) {
      std::vector<const Grown*> occurrences;
      for (const Grown& one : grown.children)
        if (one.node == &child) occurrences.push_back(&one);
      std::ranges::sort(occurrences, {}, &Grown::place);
      for (std::size_t i = 0; i < occurrences.size(); ++i) {
        std::string here = path.empty() ? std::string{child.name} : format("{}/{}", path, child.name);
        if (child.repeats()) here += format("[{}]", i + 1);
        element(child, *occurrences[i], here);
      }
    }
  }

  void element(const message::Node& node, const Grown& grown, const std::string& path) {
    std::string& xml = document_.xml;
    xml.append("<").append(node.name).append(">");
    if (node.kind == message::Kind::group) {
      children(node, grown, path);
    } else {
      xml::append_text(xml, grown.text);
      document_.cells.emplace(path, grown.cell);
    }
    xml.append("</").append(node.name).append(">");
  }

  const message::Program& program_;
  TableDocument& document_;
};

/// "/CO.ISSUE/Declaration/Item[2]/Name" without the root.
std::string_view below_root(std::string_view pointer, std::string_view root) {
  if (pointer.starts_with('/')) pointer.remove_prefix(1);
  if (pointer.starts_with(root) && pointer.substr(root.size()).starts_with('/'))
    pointer.remove_prefix(root.size() + 1);
  return pointer;
}

}  // namespace

const message::Program* program_of_table(std::string_view text) {
  text = without_mark(text);
  std::string_view name = trimmed(text.substr(0, text.find_first_of(",;\r\n")));
  if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
  return message::find_program(name);
}

std::string heading_of(const message::Program& program, bool all) {
  const std::vector<Way> ways = ways_of(program);
  const std::vector<std::string> names = short_names(ways);
  std::vector<std::string> heading{std::string{program.root()}};
  for (std::size_t i = 0; i < ways.size(); ++i)
    if (path_of(ways[i]) != number_path && (all || is_required(ways[i]))) heading.push_back(names[i]);
  return refdata::to_csv_line(heading);
}

std::expected<Table, std::vector<Fault>> Table::open(std::string_view text) {
  if (const auto bad = utf8::first_bad(text)) {
    const auto line = 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, bad->offset), '\n'));
    return std::unexpected(std::vector{Fault{
        .line = line, .column = 0, .text = "a character that is not UTF-8: save the table as CSV in UTF-8"}});
  }
  text = without_mark(text);
  auto reader = refdata::CsvReader::open(text, separator_of(text));
  if (!reader) return std::unexpected(std::vector{told(reader.error())});
  Table table{*std::move(reader)};
  if (auto faults = table.read_heading(); !faults.empty()) return std::unexpected(std::move(faults));
  if (auto faults = table.read_numbers(); !faults.empty()) return std::unexpected(std::move(faults));
  return table;
}

std::vector<Fault> Table::read_numbers() const {
  std::vector<Fault> faults;
  std::map<std::string, std::size_t, std::less<>> lines;
  std::string number;
  for (refdata::CsvReader rows = reader_;;) {
    const auto row = rows.next();
    if (!row) {
      faults.push_back(told(row.error()));
      return faults;
    }
    if (!*row) return faults;
    const std::string_view said = trimmed((*row)->cells.front());
    if (said.empty() || said == number) continue;
    number = said;
    const auto [known, is_new] = lines.emplace(number, (*row)->line);
    if (is_new) continue;
    faults.push_back(
        {.line = (*row)->line,
         .column = 1,
         .text = format("document {} stands in line {} already: rows of one document follow each other",
                        number, known->second)});
  }
}

std::vector<Fault> Table::read_heading() {
  const std::vector<std::string>& names = heading();
  program_ = message::find_program(trimmed(names.front()));
  if (program_ == nullptr) {
    return {{.line = 1,
             .column = 1,
             .text = format(
                 "'{}' is no message: the first column is called by the name of one, as CO.ISSUE, and has "
                 "the number of each document",
                 names.front())}};
  }
  ways_ = ways_of(*program_);
  std::vector<Fault> faults;
  for (std::size_t i = 1; i < names.size(); ++i) {
    auto way = find_way(ways_, trimmed(names[i]));
    if (way && path_of(*way) == number_path) way = std::unexpected("the first column has the number already");
    if (way && std::ranges::find(columns_, *way, &Column::way) != columns_.end())
      way = std::unexpected(format("another column is '{}' already", path_of(*way)));
    if (!way) faults.push_back({.line = 1, .column = i + 1, .text = way.error()});
    columns_.push_back({.way = way.value_or(Way{}), .is_of_items = false});
  }
  return faults.empty() ? find_items() : faults;
}

std::vector<Fault> Table::find_items() {
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const message::Node* const repeated = repeated_by_rows(columns_[i].way);
    if (repeated == nullptr) continue;
    columns_[i].is_of_items = true;
    if (items_ == nullptr) items_ = repeated;
    if (items_ == repeated) continue;
    faults.push_back({.line = 1,
                      .column = i + 2,
                      .text = format("a row is one {} already: say which {} this is, as {}[1]", items_->name,
                                     repeated->name, repeated->name)});
  }
  return faults;
}

std::expected<std::optional<refdata::CsvRow>, Fault> Table::next_row() {
  if (ahead_) return std::exchange(ahead_, std::nullopt);
  auto row = reader_.next();
  if (!row) return std::unexpected(told(row.error()));
  return *std::move(row);
}

std::expected<std::optional<TableDocument>, Fault> Table::next(std::span<const Filled> filled) {
  std::vector<refdata::CsvRow> rows;
  std::string number;
  for (;;) {
    LINTAS_TRY(next_one, next_row());
    if (!next_one) break;
    refdata::CsvRow& row = *next_one;
    const std::string_view said = trimmed(row.cells.front());
    if (rows.empty() && said.empty()) {
      return std::unexpected(
          Fault{.line = row.line, .column = 1, .text = "the first row of a document has its number"});
    }
    if (!rows.empty() && !said.empty() && said != number) {
      ahead_ = std::move(row);
      break;
    }
    if (rows.empty()) number = said;
    rows.push_back(std::move(row));
    if (rows.size() > table_rows_of_document_max) {
      return std::unexpected(
          Fault{.line = rows.back().line,
                .column = 0,
                .text = format("document {} has more than {} rows", number, table_rows_of_document_max)});
    }
  }
  if (rows.empty()) return std::nullopt;
  return make(std::move(number), rows, filled);
}

void Table::put_row(const refdata::CsvRow& row, Grown& top, TableDocument& document) const {
  const auto text_in = [&](std::size_t column) { return trimmed(row.cells[column + 1]); };
  bool has_item = false;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    has_item = has_item || (columns_[i].is_of_items && !text_in(i).empty());
  if (has_item) document.lines_of_items.push_back(row.line);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::string_view text = text_in(i);
    if (text.empty()) continue;
    const Cell cell{.line = row.line, .column = i + 2};
    const std::size_t item = columns_[i].is_of_items ? document.lines_of_items.size() : 0;
    const Grown& value = top.put(columns_[i].way, items_, item, text, cell);
    if (value.text == text) continue;
    document.faults.push_back({.line = cell.line,
                               .column = cell.column,
                               .text = format("'{}' here, '{}' in line {}: a document has one {}", text,
                                              value.text, value.cell.line, value.node->name)});
  }
}

TableDocument Table::make(std::string number, std::span<const refdata::CsvRow> rows,
                          std::span<const Filled> filled) const {
  TableDocument document{.number = std::move(number),
                         .first_line = rows.front().line,
                         .last_line = rows.back().line,
                         .xml = {},
                         .cells = {},
                         .lines_of_items = {},
                         .faults = {}};
  Grown top{.node = &program_->top()};
  for (const refdata::CsvRow& row : rows) put_row(row, top, document);
  if (!document.faults.empty()) return document;
  std::deque<std::string> filling;  // outlives the views that grow
  for (const Way& way : ways_) {
    const std::string path = path_of(way);
    const auto fill = std::ranges::find(filled, path, &Filled::path);
    const bool is_column = std::ranges::any_of(
        columns_, [&](const Column& column) { return column.way.back().node == way.back().node; });
    if (fill != filled.end() && !is_column) {
      (void)top.put(way, items_, 0, filling.emplace_back(fill->value(document.number)),
                    {.line = document.first_line, .column = 0});
    }
    if (path == number_path)
      (void)top.put(way, items_, 0, document.number, {.line = document.first_line, .column = 1});
  }
  for (const message::Node& child : program_->children(program_->top()))
    if (is_message_type(child)) top.child(&child, 1).text = program_->root();
  Writer{*program_, document}.write(top);
  return document;
}

Cell Table::cell_of(const TableDocument& document, std::string_view pointer) const {
  const std::string_view path = below_root(pointer, program_->root());
  if (const auto known = document.cells.find(path); known != document.cells.end()) return known->second;
  // Not there, or an element around values: the row by the place of the item, the column by the names.
  Cell cell{.line = document.first_line, .column = 0};
  Way wanted;
  const message::Node* node = &program_->top();
  for (std::string_view rest = path; !rest.empty();) {
    const std::string_view part = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    const std::string_view name = part.substr(0, part.find('['));
    const auto children = program_->children(*node);
    const auto found = std::ranges::find(children, name, &message::Node::name);
    if (found == children.end()) break;
    node = &*found;
    std::size_t place = 0;
    for (const char c : part.substr(name.size()))
      if (c >= '0' && c <= '9') place = place * 10 + static_cast<std::size_t>(c - '0');
    if (node == items_ && place > 0 && place <= document.lines_of_items.size()) {
      cell.line = document.lines_of_items[place - 1];
      place = 0;
    }
    wanted.push_back({.node = node, .place = place});
  }
  for (std::size_t i = 0; i < columns_.size() && cell.column == 0; ++i) {
    const Way& way = columns_[i].way;
    const auto fits = [](const Step& step, const Step& asked) {
      return step.node == asked.node && (step.place == 0 || asked.place == 0 || step.place == asked.place);
    };
    if (way.size() == wanted.size() && std::ranges::equal(way, wanted, fits)) cell.column = i + 2;
  }
  return cell;
}

}  // namespace lintas::csv
