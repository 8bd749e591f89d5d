#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "core/exchange/partner.hpp"
#include "core/messages/document.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/model/values/office_id.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"
#include "core/transit/letters.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/store.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/gateway/names.hpp"
#include "shell/gateway/octets.hpp"
#include "tests/support/as4_partners.hpp"
#include "tests/support/world.hpp"
#include "wire/as4/gzip.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/sink.hpp"
#include "wire/as4/suite.hpp"
#include "wire/xml/xml_writer.hpp"

/// Singapore with the keys of party a and Malaysia with those of b, and what Malaysia tells Singapore.
namespace lintas::test {

inline const exchange::Partner singapore = *exchange::Partner::parse("SG");
inline const exchange::Partner malaysia = *exchange::Partner::parse("MY");

inline as4::Partner agreement(exchange::Partner home, as4::Suite suite = as4::Suite::edwards) {
  const bool is_singapore = home == singapore;
  as4::Partner made = recorded_partner(suite, is_singapore ? 'a' : 'b', is_singapore ? 'b' : 'a');
  made.mode = gateway::pmode_for(home, is_singapore ? malaysia : singapore, {.suite = suite});
  return made;
}
inline std::shared_ptr<const as4::Partner> shared_agreement(exchange::Partner home,
                                                            as4::Suite suite = as4::Suite::edwards) {
  return std::make_shared<const as4::Partner>(agreement(home, suite));
}

/// A truck of Singapore passed Johor Bahru (IE118).
inline transit::Letter passage_letter(Instant at) {
  transit::Letter letter;
  letter.mrn = Mrn::issue(std::chrono::year{2026}, Country::parse("SG").value(), "000000000001").value();
  letter.departure = OfficeId::parse("SGTUS001").value();
  letter.office = OfficeId::parse("MYJHB001").value();
  letter.at = at;
  return letter;
}

/// What Malaysia writes; one test changes this, another that.
struct Passage {
  std::string id = "MY1";
  std::uint32_t n = 1;
  std::string sender = "NTA.MY";
  std::string identification = {};  ///< in the message; empty: the id
  std::string action = "IE118";
  std::optional<std::string> body = std::nullopt;
  std::optional<gateway::FirstLeg> first_leg = std::nullopt;
  Instant at = time_of_recording() - std::chrono::hours{1};
};

inline std::string passage_xml(const Passage& passage) {
  static const refdata::Snapshot reference = seed::reference(Country::parse("MY").value());
  std::string xml;
  xml::write(transit::write_letter(
                 118, passage_letter(passage.at),
                 {.sender = passage.sender,
                  .recipient = "NTA.SG",
                  .prepared = passage.at,
                  .identification = passage.identification.empty() ? passage.id : passage.identification,
                  .correlation = {},
                  .reference = reference.at(std::chrono::floor<std::chrono::days>(passage.at))},
                 nullptr),
             xml);
  return xml;
}

/// As Malaysia's gateway would post it under this agreement.
inline std::shared_ptr<const gateway::Octets> octets_of(const Passage& passage,
                                                        const std::shared_ptr<const as4::Partner>& agreed,
                                                        app::Entropy& entropy) {
  const std::string xml = passage.body.value_or(passage_xml(passage));
  auto made = gateway::make_octets({.row = {.id = 16,
                                            .partner = singapore,
                                            .lane = app::StreamId{1},
                                            .n = passage.n,
                                            .kind = workflow::payload_of_message(118),
                                            .payload = app::PayloadId{1}},
                                    .id = passage.id,
                                    .written = {.content_type = "application/xml",
                                                .type = passage.action,
                                                .mrn = passage_letter(passage.at).mrn,
                                                .at = passage.at,
                                                .body = copy_of(as_bytes(xml))},
                                    .first_leg = passage.first_leg},
                                   malaysia, agreed, time_of_recording(), entropy);
  require(made.has_value(), "the certificates of the recording are valid at its time");
  return *std::move(made);
}

/// The agreement of two nodes that take bundles of each other, as nodes of Lintas say they do.
inline std::shared_ptr<const as4::Partner> bundling_agreement(exchange::Partner home,
                                                              as4::Suite suite = as4::Suite::edwards) {
  as4::Partner made = agreement(home, suite);
  made.mode.actions.emplace_back(gateway::names::bundle_action);
  made.mode.taken.emplace_back(gateway::names::bundle_action);
  return std::make_shared<const as4::Partner>(std::move(made));
}

/// Several as Malaysia's gateway would post them as one.
inline std::shared_ptr<const gateway::Octets> bundle_of(const std::vector<Passage>& passages,
                                                        const std::shared_ptr<const as4::Partner>& agreed,
                                                        app::Entropy& entropy) {
  std::vector<gateway::ToSend> messages;
  for (const Passage& passage : passages) {
    const std::string xml = passage.body.value_or(passage_xml(passage));
    messages.push_back({.row = {.id = static_cast<std::int64_t>(16 * (messages.size() + 1)),
                                .partner = singapore,
                                .lane = app::StreamId{1},
                                .n = passage.n,
                                .kind = workflow::payload_of_message(118),
                                .payload = app::PayloadId{1}},
                        .id = passage.id,
                        .written = {.content_type = "application/xml",
                                    .type = passage.action,
                                    .mrn = passage_letter(passage.at).mrn,
                                    .at = passage.at,
                                    .body = copy_of(as_bytes(xml))}});
  }
  auto made = gateway::make_bundle(std::move(messages), malaysia, agreed, time_of_recording(), entropy);
  require(made.has_value(), "the certificates of the recording are valid at its time");
  return *std::move(made);
}

/// As a program of another make packs it: another level, so other octets.
inline Bytes packed_otherwise(ByteView content) {
  Bytes packed;
  as4::BytesSink end{packed};
  as4::DeflateSink packing{end, 9};
  require(packing.take(content) && packing.close(), "the end takes everything");
  return packed;
}

/// As such a program posts it under this agreement.
inline as4::Outgoing sent_by_another_program(const Passage& passage, as4::Partner agreed,
                                             app::Entropy& entropy) {
  agreed.mode.compresses = false;  // it has packed it already
  const std::string xml = passage.body.value_or(passage_xml(passage));
  const Bytes packed = packed_otherwise(as_bytes(xml));
  as4::UserMessage message = as4::addressed(agreed.mode);
  message.info = {.id = gateway::as4_id(malaysia, passage.id), .at = passage.at};
  message.action = passage.action;
  message.conversation = passage.id;
  for (const auto& [name, value] : {std::pair{as4::original_sender_property, std::string{"NTA.MY"}},
                                    std::pair{as4::final_recipient_property, std::string{"NTA.SG"}},
                                    std::pair{gateway::names::tracking_property, passage.id},
                                    std::pair{gateway::names::lane_property, std::to_string(passage.n)}})
    message.properties.push_back({.name = std::string{name}, .value = value});
  auto made = as4::make_outgoing(agreed, std::move(message),
                                 {{.content_id = "1@my",
                                   .type = std::string{as4::gzip_type},
                                   .content = packed,
                                   .properties = {{.name = std::string{as4::compression_type_property},
                                                   .value = std::string{as4::gzip_type}}}}},
                                 time_of_recording(), entropy);
  require(made.has_value(), "the certificates of the recording are valid at its time");
  return *std::move(made);
}

}  // namespace lintas::test
