#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/attachment_files.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/gateway/links.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/server.hpp"
#include "shell/net/target.hpp"
#include "shell/store/memory/memory_store.hpp"
#include "tests/support/as4_nodes.hpp"
#include "tests/support/store_reader.hpp"
#include "tests/support/world.hpp"

/// Malaysia's gateway with letters in its outbox, and a door of Singapore over HTTP behind which a test
/// stands.
namespace lintas::test {

/// A store that is only read, by whoever asks.
class ReadingService final : public app::Service {
 public:
  explicit ReadingService(app::Store& store) : store_(store) {}
  void ask(workflow::Command /*command*/, OnReply /*on_reply*/) override { FAIL() << "nothing comes in"; }
  void consider(workflow::Command /*command*/, OnConsidered /*on_considered*/) override {
    FAIL() << "nothing comes in";
  }
  [[nodiscard]] bool read(app::Share, std::move_only_function<void(app::Reader&)> work) override {
    ++reads;
    if (!has_room) return false;
    const std::scoped_lock lock{mutex_};
    StoreReader reader{store_};
    work(reader);
    return true;
  }
  [[nodiscard]] bool post(app::Share, std::move_only_function<void()> work) override {
    if (!has_room) return false;
    work();
    return true;
  }

  std::atomic<int> reads = 0;
  std::atomic<bool> has_room = true;

 private:
  std::recursive_mutex mutex_;
  app::Store& store_;
};

/// What the gateway tells, from whatever thread.
struct Told {
  struct Line {
    gateway::Outcome outcome{};
    std::string why;
    std::string message;
  };
  std::vector<Line> lines;
  std::vector<app::SentRow> receipted;
  std::vector<std::int64_t> refused;
  std::vector<app::Death> deaths;  ///< of those
  std::vector<std::int64_t> revived;
  std::vector<std::int64_t> let_go;
};

class Door final : public net::Handler {
 public:
  using Answer = std::function<net::Response(const net::Request&)>;
  explicit Door(net::Loop& loop) : server_(loop, *this, {.listeners = {{.name = "partners"}}}) {}

  [[nodiscard]] net::Admission admit(net::Request& /*head*/) override { return limits::http_body_bytes_max; }
  void handle(net::Request request, net::Responder responder) override {
    Answer answer;
    {
      const std::scoped_lock lock{mutex_};
      came_.push_back(copy_of(request.body));
      answer = next_.empty() ? always_ : std::exchange(next_.front(), {});
      if (!next_.empty()) next_.pop_front();
    }
    responder(answer(request));
  }
  /// The next request is answered so, and each behind the last of them as `always` says.
  void next(Answer answer) {
    const std::scoped_lock lock{mutex_};
    next_.push_back(std::move(answer));
  }
  void always(Answer answer) {
    const std::scoped_lock lock{mutex_};
    always_ = std::move(answer);
  }
  [[nodiscard]] std::vector<Bytes> came() {
    const std::scoped_lock lock{mutex_};
    return came_;
  }
  [[nodiscard]] net::Url url() const {
    return net::parse_url("http://127.0.0.1:" + std::to_string(server_.port(0)) + "/as4").value();
  }

 private:
  std::mutex mutex_;
  std::deque<Answer> next_;
  Answer always_ = [](const net::Request&) { return net::Response{.status = 503}; };
  std::vector<Bytes> came_;
  net::Server server_;
};

class SenderTest : public testing::Test {
 protected:
  static constexpr std::size_t letters = 4;

  SenderTest() {
    app::Batch batch;
    for (std::int64_t n = 1; n <= static_cast<std::int64_t>(letters); ++n) {
      const Bytes letter = to_cbor(passage_letter(time_of_recording() - std::chrono::hours{n}));
      batch.payloads.push_back(
          {.id = app::PayloadId{n}, .payload = packer_.pack(workflow::payload_of_message(118), letter)});
      batch.events.push_back({.seq = app::Seq{n},
                              .stream = app::StreamId{n},
                              .version = 1,
                              .at = time_of_recording() - std::chrono::hours{n}});
      rows_.push_back({.id = n * 16,
                       .partner = singapore,
                       .lane = app::StreamId{n},
                       .n = static_cast<std::uint32_t>(n),
                       .kind = workflow::payload_of_message(118),
                       .payload = app::PayloadId{n}});
    }
    require(store_.commit(batch) == app::CommitOutcome::applied, "the letters are stored");
    start();
  }
  ~SenderTest() override { gateway_.reset(); }

  /// Malaysia's process, anew: what it knew is gone.
  void start() {
    gateway_.reset();
    gateway_ = std::make_unique<gateway::Gateway>(
        loop_, service_,
        gateway::Gateway::Options{
            .home = malaysia,
            .partners = {link()},
            .clock =
                [this] {
                  if (on_clock_) on_clock_();
                  return now_.load();
                },
            .reference = [this]() -> const refdata::Snapshot& { return reference_; },
            .packer = [this]() -> app::Packer& { return packer_; },
            .entropy = &entropy_,
            .sha256 = crypto::sha256,
            .before = before_,
            .attachments = attachments_,
            .receipted =
                [this](app::SentRow row) { tell([&](Told& told) { told.receipted.push_back(row); }); },
            .refused =
                [this](std::int64_t id, const app::Death& death) {
                  tell([&](Told& told) {
                    told.refused.push_back(id);
                    told.deaths.push_back(death);
                  });
                },
            .revived = [this](std::int64_t id) { tell([&](Told& told) { told.revived.push_back(id); }); },
            .let_go = [this](std::int64_t id) { tell([&](Told& told) { told.let_go.push_back(id); }); },
            .report =
                [this](const gateway::Report& report) {
                  if (on_report_) on_report_(report);
                  tell([&](Told& told) {
                    told.lines.push_back(
                        {report.outcome, std::string{report.why}, std::string{report.message}});
                  });
                },
            .is_named = [this](exchange::Partner) { return is_named_.load(); },
            .lines = lines_});
  }
  [[nodiscard]] gateway::PartnerLink link() {
    return {.partner = singapore,
            .url = door_.url(),
            .tls = nullptr,
            .certificates = {},
            .signers = {},
            .agreement = agreement_};
  }

  void send(std::size_t letter) { gateway_->add({rows_.at(letter)}); }
  /// The pauses behind failures are over; another letter wakes the gateway.
  void later(std::size_t letter) {
    now_ = now_.load() + std::chrono::minutes{30};
    send(letter);
  }
  [[nodiscard]] Told told() {
    const std::scoped_lock lock{mutex_};
    return told_;
  }
  /// Waits for so many lines of what became of messages.
  [[nodiscard]] bool told_lines(std::size_t count) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, std::chrono::seconds{30}, [&] { return told_.lines.size() >= count; });
  }
  [[nodiscard]] bool told_receipts(std::size_t count) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, std::chrono::seconds{30}, [&] { return told_.receipted.size() >= count; });
  }

  template <class Change>
  void tell(Change change) {
    const std::scoped_lock lock{mutex_};
    change(told_);
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  Told told_;
  std::function<void(const gateway::Report&)> on_report_;  ///< before it is told, on whatever thread
  std::function<void()> on_clock_;  ///< of the next start; whenever it is asked, on whatever thread
  std::atomic<Instant> now_ = time_of_recording();
  std::atomic<bool> is_named_ = true;            ///< Singapore, in the configuration
  gateway::EarlierLife before_;                  ///< of the next start
  app::AttachmentFiles* attachments_ = nullptr;  ///< of the next start
  net::ClientOptions lines_;                     ///< of the next start
  store::MemoryStore store_;
  PlainPacker packer_;
  SeededEntropy entropy_{5};
  refdata::Snapshot reference_ = seed::reference(Country::parse("MY").value());
  std::shared_ptr<const as4::Partner> agreement_ = shared_agreement(malaysia);
  std::vector<app::OutboxRow> rows_;
  ReadingService service_{store_};
  net::Loop loop_;
  Door door_{loop_};
  std::unique_ptr<gateway::Gateway> gateway_;
};

}  // namespace lintas::test
