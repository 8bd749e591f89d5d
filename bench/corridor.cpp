#include "bench/corridor.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "base/fields.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/state.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/import.hpp"
#include "core/transit/departure/commands.hpp"
#include "core/transit/destination/commands.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/workflow/departure_part.hpp"
#include "core/workflow/guarantee_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/registers_part.hpp"
#include "core/workflow/uses.hpp"

namespace lintas::bench {

namespace {

using access::Role;
using workflow::Reply;
namespace dep = transit::departure;
namespace pas = transit::passage;
namespace des = transit::destination;

constexpr std::size_t sg = 0;
constexpr std::size_t my = 1;
constexpr std::size_t th = 2;

OfficeId at(std::string_view code) { return OfficeId::parse(code).value(); }
Currency sgd() { return Currency::parse("SGD").value(); }

guarantee::RegisterGuarantee registration(std::size_t n, const Station& office, std::chrono::days moved_by) {
  guarantee::RegisterGuarantee command;
  command.approval.second = PersonId::parse("officer-8").value();
  command.grn = grn_of(n);
  command.holder = Tin::parse(trader).value();
  command.office = at("SGWDL001");
  command.reference_amount = {std::int64_t{1} << 50, sgd()};
  command.valid_from = *parse_day("2026-01-01") + moved_by;
  command.access_codes = {office.hash_of(command.grn, AccessCode::parse(access_code).value())};
  command.terms = guarantee::MultipleJourneys{
      .guarantor = {.tin = Tin::parse("SGBANK").value(), .approved = true}, .weekly_debt = {100, sgd()}};
  return command;
}

}  // namespace

Corridor::Setting Corridor::setting_in(const std::filesystem::path& folder) {
  Setting setting{.places = {}, .now = morning()};
  for (std::size_t i = 0; i < states; ++i) {
    setting.places.at(i) = {.folder = folder / countries.at(i), .keys = keys_of_nobody()};
    std::filesystem::create_directories(setting.places.at(i).folder);
  }
  return setting;
}

Corridor::Corridor(const Setting& setting, Meter& meter)
    : declarations_(moved_to(setting.now)), items_(setting.items), now_(setting.now) {
  for (std::size_t i = 0; i < states; ++i) {
    stations_.at(i) = std::make_unique<Station>(
        Station::Options{.country = std::string{countries.at(i)},
                         .folder = setting.places.at(i).folder,
                         .keys = setting.places.at(i).keys,
                         .now = setting.now,
                         .carry = [this](Envelope envelope) { carry(std::move(envelope)); },
                         .meter = &meter});
  }
}

void Corridor::set_up() {
  Station& home = *stations_[sg];
  const auto rows =
      registers::read_entries(moved(file_text("examples/registers.csv"), {","}, moved_to(now_)));
  require(rows.has_value(), "the example of the registers is one");
  for (const auto& row : *rows) {
    expect_accepted(home.ask_now({.role = Role::reference_data_keeper, .person = "keeper-1"},
                                 workflow::record_entry, to_cbor(registers::Register{row.content})),
                    "a register entry");
  }
  const access::Actor officer{
      .role = Role::officer_of_guarantee, .person = "officer-9", .office = "SGWDL001"};
  for (std::size_t n = 0; n < guarantees; ++n) {
    expect_accepted(
        home.ask_now(officer, workflow::register_guarantee, to_cbor(registration(n, home, moved_to(now_)))),
        "a guarantee");
  }
  // The first movement of a node wakes what comes only once.
  constexpr std::size_t of_nobody_else = 999'999'999;
  play(of_nobody_else, 1, 1);
}

// ---- movements under way

void Corridor::play(std::size_t first, std::size_t count, std::size_t under_way) {
  std::vector<Movement> movements(std::min(under_way, count));
  std::unique_lock lock{mutex_};
  next_ = first;
  end_ = first + count;
  under_way_ = movements.size();
  for (Movement& movement : movements) movement.n = next_++;
  lock.unlock();
  for (Movement& movement : movements) begin(movement);
  lock.lock();
  ended_.wait(lock, [this] { return under_way_ == 0; });
}

void Corridor::begin(Movement& movement) {
  movement.step = 0;
  do_step(movement);
}

void Corridor::land(Movement& movement) {
  const std::size_t before = movement.to_land.fetch_sub(1);
  require(before > 0, "a step leads to as many messages as the table says");
  if (before > 1) return;
  if (++movement.step < steps.size()) return do_step(movement);
  end(movement);
}

void Corridor::end(Movement& movement) {
  {
    const std::scoped_lock lock{mutex_};
    by_mrn_.erase(movement.mrn.str());
    if (next_ == end_) {
      if (--under_way_ == 0) ended_.notify_all();
      return;
    }
    movement.n = next_++;
  }
  begin(movement);
}

void Corridor::do_step(Movement& movement) {
  movement.to_land = 1 + steps[movement.step].messages;
  const auto pass = [&](std::size_t state, std::string_view office) {
    act(movement, *stations_[state], Role::officer_of_transit, office,
        workflow::command_in(workflow::passage_block, 1),
        pas::RecordPassage{.mrn = movement.mrn, .office = at(office), .inspection = {}});
  };
  constexpr std::string_view bangkok = "THBKK001";
  switch (movement.step) {
    case 0:
      stations_[sg]->declare({.role = Role::trader, .party = std::string{trader}}, declaration(movement.n),
                             [this, &movement](const Reply& reply) {
                               expect_accepted(reply, "a declaration");
                               movement.mrn =
                                   workflow::read_content<workflow::MovementReply>(reply.content).mrn.value();
                               {
                                 const std::scoped_lock lock{mutex_};
                                 by_mrn_.emplace(movement.mrn.str(), &movement);
                               }
                               land(movement);
                             });
      break;
    case 1:
      act(movement, *stations_[sg], Role::officer_of_departure, "SGTUS001",
          workflow::command_in(workflow::departure_block, 2), dep::Release{.mrn = movement.mrn, .limit = {}});
      break;
    case 2: pass(my, "MYTJK001"); break;
    case 3: pass(my, "MYBKH001"); break;
    case 4: pass(th, "THSDO001"); break;
    case 5:
      act(movement, *stations_[th], Role::officer_of_destination, bangkok,
          workflow::command_in(workflow::destination_block, 0),
          des::RecordArrival{.mrn = movement.mrn, .office = at(bangkok), .trader = {}});
      break;
    default:
      act(movement, *stations_[th], Role::officer_of_destination, bangkok,
          workflow::command_in(workflow::destination_block, 4),
          des::ReleaseUncontrolled{.mrn = movement.mrn, .office = at(bangkok), .inspection = {}});
  }
}

template <class Act>
void Corridor::act(Movement& movement, Station& station, Role role, std::string_view office,
                   workflow::CommandType type, Act content) {
  station.ask({.role = role, .person = "officer-1", .office = std::string{office}}, type, to_cbor(content),
              [this, &movement](const Reply& reply) {
                expect_accepted(reply, steps[movement.step].what.data());
                land(movement);
              });
}

Corridor::Movement& Corridor::movement_of(const Mrn& mrn) {
  const std::scoped_lock lock{mutex_};
  const auto found = by_mrn_.find(mrn.str());
  require(found != by_mrn_.end(), "a message is about a movement that is under way");
  return *found->second;
}

void Corridor::carry(Envelope envelope) {
  Movement& movement = movement_of(envelope.mrn);
  if (seen) seen(envelope, movement.step);
  const auto to = std::ranges::find(stations_, envelope.to, [](const auto& one) { return one->partner(); });
  const auto from =
      std::ranges::find(stations_, envelope.from, [](const auto& one) { return one->partner(); });
  require(to != stations_.end() && from != stations_.end(), "the corridor has its states");
  const auto row = envelope.row;
  (*to)->receive(std::move(envelope), [this, &movement, &sender = **from, row](const Reply& reply) {
    expect_accepted(reply, "a message");
    sender.receipted(row);
    land(movement);
  });
}

// ---- afterwards

void Corridor::end_and_check() {
  // A station that still runs may send to one that ended; nothing is under way any more.
  for (const auto& station : stations_) {
    store::SqliteStore& store = station->end();
    require(store.outbox().empty(), "every message is receipted");
    require(store.quarantined().empty(), "no bug was hit");
    for (const app::StreamRow& row : store.open_streams()) {
      if (row.kind == workflow::manifest_stream) continue;  // the node's own, never done
      require(row.kind == workflow::account_stream, "every movement has ended");
      const auto state = station->domain().decode_state(row.kind, row.state);
      require(state && state->as<guarantee::Header>().sums == guarantee::Sums{},
              "what was reserved is free again");
    }
  }
}

}  // namespace lintas::bench
