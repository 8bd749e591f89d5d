#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/executor.hpp"
#include "shell/store/memory/memory_store.hpp"
#include "tests/support/state_setting.hpp"
#include "tests/support/world.hpp"

namespace lintas::test {

/// A national node without threads, clocks or network: asked, stepped and looked into by tests.
class NationalNode {
 public:
  NationalNode(std::string_view state, Instant now, std::span<const workflow::Part* const> parts);
  ~NationalNode();
  NationalNode(const NationalNode&) = delete;
  NationalNode& operator=(const NationalNode&) = delete;

  void set_time(Instant now) { now_ = now; }
  void set_partners(const std::vector<std::string>& states);
  [[nodiscard]] Instant now() const { return now_; }

  /// A command of somebody at this node, under an id of its own.
  template <class Content>
  workflow::Command command(const access::Actor& actor, workflow::CommandType type, const Content& content) {
    return command_of(actor, type, to_cbor(content));
  }
  workflow::Reply ask(const workflow::Command& command);
  template <class Content>
  workflow::Reply ask(const access::Actor& actor, workflow::CommandType type, const Content& content) {
    return ask(command(actor, type, content));
  }
  /// Every clock that has run out by now.
  void ring();

  [[nodiscard]] app::Executor& executor() { return executor_; }
  [[nodiscard]] store::MemoryStore& store() { return store_; }
  [[nodiscard]] const workflow::National& domain() const { return domain_; }
  [[nodiscard]] StateSetting& setting() { return setting_; }

  /// State of the stream that a slot finds. Precondition: there is one.
  template <class State>
  [[nodiscard]] State state(const workflow::Slot& slot) {
    return stream_of(slot)->state.as<State>();
  }

 private:
  workflow::Command command_of(const access::Actor& actor, workflow::CommandType type, Bytes content);
  [[nodiscard]] app::StreamPtr stream_of(const workflow::Slot& slot);

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
