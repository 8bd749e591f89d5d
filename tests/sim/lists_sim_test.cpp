#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/aeo/authorisation/application.hpp"
#include "core/aeo/authorisation/commands.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/commands.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/programme.hpp"
#include "core/exchange/partner.hpp"
#include "core/exchange/shared_record.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/tin.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/seed/seed.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/part.hpp"
#include "shell/app/operator_record.hpp"
#include "shell/app/store.hpp"
#include "tests/sim/simulator.hpp"
#include "tests/sim/states.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/samples.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/world.hpp"
#include "wire/xml/xml_reader.hpp"

/// Three states authorise operators, suspend, restore and end them, and tell each other of those that agree,
/// while nodes die, lines break for days, and messages are lost, repeated and reordered, or else gone for
/// good. Thailand gets lists only from the tenth day on. Then all is well for some days: each copy has to be
/// its source, and a suspension has to be in effect at every partner within its bound.
namespace lintas::sim {
namespace {

using namespace std::chrono_literals;
namespace aut = aeo::authorisation;
namespace lst = aeo::listed;
using workflow::Reply;

struct Member {
  std::string_view state;
  std::string_view office;  ///< of its programme office
  std::string_view programme;
  std::string_view level;
  std::string_view code;  ///< codes begin so, six digits follow
};
constexpr std::array members{Member{"MY", "MYPKG001", "AEO", "", "MY12345H"},
                             Member{"SG", "SGTUS001", "STP", "STP-Plus", "AEOSG123456"},
                             Member{"TH", "THBKK001", "AEO", "", "TH"}};
constexpr std::size_t operators_each = 4;

std::shared_ptr<const refdata::Snapshot> reference_of(const std::string& state) {
  static const refdata::DocumentPairs pairs = [] {
    std::string rows = "kind,process,from_state,to_state,on,from,until,source\n";
    for (const Member& from : members) {
      for (const Member& to : members) {
        if (from.state == to.state) continue;
        rows += format("operators,issue,{},{},yes,{},,test\n", from.state, to.state,
                       to.state == "TH" ? "2026-12-03" : "2026-01-01");
      }
    }
    return refdata::read_document_pairs(rows).value();
  }();
  refdata::Tables tables = seed::reference(Country::parse(state).value()).tables();
  tables.document_pairs = pairs;
  return std::make_shared<const refdata::Snapshot>(std::move(tables));
}

/// Some messages are lost for good among all else.
Faults trouble() {
  Faults faults = days_of_trouble();
  faults.lose_rows = 5;
  return faults;
}

class ListsRun {
 public:
  ListsRun(std::uint64_t seed, const World::MakeDisk& make_disk, Faults faults)
      : world_(seed,
               {.domain =
                    [](const std::string& state) {
                      static const std::vector<const workflow::Part*> parts{
                          &workflow::aeo_part(), &workflow::aeo_list_part(), &workflow::manifest_part()};
                      return std::make_unique<StateBusiness>(state, reference_of(state), parts);
                    },
                .carried = [this](Node& from, const std::string& to, const app::OutboxRow& row,
                                  const std::string& id) { return post_.carry(world_, from, to, row, id); }},
               states(), make_disk, faults) {
    for (const Member& member : members) {
      for (std::size_t i = 0; i < operators_each; ++i) lead(member, i, 0);
      live(member);
    }
  }

  std::vector<std::string> play() {
    world_.run_for(20 * 24h);
    acts_ = false;
    world_.heal();
    world_.run_for(24h);
    world_.look_each(10min);
    world_.run_for(9 * 24h);
    let_arrive(world_);
    world_.look_each(1s);
    world_.run_for(15min);
    auto broken = broken_laws();
    const auto more = suspensions_that_are_late();
    broken.insert(broken.end(), more.begin(), more.end());
    return broken;
  }
  [[nodiscard]] const std::map<std::string, int>& done() const { return done_; }

 private:
  static std::vector<std::string> states() {
    std::vector<std::string> all;
    for (const Member& member : members) all.emplace_back(member.state);
    return all;
  }
  static access::Actor office(const Member& member) {
    return {.role = access::Role::aeo_manager,
            .party = {},
            .person = "OFFICER1",
            .office = std::string{member.office}};
  }
  static std::string holder(const Member& member, std::size_t number) {
    return format("{}{:09}", member.state, number + 1);
  }
  static access::Actor firm(const Member& member, std::size_t number) {
    return {.role = access::Role::trader, .party = holder(member, number), .person = "CLERK", .office = {}};
  }
  static lst::Reference reference(const Member& member, std::size_t number) {
    return {.holder = *Tin::parse(holder(member, number)), .number = *aut::ApplicationNumber::parse("A-1")};
  }
  aeo::Code next_code(const Member& member) {
    return *aeo::Code::parse(format("{}{:06}", member.code, ++codes_));
  }
  std::size_t below(std::size_t bound) { return world_.random().below(bound); }

  /// From the application to the grant, a step after the other.
  void lead(const Member& member, std::size_t number, int step) {
    const auto its = reference(member, number);
    const auto then = [this, member, number, step] { lead(member, number, step + 1); };
    switch (step) {
      case 0:
        return ask(member, firm(member, number),
                   aut::BeginApplication{{.reference = its,
                                          .programme = std::string{member.programme},
                                          .level = std::string{member.level},
                                          .roles = {aeo::OperatorRole::exporter}}},
                   then);
      case 1: return ask(member, firm(member, number), aut::SubmitApplication{its}, then);
      case 2:
        return ask(member, office(member), aut::AcceptApplication{.reference = its, .basis = "art. 1"}, then);
      case 3:
        return ask(member, office(member), aut::BeginValidation{.reference = its, .basis = "art. 1"}, then);
      case 4:
        return ask(member, office(member),
                   aut::AuthoriseOperator{.reference = its,
                                          .code = next_code(member),
                                          .level = {},
                                          .roles = {},
                                          .from = {},
                                          .until = {},
                                          .basis = "art. 2"},
                   then);
      default: return agree(member, number);
    }
  }
  void agree(const Member& member, std::size_t number) {
    std::string text = test::read_file(LINTAS_ROOT "/examples/documents/sg-authorised-operator.xml");
    text = test::with(text, "<HolderID>SG201912345K<", format("<HolderID>{}<", holder(member, number)));
    text = test::with(text, "<ID>A-2026-1<", "<ID>A-1<");
    text = test::with(text, "<IssuingCountryCode>SG<", format("<IssuingCountryCode>{}<", member.state));
    text = test::with(text, "12 Tuas", format("{} Tuas", 1 + below(3)));
    const auto document = xml::read(text);
    require(document.has_value(), "the record can be read");
    const auto made = app::operator_record(*document, packer_, *reference_of(std::string{member.state}),
                                           std::chrono::floor<std::chrono::days>(world_.now()), test::sha256);
    require(made.has_value(), "the record breaks no rule");
    ask_list(member, firm(member, number), made->consent, {made->payload});
  }

  void live(const Member& member) {
    world_.after(1h + world_.up_to(12h), [this, member] {
      if (!acts_) return;
      if (world_.node(std::string{member.state}).alive()) act(member);
      live(member);
    });
  }
  void act(const Member& member) {
    const std::size_t number = below(operators_each);
    const auto its = reference(member, number);
    const std::size_t what = below(100);
    if (what < 15) return agree(member, number);
    if (what < 20) return ask_list(member, firm(member, number), lst::WithdrawConsent{.reference = its});
    if (what < 45) return suspend(member, number);
    if (what < 75) {
      return ask(member, office(member),
                 aut::RestoreAuthorisation{.reference = its, .reason = "repaired", .basis = "art. 3"});
    }
    const Day today = std::chrono::floor<std::chrono::days>(world_.now());
    if (what < 90) {
      return ask(member, office(member),
                 aut::ChangeCode{.reference = its,
                                 .code = next_code(member),
                                 .until = today + std::chrono::days{5},
                                 .reason = {},
                                 .basis = "art. 4",
                                 .by_mistake = false});
    }
    if (what < 97) {
      return ask_list(member, office(member), lst::TellAgain{.reference = its, .reason = "asked"});
    }
    ask(member, firm(member, number), aut::WithdrawAuthorisation{.reference = its, .reason = {}});
  }
  void suspend(const Member& member, std::size_t number) {
    const Day today = std::chrono::floor<std::chrono::days>(world_.now());
    ask(member, office(member),
        aut::SuspendAuthorisation{.reference = reference(member, number),
                                  .ground = aut::Ground::conditions_in_doubt,
                                  .reason = "seals were broken",
                                  .basis = "art. 3",
                                  .until = today + std::chrono::days{90}});
  }

  template <class Act>
  void ask(const Member& member, const access::Actor& by, const Act& what,
           const std::function<void()>& then = {}) {
    give(member, by, workflow::command_in(workflow::aeo_block, aut::Act{what}.index()), what, {}, then);
  }
  template <class Act>
  void ask_list(const Member& member, const access::Actor& by, const Act& what,
                const std::vector<workflow::Payload>& payloads = {}) {
    give(member, by, workflow::command_in(workflow::aeo_listed_block, lst::Act{what}.index()), what, payloads,
         {});
  }
  template <class Act>
  void give(const Member& member, const access::Actor& by, workflow::CommandType type, const Act& what,
            const std::vector<workflow::Payload>& payloads, const std::function<void()>& then) {
    const std::string name{Act::record};
    desks_.ask(
        std::string{member.state}, by, type, what, format("{} {} {}", member.state, name, ++asked_),
        [this, name, then](const Reply& reply) {
          if (reply.kind != Reply::Kind::accepted) return;
          ++done_[name];
          if (then) then();
        },
        payloads, Desks::Until::answered);
  }

  // ---- the laws

  std::vector<std::string> broken_laws() {
    std::vector<std::string> broken = broken_laws_of_all(world_, post_, desks_);
    for (const Member& member : members) {
      for (std::size_t i = 0; i < operators_each; ++i) {
        const auto more = unlike(member, reference(member, i));
        broken.insert(broken.end(), more.begin(), more.end());
      }
    }
    return broken;
  }
  std::optional<lst::Operator> at(std::string_view state, const lst::Reference& listed) {
    Node& node = world_.node(std::string{state});
    const auto id = node.store().find(workflow::aeo_listed_key(listed));
    if (!id) return std::nullopt;
    return node.executor().stream(*id)->state.as<lst::Operator>();
  }
  /// Each copy is its source, and the source knows it.
  std::vector<std::string> unlike(const Member& keeper, const lst::Reference& listed) {
    std::vector<std::string> all;
    const auto own = at(keeper.state, listed);
    if (!own || lst::newest(*own) == nullptr) return all;
    if (!own->awaited.empty()) all.push_back(format("{}: nobody owes an answer", aut::in_words(listed)));
    for (const Member& other : members) {
      if (other.state == keeper.state) continue;
      const exchange::ToldRecord* told = own->shared.find(*exchange::Partner::parse(other.state));
      const auto copy = at(other.state, listed);
      const std::string name = format("{} at {}", aut::in_words(listed), other.state);
      if (told == nullptr) {
        if (copy && copy->heard != 0) all.push_back(format("{}: who was told nothing knows nothing", name));
        if (!is_of_no_use(*own)) all.push_back(format("{}: who gets the list is told", name));
        continue;
      }
      const std::string here = copy ? lst::picture_of(*copy) : std::string{"nothing"};
      if (here != lst::picture_of(*own))
        all.push_back(format("{}: a copy is its source: {} and {}", name, here, lst::picture_of(*own)));
      if (!copy || copy->heard != own->shared.version)
        all.push_back(format("{}: a copy has the newest version", name));
      if (!own->shared.is_with(*told))
        all.push_back(format("{}: the source knows that its copy has it", name));
    }
    return all;
  }
  static bool is_of_no_use(const lst::Operator& own) {
    const lst::Status status = lst::newest(own)->status;
    return lst::has_ended(status) || status == lst::Status::unlisted;
  }

  /// All partners are up: each gives no benefits any more five minutes after the suspension, and said so.
  std::vector<std::string> suspensions_that_are_late() {
    std::vector<std::pair<Member, std::size_t>> suspended;
    for (const Member& member : members) {
      for (std::size_t i = 0; i < operators_each; ++i) {
        const auto own = at(member.state, reference(member, i));
        if (!own || !own->consent || own->state != lst::State::active) continue;
        suspend(member, i);
        suspended.emplace_back(member, i);
      }
    }
    world_.run_for(5min);
    std::vector<std::string> late;
    for (const auto& [member, i] : suspended) {
      const auto own = at(member.state, reference(member, i));
      require(own.has_value(), "it was there");
      for (const Member& other : members) {
        if (other.state == member.state) continue;
        const auto copy = at(other.state, reference(member, i));
        const bool stopped = copy && copy->state == lst::State::suspended;
        if (!stopped || !own->awaited.empty()) {
          late.push_back(format("{} at {}: a suspension is in effect at every partner that is up",
                                aut::in_words(reference(member, i)), other.state));
        }
      }
    }
    done_["suspended at the end"] += static_cast<int>(suspended.size());
    return late;
  }

  PostOffice post_;
  World world_;
  Desks desks_{world_};
  test::PlainPacker packer_;
  std::map<std::string, int> done_;
  bool acts_ = true;
  int asked_ = 0;
  int codes_ = 0;
};

void expect_laws(std::uint64_t seed, const World::MakeDisk& make_disk, const Faults& faults,
                 std::map<std::string, int>& done) {
  ListsRun run{seed, make_disk, faults};
  expect_none(run.play(), seed);
  for (const auto& [name, times] : run.done()) done[name] += times;
}

/// An ordinary test run plays so many.
constexpr std::uint64_t ordinary_seeds = 3;

TEST(Lists, are_the_same_everywhere_whatever_fails) {
  std::map<std::string, int> done;
  if (one_seed()) return expect_laws(*one_seed(), memory_disk, trouble(), done);
  for (std::uint64_t seed = 1; seed <= seeds(ordinary_seeds) && !HasFailure(); ++seed)
    expect_laws(seed, memory_disk, trouble(), done);
  for (const char* const act : {"aeo_listed.give_consent", "aeo_listed.withdraw_consent", "aeo.suspend",
                                "aeo.restore", "aeo.change_code", "suspended at the end"})
    EXPECT_GT(done[act], 0) << act;
}

TEST(Lists, are_the_same_everywhere_on_sqlite_whose_power_fails) {
  std::map<std::string, int> done;
  if (one_seed()) return expect_laws(*one_seed(), sqlite_disk, trouble(), done);
  expect_laws(1, sqlite_disk, trouble(), done);
}

TEST(Lists, that_were_lost_on_the_way_for_good_are_found_by_the_daily_lists) {
  std::map<std::string, int> done;
  for (std::uint64_t seed = 1; seed <= ordinary_seeds && !HasFailure(); ++seed)
    expect_laws(seed, memory_disk, days_that_lose_rows(), done);
}

}  // namespace
}  // namespace lintas::sim
