#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/documents/fault.hpp"
#include "core/model/values/country.hpp"

namespace lintas::aeo::listed {

/// What a message about an operator in a list says: a notice how it stands, whole, an answer whether it was
/// taken (messages.hpp). Field numbers are never used again for something else.
struct Letter {
  std::optional<Reference> reference = {};  ///< first, for whoever has to find the stream only
  std::uint32_t version = 0;                ///< of the record, at the state that keeps it
  std::optional<Instant> effective = {};    ///< of a notice: from when on it stands so
  Status status = Status::active;           ///< of a notice
  std::optional<Content> content = {};      ///< of a notice; nothing of what is listed no more
  std::vector<documents::Fault> faults = {};
  std::int32_t clock = 0;                  ///< of the state that speaks: its minutes before UTC
  std::optional<std::string> digest = {};  ///< of an answer: of the copy, where it took the notice

  static constexpr std::string_view record = "aeo_listed.letter";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &Letter::reference}, Field{2, "version", &Letter::version},
                  Field{3, "effective", &Letter::effective}, Field{4, "status", &Letter::status},
                  Field{5, "content", &Letter::content},     Field{6, "faults", &Letter::faults},
                  Field{7, "clock", &Letter::clock},         Field{8, "digest", &Letter::digest}};
  }
  friend bool operator==(const Letter&, const Letter&) = default;
};

}  // namespace lintas::aeo::listed
