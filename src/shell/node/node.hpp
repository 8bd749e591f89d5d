#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "core/workflow/national.hpp"
#include "shell/app/service.hpp"
#include "shell/node/config.hpp"
#include "shell/node/log.hpp"

namespace lintas::node {

/// The node cannot start; says which key of the configuration, or which file, and what to do.
class StartFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A national node: store, writer, pool, exchange with partners. Runs from construction to destruction.
class Node final : public app::Service {
 public:
  struct Options {
    Config config;
    Log* log = nullptr;  ///< outlives the node
    /// The store can no longer be trusted: the process has to end without answering.
    std::function<void(const std::string&)> failed;
  };

  /// Listens when it returns. Throws StartFailure.
  explicit Node(Options options);
  /// Accepts nothing more, finishes what runs, writes what is queued.
  ~Node() override;

  void ask(workflow::Command command, OnReply on_reply) override;
  [[nodiscard]] bool read(std::move_only_function<void(app::Reader&)> work) override;
  [[nodiscard]] bool post(std::move_only_function<void()> work) override;

  [[nodiscard]] const workflow::National& domain() const;
  /// Where partners reach it.
  [[nodiscard]] std::uint16_t partners_port() const;

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace lintas::node
