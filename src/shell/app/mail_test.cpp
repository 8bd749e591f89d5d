#include "shell/app/mail.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/exchange/manifest.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/mrn.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/machine.hpp"
#include "core/transit/movement.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/manifest_message.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/fresh_letters.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "tests/support/world.hpp"

namespace lintas::app {
namespace {

const exchange::Partner sg = exchange::Partner::parse("SG").value();
const exchange::Partner my = exchange::Partner::parse("MY").value();
const Instant now = *parse_instant("2026-11-23T02:00:00Z");

/// A store that holds one letter and the event that sends it.
class OneLetter final : public Reader {
 public:
  explicit OneLetter(Payload letter) : letter_(std::move(letter)) {}

  Counters counters() override { return {}; }
  std::optional<StreamRow> stream(StreamId) override { return std::nullopt; }
  std::vector<EventRow> history(Seq) override { return {}; }
  std::optional<StreamId> find(const Key&) override { return std::nullopt; }
  std::vector<std::pair<Key, StreamId>> find_all(ByteView, ByteView, std::size_t) override { return {}; }
  std::optional<StreamId> numbered(std::int64_t) override { return std::nullopt; }
  std::optional<Payload> payload(PayloadId) override { return letter_; }
  std::vector<EventRow> feed(Seq, std::size_t) override { return {EventRow{.seq = Seq{1}, .at = now}}; }
  std::vector<StreamRow> work_list(std::int64_t, StreamId, std::size_t) override { return {}; }
  std::optional<std::int64_t> office_at_work(std::int64_t) override { return std::nullopt; }
  std::optional<OutboxRow> outbox_row(std::int64_t) override { return std::nullopt; }
  std::vector<OutboxRow> outbox(const NewestFirst&) override { return {}; }
  std::vector<OutboxRow> dead_letters(const NewestFirst&) override { return {}; }
  std::vector<OutboxRow> dead_letters(std::int64_t, std::size_t) override { return {}; }
  std::optional<ReceivedRow> received(exchange::Partner, std::string_view) override { return std::nullopt; }
  std::vector<ReceivedRow> received(const NewestFirst&) override { return {}; }
  std::vector<std::string> further_ways(exchange::Partner, std::string_view, std::size_t) override {
    return {};
  }
  std::optional<SentRow> sent(std::int64_t) override { return std::nullopt; }
  std::vector<SentRow> sent(const NewestFirst&) override { return {}; }

 private:
  Payload letter_;
};

class MailBetweenNodes : public testing::Test {
 protected:
  Mail mail(exchange::Partner home) {
    return Mail{{.home = home,
                 .reference = [this]() -> const refdata::Snapshot& { return reference_; },
                 .packer = [this]() -> Packer& { return packer_; },
                 .sha256 = test::sha256}};
  }
  template <class Content>
  Written written(workflow::PayloadKind kind, const Content& content) {
    OneLetter store{packer_.pack(kind, to_cbor(content))};
    Mail from = mail(my);
    return from.write({.id = 16, .partner = sg, .kind = kind}, message_id(my, 16), store);
  }
  std::expected<Read, Unreadable> read(const Written& message, const std::string& id) {
    return mail(sg).read(
        {.from = my, .id = id, .lane = 3, .content_type = message.content_type, .body = message.body}, now);
  }
  static transit::Letter request() {
    transit::Letter letter;
    letter.mrn = Mrn::issue(std::chrono::year{2026}, *Country::parse("SG"), "000000000001").value();
    letter.notice = 2;
    letter.notice_last = 4;
    return letter;
  }

  refdata::Snapshot reference_{refdata::Tables{}};
  test::PlainPacker packer_;
};

TEST_F(MailBetweenNodes, brings_what_one_node_says_to_the_other) {
  const auto message = written(workflow::payload_of_message(transit::ie_status_request), request());
  const auto arrived = read(message, message_id(my, 16));
  ASSERT_TRUE(arrived.has_value()) << arrived.error().rule;
  EXPECT_EQ(arrived->type, "IE1096");
  EXPECT_EQ(arrived->command.type, workflow::command_of_message(transit::ie_status_request));
  EXPECT_EQ(arrived->command.lane->n, 3U);
  EXPECT_EQ(arrived->command.actor.party, "MY");
  EXPECT_EQ(from_cbor<transit::Letter>(arrived->command.content).value(), request());
}

TEST_F(MailBetweenNodes, says_the_same_of_a_letter_that_was_just_written_and_of_one_that_is_read_back) {
  const auto kind = workflow::payload_of_message(transit::ie_status_request);
  const Bytes content = to_cbor(request());
  const OutboxRow row{.id = 16, .partner = sg, .kind = kind};
  FreshLetters letters;
  letters.keep(16, {.content = std::make_shared<const Bytes>(content), .at = now});
  Mail from{{.home = my,
             .reference = [this]() -> const refdata::Snapshot& { return reference_; },
             .packer = [this]() -> Packer& { return packer_; },
             .sha256 = test::sha256,
             .letters = &letters}};
  OneLetter empty{Payload{}};  // nothing that could be read
  const Written fresh = from.write(row, message_id(my, 16), empty);
  OneLetter store{packer_.pack(kind, content)};
  const Written again = from.write(row, message_id(my, 16), store);
  EXPECT_EQ(fresh.body, again.body);
  EXPECT_EQ(fresh.mrn, again.mrn);
  EXPECT_EQ(fresh.type, again.type);
}

TEST_F(MailBetweenNodes, brings_manifests_and_requests_to_send_again) {
  const exchange::Manifest manifest{
      .day = *parse_day("2026-11-23"),
      .part = 1,
      .entries = {{.thing = "26SG000101A1B2C3J0", .sent = 2, .taken = 1, .version = {}, .digest = {}}}};
  const auto list =
      read(written(workflow::payload_of_message(workflow::ie_manifest), manifest), message_id(my, 16));
  ASSERT_TRUE(list.has_value());
  EXPECT_EQ(from_cbor<exchange::Manifest>(list->command.content).value(), manifest);

  const workflow::ResendRequest again{.thing = copy_of(as_bytes("M")), .first = 1, .last = 2};
  const auto asked = read(written(workflow::payload_resend_request, again), message_id(my, 16));
  ASSERT_TRUE(asked.has_value());
  EXPECT_EQ(asked->command.type, workflow::command_resend_asked);
  EXPECT_EQ(asked->command.content, to_cbor(again));
}

/// Each month of such lists is a stream that is kept.
TEST_F(MailBetweenNodes, EXC_022_brings_no_list_of_certificates_of_another_time) {
  const auto of_day = [&](int days) -> std::string {
    const Day day = std::chrono::floor<std::chrono::days>(now) + std::chrono::days{days};
    exchange::Manifest manifest{.day = day, .part = 1, .entries = {}, .month = workflow::month_of(day)};
    manifest.entries.push_back(
        {.thing = "MY e_form_d MYPKG001 1", .sent = 1, .taken = 0, .version = {}, .digest = {}});
    const auto kind = workflow::payload_of_message(workflow::ie_document_manifest);
    const auto list = read(written(kind, manifest), message_id(my, 16));
    return list ? "ok" : list.error().rule;
  };
  EXPECT_EQ(of_day(-41), "EXC-022");
  EXPECT_EQ(of_day(-40), "ok");
  EXPECT_EQ(of_day(40), "ok");
  EXPECT_EQ(of_day(41), "EXC-022");
}

TEST_F(MailBetweenNodes, brings_that_a_message_was_given_up_under_its_number) {
  const workflow::GivenUp notice{.thing = copy_of(as_bytes("J26SG000101A1B2C3J0"))};
  const auto message = written(workflow::payload_given_up, notice);
  EXPECT_EQ(message.type, "given-up");
  const auto arrived = read(message, message_id(my, 16));
  ASSERT_TRUE(arrived.has_value());
  EXPECT_EQ(arrived->command.type, workflow::command_given_up);
  EXPECT_EQ(arrived->command.content, to_cbor(notice));
  EXPECT_EQ(arrived->command.lane->n, 3U);
  EXPECT_TRUE(arrived->command.payloads.empty());
}

TEST_F(MailBetweenNodes, EXC_014_what_was_given_up_has_a_number_and_a_name) {
  const auto message =
      written(workflow::payload_given_up, workflow::GivenUp{.thing = copy_of(as_bytes("M"))});
  const Arriving beside_the_lane{
      .from = my, .id = "MY1", .lane = 0, .content_type = message.content_type, .body = message.body};
  EXPECT_EQ(mail(sg).read(beside_the_lane, now).error().rule, "EXC-014");
  Written broken = message;
  broken.body.push_back(std::byte{0});
  EXPECT_EQ(read(broken, "MY1").error().rule, "EXC-014");
  broken.body.clear();
  EXPECT_EQ(read(broken, "MY1").error().rule, "EXC-014");
}

TEST_F(MailBetweenNodes, refuses_what_is_not_under_its_own_name_or_not_for_offices) {
  const auto message = written(workflow::payload_of_message(transit::ie_status_request), request());
  EXPECT_EQ(read(message, "another").error().rule, "EXC-015");
  Written broken = message;
  broken.body.resize(broken.body.size() / 2);
  EXPECT_EQ(read(broken, message_id(my, 16)).error().rule, "WEL-014");
  Written other = message;
  const std::string trader = R"(<n:CC141C xmlns:n="http://ncts.dgtaxud.ec" PhaseID="NCTS5.0"></n:CC141C>)";
  other.body = copy_of(as_bytes(trader));
  EXPECT_FALSE(read(other, message_id(my, 16)).has_value());
}

TEST_F(MailBetweenNodes, names_a_message_alike_at_every_attempt) {
  EXPECT_EQ(message_id(sg, 255), "SG00000000000000FF");
  EXPECT_EQ(outbox_id_of(sg, "SG00000000000000FF"), 255);
  for (const std::string_view other : {"MY00000000000000FF", "SG00000000000000ff", "SG00000000000000F",
                                       "SGFFFFFFFFFFFFFFFF", "SG-0000000000000FF", ""})
    EXPECT_EQ(outbox_id_of(sg, other), std::nullopt) << other;
  EXPECT_EQ(node_name(sg), "NTA.SG");
}

}  // namespace
}  // namespace lintas::app
