#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/aeo/programme.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/tin.hpp"

/// What an operator asks for. Nothing here names a person: name and address of the firm stand in the register
/// of traders. Field numbers are never used again for something else.
namespace lintas::aeo::authorisation {

struct ApplicationNumberKind {
  static constexpr std::size_t characters_max = 35;
};
/// The applicant's own number of an application.
using ApplicationNumber = BoundedText<ApplicationNumberKind>;

/// The business key of an authorisation, from its application on: it has a code only once it is granted.
struct Reference {
  Tin holder;
  ApplicationNumber number;

  static constexpr std::string_view record = "aeo.reference";
  static constexpr auto fields() {
    return Fields{Field{1, "holder", &Reference::holder}, Field{2, "number", &Reference::number}};
  }
  friend bool operator==(const Reference&, const Reference&) = default;
};

/// "SG201912345K, A-2026-1": for people.
[[nodiscard]] std::string in_words(const Reference& reference);

/// An authorisation of the holder was revoked: until when it may not apply, and which one that was.
struct Bar {
  Day until;  ///< the last day
  Reference revoked;

  static constexpr std::string_view record = "aeo.bar";
  static constexpr auto fields() {
    return Fields{Field{1, "until", &Bar::until}, Field{2, "revoked", &Bar::revoked}};
  }
  friend bool operator==(const Bar&, const Bar&) = default;
};

struct Application {
  Reference reference;
  std::string programme;            ///< of this state: "STP"
  std::string level;                ///< of a programme with levels; else empty
  std::vector<OperatorRole> roles;  ///< at least one

  static constexpr std::string_view record = "aeo.application";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &Application::reference},
                  Field{2, "programme", &Application::programme}, Field{3, "level", &Application::level},
                  Field{4, "roles", &Application::roles}};
  }
  friend bool operator==(const Application&, const Application&) = default;
};

}  // namespace lintas::aeo::authorisation
