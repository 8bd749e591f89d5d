#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <utility>

#include "base/bytes.hpp"
#include "base/cbor.hpp"
#include "base/free_text.hpp"
#include "base/shape.hpp"  // IWYU pragma: export

/// Records with numbered fields. A struct that is stored says, once, which number each member has:
///
///     struct Reserved {
///       Money amount;
///       std::optional<Instant> limit;
///       static constexpr std::string_view record = "guarantee.reserved";
///       static constexpr auto fields() {
///         return Fields{Field{1, "amount", &Reserved::amount}, Field{2, "limit", &Reserved::limit}};
///       }
///     };
///
/// A number is never used again for something else: data/field-numbers.csv is the committed list, and a test
/// compares. Encoded as a CBOR map from number to value. An absent optional, an empty vector and an empty
/// FreeText are left out.
namespace lintas {

void encode(cbor::Writer& out, const Shape& shape, const void* value);
/// Into a value as default made it. Strict: one value has one encoding, so what is empty and stands there all
/// the same is refused. But for an empty FreeText, which earlier programs wrote.
[[nodiscard]] std::optional<cbor::Error> decode(cbor::Reader& in, const Shape& shape, void* value);

/// The record's one encoding.
template <class T>
[[nodiscard]] Bytes to_cbor(const T& value) {
  cbor::Writer out;
  encode(out, shape<T>(), &value);
  return std::move(out).take();
}

/// Strict: only what to_cbor could have written.
template <class T>
[[nodiscard]] cbor::Result<T> from_cbor(ByteView bytes) {
  cbor::Reader in{bytes};
  cbor::Result<T> value{};
  if (const auto error = decode(in, shape<T>(), &*value)) return std::unexpected(*error);
  if (!in.at_end()) return std::unexpected(cbor::Error::trailing);
  return value;
}

/// Visits every FreeText of the value, empty ones too, in the order of the fields. `way`: the fields that
/// lead to it from the value on; variants and optionals are no step.
using VisitText = std::function<void(std::span<const Part* const> way, FreeText& text)>;
void for_each_text(const Shape& shape, void* value, const VisitText& visit);
template <class T>
void for_each_text(T& value, const VisitText& visit) {
  for_each_text(shape<T>(), &value, visit);
}

}  // namespace lintas
