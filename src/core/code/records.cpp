#include "core/code/records.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/cbor.hpp"
#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "base/words.hpp"
#include "core/code/cose.hpp"
#include "core/code/limits.hpp"
#include "core/model/values/country.hpp"

namespace lintas::code {

namespace {

constexpr std::size_t handle_bytes = sizeof(Handle::bytes);

bool are_texts(const std::vector<std::string>& all) {
  return std::ranges::all_of(all,
                             [](const std::string& one) { return !one.empty() && !utf8::first_bad(one); });
}

std::optional<std::string> fault_in(const AccompanyingDocument& document, Country issuer) {
  if (document.mrn.country() != issuer) return "the MRN is of another state";
  if (!are_texts(document.vehicle_identifiers) || !are_texts(document.seal_identifiers))
    return "an identifier is no text";
  if (document.vehicle_identifiers.size() > document.vehicles ||
      document.seal_identifiers.size() > document.seals)
    return "more identifiers than there are";
  if (document.gross_mass_grams < 0) return "the gross mass is below zero";
  return std::nullopt;
}

std::optional<std::string> fault_in(const Certificate& certificate, Country issuer) {
  for (const std::string* name : {&certificate.office, &certificate.number}) {
    if (name->empty() || utf8::first_bad(*name) || name->size() > limits::certificate_name_bytes_max)
      return "office or number is no name";
  }
  if (!is_known(certificate.form)) return "the form is not known";
  if (!is_known(certificate.medium)) return "neither as data nor on paper";
  if (certificate.importer == issuer) return "it is for the state that issued it";
  return std::nullopt;
}

std::optional<std::string> fault_in(const TrustedKey& key) {
  if (!is_known(key.status)) return "the status of a key is not known";
  if (key.since.has_value() == (key.status == KeyStatus::live))
    return "a key that is retired or revoked says since when, and no other";
  if (key.from >= key.until) return "a key ends before it begins";
  return std::nullopt;
}

std::optional<std::string> fault_in(ByteView all) {
  if (all.size() % handle_bytes != 0) return "a handle has 8 bytes";
  for (std::size_t at = handle_bytes; at < all.size(); at += handle_bytes) {
    if (!std::ranges::lexicographical_compare(all.subspan(at - handle_bytes, handle_bytes),
                                              all.subspan(at, handle_bytes)))
      return "the handles do not ascend";
  }
  return std::nullopt;
}

/// The number under 1 of a map, whatever else is in it: a later version may have more.
std::optional<std::uint64_t> version_in(ByteView content) {
  cbor::Reader in{content};
  const auto pairs = in.map();
  if (!pairs || *pairs == 0) return std::nullopt;
  const auto key = in.unsigned_integer();
  const auto version = in.unsigned_integer();
  if (!key || *key != 1 || !version) return std::nullopt;
  return *version;
}

Finding of_another_kind(std::string detail) {
  return {.rule = "SIG-007", .pointer = {}, .value = {}, .detail = std::move(detail)};
}

}  // namespace

std::optional<std::string> fault_of(const Content& content) {
  return std::visit([&](const auto& document) { return fault_in(document, content.issuer); },
                    content.document);
}

std::optional<std::string> fault_of(const TrustSheet& sheet) {
  if (sheet.issued >= sheet.until) return "the sheet ends before it is issued";
  if (sheet.keys.size() > limits::trust_sheet_keys_max)
    return format("more than {} keys", limits::trust_sheet_keys_max);
  for (const TrustedKey& key : sheet.keys)
    if (auto fault = fault_in(key)) return fault;
  std::vector<PublicKey> keys;
  keys.reserve(sheet.keys.size());
  for (const TrustedKey& key : sheet.keys) keys.push_back(key.key);
  std::ranges::sort(keys);
  if (std::ranges::adjacent_find(keys) != keys.end()) return "a key stands twice";
  return std::nullopt;
}

std::optional<std::string> fault_of(const StatusList& list) {
  if (!is_known(list.kind)) return "the kind of documents is not known";
  if (list.as_of >= list.until) return "the list ends before it begins";
  if (list.cancelled.has_value() != has_what_was_cancelled(list.kind))
    return "a list of certificates has what was cancelled, and no other";
  if (list.cancelled && !list.live.empty()) return "a list has what holds or what was cancelled";
  return fault_in(list.cancelled ? ByteView{*list.cancelled} : ByteView{list.live});
}

std::optional<Finding> other_than(Subject subject, const Signed& read) {
  if (read.subject != std::to_underlying(subject))
    return of_another_kind(format("it is marked {}, not {}", read.subject, std::to_underlying(subject)));
  if (const auto version = version_in(read.content); version && *version != current_version)
    return of_another_kind(format("version {}", *version));
  return std::nullopt;
}

Finding malformed_record(std::string detail) {
  return {.rule = "SIG-005", .pointer = {}, .value = {}, .detail = std::move(detail)};
}

}  // namespace lintas::code
