#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/workflow/national.hpp"
#include "shell/app/service.hpp"
#include "shell/node/config.hpp"
#include "shell/node/log.hpp"

namespace lintas::node {

/// A national node: store, writer, pool, exchange with partners, API, operations. Runs from construction to
/// destruction.
class Node final : public app::Service {
 public:
  struct Options {
    Config config;
    Log* log = nullptr;  ///< outlives the node
    /// The store can no longer be trusted: the process has to end without answering.
    std::function<void(const std::string&)> failed;
    /// The store is this node's and its listeners are there; nothing is decided yet. An error ends the start.
    std::function<std::expected<void, std::string>()> opened{};
  };

  /// Listens when it returns. Throws StartFailure.
  explicit Node(Options options);
  /// Stops if nobody has.
  ~Node() override;

  /// Accepts nothing more, lets what has begun finish within the configured grace, writes what is queued.
  /// True if nothing had to be cut off. Not from a thread of the node.
  bool stop();

  /// Takes certificates, keys of the API, partners and log level from the new configuration. What else has
  /// changed since the start needs a new one: those keys are the answer (waiting_for_start). On error nothing
  /// has changed.
  [[nodiscard]] std::expected<std::vector<std::string>, std::string> reload(const Config& config);

  void ask(workflow::Command command, OnReply on_reply) override;
  void consider(workflow::Command command, OnConsidered on_considered) override;
  [[nodiscard]] bool read(app::Share share, std::move_only_function<void(app::Reader&)> work) override;
  [[nodiscard]] bool post(app::Share share, std::move_only_function<void()> work) override;

  [[nodiscard]] const workflow::National& domain() const;
  /// Where each listener is reached, 0 for one that does not run.
  struct Listening {
    std::uint16_t api = 0;
    std::uint16_t partners = 0;
    std::uint16_t operations = 0;
  };
  [[nodiscard]] Listening ports() const;

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace lintas::node
