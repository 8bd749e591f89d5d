#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/require.hpp"
#include "core/access/access.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "shell/app/executor.hpp"
#include "shell/store/memory/memory_store.hpp"
#include "tests/support/sha256.hpp"
#include "tests/support/world.hpp"

namespace lintas::test {

/// Reference data and law of a state, as its node decides under them.
class StateSetting {
 public:
  explicit StateSetting(std::string_view state)
      : home_(*Country::parse(state)), reference_(seed::reference(home_)) {}

  [[nodiscard]] workflow::Setting get() const {
    return {.home = home_,
            .reference = &reference_,
            .sha256 = test::sha256,
            .mrn_key = {std::byte{7}},
            .partners = partners_};
  }

  /// Messages go to these states alone from now on; before that to every one.
  void set_partners(const std::vector<std::string>& states) {
    std::vector<Country> all;
    for (const std::string& state : states) all.push_back(Country::parse(state).value());
    partners_ = std::make_shared<const std::vector<Country>>(std::move(all));
  }

  /// Other reference data from now on.
  template <class Change>
  void change_reference(const Change& change) {
    refdata::Tables tables = reference_.tables();
    change(tables);
    reference_ = refdata::Snapshot{std::move(tables)};
  }

  /// The same law of every state, but for what is changed in it.
  void change_law(void (*change)(refdata::StateProfile&)) {
    refdata::Tables tables = reference_.tables();
    std::vector<refdata::StateLaws::Row> laws(tables.laws.rows().begin(), tables.laws.rows().end());
    for (auto& law : laws) change(law.value.profile);
    tables.laws = refdata::StateLaws::of(std::move(laws)).value();
    reference_ = refdata::Snapshot{std::move(tables)};
  }

 private:
  Country home_;
  refdata::Snapshot reference_;
  std::shared_ptr<const std::vector<Country>> partners_;
};

/// A national node without threads, clocks or network: asked, stepped and looked into by tests.
class NationalNode {
 public:
  NationalNode(std::string_view state, Instant now, std::span<const workflow::Part* const> parts)
      : setting_(state),
        domain_(parts, setting_.get()),
        executor_(app::Executor::Ports{domain_, store_, entropy_, packer_, test::sha256}),
        now_(now) {}

  void set_time(Instant now) { now_ = now; }
  void set_partners(const std::vector<std::string>& states) {
    setting_.set_partners(states);
    domain_.set(setting_.get());
  }
  [[nodiscard]] Instant now() const { return now_; }

  /// A command of somebody at this node, under an id of its own.
  template <class Content>
  workflow::Command command(const access::Actor& actor, workflow::CommandType type, const Content& content) {
    workflow::HttpCommandId id;
    const std::uint64_t n = ++asked_;
    for (std::size_t i = 0; i < 8; ++i) id.id[i] = static_cast<std::byte>(n >> (8 * i));
    workflow::Command made{.id = id, .type = type, .at = now_, .actor = actor, .content = to_cbor(content)};
    const std::vector<ByteView> printed{made.content};
    std::get<workflow::HttpCommandId>(made.id).print = test::sha256(printed);
    return made;
  }
  workflow::Reply ask(const workflow::Command& command) {
    return executor_.run_batch(std::vector{command}).front();
  }
  template <class Content>
  workflow::Reply ask(const access::Actor& actor, workflow::CommandType type, const Content& content) {
    return ask(command(actor, type, content));
  }
  /// Every clock that has run out by now.
  void ring() {
    for (auto due = executor_.due(now_, 64); !due.empty(); due = executor_.due(now_, 64))
      (void)executor_.run_batch(due);
  }

  [[nodiscard]] app::Executor& executor() { return executor_; }
  [[nodiscard]] store::MemoryStore& store() { return store_; }
  [[nodiscard]] const workflow::National& domain() const { return domain_; }
  [[nodiscard]] StateSetting& setting() { return setting_; }

  /// State of the stream that a slot finds. Precondition: there is one.
  template <class State>
  [[nodiscard]] State state(const workflow::Slot& slot) {
    const auto id = std::holds_alternative<workflow::Key>(slot.by)
                        ? store_.find(std::get<workflow::Key>(slot.by))
                        : store_.numbered(std::get<workflow::Slot::Number>(slot.by).n);
    require(id.has_value(), "the stream is there");
    return executor_.stream(*id)->state.as<State>();
  }

 private:
  StateSetting setting_;
  workflow::National domain_;
  store::MemoryStore store_;
  SeededEntropy entropy_{1};
  PlainPacker packer_;
  app::Executor executor_;
  Instant now_;
  std::uint64_t asked_ = 0;
};

}  // namespace lintas::test
