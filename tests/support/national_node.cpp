#include "tests/support/national_node.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/executor.hpp"
#include "shell/app/stream.hpp"
#include "tests/support/sha256.hpp"

namespace lintas::test {

NationalNode::NationalNode(std::string_view state, Instant now, std::span<const workflow::Part* const> parts)
    : setting_(state),
      domain_(parts, setting_.get()),
      executor_(app::Executor::Ports{domain_, store_, entropy_, packer_, test::sha256}),
      now_(now) {}

NationalNode::~NationalNode() = default;

void NationalNode::set_partners(const std::vector<std::string>& states) {
  setting_.set_partners(states);
  domain_.set(setting_.get());
}

workflow::Reply NationalNode::ask(const workflow::Command& command) {
  return executor_.run_batch(std::vector{command}).front();
}

void NationalNode::ring() {
  for (auto due = executor_.due(now_, 64); !due.empty(); due = executor_.due(now_, 64))
    (void)executor_.run_batch(due);
}

workflow::Command NationalNode::command_of(const access::Actor& actor, workflow::CommandType type,
                                           Bytes content) {
  workflow::HttpCommandId id;
  const std::uint64_t n = ++asked_;
  for (std::size_t i = 0; i < 8; ++i) id.id[i] = static_cast<std::byte>(n >> (8 * i));
  workflow::Command made{.id = id, .type = type, .at = now_, .actor = actor, .content = std::move(content)};
  const std::vector<ByteView> printed{made.content};
  std::get<workflow::HttpCommandId>(made.id).print = test::sha256(printed);
  return made;
}

app::StreamPtr NationalNode::stream_of(const workflow::Slot& slot) {
  const auto id = std::holds_alternative<workflow::Key>(slot.by)
                      ? store_.find(std::get<workflow::Key>(slot.by))
                      : store_.numbered(std::get<workflow::Slot::Number>(slot.by).n);
  require(id.has_value(), "the stream is there");
  return executor_.stream(*id);
}

}  // namespace lintas::test
