#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// How the text of a box is written. Source: ncts.md 11 (rules of content).
namespace lintas::paper {

/// What was left out of a box that is too small.
inline constexpr std::string_view left_out = "(…)";

/// The text of a box: the instances of a group, one after another.
struct Series {
  std::vector<std::string> instances;
  /// Ends with a full stop, so that nothing can be written behind it. A single code or number has none: it
  /// would be read as a part of it.
  bool closed = true;
  /// The same in fewer lines, for a box that is too low for those: better than smaller letters. Or empty.
  std::vector<std::string> in_fewer_lines = {};

  friend bool operator==(const Series&, const Series&) = default;
};

/// A single code or number; an empty series where there is none.
[[nodiscard]] Series single(std::string text);

/// "1/CH123456; 2/IT987654.", whole.
[[nodiscard]] std::string text_of(const Series& series);
/// Likewise in fewer lines; empty where there is no such text.
[[nodiscard]] std::string text_in_fewer_lines(const Series& series);
/// The first `shown` instances, at least one, and the last: "1/CH123456; (…); 9/IT987654."
[[nodiscard]] std::string text_of(const Series& series, std::size_t shown);

/// At most so many bytes of the text, with (…) for the rest: cut where a line may end, else between two
/// characters. Of a text in lines the last one stands, for it names town and country.
[[nodiscard]] std::string cut(std::string_view text, std::size_t bytes);

/// The parts of an instance: "1/BICU1234565/1/1-3". A part that is missing between others is a dash.
[[nodiscard]] std::string joined(std::span<const std::string> parts);

/// The instance under its sequence number, which is printed only where there are several.
[[nodiscard]] std::string numbered(std::int64_t number, std::size_t instances, std::string_view text);

/// Identifiers in their order, three and more that follow each other as first and last: "AB1-AB3, AB9". Where
/// an identifier has a dash itself, blanks stand around that of the run.
[[nodiscard]] std::string in_runs(std::span<const std::string> identifiers);

}  // namespace lintas::paper
