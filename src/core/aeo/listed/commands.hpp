#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.hpp"
#include "base/fields.hpp"
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

using Act = std::variant<GiveConsent, WithdrawConsent, TellAgain>;

}  // namespace lintas::aeo::listed
