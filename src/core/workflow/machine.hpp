#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/cbor.hpp"
#include "base/fields.hpp"
#include "base/require.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/texts.hpp"

/// How the events of a machine, a variant, are stored: the type says which alternative, the body is its
/// record. Its free texts lie with the documents.
namespace lintas::workflow {

template <Record T>
[[nodiscard]] NewEvent new_event(std::size_t slot, EventType type, const T& record) {
  Parted parted = without_texts(record);
  return {.slot = slot,
          .also = {},
          .type = type,
          .body = std::move(parted.fields),
          .texts = std::move(parted.texts),
          .payload = {},
          .sends = {}};
}

template <class Event>
[[nodiscard]] NewEvent new_event(std::size_t slot, std::uint16_t block, const Event& event) {
  static_assert(std::variant_size_v<Event> <= block_size, "a machine's events fit into its block");
  const Shape& whole = shape<Event>();
  Event rest = event;
  auto texts = take_texts(whole, &rest);
  cbor::Writer body;
  encode(body, *whole.alternatives[event.index()], whole.at(&rest, 0));
  return {.slot = slot,
          .also = {},
          .type = event_in(block, event.index()),
          .body = std::move(body).take(),
          .texts = std::move(texts),
          .payload = {},
          .sends = {}};
}

/// Precondition: the event is one of this machine's, as new_event stored it.
template <class Event>
[[nodiscard]] Event read_event(std::uint16_t block, EventType type, ByteView body) {
  const Shape& whole = shape<Event>();
  for (std::size_t i = 0; i < whole.alternatives.size(); ++i) {
    if (type != event_in(block, i)) continue;
    Event event;
    cbor::Reader in{body};
    if (!decode(in, *whole.alternatives[i], whole.add(&event, i)) && in.at_end()) return event;
  }
  throw Bug("a stored event is one of its machine's and can be read", std::source_location::current());
}

/// The record of a command. Precondition: the shell made it from what was asked.
template <class Content>
[[nodiscard]] Content read_content(ByteView content) {
  auto record = from_cbor<Content>(content);
  require(record.has_value(), "the content of a command is the record of its type");
  return *std::move(record);
}

/// The record of an event with its texts. Precondition: as read_content.
template <Record T>
[[nodiscard]] T read_whole(const Happened& happened) {
  return with_texts(read_content<T>(happened.body), happened.texts);
}

/// What stands first in the record of a command: all that many a `locate` needs, and the rest of a record is
/// long. Nothing where it was left out. Precondition: as for read_content, which finds what is wrong behind
/// it.
template <class Content>
[[nodiscard]] auto read_first(ByteView content) {
  constexpr auto field = first_field<Content>();
  using First = decltype(field)::Member;
  static_assert(detail::is_optional<First>, "a first field that may be left out");
  cbor::Reader in{content};
  const auto pairs = in.map();
  require(pairs.has_value(), "the content of a command is a record");
  if (*pairs == 0) return First{};
  const auto number = in.unsigned_integer();
  if (number != field.number) return First{};
  First first;
  require(!decode(in, shape_of<First>, &first), "the content of a command is the record of its type");
  return first;
}

}  // namespace lintas::workflow
