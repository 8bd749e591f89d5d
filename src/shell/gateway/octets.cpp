#include "shell/gateway/octets.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/pump.hpp"
#include "shell/app/store.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/gateway/names.hpp"
#include "wire/as4/envelope.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/names.hpp"
#include "wire/as4/pmode.hpp"
#include "wire/xml/tree.hpp"

namespace lintas::gateway {

namespace {

template <class Entry>
as4::Certificate certificate_of(const Entry* entry) {
  return entry == nullptr ? nullptr : entry->certificate;
}

/// The rule that a detail begins with: capitals and digits with a hyphen, nothing else of its text.
std::string_view rule_of(std::string_view detail) {
  const auto end = std::ranges::find_if_not(
      detail, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; });
  constexpr std::size_t longest = 24;
  const std::string_view rule =
      detail.substr(0, std::min<std::size_t>(static_cast<std::size_t>(end - detail.begin()), longest));
  return rule.contains('-') ? rule : std::string_view{};
}

/// A code of a partner may be any text: only what a code is made of goes into our log.
std::string name_of(const as4::ErrorLine& error) {
  const as4::ErrorRow* const known = as4::find_error(error.code);
  std::string name{known == nullptr ? std::string_view{"an error of its own"} : known->code};
  if (const std::string_view rule = rule_of(error.detail); !rule.empty()) name.append(" ").append(rule);
  return name;
}

/// Errors that say how far a message came, and nothing of it: whoever was to have it is away, or the receipt
/// of a node behind. By ebMS 3.0 Core, 6.7, and the AS4 profile.
constexpr std::array of_the_way{as4::Error::connection_failure, as4::Error::dysfunctional_reliability,
                                as4::Error::delivery_failure, as4::Error::missing_receipt};

bool is_about_the_message(const as4::ErrorLine& error) {
  if (!error.is_failure) return false;
  const as4::ErrorRow* const known = as4::find_error(error.code);
  if (known == nullptr) return true;
  return known->origin != "security" && std::ranges::find(of_the_way, known->error) == of_the_way.end();
}

/// How software of others says that it took a message before. Its own code where it has one; else the code,
/// words of it and the id of the message together, for EBMS:0004 alone means anything.
struct TakenBefore {
  std::string_view code;
  std::string_view words;  ///< in the detail, beside the id; empty: the code says it all
};
constexpr std::array taken_before{
    TakenBefore{.code = "EBMS:4001", .words = {}},  // phase4 from 4.5 on
    TakenBefore{.code = "EBMS:0004",                // phase4 4.4: tests/as4/recorded/*.duplicate.answer.xml
                .words = "was already handled (this is a duplicate)"}};

void add(std::vector<as4::Property>& properties, std::string_view name, std::string value) {
  properties.push_back({.name = std::string{name}, .value = std::move(value)});
}

/// What is told of a message beside its content.
void add_place(std::vector<as4::Property>& properties, std::string_view id, std::uint32_t n) {
  add(properties, names::tracking_property, std::string{id});
  if (n != 0) add(properties, names::lane_property, std::to_string(n));
}

as4::UserMessage header_of(const ToSend& message, exchange::Partner home, const as4::Partner& agreement) {
  const auto& [row, id, written, first_leg] = message;
  as4::UserMessage header = as4::addressed(agreement.mode);
  header.info = {.id = as4_id(home, id), .at = written.at};
  header.action = written.type;
  header.conversation = written.mrn ? std::string{written.mrn->str()} : id;
  if (first_leg) {
    header.info.ref_to_message = first_leg->message;
    // Its sender is the initiator of the whole exchange (ebMS 3.0 Core, D.3.1).
    std::swap(header.from.role, header.to.role);
    if (!first_leg->conversation.empty()) header.conversation = first_leg->conversation;
  }
  header.properties = corners(home, row.partner);
  add_place(header.properties, id, row.n);
  return header;
}

/// The same messages in the same order have the same name, and others another one.
std::string name_of_bundle(const std::vector<ToSend>& messages) {
  std::string text;
  for (const ToSend& one : messages) text += one.id + '\n';
  const Hash256 hash = crypto::sha256(std::array{as_bytes(text)});
  constexpr std::size_t bytes_of_name = 16;
  return format("{}-{}", names::bundle_action, to_hex(hash.view().first(bytes_of_name)));
}

as4::UserMessage header_of_bundle(const std::vector<ToSend>& messages, exchange::Partner home,
                                  const as4::Partner& agreement) {
  const std::string name = name_of_bundle(messages);
  as4::UserMessage header = as4::addressed(agreement.mode);
  header.info = {.id = as4_id(home, name), .at = messages.front().written.at};
  for (const ToSend& one : messages) header.info.at = std::max(header.info.at, one.written.at);
  header.action = names::bundle_action;
  header.conversation = name;
  header.properties = corners(home, messages.front().row.partner);
  return header;
}

Octets octets_under(const std::shared_ptr<const as4::Partner>& agreement, Instant now,
                    as4::Outgoing message) {
  return {.messages = {},
          .agreement = agreement,
          .signed_with = certificate_of(as4::signing_now(*agreement, now)),
          .sealed_for = certificate_of(as4::current(agreement->sealing, now)),
          .message = std::move(message)};
}

}  // namespace

std::optional<FirstLeg> first_leg_in(std::string_view soap) {
  const auto tree = xml::Tree::read(soap, as4::bounds::soap_tree, as4::ns::known);
  if (!tree) return std::nullopt;
  const auto envelope = as4::read_envelope(*tree);
  if (!envelope) return std::nullopt;
  const auto messaging = as4::read_messaging(*tree, envelope->messaging);
  const auto* const message = messaging ? std::get_if<as4::UserMessage>(&*messaging) : nullptr;
  if (message == nullptr) return std::nullopt;
  return FirstLeg{.message = message->info.id, .conversation = message->conversation};
}

bool Octets::fits(const std::shared_ptr<const as4::Partner>& agreed, Instant now) const {
  return agreement == agreed && signed_with == certificate_of(as4::signing_now(*agreed, now)) &&
         sealed_for == certificate_of(as4::current(agreed->sealing, now));
}

bool Octets::is_of(const app::Load& load) const {
  return std::ranges::equal(
      messages, load, {}, [](const Message& one) { return one.row.id; }, &app::OutboxRow::id);
}

std::vector<std::int64_t> Octets::ids() const {
  std::vector<std::int64_t> all;
  all.reserve(messages.size());
  for (const Message& one : messages) all.push_back(one.row.id);
  return all;
}

bool takes_bundles(const as4::PMode& mode) {
  return std::ranges::find(mode.actions, names::bundle_action) != mode.actions.end();
}

std::expected<std::shared_ptr<const Octets>, as4::Refused> make_octets(
    ToSend message, exchange::Partner home, const std::shared_ptr<const as4::Partner>& agreement, Instant now,
    app::Entropy& entropy) {
  app::Written& written = message.written;
  const std::vector<as4::OutgoingPayload> payloads{{.content_id = std::string{names::content_id},
                                                    .type = std::string{written.content_type},
                                                    .content = written.body}};
  auto made = as4::make_outgoing(*agreement, header_of(message, home, *agreement), payloads, now, entropy);
  if (!made) return std::unexpected(std::move(made.error()));
  Octets octets = octets_under(agreement, now, *std::move(made));
  octets.messages.push_back({.row = message.row,
                             .name = octets.message.message_id,
                             .type = std::move(written.type),
                             .mrn = written.mrn});
  return std::make_shared<const Octets>(std::move(octets));
}

std::expected<std::shared_ptr<const Octets>, as4::Refused> make_bundle(
    std::vector<ToSend> messages, exchange::Partner home,
    const std::shared_ptr<const as4::Partner>& agreement, Instant now, app::Entropy& entropy) {
  require(messages.size() > 1 && takes_bundles(agreement->mode), "several go as one where that is agreed on");
  std::vector<as4::OutgoingPayload> payloads;
  payloads.reserve(messages.size());
  for (const ToSend& one : messages) {
    as4::OutgoingPayload& payload =
        payloads.emplace_back(as4::OutgoingPayload{.content_id = as4_id(home, one.id),
                                                   .type = std::string{one.written.content_type},
                                                   .content = one.written.body});
    add(payload.properties, names::action_property, one.written.type);
    add_place(payload.properties, one.id, one.row.n);
  }
  auto message =
      as4::make_outgoing(*agreement, header_of_bundle(messages, home, *agreement), payloads, now, entropy);
  if (!message) return std::unexpected(std::move(message.error()));
  Octets octets = octets_under(agreement, now, *std::move(message));
  for (ToSend& one : messages) {
    octets.messages.push_back({.row = one.row,
                               .name = as4_id(home, one.id),
                               .type = std::move(one.written.type),
                               .mrn = one.written.mrn});
  }
  return std::make_shared<const Octets>(std::move(octets));
}

std::shared_ptr<const Octets> KeptOctets::find(std::int64_t outbox_id) const {
  const std::scoped_lock lock{mutex_};
  const auto found = kept_.find(outbox_id);
  return found == kept_.end() ? nullptr : found->second;
}

void KeptOctets::keep(std::shared_ptr<const Octets> octets) {
  const std::int64_t id = octets->messages.front().row.id;
  forget(id);
  const std::scoped_lock lock{mutex_};
  const std::size_t size = octets->message.body.size();
  if (bytes_ + size > limits::outgoing_octets_bytes_max) return;
  bytes_ += size;
  kept_.emplace(id, std::move(octets));
}

void KeptOctets::forget(std::int64_t outbox_id) {
  const std::scoped_lock lock{mutex_};
  const auto found = kept_.find(outbox_id);
  if (found == kept_.end()) return;
  bytes_ -= found->second->message.body.size();
  kept_.erase(found);
}

std::size_t KeptOctets::bytes() const {
  const std::scoped_lock lock{mutex_};
  return bytes_;
}

bool says_taken_before(const std::vector<as4::ErrorLine>& errors, std::string_view message_id) {
  const auto says_so = [&](const as4::ErrorLine& error) {
    return std::ranges::any_of(taken_before, [&](const TakenBefore& row) {
      return error.code == row.code &&
             (row.words.empty() || (error.detail.contains(row.words) && error.detail.contains(message_id)));
    });
  };
  // Beside another error it is not all that the partner says.
  return !errors.empty() && std::ranges::all_of(errors, says_so);
}

std::optional<std::string> refusal_for_good(const std::vector<as4::ErrorLine>& errors) {
  const auto found = std::ranges::find_if(errors, is_about_the_message);
  return found == errors.end() ? std::nullopt : std::optional{name_of(*found)};
}

std::string words_of_refusal(const std::vector<as4::ErrorLine>& errors) {
  const auto found = std::ranges::find_if(errors, is_about_the_message);
  require(found != errors.end(), "a refusal has an error that is about the message");
  std::string_view words = found->detail;
  words.remove_prefix(rule_of(words).size());
  words.remove_prefix(std::min(words.find_first_not_of(": "), words.size()));
  if (words.empty()) words = found->short_description;
  std::string text = name_of(*found);
  if (as4::find_error(found->code) == nullptr) text.append(" (").append(found->code).append(")");
  return words.empty() ? text : text.append(": ").append(words);
}

std::string names_of(const std::vector<as4::ErrorLine>& errors) {
  std::string names;
  for (const as4::ErrorLine& error : errors) {
    if (!names.empty()) names += ", ";
    names += name_of(error);
  }
  return names;
}

}  // namespace lintas::gateway
