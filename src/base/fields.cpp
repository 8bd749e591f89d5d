#include "base/fields.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/cbor.hpp"
#include "base/free_text.hpp"
#include "base/money.hpp"
#include "base/shape.hpp"

namespace lintas {

namespace {

using Failed = std::optional<cbor::Error>;

template <class T>
T loaded(const void* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

std::int64_t load_signed(const void* from, std::size_t size) {
  switch (size) {
    case 1: return loaded<std::int8_t>(from);
    case 2: return loaded<std::int16_t>(from);
    case 4: return loaded<std::int32_t>(from);
    default: return loaded<std::int64_t>(from);
  }
}

std::uint64_t load_unsigned(const void* from, std::size_t size) {
  switch (size) {
    case 1: return loaded<std::uint8_t>(from);
    case 2: return loaded<std::uint16_t>(from);
    case 4: return loaded<std::uint32_t>(from);
    default: return loaded<std::uint64_t>(from);
  }
}

template <class T, class Wide>
Failed store(Wide wide, void* to) {
  if (!std::in_range<T>(wide)) return cbor::Error::out_of_range;
  const T value = static_cast<T>(wide);
  std::memcpy(to, &value, sizeof value);
  return std::nullopt;
}

Failed decode_integer(cbor::Reader& in, const Shape& shape, void* value) {
  if (!shape.is_signed && shape.size == sizeof(std::uint64_t)) {
    const auto wide = in.unsigned_integer();
    return wide ? store<std::uint64_t>(*wide, value) : Failed{wide.error()};
  }
  const auto wide = in.integer();
  if (!wide) return wide.error();
  switch (shape.size) {
    case 1: return shape.is_signed ? store<std::int8_t>(*wide, value) : store<std::uint8_t>(*wide, value);
    case 2: return shape.is_signed ? store<std::int16_t>(*wide, value) : store<std::uint16_t>(*wide, value);
    case 4: return shape.is_signed ? store<std::int32_t>(*wide, value) : store<std::uint32_t>(*wide, value);
    default: return store<std::int64_t>(*wide, value);
  }
}

void encode_integer(cbor::Writer& out, const Shape& shape, const void* value) {
  if (shape.is_signed) {
    out.integer(load_signed(value, shape.size));
  } else {
    out.unsigned_integer(load_unsigned(value, shape.size));
  }
}

bool may_be_left_out(const Shape& shape) {
  using enum Shape::Kind;
  return shape.kind == optional || shape.kind == list || shape.kind == free_text;
}

bool is_empty(const Shape& shape, const void* value) {
  if (shape.kind == Shape::Kind::free_text) return static_cast<const FreeText*>(value)->empty();
  return may_be_left_out(shape) && shape.count(value) == 0;
}

void encode_record(cbor::Writer& out, const Shape& shape, const void* value) {
  std::size_t pairs = 0;
  for (const Part& part : shape.parts) pairs += is_empty(*part.shape, part.of(value)) ? 0U : 1U;
  out.map(pairs);
  for (const Part& part : shape.parts) {
    const void* member = part.of(value);
    if (is_empty(*part.shape, member)) continue;
    out.unsigned_integer(part.number);
    encode(out, *part.shape, member);
  }
}

/// What is inside a value that may be changed may be changed.
void* inside(const void* member) {
  return const_cast<void*>(member);  // NOLINT(cppcoreguidelines-pro-type-const-cast): see above
}

Failed decode_record(cbor::Reader& in, const Shape& shape, void* value) {
  auto pairs = in.map();
  if (!pairs) return pairs.error();
  std::optional<std::uint64_t> key;
  for (const Part& part : shape.parts) {
    if (!key && *pairs > 0) {
      const auto next = in.unsigned_integer();
      if (!next) return next.error();
      key = *next;
      --*pairs;
    }
    void* member = inside(part.of(value));
    if (key != part.number) {
      // An absent one stays as the default made it, if it may be left out.
      if (may_be_left_out(*part.shape)) continue;
      return cbor::Error::missing_field;
    }
    key.reset();
    if (const Failed error = decode(in, *part.shape, member)) return error;
    const bool once_written = part.shape->kind == Shape::Kind::free_text;
    if (is_empty(*part.shape, member) && !once_written) return cbor::Error::bad_value;
  }
  if (key || *pairs > 0) return cbor::Error::unknown_field;
  return std::nullopt;
}

void encode_money(cbor::Writer& out, const Money& money) {
  out.array(2);
  out.integer(money.minor_units());
  out.text(money.currency().str());
}

Failed decode_money(cbor::Reader& in, Money& money) {
  const auto size = in.array();
  if (!size) return size.error();
  if (*size != 2) return cbor::Error::wrong_type;
  const auto minor_units = in.integer();
  if (!minor_units) return minor_units.error();
  const auto code = in.text();
  if (!code) return code.error();
  const auto currency = Currency::parse(*code);
  if (!currency) return cbor::Error::bad_value;
  money = Money{*minor_units, *currency};
  return std::nullopt;
}

Failed decode_list(cbor::Reader& in, const Shape& shape, void* value) {
  const auto size = in.array();
  if (!size) return size.error();
  for (std::size_t i = 0; i < *size; ++i) {
    if (const Failed error = decode(in, *shape.of, shape.add(value, i))) return error;
  }
  return std::nullopt;
}

Failed decode_variant(cbor::Reader& in, const Shape& shape, void* value) {
  const auto size = in.array();
  if (!size) return size.error();
  if (*size != 2) return cbor::Error::wrong_type;
  const auto index = in.unsigned_integer();
  if (!index) return index.error();
  if (*index >= shape.alternatives.size()) return cbor::Error::out_of_range;
  return decode(in, *shape.alternatives[*index], shape.add(value, *index));
}

Failed decode_fixed(cbor::Reader& in, const Shape& shape, void* value) {
  const auto content = in.bytes();
  if (!content) return content.error();
  if (content->size() != shape.size) return cbor::Error::bad_value;
  std::memcpy(inside(shape.at(value, 0)), content->data(), shape.size);
  return std::nullopt;
}

/// What `in` had, moved to where it goes.
template <class T, class From>
Failed keep(From&& from, void* to) {
  if (!from) return from.error();
  *static_cast<T*>(to) = T{*std::forward<From>(from)};
  return std::nullopt;
}

void walk_texts(const Shape& shape, void* value, std::vector<const Part*>& way, const VisitText& visit) {
  using enum Shape::Kind;
  if (!shape.holds_text) return;
  if (shape.kind == free_text) return visit(way, *static_cast<FreeText*>(value));
  if (shape.kind == record) {
    for (const Part& part : shape.parts) {
      way.push_back(&part);
      walk_texts(*part.shape, inside(part.of(value)), way, visit);
      way.pop_back();
    }
    return;
  }
  if (shape.kind == variant)
    return walk_texts(*shape.alternatives[shape.count(value)], inside(shape.at(value, 0)), way, visit);
  if (shape.count(value) != 0) walk_texts(*shape.of, inside(shape.at(value, 0)), way, visit);
}

}  // namespace

void for_each_text(const Shape& shape, void* value, const VisitText& visit) {
  std::vector<const Part*> way;
  walk_texts(shape, value, way, visit);
}

void encode(cbor::Writer& out, const Shape& shape, const void* value) {
  using enum Shape::Kind;
  switch (shape.kind) {
    case boolean: return out.boolean(*static_cast<const bool*>(value));
    case integer:
    case instant:
    case day: return encode_integer(out, shape, value);
    case text: return out.text(*static_cast<const std::string*>(value));
    case free_text: return out.text(static_cast<const FreeText*>(value)->str());
    case bytes: return out.bytes(*static_cast<const Bytes*>(value));
    case fixed: return out.bytes({static_cast<const std::byte*>(shape.at(value, 0)), shape.size});
    case money: return encode_money(out, *static_cast<const Money*>(value));
    case parsed:
      return shape.str(value, &out,
                       [](void* to, std::string_view text) { static_cast<cbor::Writer*>(to)->text(text); });
    case optional:  // an absent one was left out with its number
      if (shape.count(value) != 0) encode(out, *shape.of, shape.at(value, 0));
      return;
    case list: {
      const std::size_t count = shape.count(value);
      out.array(count);
      for (std::size_t i = 0; i < count; ++i) encode(out, *shape.of, shape.at(value, i));
      return;
    }
    case variant:
      out.array(2);
      out.unsigned_integer(shape.count(value));
      return encode(out, *shape.alternatives[shape.count(value)], shape.at(value, 0));
    case record: return encode_record(out, shape, value);
  }
  std::unreachable();
}

std::optional<cbor::Error> decode(cbor::Reader& in, const Shape& shape, void* value) {
  using enum Shape::Kind;
  switch (shape.kind) {
    case boolean: return keep<bool>(in.boolean(), value);
    case integer:
    case instant:
    case day: return decode_integer(in, shape, value);
    case text: return keep<std::string>(in.text(), value);
    case free_text: {
      const auto content = in.text();
      if (!content) return content.error();
      *static_cast<FreeText*>(value) = std::string{*content};
      return std::nullopt;
    }
    case bytes: {
      const auto content = in.bytes();
      if (!content) return content.error();
      *static_cast<Bytes*>(value) = copy_of(*content);
      return std::nullopt;
    }
    case fixed: return decode_fixed(in, shape, value);
    case money: return decode_money(in, *static_cast<Money*>(value));
    case parsed: {
      const auto content = in.text();
      if (!content) return content.error();
      return shape.parse(value, *content) ? Failed{} : cbor::Error::bad_value;
    }
    case optional: return decode(in, *shape.of, shape.add(value, 0));
    case list: return decode_list(in, shape, value);
    case variant: return decode_variant(in, shape, value);
    case record: return decode_record(in, shape, value);
  }
  std::unreachable();
}

}  // namespace lintas
