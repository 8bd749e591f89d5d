#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/code/records.hpp"
#include "core/exchange/partner.hpp"
#include "core/webhooks/state.hpp"
#include "core/workflow/acdd_part.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/origin_part.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/risk_amount.hpp"
#include "shell/api/api.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/api/keys.hpp"
#include "shell/api/status_lists.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/sealing.hpp"
#include "shell/net/http.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "tests/support/described.hpp"
#include "tests/support/json.hpp"
#include "tests/support/memory_files.hpp"
#include "tests/support/national_node.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/store_reader.hpp"
#include "tests/support/world.hpp"

/// The interface over a stepped node in memory, asked without a network.
namespace lintas::api {

using Json = nlohmann::json;

inline const Instant now = *parse_instant("2026-11-23T08:00:00Z");

/// A window into the memory store of a stepped node.
class MemoryReader final : public test::StoreReader {
 public:
  /// `upgraded`: the program has changed since it stored the states. `damaged`: the head of a stream whose
  /// history cannot be folded.
  explicit MemoryReader(store::MemoryStore& store, bool readable = true, bool upgraded = false,
                        std::optional<app::Seq> damaged = {});
  std::vector<app::EventRow> history(app::Seq head) override;
  std::optional<app::StreamRow> stream(app::StreamId id) override;

 private:
  app::Store& store() override;

  bool readable_;
  bool upgraded_;
  std::optional<app::Seq> damaged_;
};

/// Answers at once, on the caller's thread.
class SteppedService final : public app::Service {
 public:
  explicit SteppedService(test::NationalNode& node);
  ~SteppedService() override;
  void ask(workflow::Command command, OnReply on_reply) override;
  void consider(workflow::Command command, OnConsidered on_considered) override;
  bool read(app::Share share, std::move_only_function<void(app::Reader&)> work) override;
  bool post(app::Share share, std::move_only_function<void()> work) override;

  /// What was held.
  void go_on();

  bool full = false;
  bool holds = false;  ///< what comes now waits for a thread
  std::vector<std::move_only_function<void()>> held;
  bool failing = false;
  bool readable = true;
  bool upgraded = false;
  std::optional<app::Seq> damaged;
  std::function<void()> asked;      ///< what happens between the writer's decision and its answer
  std::vector<std::string> failed;  ///< what the pool would tell the log

 private:
  void alone(const std::function<void()>& work);

  test::NationalNode& node_;
};

class ApiTest : public testing::Test {
 public:
  struct Answer {
    net::Response response;
    Json json;
  };

  ApiTest();
  ~ApiTest() override;
  ApiTest(const ApiTest&) = delete;
  ApiTest& operator=(const ApiTest&) = delete;

  std::string key(const access::Actor& actor);

  Answer ask(net::Method method, std::string_view target, const std::string& by, std::string_view body = {},
             std::vector<net::Headers::Field> headers = {});
  /// Whatever is answered to a test, the description knows it.
  void expect_described(const net::Request& request, const net::Response& response);
  const test::Described& described();
  Answer get(std::string_view target, const std::string& by) { return ask(net::Method::get, target, by); }
  Answer act(std::string_view name, const std::string& by, const Json& body, std::string idempotency_key,
             std::vector<net::Headers::Field> headers = {});

  static code::Handle handle_of(std::string_view reference);

  std::shared_ptr<const DocumentKey> document_key;  ///< none at first
  std::vector<std::pair<std::string, Instant>> certificates;
  StatusLists status_lists{std::nullopt, [this](ByteView) { return !disk_full; }};
  CertificateLists certificate_lists{
      .lists = {std::nullopt, [this](ByteView) { return !disk_full; }, {}, code::Kind::certificate}};
  const std::array<const workflow::Part*, 16> parts{
      &workflow::registers_part(), &workflow::guarantee_part(),   &workflow::departure_part(),
      &workflow::journey_part(),   &workflow::manifest_part(),    &workflow::webhooks_part(),
      &workflow::links_part(),     &workflow::codes_part(),       &workflow::documents_part(),
      &workflow::acdd_part(),      &workflow::kinds_part(),       &workflow::awsc_part(),
      &workflow::origin_part(),    &workflow::attachments_part(), &workflow::aeo_part(),
      &workflow::aeo_list_part()};
  test::NationalNode node{"SG", now, parts};
  SteppedService service{node};
  test::SeededEntropy entropy{7};
  test::PlainPacker packer;
  test::MemoryFiles files;
  Keys keys{test::sha256};
  using Works = std::vector<std::move_only_function<void()>>;
  /// Of an interface over this node; what it puts off and posts is the test's to do.
  Ports ports(Works& later, std::vector<WebhookPost>& posted);
  Works put_off;  ///< work for later, whenever a test likes
  std::vector<WebhookPost> posts;
  bool private_addresses = false;  ///< of interfaces that are made from now on
  std::function<void()> on_sign;   ///< whatever happens meanwhile
  Api api{ports(put_off, posts)};
  net::Router router;
  net::Router* routes = &router;  ///< of the interface that is asked
  std::string officer, second, holder, stranger;
  std::string kept_keys;
  bool disk_full = false;
  bool press_full = false;
  std::optional<std::string> fault_of_partner;              ///< what a test of one comes to
  std::function<void()> while_it_waits_for_the_press;       ///< the next document
  std::map<std::string, std::set<std::uint16_t>> statuses;  ///< that each operation has answered
  std::vector<PartnerLine> partner_lines;                   ///< of the exchange
  std::vector<Day> rated;                                   ///< by whose rates amounts were computed
};

}  // namespace lintas::api
