#include "shell/node/dashboard.hpp"

#include <algorithm>
#include <cstddef>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>

#include "shell/node/metrics.hpp"
#include "tests/support/golden.hpp"

namespace lintas::node {
namespace {

/// Every metric that a text names, a histogram's series by its own name.
std::set<std::string> metrics_in(std::string_view text) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz_";
  std::set<std::string> found;
  for (std::size_t at = text.find("lintas_"); at != std::string_view::npos;
       at = text.find("lintas_", at + 1)) {
    std::string name{text.substr(at, text.find_first_not_of(letters, at) - at)};
    for (const std::string_view series : {"_bucket", "_sum", "_count"}) {
      if (name.ends_with(series)) name.resize(name.size() - series.size());
    }
    found.insert(name);
  }
  return found;
}

TEST(Dashboard, shows_each_metric_and_names_none_that_is_not_there) {
  const std::string text = dashboard();
  test::expect_golden("docs/operations/dashboard.json", text);
  std::set<std::string> all;
  for (const MetricRow& row : metric_rows()) {
    all.emplace(row.name);
    EXPECT_FALSE(row.unit.empty()) << row.name;
  }
  EXPECT_EQ(metrics_in(text), all);
}

TEST(Dashboard, braces_and_brackets_are_closed) {
  const std::string text = dashboard();
  EXPECT_EQ(std::ranges::count(text, '{'), std::ranges::count(text, '}'));
  EXPECT_EQ(std::ranges::count(text, '['), std::ranges::count(text, ']'));
}

TEST(Alerts, are_on_metrics_that_are_there_and_say_what_to_do) {
  const std::string text = alert_rules();
  test::expect_golden("docs/operations/alerts.yml", text);
  std::set<std::string> alarming;
  for (const MetricRow& row : metric_rows()) {
    if (row.alarm.name.empty()) continue;
    alarming.emplace(row.name);
    EXPECT_EQ(std::ranges::count(row.alarm.condition, '%'), 1) << row.name;
    EXPECT_FALSE(row.alarm.lasting.empty()) << row.name;
    EXPECT_FALSE(row.alarm.remedy.empty()) << row.name;
  }
  EXPECT_EQ(metrics_in(text), alarming);
}

}  // namespace
}  // namespace lintas::node
