#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/words.hpp"
#include "core/acdd/document.hpp"
#include "core/documents/coverage.hpp"

/// Customs declaration documents laid beside the goods of a transit movement: what was exported against what
/// travels, by what both say, the subheading of the Harmonized System (six digits) and the mass. A signal of
/// risk and nothing else (R-ASW-110). Pure. How an import declaration differs, matching.hpp says.
namespace lintas::acdd {

/// A document that is named for these goods, by their numbers. Nothing of it is known where it is not here.
struct Alongside {
  std::vector<std::uint32_t> goods;
  const Contents* contents = nullptr;
};

enum class UnlikeKind : std::uint8_t {
  not_exported,  ///< the subheading of goods is on none of the documents that are named for them
  not_moved,     ///< that of an item of a document is among none of the goods for which it is named
  more,          ///< heavier than what was exported
  less,
};
inline constexpr std::array unlike_words{
    Word{UnlikeKind::not_exported, "not_exported"}, Word{UnlikeKind::not_moved, "not_moved"},
    Word{UnlikeKind::more, "mass_more"}, Word{UnlikeKind::less, "mass_less"}};
[[nodiscard]] constexpr const auto& words_for(UnlikeKind) { return unlike_words; }

struct Unlike {
  UnlikeKind kind{};
  std::string subheading;
  std::vector<std::uint32_t> goods;    ///< under it, that name one of the documents
  std::vector<std::size_t> documents;  ///< by their places in what was compared: that are named for those
  std::optional<Decimal> exported;     ///< kilograms, where masses differ
  std::optional<Decimal> moved;

  friend bool operator==(const Unlike&, const Unlike&) = default;
};

/// By subheading, in their order. Of goods one of whose documents is not here nothing is said but that more
/// was exported than travels; masses are compared where all of both sides count by mass.
[[nodiscard]] std::vector<Unlike> unlike(std::span<const documents::Goods> goods,
                                         std::span<const Alongside> exports);

}  // namespace lintas::acdd
