#pragma once

#include <functional>
#include <string>
#include <vector>

#include "shell/net/router.hpp"

/// What monitoring asks, on a listener of its own:
///
///   GET /health   200 while the process answers
///   GET /ready    200, or 503 with the reasons why nothing should be sent here now
///   GET /metrics  docs/operations/metrics.md
namespace lintas::node {

struct OperationsPorts {
  /// Empty when the node is ready. Called on the loop's thread and must not wait.
  std::function<std::vector<std::string>()> not_ready;
  /// Writes the metrics, on any thread.
  std::function<std::string()> metrics;
  /// Runs what may take a while elsewhere; false if it cannot now.
  std::function<bool(std::move_only_function<void()>)> post;
};

void add_operations(net::Router& router, const OperationsPorts& ports);

}  // namespace lintas::node
