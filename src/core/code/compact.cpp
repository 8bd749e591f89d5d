#include "core/code/compact.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/base45.hpp"
#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/cose.hpp"
#include "core/code/limits.hpp"
#include "core/code/records.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/totals.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"

namespace lintas::code {

namespace {

Finding too_long(std::size_t bytes) {
  return {.rule = "SIG-003", .pointer = {}, .value = {}, .detail = format("at most {} bytes", bytes)};
}

/// Text of that many bytes.
constexpr std::size_t text_chars_max = text_prefix.size() + (limits::code_bytes_max * 3 / 2) + 1;

template <class T>
T parsed(std::string_view text) {
  const auto value = T::parse(text);
  require(value.has_value(), "a release names what its declaration was accepted with");
  return *value;
}

std::uint32_t counted(std::int64_t count) {
  constexpr std::int64_t most = std::numeric_limits<std::uint32_t>::max();
  return static_cast<std::uint32_t>(std::min(most, count));
}

std::int64_t grams_of(message::Number kilograms) {
  if (!kilograms.has()) return 0;
  const auto grams = kilograms.decimal().times(Decimal::of(1000), 0, Rounding::half_up);
  return grams ? grams->mantissa() : std::numeric_limits<std::int64_t>::max();
}

/// AL001: the day, and perhaps an hour behind it (acts.md 17).
std::optional<Day> limit_in(const message::Consignment& goods) {
  constexpr std::size_t day_chars = 10;
  for (const message::AdditionalInformation& statement : goods.additional_information)
    if (statement.code == "AL001") return parse_day(std::string_view{statement.text}.substr(0, day_chars));
  return std::nullopt;
}

/// All of it must be said.
bool shorten(Certificate& /*certificate*/) { return false; }
/// Whether there was something to leave out.
bool shorten(AccompanyingDocument& document) {
  for (auto* identifiers : {&document.seal_identifiers, &document.vehicle_identifiers}) {
    if (identifiers->empty()) continue;
    identifiers->pop_back();
    return true;
  }
  return false;
}

}  // namespace

AccompanyingDocument document_of(const message::Message& released, std::optional<Day> limit) {
  const auto& operation = released.transit_operation;
  const auto& departure = released.customs_office_of_departure;
  const auto& destination = released.customs_office_of_destination_declared;
  const auto& holder = released.holder_of_the_transit_procedure;
  require(operation && departure && destination && holder && released.consignment,
          "a release has an MRN, offices, a holder and goods");
  const message::Consignment& goods = *released.consignment;
  AccompanyingDocument document{.mrn = parsed<Mrn>(operation->mrn),
                                .departure = parsed<OfficeId>(departure->reference_number),
                                .destination = parsed<OfficeId>(destination->reference_number),
                                .holder = parsed<Tin>(holder->identification_number),
                                .limit = limit ? limit : limit_in(goods),
                                .vehicles = counted(std::ssize(goods.departure_transport_means)),
                                .vehicle_identifiers = {},
                                .seals = 0,
                                .seal_identifiers = {},
                                .packages = counted(message::packages_in(goods)),
                                .gross_mass_grams = grams_of(goods.gross_mass)};
  for (const message::DepartureTransportMeans& means : goods.departure_transport_means)
    document.vehicle_identifiers.push_back(format("{} {}", means.identification_number, means.nationality));
  std::int64_t seals = 0;
  for (const message::TransportEquipment& equipment : goods.transport_equipment) {
    const auto named = std::ssize(equipment.seal);
    seals += std::max<std::int64_t>(named, equipment.number_of_seals.value);
    for (const message::Seal& seal : equipment.seal) document.seal_identifiers.push_back(seal.identifier);
  }
  document.seals = counted(seals);
  return document;
}

Bytes issue(const Issuer& issuer, const Handle& handle, const Dates& dates, Document document) {
  Content content{.version = current_version,
                  .issuer = issuer.state,
                  .handle = handle,
                  .issued = dates.issued,
                  .document = std::move(document),
                  .valid_from = dates.valid_from};
  // A signature has one length: what is too long is so before it is signed.
  const auto length = [&] {
    return sign(Subject::code, issuer.key, to_cbor(content), [](ByteView) { return SignatureBytes{}; })
        .size();
  };
  while (length() > limits::code_bytes_max) {
    const bool shorter = std::visit([](auto& one) { return shorten(one); }, content.document);
    require(shorter, "what a code must say finds room in it");
  }
  require(!fault_of(content), "what is issued can be read");
  return sign(Subject::code, issuer.key, to_cbor(content), issuer.sign);
}

std::string qr_text_of(ByteView code) { return format("{}{}", text_prefix, to_base45(code)); }

std::expected<Bytes, Finding> from_qr_text(std::string_view text) {
  if (text.size() > text_chars_max) return std::unexpected(too_long(limits::code_bytes_max));
  const auto no_code = [](std::string detail) {
    return std::unexpected(
        Finding{.rule = "SIG-006", .pointer = {}, .value = {}, .detail = std::move(detail)});
  };
  if (!text.starts_with(text_prefix)) return no_code(format("it begins with {}", text_prefix));
  auto bytes = from_base45(text.substr(text_prefix.size()));
  if (!bytes) return no_code("a character is missing or wrong");
  return *std::move(bytes);
}

std::expected<Code, Finding> read_code(ByteView bytes) {
  if (bytes.size() > limits::code_bytes_max) return std::unexpected(too_long(limits::code_bytes_max));
  LINTAS_TRY(envelope, read_signed(bytes));
  LINTAS_TRY(content, read_record<Content>(Subject::code, envelope));
  return Code{.envelope = std::move(envelope), .content = std::move(content)};
}

}  // namespace lintas::code
