#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/commands.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/exporter/table.hpp"
#include "core/exchange/partner.hpp"
#include "core/exchange/shared_record.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/refdata/tables.hpp"
#include "core/seed/seed.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/part.hpp"
#include "shell/app/exporter_record.hpp"
#include "shell/app/store.hpp"
#include "tests/sim/simulator.hpp"
#include "tests/sim/states.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/samples.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/world.hpp"
#include "wire/xml/xml_reader.hpp"

/// Four states certify exporters, change, suspend and withdraw them, and tell each other, while nodes die,
/// lines break for days, and messages are lost, repeated and reordered, or else gone for good. Viet Nam is
/// told only from the tenth day on, and Singapore not from the sixth to the tenth; each state withdraws an
/// exporter on the eighth. Then all is well for some days; then each copy has to be its source.
namespace lintas::sim {
namespace {

using namespace std::chrono_literals;
namespace exs = awsc::exporter_side;
using workflow::Reply;

struct Member {
  std::string_view state;
  std::string_view office;  ///< that certifies (CL923)
  std::string_view codes;   ///< authorisation codes end so
};
constexpr std::array members{Member{"MY", "MYPKG001", "/MY07"}, Member{"SG", "SGTUS001", "/SGHMS"},
                             Member{"TH", "THBKK001", "/TH"}, Member{"VN", "VNHCM001", "/VN"}};
constexpr int exporters_each = 4;

std::shared_ptr<const refdata::Snapshot> reference_of(const std::string& state) {
  static const refdata::DocumentPairs pairs = [] {
    std::string rows = "kind,process,from_state,to_state,on,from,until,source\n";
    for (const Member& from : members) {
      for (const Member& to : members) {
        if (from.state == to.state) continue;
        const auto goes = [&](std::string_view first, std::string_view last) {
          rows += format("exporters,issue,{},{},yes,{},{},test\n", from.state, to.state, first, last);
        };
        if (from.state == "VN" || to.state == "VN") {
          goes("2026-12-03", "");
        } else if (to.state == "SG") {
          goes("2026-01-01", "2026-11-28");
          goes("2026-12-03", "");
        } else {
          goes("2026-01-01", "");
        }
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

/// As both sides have to say it.
std::string both_say(const exs::Exporter& exporter) {
  std::string text = format("{} {} {}", exs::Machine::states[std::to_underlying(exporter.state)].id,
                            to_text(exporter.content.valid_from), to_text(exporter.content.valid_until));
  for (const awsc::Product& one : exporter.content.products) text += format(", {}", one.description);
  return text + format(", {} signatories", exporter.content.signatories.size());
}

class RegistersRun {
 public:
  RegistersRun(std::uint64_t seed, const World::MakeDisk& make_disk, Faults faults)
      : world_(seed,
               {.domain =
                    [](const std::string& state) {
                      static const std::vector<const workflow::Part*> parts{&workflow::awsc_part(),
                                                                            &workflow::manifest_part()};
                      return std::make_unique<StateBusiness>(state, reference_of(state), parts);
                    },
                .carried = [this](Node& from, const std::string& to, const app::OutboxRow& row,
                                  const std::string& id) { return post_.carry(world_, from, to, row, id); }},
               states(), make_disk, faults) {
    for (const Member& member : members) {
      live(member);
      withdraw_on_the_eighth_day(member);
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
    return broken_laws();
  }
  [[nodiscard]] const std::map<std::string, int>& done() const { return done_; }

 private:
  static std::vector<std::string> states() {
    std::vector<std::string> all;
    for (const Member& member : members) all.emplace_back(member.state);
    return all;
  }
  static awsc::ExporterReference reference(const Member& member, std::size_t number) {
    return {.state = *Country::parse(member.state),
            .code = *awsc::AuthorisationCode::parse(format("{:04}{}", number + 1, member.codes))};
  }
  std::size_t below(std::size_t bound) { return world_.random().below(bound); }

  void live(const Member& member) {
    world_.after(1h + world_.up_to(12h), [this, member] {
      if (!acts_) return;
      if (world_.node(std::string{member.state}).alive()) act(member);
      live(member);
    });
  }
  /// One that nothing else happens to.
  void withdraw_on_the_eighth_day(const Member& member) {
    const auto exporter = reference(member, exporters_each);
    world_.after(1h, [this, member, exporter] { record(member, exporter); });
    world_.after(7 * 24h + 12h, [this, member, exporter] {
      ask(member, exs::WithdrawExporter{.reference = exporter, .reason = "false declarations"});
    });
  }
  void act(const Member& member) {
    const auto exporter = reference(member, below(exporters_each));
    const std::size_t what = below(100);
    if (what < 55) return record(member, exporter);
    if (what < 75) return ask(member, exs::SuspendExporter{.reference = exporter, .reason = "not met"});
    if (what < 95) return ask(member, exs::ResumeExporter{.reference = exporter, .reason = "met again"});
    ask(member, exs::WithdrawExporter{.reference = exporter, .reason = "false declarations"});
  }
  void record(const Member& member, const awsc::ExporterReference& exporter) {
    std::string text = test::read_file(LINTAS_ROOT "/examples/documents/my-certified-exporter.xml");
    text = test::with(text, ">0217/MY07<", format(">{}<", exporter.code.str()));
    text = test::with(text, "<IssuingCountryCode>MY<", format("<IssuingCountryCode>{}<", member.state));
    text = test::with(text, "Household gloves", format("Household gloves of sort {}", below(3)));
    text = test::with(text, "2028-01-04", format("2028-0{}-04", 1 + below(3)));
    const auto document = xml::read(text);
    require(document.has_value(), "the record can be read");
    const auto made = app::exporter_record(*document, packer_, *reference_of(std::string{member.state}),
                                           std::chrono::floor<std::chrono::days>(world_.now()), test::sha256);
    require(made.has_value(), "the record breaks no rule");
    ask(member, exs::RecordExporter{.content = made->content}, {made->payload});
  }
  template <class Act>
  void ask(const Member& member, const Act& what, const std::vector<workflow::Payload>& payloads = {}) {
    const std::string name{Act::record};
    desks_.ask(
        std::string{member.state},
        {.role = access::Role::other_agency, .person = "OFFICER1", .office = std::string{member.office}},
        workflow::command_in(workflow::exporter_block, exs::Act{what}.index()), what,
        format("{} {} {}", member.state, name, ++asked_),
        [this, name](const Reply& reply) {
          if (reply.kind == Reply::Kind::accepted) ++done_[name];
        },
        payloads, Desks::Until::answered);
  }

  // ---- the laws

  std::vector<std::string> broken_laws() {
    std::vector<std::string> broken = broken_laws_of_all(world_, post_, desks_);
    for (const Member& member : members) {
      for (std::size_t i = 0; i <= exporters_each; ++i) {
        const auto more = unlike(member, reference(member, i));
        broken.insert(broken.end(), more.begin(), more.end());
      }
    }
    return broken;
  }
  std::optional<exs::Exporter> at(std::string_view state, const awsc::ExporterReference& exporter) {
    Node& node = world_.node(std::string{state});
    const auto id = node.store().find(workflow::exporter_key(exporter));
    if (!id) return std::nullopt;
    return node.executor().stream(*id)->state.as<exs::Exporter>();
  }
  /// Each copy is its source, and the source knows it.
  std::vector<std::string> unlike(const Member& keeper, const awsc::ExporterReference& exporter) {
    std::vector<std::string> all;
    const auto own = at(keeper.state, exporter);
    if (!own || own->state == exs::State::none) return all;
    for (const Member& other : members) {
      if (other.state == keeper.state) continue;
      const auto partner = *exchange::Partner::parse(other.state);
      const exchange::ToldRecord* told = own->shared.find(partner);
      const auto copy = at(other.state, exporter);
      const std::string here = copy ? both_say(*copy) : std::string{"nothing"};
      const std::string name = format("{} at {}", awsc::in_words(exporter), other.state);
      if (here != both_say(*own))
        all.push_back(format("{}: a copy is its source: {} and {}", name, here, both_say(*own)));
      if (!copy || copy->heard != own->shared.version)
        all.push_back(format("{}: a copy has the newest version", name));
      if (told == nullptr || !own->shared.is_with(*told))
        all.push_back(format("{}: the source knows that its copy has it", name));
    }
    return all;
  }

  PostOffice post_;
  World world_;
  Desks desks_{world_};
  test::PlainPacker packer_;
  std::map<std::string, int> done_;
  bool acts_ = true;
  int asked_ = 0;
};

void expect_laws(std::uint64_t seed, const World::MakeDisk& make_disk, const Faults& faults,
                 std::map<std::string, int>& done) {
  RegistersRun run{seed, make_disk, faults};
  expect_none(run.play(), seed);
  for (const auto& [name, times] : run.done()) done[name] += times;
}

/// An ordinary test run plays so many.
constexpr std::uint64_t ordinary_seeds = 3;

TEST(Registers, are_the_same_everywhere_whatever_fails) {
  std::map<std::string, int> done;
  if (one_seed()) return expect_laws(*one_seed(), memory_disk, trouble(), done);
  for (std::uint64_t seed = 1; seed <= seeds(ordinary_seeds) && !HasFailure(); ++seed)
    expect_laws(seed, memory_disk, trouble(), done);
  for (const char* const act :
       {"exporter.record", "exporter.suspend", "exporter.resume", "exporter.withdraw"})
    EXPECT_GT(done[act], 0) << act;
}

TEST(Registers, are_the_same_everywhere_on_sqlite_whose_power_fails) {
  std::map<std::string, int> done;
  if (one_seed()) return expect_laws(*one_seed(), sqlite_disk, trouble(), done);
  expect_laws(1, sqlite_disk, trouble(), done);
}

TEST(Registers, that_were_lost_on_the_way_for_good_are_found_by_the_lists) {
  std::map<std::string, int> done;
  for (std::uint64_t seed = 1; seed <= ordinary_seeds && !HasFailure(); ++seed)
    expect_laws(seed, memory_disk, days_that_lose_rows(), done);
}

}  // namespace
}  // namespace lintas::sim
