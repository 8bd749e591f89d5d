#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

/// What a message can be refused for, towards its sender: the errors of ebMS.
namespace lintas::as4 {

/// By short description. Two codes have the same one: a feature whose absence does not stop the message is
/// told as a warning.
enum class Error : std::uint8_t {
  value_not_recognized,
  feature_not_supported_warning,
  value_inconsistent,
  other,
  connection_failure,
  empty_message_partition_channel,
  mime_inconsistency,
  feature_not_supported,
  invalid_header,
  processing_mode_mismatch,
  external_payload_error,
  failed_authentication,
  failed_decryption,
  policy_noncompliance,
  dysfunctional_reliability,
  delivery_failure,
  missing_receipt,
  invalid_receipt,
  decompression_failure,
};

/// The attributes of `eb:Error`, as they are written there.
struct ErrorRow {
  Error error{};
  std::string_view code;
  std::string_view short_description;
  std::string_view severity;
  std::string_view category;
  std::string_view origin;
};

/// Those that an access point without the features of ebMS 3.0 Part 2 knows. Sources: ebMS 3.0 Core, section
/// 6.7; from missing_receipt on AS4 Profile 1.0, which names no origin: it is the messaging service itself. A
/// partner may send other codes: their meaning is the partner's affair, and their severity stands beside
/// them.
// clang-format off
inline constexpr std::array errors{
    ErrorRow{Error::value_not_recognized,            "EBMS:0001", "ValueNotRecognized",           "failure", "Content",       "ebMS"},
    ErrorRow{Error::feature_not_supported_warning,   "EBMS:0002", "FeatureNotSupported",          "warning", "Content",       "ebMS"},
    ErrorRow{Error::value_inconsistent,              "EBMS:0003", "ValueInconsistent",            "failure", "Content",       "ebMS"},
    ErrorRow{Error::other,                           "EBMS:0004", "Other",                        "failure", "Content",       "ebMS"},
    ErrorRow{Error::connection_failure,              "EBMS:0005", "ConnectionFailure",            "failure", "Communication", "ebMS"},
    ErrorRow{Error::empty_message_partition_channel, "EBMS:0006", "EmptyMessagePartitionChannel", "warning", "Communication", "ebMS"},
    ErrorRow{Error::mime_inconsistency,              "EBMS:0007", "MimeInconsistency",            "failure", "Unpackaging",   "ebMS"},
    ErrorRow{Error::feature_not_supported,           "EBMS:0008", "FeatureNotSupported",          "failure", "Unpackaging",   "ebMS"},
    ErrorRow{Error::invalid_header,                  "EBMS:0009", "InvalidHeader",                "failure", "Unpackaging",   "ebMS"},
    ErrorRow{Error::processing_mode_mismatch,        "EBMS:0010", "ProcessingModeMismatch",       "failure", "Processing",    "ebMS"},
    ErrorRow{Error::external_payload_error,          "EBMS:0011", "ExternalPayloadError",         "failure", "Content",       "ebMS"},
    ErrorRow{Error::failed_authentication,           "EBMS:0101", "FailedAuthentication",         "failure", "Processing",    "security"},
    ErrorRow{Error::failed_decryption,               "EBMS:0102", "FailedDecryption",             "failure", "Processing",    "security"},
    ErrorRow{Error::policy_noncompliance,            "EBMS:0103", "PolicyNoncompliance",          "failure", "Processing",    "security"},
    ErrorRow{Error::dysfunctional_reliability,       "EBMS:0201", "DysfunctionalReliability",     "failure", "Processing",    "reliability"},
    ErrorRow{Error::delivery_failure,                "EBMS:0202", "DeliveryFailure",              "failure", "Communication", "reliability"},
    ErrorRow{Error::missing_receipt,                 "EBMS:0301", "MissingReceipt",               "failure", "Communication", "ebMS"},
    ErrorRow{Error::invalid_receipt,                 "EBMS:0302", "InvalidReceipt",               "failure", "Communication", "ebMS"},
    ErrorRow{Error::decompression_failure,           "EBMS:0303", "DecompressionFailure",         "failure", "Communication", "ebMS"},
};
// clang-format on

[[nodiscard]] constexpr const ErrorRow& row_of(Error error) {
  return errors.at(static_cast<std::size_t>(error));
}
[[nodiscard]] constexpr std::string_view code_of(Error error) { return row_of(error).code; }

/// Null for a code that is not in the list.
[[nodiscard]] constexpr const ErrorRow* find_error(std::string_view code) {
  const auto* const found = std::ranges::find(errors, code, &ErrorRow::code);
  return found == errors.end() ? nullptr : found;
}

/// A message that is not taken. The error goes to its sender; `why` is for our own log and never leaves the
/// node, since it tells whoever forges messages how far they came.
struct Refused {
  Error error{};
  std::string why;
};

[[nodiscard]] inline std::unexpected<Refused> refused(Error error, std::string why) {
  return std::unexpected(Refused{error, std::move(why)});
}

}  // namespace lintas::as4
