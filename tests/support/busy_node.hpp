#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <gtest/gtest.h>
#include <string>
#include <utility>

#include "base/fields.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/registers_part.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/node/config.hpp"
#include "shell/node/node.hpp"
#include "tests/support/entries.hpp"

/// A node whose store has something in it, for whoever looks at the store afterwards.
namespace lintas::test {

/// Takes free ports instead of those of its configuration, registers so many firms, numbered from `first`,
/// and stops. `beside` is done before it stops.
inline void register_firms(
    node::Config config, std::uint32_t first, std::uint32_t firms,
    const std::function<void()>& beside = [] {}) {
  config.api.port = config.partners_listen.port = config.operations.port = 0;
  node::Node node{{.config = std::move(config), .log = nullptr, .failed = [](const std::string& what) {
                     ADD_FAILURE() << what;
                   }}};
  for (std::uint32_t i = first; i < first + firms; ++i) {
    std::promise<workflow::Reply> answered;
    workflow::HttpCommandId id;
    crypto::SystemEntropy{}.fill(id.id);
    node.ask({.id = id,
              .type = workflow::record_entry,
              .at = {},
              .actor = keeper,
              .content = to_cbor(firm("SG2000" + std::to_string(10000 + i) + "K")),
              .payloads = {},
              .lane = {}},
             [&](workflow::Reply reply) { answered.set_value(std::move(reply)); });
    EXPECT_EQ(answered.get_future().get().kind, workflow::Reply::Kind::accepted);
  }
  beside();
  EXPECT_TRUE(node.stop());
}

}  // namespace lintas::test
