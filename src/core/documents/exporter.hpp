#pragma once

#include <cstddef>

#include "core/model/values/bounded_text.hpp"

namespace lintas::documents {

struct ExporterNumberKind {
  static constexpr std::size_t characters_max = 35;
};
/// Under which the state that issued a certificate registers its exporter: an identifier, never a name.
using ExporterNumber = BoundedText<ExporterNumberKind>;

}  // namespace lintas::documents
