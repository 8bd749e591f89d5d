#pragma once

#include <cstddef>
#include <iosfwd>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/cli.hpp"

/// What people read: aligned columns of plain text, so that it can be cut, mailed and compared.
namespace lintas::cli {

/// Keeps the node's order of members.
using Json = nlohmann::ordered_json;

/// Without what would steer a terminal: control characters become question marks.
[[nodiscard]] std::string printable(std::string_view text);

/// Lines that are wider are broken at blanks and go on under their own first word, so that nothing is cut
/// off. A word that is wider than a line stays whole.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width);

/// Two columns; the second may have several lines, and gets more where the screen ends.
class Lines {
 public:
  void add(std::string left, std::string_view right) { lines_.emplace_back(std::move(left), right); }
  void print(std::ostream& out, std::size_t indent, std::size_t width = usual_width) const;

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
void print_record(std::ostream& out, const Json& record, std::span<const Shown> rows,
                  std::size_t width = usual_width);

/// As the last of the columns: behind them all other members.
inline constexpr Shown all_others{.pointer = "", .label = ""};

/// One line an item. Columns that no item has are left out; without columns, all members.
void print_table(std::ostream& out, const Json& items, std::span<const Shown> columns);

/// One line.
[[nodiscard]] std::string json_line(const Json& json);

/// For each rule, field, what is wrong, remedy: what the node says in words of HTTP, in words of the
/// commands.
void print_findings(std::ostream& out, const Json& findings, std::size_t width = usual_width);

/// Of a trial, the states in the order of the route, each with what it would refuse under its name. What no
/// state says by its own law, nor a guarantee, the office of departure says: it judges the whole. Where the
/// message is of no route, the findings alone.
void print_states(std::ostream& out, const Json& answer, std::size_t width);
/// Of a trial that finds fault with a permit, which there are for each vehicle.
void print_permits(std::ostream& out, const Json& answer);
/// Of a trial, what the guarantees say, or that they were not asked.
void print_guarantee(std::ostream& out, const Json& answer, std::size_t width);

/// The messages of `trader_may_send` become a text.
void tell_messages(Json& record);
/// The findings of `warnings`, if there are any, under a line that says what they are.
void print_warnings(std::ostream& out, const Json& record, std::size_t width);

/// What the node took, how that stands now, what somebody should look at, and the faults that it led to. The
/// rows are the command's own; what every answer may say stands before its "/repeated".
void print_taken(std::ostream& out, const Json& answer, std::span<const Shown> rows, std::size_t width);
/// Whether it led to what was asked for.
[[nodiscard]] Exit exit_of_taken(const Json& answer);

/// An answer of problem+json: for each finding rule, field, what is wrong, remedy; whatever else it says; at
/// the end the trace.
void print_problem(std::ostream& out, const Json& problem, std::size_t width);

}  // namespace lintas::cli
