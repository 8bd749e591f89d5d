#pragma once

#include <string>

/// What an operator loads into the tools that read the metrics, written from their table.
namespace lintas::node {

/// docs/operations/dashboard.json, for Grafana 10 or newer: a panel for each metric, in groups. It asks which
/// source and which nodes to show.
[[nodiscard]] std::string dashboard();

/// docs/operations/alerts.yml: rules for Prometheus.
[[nodiscard]] std::string alert_rules();

}  // namespace lintas::node
