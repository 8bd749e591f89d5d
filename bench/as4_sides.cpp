#include "bench/as4_sides.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "tests/support/as4_partners.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/sink.hpp"

namespace lintas::bench {

namespace {

/// Of messages that may come again: those of all connections that are open at once.
constexpr std::size_t known_max = 8;
/// At once, as much as comes from a socket of a body that is not held.
constexpr std::size_t piece_bytes = 64UL * 1024;
/// Of all messages that are opened at once, in files.
constexpr std::size_t spool_bytes = 8 * receiver_takes_bytes_max;

Instant now() { return std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()); }

as4::Partner partner_of(as4::Suite suite, char home, char partner) {
  as4::Partner made = test::recorded_partner(suite, home, partner);
  made.mode.payload_bytes_max = receiver_takes_bytes_max;
  return made;
}

/// Nearly so long, and no longer.
std::string payload_of(std::size_t bytes) {
  constexpr std::size_t longest_item = 100;
  std::string xml = "<declaration>";
  for (std::size_t i = 1; xml.size() + longest_item < bytes; ++i)
    xml += format("<item><number>{}</number><goods>{}</goods><mass>{}</mass></item>", i, i * 7'919 % 99'991,
                  i * 104'729 % 9'973);
  return xml + "</declaration>";
}

/// Whoever reads a payload.
class Count final : public as4::Sink {
 public:
  explicit Count(std::size_t& bytes) : bytes_(bytes) {}
  std::expected<void, as4::Refused> take(ByteView piece) override {
    bytes_ += piece.size();
    return {};
  }
  std::expected<void, as4::Refused> close() override { return {}; }

 private:
  std::size_t& bytes_;
};

}  // namespace

Sender::Sender(as4::Suite suite, const Scenario& scenario)
    : scenario_(scenario), partner_(partner_of(suite, 'a', 'b')), payload_(payload_of(scenario.bytes)) {}

as4::Outgoing Sender::make(std::string_view id) {
  const bool is_test = scenario_.kind == Scenario::Kind::test;
  as4::UserMessage message = is_test ? test_message(partner_.mode) : addressed(partner_.mode);
  message.info = {.id = format("{}@a", id), .at = now()};
  if (!is_test) message.action = "declare";
  message.conversation = "26SG000000000001J5";
  message.properties = {{.name = "originalSender", .value = "C1"}, {.name = "finalRecipient", .value = "C4"}};
  std::vector<as4::OutgoingPayload> payloads;
  for (std::size_t i = 1; i <= scenario_.parts; ++i)
    payloads.push_back(
        {.content_id = format("{}-{}@a", i, id), .type = "application/xml", .content = as_bytes(payload_)});
  return make_outgoing(partner_, message, payloads, now(), entropy_).value();
}

as4::Answer::Kind Sender::read(const as4::Outgoing& sent, std::string_view answer) const {
  return read_answer(partner_, sent.message_id, sent.references, as4::soap_type, as_bytes(answer), now())
      .kind;
}

Receiver::Receiver(as4::Suite suite)
    : directory_(std::make_shared<const as4::Directory>(std::vector{partner_of(suite, 'b', 'a')})),
      spool_(std::make_shared<as4::Spool>(
          std::filesystem::temp_directory_path(), entropy_,
          as4::SpoolLimits{.message_bytes = receiver_takes_bytes_max, .file_bytes = spool_bytes})) {}

Receiver::Opening::Opening(const Receiver& receiver, std::string_view content_type)
    : contents(receiver.spool_),
      reception(
          receiver.directory_, content_type, now(),
          [this](const as4::UserMessage& /*message*/, const as4::PartInfo& /*info*/) {
            return contents.add();
          },
          {}, as4::Reception::Opens::when_told) {}

const Receiver::Known* Receiver::find(const as4::Received& received) const {
  const auto known = std::ranges::find(known_, received.message.info.id, &Known::id);
  return known != known_.end() && known->references == received.references ? &*known : nullptr;
}

bool Receiver::take(Opening& opening, ByteView piece) {
  if (!opening.receipt.empty() || !opening.reception.take(piece)) return false;
  if (!opening.reception.waits()) return true;
  if (const Known* const known = find(*opening.reception.proved())) {
    opening.receipt = known->receipt;
    return false;
  }
  return opening.reception.open().has_value();
}

std::string Receiver::answer(Opening& opening) {
  if (!opening.receipt.empty()) return opening.receipt;
  const std::string answer_id = format("answer-{}@b", ++answers_);
  const auto received = opening.reception.close();
  if (!received && received.error().partner == nullptr)
    return as4::make_error_for_strangers(answer_id, now());
  require(received.has_value(), "what party a signed is as it should be");
  const std::string& id = received->message.info.id;
  if (const Known* const known = find(*received)) return known->receipt;  // its envelope ended with the body
  Count reader{bytes_read_};
  for (std::size_t i = 0; i < opening.contents.count(); ++i)
    require(opening.contents.give(i, reader).has_value(), "what was kept is there");
  known_.push_back(
      {.id = id,
       .references = received->references,
       .receipt = make_receipt(*received->partner, id, received->references, answer_id, now()).value()});
  if (known_.size() > known_max) known_.pop_front();
  return known_.back().receipt;
}

std::string Receiver::receive(const as4::Outgoing& message) {
  Opening opening{*this, message.content_type};
  ByteView rest = message.body;
  // As it comes over a line: whole, or in pieces.
  const std::size_t at_once = rest.size() > as4::bounds::whole_body_bytes_max ? piece_bytes : rest.size();
  while (!rest.empty() && take(opening, rest.first(std::min(at_once, rest.size()))))
    rest = rest.subspan(std::min(at_once, rest.size()));
  return answer(opening);
}

void forge(as4::Outgoing& message) {
  constexpr std::string_view before = "<ds:SignatureValue>";
  const std::size_t at = as_text(message.body).find(before);
  require(at != std::string_view::npos, "a message of ours is signed");
  std::byte& octet = message.body.at(at + before.size() + 20);
  octet = octet == std::byte{'A'} ? std::byte{'B'} : std::byte{'A'};
}

}  // namespace lintas::bench
