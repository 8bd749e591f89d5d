#pragma once

#include <optional>
#include <source_location>
#include <utility>

#include "base/require.hpp"

namespace lintas {

/// What an optional holds where the code says that it holds something: `require` and `*` in one. `what` says
/// which promise was broken if it is empty. clang-tidy, which does not look into `require`, sees here that
/// nothing is read unchecked.
///   const Mrn& mrn = certain(letter.mrn, "a partner's message is about an MRN");
template <class T>
[[nodiscard]] const T& certain(const std::optional<T>& value, const char* what,
                               std::source_location where = std::source_location::current()) {
  if (!value) throw Bug(what, where);
  return *value;
}

/// Of an optional that is made for the call there is nothing to refer to afterwards: its value is handed
/// over.
template <class T>
[[nodiscard]] T certain(std::optional<T>&& value, const char* what,
                        std::source_location where = std::source_location::current()) {
  if (!value) throw Bug(what, where);
  return *std::move(value);
}

}  // namespace lintas
