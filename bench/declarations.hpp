#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/model/values/grn.hpp"

namespace lintas::bench {

/// Who declares, and the code that opens each of its guarantees.
inline constexpr std::string_view trader = "SG201912345K";
inline constexpr std::string_view access_code = "A1B2";
/// Many traders, many guarantees: a batch finds each of them in some of its movements.
inline constexpr std::size_t guarantees = 64;
/// That of a declaration with this number.
[[nodiscard]] Grn grn_of(std::size_t n);

/// When the examples were written.
[[nodiscard]] Instant morning();
/// How far their days have to move to be those of `now`.
[[nodiscard]] std::chrono::days moved_to(Instant now);

/// A text of the repository.
[[nodiscard]] std::string file_text(const std::string& path);
/// The text with each day that stands behind one of `before` moved; so an example is as if written today.
[[nodiscard]] std::string moved(std::string text, const std::vector<std::string_view>& before,
                                std::chrono::days by);

/// Declarations for goods from Singapore through Malaysia to Bangkok as a trader writes them: the example of
/// the electronics, with as many items as wanted.
class Declarations {
 public:
  explicit Declarations(std::chrono::days moved_by);

  [[nodiscard]] std::string text(std::size_t n, std::size_t items) const;
  /// What keys have of it: its messageIdentification and its LRN, which end in nine digits of the number.
  [[nodiscard]] static std::vector<std::string> numbered(std::size_t n);

  /// How many items the nth declaration of a usual day has: half of the declarations have up to 12 KB, 95 of
  /// a hundred up to 40 KB, one in 5,000 as many items as the law of Singapore allows.
  [[nodiscard]] std::size_t items_of(std::size_t n) const;

  static constexpr std::size_t items_of_example = 2;
  static constexpr std::size_t items_max = 999;  ///< data/states/sg.csv; more is R-ACTS-029

 private:
  std::vector<std::string> parts_;  ///< around what differs
  std::string item_;                ///< one more, with @ where its number stands
  std::string goods_reference_;     ///< likewise
  std::size_t bytes_ = 0;           ///< of the example
  std::size_t bytes_of_item_ = 0;
};

}  // namespace lintas::bench
