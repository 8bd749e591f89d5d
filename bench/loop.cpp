// What does the loop add to the store? Parcels (the business of the simulator) go through executor and
// SQLite: command, two that follow from it, three messages out, three acknowledgements in, audit tree,
// durable. The floor commits the very batches that the executor made, to a second store, without deciding
// anything.
//
//   bench_loop [--parcels N] [--json FILE]

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "bench/recorder.hpp"
#include "bench/report.hpp"

#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "shell/app/executor.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/store/payload_codec.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"
#include "tests/support/courier.hpp"

namespace lintas::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;
using namespace test::courier;
using workflow::Command;

const Instant noon = *parse_instant("2026-11-23T12:00:00Z");

Command command_of_trader(access::Role role, CommandType type, Bytes content, std::size_t n) {
  return {.id = workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::trader_message, "ACME",
                                                              format("{:08}", n))},
          .type = type,
          .at = noon,
          .actor = {.role = role, .party = "ACME"},
          .content = std::move(content)};
}

Command acknowledgement_of(const std::string& number, std::uint32_t k, store::PayloadCodec& codec) {
  const std::string id = format("{}-{}", number, k);
  Command command{
      .id = workflow::MessageCommandId{workflow::make_key(workflow::KeyKind::partner_message, "MY", id)},
      .type = acknowledgement,
      .at = noon,
      .actor = {.role = access::Role::partner_node, .party = "MY"},
      .content = to_cbor(Letter{number, k}),
      .lane = workflow::LanePosition{*exchange::Partner::parse("MY"), k, id}};
  command.payloads.push_back(codec.pack(acknowledgement_document, command.content));
  return command;
}

std::filesystem::path fresh(const char* name) {
  const auto folder = std::filesystem::current_path() / name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

void ask_all(app::Executor& executor, const std::vector<Command>& commands) {
  for (std::size_t from = 0; from < commands.size(); from += limits::batch_commands_max) {
    const auto batch =
        std::span{commands}.subspan(from, std::min(limits::batch_commands_max, commands.size() - from));
    for (const workflow::Reply& reply : executor.run_batch(batch)) {
      require(reply.kind == workflow::Reply::Kind::accepted, "the courier's day goes well");
    }
    for (const app::OutboxRow& row : executor.take_outbox()) executor.receipted(row.id);
  }
}

void run(int count, char** values) {
  std::size_t parcels = 20'000;
  for (int i = 1; i + 1 < count; ++i) {
    if (std::string_view{values[i]} == "--parcels") parcels = std::strtoull(values[i + 1], nullptr, 10);
  }
  Report report{count, values};
  const auto folder = fresh("bench-loop");
  const auto floor_folder = fresh("bench-loop-floor");
  store::SqliteStore sqlite{{.folder = folder}};
  Recorder recorder{sqlite};
  Courier domain{"SG"};
  crypto::SystemEntropy entropy;
  store::PayloadCodec codec{crypto::sha256};
  app::Executor executor{{domain, recorder, entropy, codec, crypto::sha256}};

  std::vector<Command> commands{command_of_trader(access::Role::officer_of_guarantee, open_account,
                                                  to_cbor(Parcel{"", "ACME", "", std::int64_t{1} << 40}), 0)};
  for (std::size_t i = 1; i <= parcels; ++i) {
    commands.push_back(command_of_trader(access::Role::trader, send_parcel,
                                         to_cbor(Parcel{format("P{:08}", i), "ACME", "MY", 100}), i));
  }
  for (std::uint32_t k = 1; k <= letters_per_parcel; ++k) {
    for (std::size_t i = 1; i <= parcels; ++i)
      commands.push_back(acknowledgement_of(format("P{:08}", i), k, codec));
  }
  const auto begin = Clock::now();
  ask_all(executor, commands);
  const double wall = Seconds{Clock::now() - begin}.count();

  store::SqliteStore floor_store{{.folder = floor_folder}};
  const auto floor_begin = Clock::now();
  for (const app::Batch& batch : recorder.batches) {
    require(floor_store.commit(batch) == app::CommitOutcome::applied, "the same batches fit a fresh store");
    floor_store.checkpoint_if_due();
  }
  const double floor = Seconds{Clock::now() - floor_begin}.count();

  const auto n = static_cast<double>(parcels);
  const auto asked = static_cast<double>(commands.size());
  report.add({"loop parcels", n / wall, "1/s", n / floor});
  report.add({"loop commands from outside", asked / wall, "1/s", asked / floor});
  report.add({"loop events", static_cast<double>(executor.head().size) / wall, "1/s", {}});
  report.add({"loop deciding, a command", (wall - recorder.seconds) / asked * 1e6, "us", {}});
  report.add({"loop committing, a command", recorder.seconds / asked * 1e6, "us", floor / asked * 1e6});
  report.add({"loop on disk a parcel",
              static_cast<double>(std::filesystem::file_size(folder / "lintas.db")) / n,
              "bytes",
              {}});
  std::filesystem::remove_all(folder);
  std::filesystem::remove_all(floor_folder);
}

}  // namespace
}  // namespace lintas::bench

int main(int count, char** values) { lintas::bench::run(count, values); }
