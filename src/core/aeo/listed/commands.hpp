#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/aeo/listed/record.hpp"

/// What is asked of an operator's record in the list. Stored: places in the variant and field numbers are
/// never used again for something else. Who acts, and when, comes with the command.
namespace lintas::aeo::listed {

/// The operator agrees that states which recognise it are told of it, under this name and address; or agrees
/// anew, under another one. The document comes with it; whoever makes the command reads the print from that.
struct GiveConsent {
  Reference reference;
  Hash256 document;
  Hash256 print;

  static constexpr std::string_view record = "aeo_listed.give_consent";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &GiveConsent::reference},
                  Field{2, "document", &GiveConsent::document}, Field{3, "print", &GiveConsent::print}};
  }
  friend bool operator==(const GiveConsent&, const GiveConsent&) = default;
};

/// It agrees no more. Whoever was told of it is told that it is listed no more, and nothing else.
struct WithdrawConsent {
  Reference reference;

  static constexpr std::string_view record = "aeo_listed.withdraw_consent";
  static constexpr auto fields() { return Fields{Field{1, "reference", &WithdrawConsent::reference}}; }
  friend bool operator==(const WithdrawConsent&, const WithdrawConsent&) = default;
};

/// The office has each partner told anew, under the next version.
struct TellAgain {
  Reference reference;
  std::string reason;

  static constexpr std::string_view record = "aeo_listed.tell_again";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &TellAgain::reference}, Field{2, "reason", &TellAgain::reason}};
  }
  friend bool operator==(const TellAgain&, const TellAgain&) = default;
};

/// What a state without a node publishes of its list: somebody here brings it in.
struct BringIn {
  Reference reference;
  Status status = Status::active;
  std::optional<Instant> effective = {};  ///< from when on it stands so; left out, from now on
  Grant grant;
  Day consent;  ///< when its holder agreed, as that state says

  static constexpr std::string_view record = "aeo_listed.bring_in";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &BringIn::reference}, Field{2, "status", &BringIn::status},
                  Field{3, "effective", &BringIn::effective}, Field{4, "grant", &BringIn::grant},
                  Field{5, "consent", &BringIn::consent}};
  }
  friend bool operator==(const BringIn&, const BringIn&) = default;
};

using Act = std::variant<GiveConsent, WithdrawConsent, TellAgain, BringIn>;

}  // namespace lintas::aeo::listed
