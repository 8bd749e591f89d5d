#include "shell/node/dashboard.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "shell/node/log.hpp"
#include "shell/node/metrics.hpp"

namespace lintas::node {

namespace {

// Grafana divides the width by 24.
constexpr int panel_width = 8;
constexpr int panel_height = 7;
constexpr int panels_a_line = 3;

constexpr std::string_view source = R"("datasource": {"type": "prometheus", "uid": "${source}"})";
constexpr std::string_view of_instance = R"({instance=~"$instance"})";

constexpr std::array groups{
    std::pair{MetricGroup::requests, "Requests"}, std::pair{MetricGroup::store, "Writer and store"},
    std::pair{MetricGroup::partners, "Partners"}, std::pair{MetricGroup::node, "Node"}};

struct Query {
  std::string expression;
  std::string legend;
};

std::vector<Query> queries_of(const MetricRow& row) {
  std::string by = "instance";
  std::string legend = "{{instance}}";
  for (const std::string_view label : label_names(row)) {
    by += format(", {}", label);
    legend += format(" {{{{{}}}}}", label);
  }
  switch (row.kind) {
    case MetricKind::counter:
      return {{format("sum by ({}) (rate({}{}[$__rate_interval]))", by, row.name, of_instance), legend}};
    case MetricKind::gauge: return {{format("{}{}", row.name, of_instance), legend}};
    case MetricKind::histogram: {
      std::vector<Query> both;
      for (const std::string_view part : {"0.5", "0.99"}) {
        both.push_back(
            {format("histogram_quantile({}, sum by (le, {}) (rate({}_bucket{}[$__rate_interval])))", part, by,
                    row.name, of_instance),
             format("{} {}", legend, part)});
      }
      return both;
    }
  }
  std::unreachable();
}

std::string place(int x, int y, int width, int height) {
  return format(R"("gridPos": {{"x": {}, "y": {}, "w": {}, "h": {}}})", x, y, width, height);
}

std::string panel(const MetricRow& row, int id, int x, int y) {
  std::string targets;
  char reference = 'A';
  for (const Query& query : queries_of(row)) {
    targets += format("{}\n      {{\"refId\": \"{}\", \"expr\": {}, \"legendFormat\": {}}}",
                      targets.empty() ? "" : ",", reference++, json_string(query.expression),
                      json_string(query.legend));
  }
  return format(
      "    {{\"id\": {}, \"type\": \"timeseries\", \"title\": {}, \"description\": {}, {},\n"
      "     {}, \"fieldConfig\": {{\"defaults\": {{\"unit\": {}}}, \"overrides\": []}}, \"targets\": [{}]}}",
      id, json_string(row.help), json_string(row.name), place(x, y, panel_width, panel_height), source,
      json_string(row.unit), targets);
}

std::string condition_of(const MetricRow& row) {
  std::string text{row.alarm.condition};
  return text.replace(text.find('%'), 1, row.name);
}

/// In single quotes, which YAML leaves as it is but for the quote itself.
std::string yaml_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string{"''"} : std::string(1, c);
  return out + "'";
}

}  // namespace

std::string dashboard() {
  std::string panels;
  int id = 0;
  int y = 0;
  for (const auto& [group, title] : groups) {
    panels += format(
        "{}    {{\"id\": {}, \"type\": \"row\", \"title\": {}, \"collapsed\": false, {}, \"panels\": []}}",
        panels.empty() ? "" : ",\n", ++id, json_string(title), place(0, y++, 24, 1));
    int in_group = 0;
    for (const MetricRow& row : metric_rows()) {
      if (row.group != group) continue;
      const int x = in_group % panels_a_line * panel_width;
      panels += ",\n" + panel(row, ++id, x, y + (in_group / panels_a_line * panel_height));
      ++in_group;
    }
    y += (in_group + panels_a_line - 1) / panels_a_line * panel_height;
  }
  return format(
      "{{\n"
      "  \"title\": \"Lintas nodes\",\n  \"uid\": \"lintas-nodes\",\n  \"tags\": [\"lintas\"],\n"
      "  \"schemaVersion\": 39,\n  \"time\": {{\"from\": \"now-6h\", \"to\": \"now\"}},\n  \"refresh\": "
      "\"30s\",\n"
      "  \"templating\": {{\"list\": [\n"
      "    {{\"name\": \"source\", \"type\": \"datasource\", \"query\": \"prometheus\"}},\n"
      "    {{\"name\": \"instance\", \"type\": \"query\", {}, \"query\": \"label_values({}, instance)\",\n"
      "     \"includeAll\": true, \"multi\": true, \"refresh\": 2}}\n"
      "  ]}},\n"
      "  \"panels\": [\n{}\n  ]\n}}\n",
      source, metric_rows().front().name, panels);
}

std::string alert_rules() {
  std::string out =
      "# Rules for Prometheus, written from the table in src/shell/node/metrics.cpp; a test compares them.\n"
      "# severity: page wakes somebody, ticket has time until the morning. That one node of several is away\n"
      "# is seen by `up`, which Prometheus has by itself.\n"
      "groups:\n  - name: lintas\n    rules:\n";
  for (const MetricRow& row : metric_rows()) {
    if (row.alarm.name.empty()) continue;
    out += format(
        "      - alert: Lintas{}\n        expr: {}\n        for: {}\n        labels:\n          severity: "
        "{}\n"
        "        annotations:\n          summary: {}\n",
        row.alarm.name, yaml_quoted(condition_of(row)), row.alarm.lasting,
        row.alarm.at_once ? "page" : "ticket", yaml_quoted(row.alarm.remedy));
  }
  return out;
}

}  // namespace lintas::node
