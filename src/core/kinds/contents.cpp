#include "core/kinds/contents.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/documents/limits.hpp"
#include "core/kinds/document.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/limits.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/model/clocks.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"

namespace lintas::kinds {

namespace {

template <class Value>
std::optional<Value> value_of(std::string_view text) {
  const auto value = Value::parse(text);
  return value ? std::optional{*value} : std::nullopt;
}

/// What keeps for ever has identifiers and no names: letters, digits and . - / alone.
std::string identifier_in(const std::string& text) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-/";
  return text.size() <= 35 && text.find_first_not_of(letters) == std::string::npos ? text : std::string{};
}

/// Reads what a kind's places lead to, and notes what no machine can take.
class ContentsReader {
 public:
  ContentsReader(const message::Document& document, const Kind& kind) : document_(document), kind_(kind) {}

  std::expected<Contents, Findings> run(const Hash256& hash) {
    Contents contents{.reference = {.state = take<Country>(Meaning::issuing_state),
                                    .kind = KindCode::parse(kind_.code()).value(),
                                    .number = take<Number>(Meaning::number)},
                      .life = kind_.life(),
                      .receiver = take<Country>(Meaning::receiving_state)};
    contents.issued = day_of_issue();
    contents.valid_until = last_day(contents.issued);
    if (const auto replaced = text(Meaning::replaces); !replaced.empty())
      contents.replaces = take<Number>(Meaning::replaces);
    contents.exporter = identifier_in(text(Meaning::exporter));
    if (kind_.life() == Life::issued_consumed) contents.lines = lines();
    contents.document = hash;
    if (findings_.empty()) findings_ = placed(faults_in(contents));
    if (!findings_.empty()) return std::unexpected(std::move(findings_));
    return contents;
  }

 private:
  /// Where the message has it; the whole where the kind gives it no place.
  [[nodiscard]] std::string place_in_message(Meaning meaning) const {
    const Place* place = kind_.place(meaning);
    std::string path =
        format("/{}/{}", kind_.root(), kind_.program().children(kind_.program().top()).back().name);
    if (place == nullptr) return path;
    for (const auto& name : place->path) path.append("/").append(name);
    return path;
  }

  [[nodiscard]] Findings placed(Findings findings) const {
    constexpr std::array places{std::pair{std::string_view{"receiver"}, Meaning::receiving_state},
                                std::pair{std::string_view{"valid_until"}, Meaning::valid_until},
                                std::pair{std::string_view{"replaces"}, Meaning::replaces},
                                std::pair{std::string_view{"lines"}, Meaning::line_number}};
    for (Finding& one : findings) {
      for (const auto& [field, meaning] : places)
        if (one.pointer.starts_with(field)) one.pointer = place_in_message(meaning);
    }
    return findings;
  }

  [[nodiscard]] std::string text(Meaning meaning) const { return said(document_, kind_, meaning); }

  void note(Meaning meaning, std::string value) {
    findings_.push_back({.rule = "R-KIND-031",
                         .pointer = place_in_message(meaning),
                         .value = std::move(value),
                         .detail = {}});
  }

  template <class Value>
  Value take(Meaning meaning) {
    auto said = text(meaning);
    const auto value = value_of<Value>(said);
    if (!value) note(meaning, std::move(said));
    return value.value_or(Value{});
  }

  Day day_of_issue() {
    auto said = text(Meaning::issued_at);
    if (const auto zoned = message::parse_zoned(said)) return zoned->day();
    note(Meaning::issued_at, std::move(said));
    return {};
  }

  std::optional<Day> last_day(Day issued) {
    auto said = text(Meaning::valid_until);
    if (!said.empty()) {
      const auto day = parse_day(said);
      if (!day) note(Meaning::valid_until, std::move(said));
      return day;
    }
    const auto months = kind_.valid_for();
    if (!months) return std::nullopt;
    auto last = std::chrono::year_month_day{issued} + *months;
    if (!last.ok()) last = last.year() / last.month() / std::chrono::last;
    return Day{last} - std::chrono::days{1};
  }

  std::vector<Line> lines() {
    const auto numbers = said_of_lines(document_, kind_, Meaning::line_number);
    const auto quantities = said_of_lines(document_, kind_, Meaning::line_quantity);
    const auto units = said_of_lines(document_, kind_, Meaning::line_unit);
    std::vector<Line> all;
    for (std::size_t i = 0; i < std::min({numbers.size(), quantities.size(), units.size()}); ++i) {
      Line line;
      std::from_chars(numbers[i].data(), numbers[i].data() + numbers[i].size(), line.number);
      const auto quantity = Decimal::parse(quantities[i]);
      const auto unit = Unit::parse(units[i]);
      if (!quantity) note(Meaning::line_quantity, quantities[i]);
      if (!unit) note(Meaning::line_unit, units[i]);
      line.quantity = quantity.value_or(Decimal{});
      line.unit = unit.value_or(Unit{});
      all.push_back(line);
    }
    return all;
  }

  const message::Document& document_;
  const Kind& kind_;
  Findings findings_;
};

/// R-KIND-036 for one of the lines that are used.
void check_line(const Contents& contents, const std::vector<Use>& before, const std::vector<Line>& lines,
                std::size_t i, Findings& findings) {
  const Line& line = lines[i];
  const auto fault = [&](std::string detail) {
    findings.push_back({.rule = "R-KIND-036",
                        .pointer = format("lines/{}", i + 1),
                        .value = std::to_string(line.number),
                        .detail = std::move(detail)});
  };
  const auto again = std::ranges::find(lines, line.number, &Line::number);
  if (again != lines.begin() + static_cast<std::ptrdiff_t>(i)) return fault("It is named twice.");
  const auto left = left_of(contents, before, line);
  if (!left) return fault("There is no such line in this unit.");
  if (!(line.quantity > Decimal{})) return fault("Nothing of it is used.");
  if (line.quantity > *left) fault(format("{} {} are left.", left->str(), line.unit.str()));
}

}  // namespace

std::string in_words(const Reference& reference) {
  return format("{}, {}, {}", reference.state.str(), reference.kind.str(), reference.number.str());
}

std::optional<Decimal> left_of(const Contents& contents, const std::vector<Use>& uses, const Line& line) {
  const auto found = std::ranges::find(contents.lines, line.number, &Line::number);
  if (found == contents.lines.end() || found->unit != line.unit) return std::nullopt;
  Decimal left = found->quantity;
  for (const Use& use : uses) {
    for (const Line& part : use.lines) {
      if (part.number != line.number) continue;
      // More than a number holds is more than there ever was.
      const auto less = left.minus(part.quantity);
      if (!less) return Decimal{};
      left = *less;
    }
  }
  return left;
}

bool is_used_up(const Contents& contents, const std::vector<Use>& uses) {
  switch (contents.life) {
    case Life::issued_used: return !uses.empty();
    case Life::issued_replaced: return false;
    case Life::issued_consumed: break;
  }
  return std::ranges::all_of(contents.lines, [&](const Line& line) {
    const auto left = left_of(contents, uses, line);
    return left && !(*left > Decimal{});
  });
}

Findings faults_in_use(const Contents& contents, const std::vector<Use>& before, const Use& use) {
  if (contents.life == Life::issued_replaced)
    return {{"R-KIND-038", "reference", in_words(contents.reference), ""}};
  Findings findings;
  const auto declared = std::string{use.declaration.str()};
  if (std::ranges::find(before, use.declaration, &Use::declaration) != before.end())
    findings.push_back({"R-KIND-037", "declaration", declared, ""});
  if (before.size() >= bounds::uses_max) findings.push_back({"R-KIND-039", "declaration", declared, ""});
  const bool consumed = contents.life == Life::issued_consumed;
  if (consumed == use.lines.empty()) {
    findings.push_back({"R-KIND-036", "lines", std::to_string(use.lines.size()),
                        consumed ? "Say how much of which line." : "It is used as a whole."});
  }
  if (!consumed && is_used_up(contents, before))
    findings.push_back({"R-KIND-036", "lines", "0", "It is used as a whole, and was."});
  if (!consumed) return findings;
  for (std::size_t i = 0; i < use.lines.size(); ++i) check_line(contents, before, use.lines, i, findings);
  return findings;
}

Findings faults_in(const Contents& contents) {
  Findings findings;
  const auto fault = [&](std::string pointer, std::string value) {
    findings.push_back(
        {.rule = "R-KIND-032", .pointer = std::move(pointer), .value = std::move(value), .detail = {}});
  };
  if (contents.receiver == Country{} || contents.receiver == contents.reference.state)
    fault("receiver", std::string{contents.receiver.str()});
  if (contents.valid_until && *contents.valid_until < contents.issued)
    fault("valid_until", to_text(*contents.valid_until));
  if (contents.replaces == contents.reference.number)
    fault("replaces", std::string{contents.replaces->str()});
  if ((contents.life == Life::issued_consumed) == contents.lines.empty())
    fault("lines", std::to_string(contents.lines.size()));
  for (std::size_t i = 0; i < contents.lines.size(); ++i) {
    const Line& line = contents.lines[i];
    const auto first = std::ranges::find(contents.lines, line.number, &Line::number);
    if (first != contents.lines.begin() + static_cast<std::ptrdiff_t>(i))
      fault(format("lines/{}/number", i + 1), std::to_string(line.number));
    if (!(line.quantity > Decimal{}) || line.quantity > documents::quantity_max())
      fault(format("lines/{}/quantity", i + 1), line.quantity.str());
  }
  return findings;
}

std::expected<Contents, Findings> contents_of(const message::Document& document, const Kind& kind,
                                              const Hash256& hash) {
  return ContentsReader{document, kind}.run(hash);
}

}  // namespace lintas::kinds
