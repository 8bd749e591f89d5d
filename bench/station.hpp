#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "bench/recorder.hpp"

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/exchange/partner.hpp"
#include "core/messages/program.hpp"
#include "core/model/groups.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/letters.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/mrn_numbers.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/executor.hpp"
#include "shell/app/fresh_letters.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/node/pool.hpp"
#include "shell/node/writer.hpp"
#include "shell/store/payload_codec.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"

namespace lintas::bench {

/// What a node keeps to itself and its store depends on.
struct StoreKeys {
  workflow::MrnKey mrn;  ///< of the permutation that its MRNs are issued by
  transit::AccessCodeHasher hash;
};
/// Of a store that only benchmarks open.
[[nodiscard]] StoreKeys keys_of_nobody();

/// What a movement's processor time goes into.
enum class Stage : std::uint8_t { declaration, deciding, committing, message_out, message_in };
inline constexpr std::array<const char*, 5> stage_names{
    "declaration: XML, rules, amount at risk, packing", "deciding", "committing, checkpoints included",
    "messages out: XML written", "messages in: XML, letter, packing"};

/// Processor time by stage, from any thread.
class Meter {
 public:
  void add(Stage stage, std::chrono::nanoseconds time) { at(stage) += time.count(); }
  /// Seconds by stage so far.
  using Times = std::array<double, stage_names.size()>;
  [[nodiscard]] Times times() const {
    Times times{};
    std::ranges::transform(times_, times.begin(),
                           [](const auto& time) { return static_cast<double>(time.load()) * 1e-9; });
    return times;
  }

 private:
  std::atomic<std::int64_t>& at(Stage stage) { return times_[static_cast<std::size_t>(stage)]; }
  std::array<std::atomic<std::int64_t>, stage_names.size()> times_{};
};

/// Adds what its scope took.
class Timed {
 public:
  Timed(Meter& meter, Stage stage) : meter_(meter), stage_(stage), begin_(thread_time()) {}
  Timed(const Timed&) = delete;
  Timed& operator=(const Timed&) = delete;
  ~Timed() { meter_.add(stage_, thread_time() - begin_); }

 private:
  Meter& meter_;
  Stage stage_;
  std::chrono::nanoseconds begin_;
};

/// A message between two nodes, as it stands on the wire.
struct Envelope {
  exchange::Partner from;
  exchange::Partner to;
  std::string id;
  std::uint32_t n = 0;   ///< in its lane
  std::int64_t row = 0;  ///< in the sender's outbox
  Mrn mrn;
  std::string xml;
};

/// A national node without sockets: reference data, business, store, executor, writer and a pool of one
/// thread as the node has them. XML of a trader comes in as at the API, XML of partners goes out and comes in
/// as at the gateway; the receipts, which the gateway signs, are none. Its clock stands still.
class Station {
 public:
  using OnReply = app::Service::OnReply;
  struct Options {
    std::string country;
    std::filesystem::path folder;
    StoreKeys keys;
    Instant now;
    std::function<void(Envelope)> carry;  ///< on the thread of the pool
    Meter* meter = nullptr;
  };

  explicit Station(Options options);
  /// Does what is queued, then ends.
  ~Station();
  Station(const Station&) = delete;
  Station& operator=(const Station&) = delete;

  [[nodiscard]] exchange::Partner partner() const;

  /// A trader's declaration as XML. What is wrong with it is our mistake.
  void declare(const access::Actor& actor, std::string xml, OnReply on_reply);
  /// Anything else that somebody sends whole: `make` makes a command of it, on the pool as the API does. Id,
  /// instant and trace are given here.
  using Make = std::function<workflow::Command(app::Packer& packer, const refdata::Snapshot& reference)>;
  void take(Make make, OnReply on_reply);
  /// An act whose content was read.
  void ask(const access::Actor& actor, workflow::CommandType type, Bytes content, OnReply on_reply);
  /// The same, waiting for the answer.
  workflow::Reply ask_now(const access::Actor& actor, workflow::CommandType type, Bytes content);
  /// A partner's message as XML.
  void receive(Envelope envelope, OnReply on_reply);
  /// A partner has a message of ours.
  void receipted(std::int64_t row) { writer_->receipted(row); }

  [[nodiscard]] AccessCodeHash hash_of(const Grn& grn, const AccessCode& code) const {
    return options_.keys.hash(grn, code);
  }
  [[nodiscard]] const workflow::National& domain() const { return domain_; }
  [[nodiscard]] Recorder& recorder() { return recorder_; }
  /// Nothing is under way and the writer has ended: the store can be looked into.
  store::SqliteStore& end();

 private:
  [[nodiscard]] workflow::Setting make_setting() const;
  [[nodiscard]] node::Writer::Options writer_options();
  [[nodiscard]] workflow::Command declaration_command(const access::Actor& actor, const std::string& xml);
  void fill_in(workflow::Command& command);
  [[nodiscard]] workflow::Command message_command(const Envelope& envelope);
  [[nodiscard]] Envelope render(const app::OutboxRow& row, store::Reads& reads);

  Options options_;
  Country home_;
  Day today_;
  refdata::Snapshot reference_;
  workflow::National domain_;
  store::SqliteStore store_;
  Recorder recorder_;
  crypto::SystemEntropy entropy_;
  store::PayloadCodec writers_codec_;
  store::PayloadCodec pools_codec_;
  app::FreshLetters letters_;
  app::Mail mail_;
  app::Executor executor_;
  const std::int64_t opened_at_;  ///< event of the log
  std::atomic<std::uint64_t> asked_ = 0;
  std::unique_ptr<node::Pool> pool_;
  std::unique_ptr<node::Writer> writer_;
};

/// Everything in the benchmark goes well; else it says what did not, and ends.
void expect_accepted(const workflow::Reply& reply, const char* what);

}  // namespace lintas::bench
