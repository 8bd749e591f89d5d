#pragma once

#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/shape.hpp"
#include "core/workflow/command.hpp"

/// How the free texts of an event part from its record, and how they come back
/// (docs/adr/0013-free-text-with-the-documents.md). Events of earlier programs have them in the record
/// itself, under the same numbers: those stay where they are.
namespace lintas::workflow {

/// A record as an event stores it.
struct Parted {
  Bytes fields;                    ///< the record, with every text empty
  std::vector<TextOfEvent> texts;  ///< those that are not
};

/// Leaves every text of the record empty.
[[nodiscard]] std::vector<TextOfEvent> take_texts(const Shape& shape, void* record);
void put_texts(const Shape& shape, void* record, ByteView document);

template <Record T>
[[nodiscard]] Parted without_texts(const T& record) {
  if (!shape<T>().holds_text) return {.fields = to_cbor(record), .texts = {}};
  T rest = record;
  auto texts = take_texts(shape<T>(), &rest);
  return {.fields = to_cbor(rest), .texts = std::move(texts)};
}

/// The record with its texts, out of their document; as it is where that is empty, since there are none or
/// they were erased. Precondition: the document is one of ours.
template <Record T>
[[nodiscard]] T with_texts(T record, ByteView document) {
  put_texts(shape<T>(), &record, document);
  return record;
}

}  // namespace lintas::workflow
