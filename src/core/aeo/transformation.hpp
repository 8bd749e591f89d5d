#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/shape.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/dated.hpp"

/// What an importer types for an operator of another state: data/codelists/aeo-transformations.csv. Each
/// importing state has fields of its own; some cut the code to fit them, so that two operators may become
/// one.
namespace lintas::aeo {

/// "A{key:3-7}MY00": text with places in braces: {code} as issued, {key} and {key:3-7} its characters,
/// counted from 1, {state}, {authorised} the day, {name} of the operator.
class Template {
 public:
  struct Text {
    std::string text;
  };
  enum class Fact : std::uint8_t { code, key, state, authorised, name };
  struct Cut {
    std::size_t first = 1;
    std::size_t last = 0;
  };
  using Piece = std::variant<Text, Fact, Cut>;

  [[nodiscard]] static std::optional<Template> parse(std::string_view text);
  [[nodiscard]] const std::vector<Piece>& pieces() const noexcept { return pieces_; }

 private:
  std::vector<Piece> pieces_;
};

/// In the order in which the fields of one importing state are shown.
struct TransformationName {
  Country to;
  Country of;         ///< that gave the code: each pair of states has its own day
  std::string shape;  ///< "MY1", or "*" for every one
  int place = 0;

  friend auto operator<=>(const TransformationName&, const TransformationName&) = default;
};

struct Transformation {
  std::string field;  ///< "processing_code_1"
  Template value;
};

using Transformations = refdata::DatedTable<TransformationName, Transformation>;

/// R-REF-002, too, for a shape that is none of that state or a cut that its keys do not have.
[[nodiscard]] std::expected<Transformations, Findings> read_transformations(std::string_view csv,
                                                                            const Shapes& shapes);

/// What of an operator is typed.
struct Typed {
  Country state;
  CodeKey key;
  std::string code;   ///< as issued
  std::string shape;  ///< "MY1"
  std::optional<Day> authorised;
  std::string name;
};

struct TypedField {
  std::string field;
  std::string value;

  friend bool operator==(const TypedField&, const TypedField&) = default;
};

/// What is typed in another state on a day. A field whose fact is not known is empty. None where nothing is
/// known of that state: then the code is declared as it was issued.
[[nodiscard]] std::vector<TypedField> typed_in(Country to, const Typed& typed, const Transformations& all,
                                               Day day);

/// The code as that state can tell it from others: its fields without those that are the same for all or of
/// people. Nothing where nothing of the code is typed.
[[nodiscard]] std::optional<std::string> told_apart_by(Country to, const Typed& typed,
                                                       const Transformations& all, Day day);

}  // namespace lintas::aeo
