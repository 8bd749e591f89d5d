#include "core/awsc/judging.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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
#include "core/awsc/limits.hpp"

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
std::vector<std::string> key_words_of(std::vector<std::string> words) {
  constexpr std::size_t least = 3;
  static constexpr std::array<std::string_view, 8> small{"and", "the",   "for",  "with",
                                                         "not", "other", "from", "than"};
  std::erase_if(words, [](const std::string& word) {
    return word.size() < least || std::ranges::find(small, word) != small.end();
  });
  // One glove or many.
  for (std::string& word : words)
    if (word.size() > least && word.ends_with('s')) word.pop_back();
  return words;
}

/// Each once.
void keep_one_of_each(std::vector<std::string>& words) {
  std::ranges::sort(words);
  const auto again = std::ranges::unique(words);
  words.erase(again.begin(), again.end());
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text.append(word).append(" ");
  return text;
}

/// The products of one subheading on a day. Each text is taken apart once, and which products have a word is
/// looked up: a record of a thousand products against a declaration of a thousand items is judged while
/// everybody else waits.
class Subheading {
 public:
  void add(const Product& product) {
    auto words = words_of(product.description);
    Listing listing{.number = product.number};
    auto key_words = key_words_of(words);
    if (key_words.empty()) listing.whole = joined(words);
    if (key_words.size() > bounds::key_words_max) key_words.resize(bounds::key_words_max);
    keep_one_of_each(key_words);
    listing.key_words = key_words.size();
    for (std::string& word : key_words) with_word_[std::move(word)].push_back(products_.size());
    products_.push_back(std::move(listing));
  }

  [[nodiscard]] Judgement judge(const DeclaredItem& item) const {
    auto words = words_of(item.description);
    const std::string whole = joined(words);
    words = key_words_of(std::move(words));
    keep_one_of_each(words);
    std::vector<std::size_t> found(products_.size());
    for (const std::string& word : words) {
      const auto having = with_word_.find(word);
      if (having == with_word_.end()) continue;
      for (const std::size_t index : having->second) ++found[index];
    }
    Judgement best{.check = Check::product, .item = item.number, .listed = Listed::no};
    for (std::size_t i = 0; i < products_.size(); ++i) {
      const Listed how = fit(products_[i], found[i], whole);
      if (how >= best.listed) continue;  // better ones have smaller numbers
      best.listed = how;
      best.product = products_[i].number;
    }
    return best;
  }

 private:
  struct Listing {
    std::uint32_t number = 0;
    std::size_t key_words = 0;
    std::string whole = {};  ///< its words, where none is a key word
  };

  /// Of ours is that half of the key words have to be there. A description without any ("TV") is the same
  /// where all of its words are.
  static Listed fit(const Listing& product, std::size_t found, const std::string& whole) {
    if (product.key_words == 0) return product.whole == whole ? Listed::yes : Listed::no;
    if (found == product.key_words) return Listed::yes;
    return 2 * found >= product.key_words ? Listed::differs : Listed::no;
  }

  std::vector<Listing> products_;
  std::map<std::string, std::vector<std::size_t>> with_word_;
};

/// By subheading, of those that are declared: what the register had at the beginning of the day, and what it
/// had besides at its end.
using Products = std::map<std::string, Subheading>;

std::string subheading_of(std::string_view code) {
  constexpr std::size_t hs_digits = 6;
  return std::string{code.substr(0, hs_digits)};
}

Products products_of(const OfADay& register_of_day, const std::vector<DeclaredItem>& items) {
  Products products;
  for (const DeclaredItem& item : items) products.try_emplace(subheading_of(item.code));
  const auto add = [&](const Product& product) {
    const auto declared = products.find(subheading_of(product.code));
    if (declared != products.end()) declared->second.add(product);
  };
  const auto& first = register_of_day.first;
  const auto& last = register_of_day.last;
  if (first) std::ranges::for_each(first->products, add);
  if (!last || (first && first->products == last->products)) return products;
  for (const Product& product : last->products) {
    const bool is_there = first && std::ranges::find(first->products, product) != first->products.end();
    if (!is_there) add(product);
  }
  return products;
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
  const Products products = products_of(register_of_day, declared.items);
  for (const DeclaredItem& item : declared.items)
    judgements.push_back(products.at(subheading_of(item.code)).judge(item));
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
