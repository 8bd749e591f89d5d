#include "core/awsc/judging.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/exporter/table.hpp"

namespace lintas::awsc {

namespace {

using exporter_side::Extract;
using exporter_side::State;

/// The register at the beginning and at the end of a day; none of one before it had the record.
struct OfADay {
  std::optional<Extract> first;
  std::optional<Extract> last;
};

Listed exporter_on(const OfADay& register_of_day, Day day) {
  if (!register_of_day.last) return Listed::no_record;
  const auto holds = [&](const std::optional<Extract>& extract) { return extract && extract->holds_on(day); };
  if (holds(register_of_day.first) || holds(register_of_day.last)) return Listed::yes;
  switch (register_of_day.last->standing.state) {
    case State::suspended: return Listed::suspended;
    case State::withdrawn: return Listed::withdrawn;
    case State::none:
    case State::valid: return Listed::not_on_that_day;
  }
  return Listed::not_on_that_day;
}

Listed signatory_on(const OfADay& register_of_day, const Hash256& name) {
  const auto has = [&](const std::optional<Extract>& extract) {
    return extract && std::ranges::find(extract->signatories, name) != extract->signatories.end();
  };
  return has(register_of_day.first) || has(register_of_day.last) ? Listed::yes : Listed::no;
}

/// Words that say which goods they are.
std::vector<std::string> key_words_of(std::string_view description) {
  constexpr std::size_t least = 3;
  static constexpr std::array<std::string_view, 8> small{"and", "the",   "for",  "with",
                                                         "not", "other", "from", "than"};
  auto words = words_of(description);
  std::erase_if(words, [](const std::string& word) {
    return word.size() < least || std::ranges::find(small, word) != small.end();
  });
  // One glove or many.
  for (std::string& word : words)
    if (word.size() > least && word.ends_with('s')) word.pop_back();
  return words;
}

/// How a product of the record fits what is declared: its heading and subheading, and its key words. Of ours
/// is that half of them have to be there.
Listed fit(const Product& product, const DeclaredItem& item) {
  constexpr std::size_t hs_digits = 6;
  if (product.code.substr(0, hs_digits) != item.code.substr(0, hs_digits)) return Listed::no;
  const auto declared = key_words_of(item.description);
  const auto words = key_words_of(product.description);
  const auto found = static_cast<std::size_t>(std::ranges::count_if(
      words, [&](const std::string& word) { return std::ranges::find(declared, word) != declared.end(); }));
  if (found == words.size()) return Listed::yes;
  return 2 * found >= words.size() ? Listed::differs : Listed::no;
}

Judgement product_on(const OfADay& register_of_day, const DeclaredItem& item) {
  Judgement best{.check = Check::product, .item = item.number, .listed = Listed::no};
  for (const auto& extract : {register_of_day.first, register_of_day.last}) {
    if (!extract) continue;
    for (const Product& product : extract->products) {
      const Listed how = fit(product, item);
      if (how >= best.listed) continue;  // better ones have smaller numbers
      best.listed = how;
      best.product = product.number;
    }
  }
  return best;
}

std::string_view rule_of(Check check) {
  switch (check) {
    case Check::exporter: return "R-ASW-090";
    case Check::signatory: return "R-OD-022";
    case Check::product: return "R-OD-023";
  }
  return "R-ASW-090";
}

std::string detail_of(const Judgement& judgement, Day day) {
  switch (judgement.listed) {
    case Listed::no_record: return format("no record on {}", to_text(day));
    case Listed::not_on_that_day: return format("its authorisation does not cover {}", to_text(day));
    case Listed::suspended: return format("suspended on {}", to_text(day));
    case Listed::withdrawn: return format("withdrawn on {}", to_text(day));
    case Listed::no: return format("not in the record of {}", to_text(day));
    case Listed::yes:
    case Listed::differs: break;
  }
  return {};
}

}  // namespace

std::vector<Judgement> judge(const DeclarationContents& declared, const exporter_side::Exporter& exporter,
                             std::chrono::minutes offset) {
  const Instant begin = Instant{declared.day} - offset;
  const Instant end = begin + std::chrono::days{1} - Instant::duration{1};
  const OfADay register_of_day{.first = exporter_side::as_of(exporter, begin),
                               .last = exporter_side::as_of(exporter, end)};
  std::vector<Judgement> judgements{
      {.check = Check::exporter, .listed = exporter_on(register_of_day, declared.day)}};
  if (!register_of_day.last) return judgements;
  judgements.push_back(
      {.check = Check::signatory, .listed = signatory_on(register_of_day, declared.signatory)});
  for (const DeclaredItem& item : declared.items) judgements.push_back(product_on(register_of_day, item));
  return judgements;
}

Findings findings_against(const DeclarationContents& declared, const std::vector<Judgement>& judgements,
                          std::uint32_t item) {
  Findings findings;
  for (const Judgement& one : judgements) {
    if (!one.stands_against() || (one.check == Check::product && one.item != item)) continue;
    const bool of_product = one.check == Check::product;
    findings.push_back({.rule = std::string{rule_of(one.check)},
                        .pointer = of_product ? format("items/{}", item) : std::string{word_of(one.check)},
                        .value = of_product ? std::to_string(item) : in_words(declared.reference.exporter()),
                        .detail = detail_of(one, declared.day)});
  }
  return findings;
}

}  // namespace lintas::awsc
