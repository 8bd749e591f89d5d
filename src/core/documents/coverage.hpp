#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/quantities.hpp"
#include "core/model/forward.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/unit.hpp"

/// Whether the certificates of origin that a declaration refers to cover its goods, as far as both say the
/// same kind of thing: the subheading of the Harmonized System (six digits; what follows is national) and the
/// mass. It says what an officer should look at, and decides nothing: goods need no certificate, and one may
/// be for a part of them.
namespace lintas::documents {

/// Of a certificate of origin among the supporting documents of a declaration (CL213): UNCL 1001, 861.
inline constexpr std::string_view certificate_among_documents = "N861";

/// Of a national permit, of which a customs declaration document (ACDD) has the number; its complement begins
/// with the state that gave it (acts.md 17).
inline constexpr std::string_view permit_among_documents = "AN01";

/// One item of a declaration.
struct Goods {
  std::uint32_t item = 0;       ///< its number in the whole declaration
  std::string subheading;       ///< empty where none is declared
  std::optional<Decimal> mass;  ///< kilograms: net, or gross where no net mass is declared

  friend bool operator==(const Goods&, const Goods&) = default;
};

/// A document that a declaration refers to.
struct Named {
  std::string reference;              ///< as it is written there
  std::vector<std::uint32_t> items;   ///< the goods for which it is named, in order, each once
  std::optional<Country> state = {};  ///< that gave it, where the declaration says so of a permit

  friend bool operator==(const Named&, const Named&) = default;
};

struct Declared {
  std::vector<Goods> goods;
  std::vector<Named> certificates;   ///< each once, in the order of the declaration
  std::vector<Named> permits;        ///< likewise
  std::vector<std::string> traders;  ///< identifiers of consignors, consignees and the holder, each once
};

/// What a declaration, or a record of one, says of its goods and of their documents. What is named for the
/// consignment is named for all of its goods, what is named for a house consignment for those of that.
[[nodiscard]] Declared declared_in(const message::Message& message);

/// Kilograms of a quantity (UN/ECE Recommendation 20); nothing for a unit that is none of mass.
[[nodiscard]] std::optional<Decimal> kilograms_of(Unit unit, Decimal quantity);

/// The first six digits of a goods code: what follows is a state's own.
[[nodiscard]] std::string subheading_of(std::string_view code);

/// The goods, by their numbers, whose subheading is among these.
[[nodiscard]] std::vector<std::uint32_t> goods_under(std::span<const Goods> goods,
                                                     std::span<const std::string> subheadings);

/// A certificate that is named, and what of each of its items is still free. One of which nothing is known
/// here has no items.
struct Presented {
  std::vector<std::uint32_t> goods;
  std::vector<Item> items;
  Balances balances;
  bool is_here = false;
};

enum class Cover : std::uint8_t {
  covered,         ///< the subheading is there, and so much of it
  too_little,      ///< less of it is free than there are goods
  not_comparable,  ///< the subheading is there; one of both does not count by mass
  not_on_it,       ///< the subheading is on no certificate that is named
  not_here,        ///< one that is named is not here, or not for who asks, and the others do not cover it
  none_named,
};
inline constexpr std::array cover_words{
    Word{Cover::covered, "covered"},
    Word{Cover::too_little, "too_little"},
    Word{Cover::not_comparable, "not_comparable"},
    Word{Cover::not_on_it, "not_on_it"},
    Word{Cover::not_here, "not_here"},
    Word{Cover::none_named, "none_named"},
};
[[nodiscard]] constexpr const auto& words_for(Cover) { return cover_words; }

struct Covered {
  std::uint32_t item = 0;
  Cover cover{};
  std::optional<Decimal> lacking;  ///< too_little: kilograms of its subheading, of all goods under it

  friend bool operator==(const Covered&, const Covered&) = default;
};

/// For each of the goods, in their order. All under one subheading are compared with all that is free of it,
/// and each with the certificates that it names.
[[nodiscard]] std::vector<Covered> coverage(std::span<const Goods> goods,
                                            std::span<const Presented> certificates);

}  // namespace lintas::documents
