#pragma once

#include <cstddef>
#include <iosfwd>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What people read: aligned columns of plain text, so that it can be cut, mailed and compared.
namespace lintas::cli {

/// Keeps the node's order of members.
using Json = nlohmann::ordered_json;

/// Without what would steer a terminal: control characters become question marks.
[[nodiscard]] std::string printable(std::string_view text);

/// Two columns; the second may have several lines.
class Lines {
 public:
  void add(std::string left, std::string_view right) { lines_.emplace_back(std::move(left), right); }
  void print(std::ostream& out, std::size_t indent) const;

 private:
  std::vector<std::pair<std::string, std::string>> lines_;
};

/// A place in the answer and what a person calls it.
struct Shown {
  std::string_view pointer;  ///< "/route/departure"
  std::string_view label;    ///< empty: not shown
};

/// A value as text: money as "12.50 SGD", a list of texts in one line, one of records a line each.
[[nodiscard]] std::string text_of(const Json& value);

/// First what the rows name, in their order, then whatever else the answer says, so that nothing new of the
/// node's is kept from people.
void print_record(std::ostream& out, const Json& record, std::span<const Shown> rows);

/// One line an item. Columns that no item has are left out; without columns, all members.
void print_table(std::ostream& out, const Json& items, std::span<const Shown> columns);

/// One line.
[[nodiscard]] std::string json_line(const Json& json);

/// Of a trial, what each state of the route says: a line each, or one for each of its findings.
void print_states(std::ostream& out, const Json& answer);

/// For each rule, field, what is wrong, remedy.
void print_findings(std::ostream& out, const Json& findings);

/// An answer of problem+json: for each finding rule, field, what is wrong, remedy; of a trial the
/// states of the route; at the end the trace.
void print_problem(std::ostream& out, const Json& problem);

}  // namespace lintas::cli
