#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/programme.hpp"

/// What the list of a state says of an authorised operator to other states: the fields of aamra.md 3.6, and
/// nothing more. Neither grounds and reasons nor who decided, nor what the application said, has a place
/// here. Field numbers are never used again for something else.
namespace lintas::aeo::listed {

using authorisation::Reference;

/// How it stands in the list. Stored, and list CL928: a number is never used again for another one.
enum class Status : std::uint8_t {
  active = 1,
  revalidation,  ///< looked at anew: benefits go on, and no last day passes
  suspended,
  revoked,
  withdrawn,  ///< given up by its holder
  expired,
  unlisted,  ///< its holder agrees no more that others are told of it
};
inline constexpr std::array status_words{
    Word{Status::active, "active", "ACT"},       Word{Status::revalidation, "revalidation", "REV"},
    Word{Status::suspended, "suspended", "SUS"}, Word{Status::revoked, "revoked", "RVK"},
    Word{Status::withdrawn, "withdrawn", "WDN"}, Word{Status::expired, "expired", "EXP"},
    Word{Status::unlisted, "unlisted", "UNL"},
};
[[nodiscard]] constexpr const auto& words_for(Status) { return status_words; }

[[nodiscard]] constexpr bool has_benefits(Status status) {
  return status == Status::active || status == Status::revalidation;
}
/// For good: who is authorised anew has another record.
[[nodiscard]] constexpr bool has_ended(Status status) {
  return status == Status::revoked || status == Status::withdrawn || status == Status::expired;
}

struct ListedCode {
  Code code;
  CodeKey key;
  Day given;  ///< by whose shapes it is read
  Instant from;
  std::optional<Instant> until = {};  ///< the instant from which it is this operator's no more

  static constexpr std::string_view record = "aeo_listed.code";
  static constexpr auto fields() {
    return Fields{Field{1, "code", &ListedCode::code}, Field{2, "key", &ListedCode::key},
                  Field{3, "given", &ListedCode::given}, Field{4, "from", &ListedCode::from},
                  Field{5, "until", &ListedCode::until}};
  }
  [[nodiscard]] bool holds_at(Instant at) const { return from <= at && (!until || at < *until); }
  friend bool operator==(const ListedCode&, const ListedCode&) = default;
};

/// What the authorisation says.
struct Grant {
  std::string programme;
  std::string level;  ///< of a programme with levels; else empty
  std::vector<OperatorRole> roles;
  Day authorised;  ///< what importers declare beside the code
  Day valid_from;
  std::optional<Day> valid_until = {};    ///< the last day, where it has one
  std::optional<Day> revalidate_on = {};  ///< when it is looked at anew
  std::vector<ListedCode> codes;          ///< in the order in which they were given

  static constexpr std::string_view record = "aeo_listed.grant";
  static constexpr auto fields() {
    return Fields{Field{1, "programme", &Grant::programme},
                  Field{2, "level", &Grant::level},
                  Field{3, "roles", &Grant::roles},
                  Field{4, "authorised", &Grant::authorised},
                  Field{5, "valid_from", &Grant::valid_from},
                  Field{6, "valid_until", &Grant::valid_until},
                  Field{7, "revalidate_on", &Grant::revalidate_on},
                  Field{8, "codes", &Grant::codes}};
  }
  friend bool operator==(const Grant&, const Grant&) = default;
};

/// That the holder agrees to be told of, under which name and address.
struct Consent {
  Day on;
  Hash256 document;  ///< name and address: they lie apart
  Hash256 print;     ///< of name and address: the same for the same, at the source and at each copy

  static constexpr std::string_view record = "aeo_listed.consent";
  static constexpr auto fields() {
    return Fields{Field{1, "on", &Consent::on}, Field{2, "document", &Consent::document},
                  Field{3, "print", &Consent::print}};
  }
  friend bool operator==(const Consent&, const Consent&) = default;
};

struct Content {
  Grant grant;
  Consent consent;

  static constexpr std::string_view record = "aeo_listed.content";
  static constexpr auto fields() {
    return Fields{Field{1, "grant", &Content::grant}, Field{2, "consent", &Content::consent}};
  }
  friend bool operator==(const Content&, const Content&) = default;
};

/// What the state's own authorisation says to the list.
struct Extract {
  Status status = Status::active;
  Grant grant;

  static constexpr std::string_view record = "aeo_listed.extract";
  static constexpr auto fields() {
    return Fields{Field{1, "status", &Extract::status}, Field{2, "grant", &Extract::grant}};
  }
  friend bool operator==(const Extract&, const Extract&) = default;
};
/// Nothing before it was granted: of an application nobody is told.
[[nodiscard]] std::optional<Extract> extract_of(const authorisation::Authorisation& authorisation);

}  // namespace lintas::aeo::listed
