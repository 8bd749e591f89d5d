#include "shell/node/metrics.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "base/require.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/audit.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/records.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/gateway/links.hpp"
#include "shell/node/watch.hpp"
#include "tests/support/golden.hpp"

namespace lintas::node {
namespace {

TEST(Metrics, are_written_as_prometheus_reads_them) {
  Metrics metrics;
  metrics.add(Metric::http_requests, {"api", "GET", "200"});
  metrics.add(Metric::http_requests, {"api", "GET", "200"}, 2);
  metrics.add(Metric::http_requests, {"api", "a\"b\\c\nd", "404"});
  metrics.set(Metric::writer_queue, {}, 7);
  metrics.set(Metric::writer_queue, {}, 5);
  EXPECT_EQ(metrics.text(),
            "# HELP lintas_http_requests_total Requests answered.\n"
            "# TYPE lintas_http_requests_total counter\n"
            "lintas_http_requests_total{listener=\"api\",method=\"GET\",status=\"200\"} 3\n"
            "lintas_http_requests_total{listener=\"api\",method=\"a\\\"b\\\\c\\nd\",status=\"404\"} 1\n"
            "# HELP lintas_writer_queue Commands that wait for the writer.\n"
            "# TYPE lintas_writer_queue gauge\n"
            "lintas_writer_queue 5\n");
}

TEST(Metrics, buckets_hold_all_that_is_not_larger) {
  Metrics metrics;
  for (const double seconds : {0.0005, 0.1, 0.3, 100.0}) metrics.observe(Metric::batch_seconds, {}, seconds);
  const std::string text = metrics.text();
  for (const char* line :
       {"lintas_batch_seconds_bucket{le=\"0.001\"} 1\n", "lintas_batch_seconds_bucket{le=\"0.1\"} 2\n",
        "lintas_batch_seconds_bucket{le=\"60\"} 3\n", "lintas_batch_seconds_bucket{le=\"+Inf\"} 4\n",
        "lintas_batch_seconds_count 4\n"}) {
    EXPECT_TRUE(text.contains(line)) << line << text;
  }
}

/// Of a bound below the fullest batch the quantile stands still there; below one command there is nothing.
TEST(Metrics, a_batch_is_counted_by_its_commands_up_to_the_fullest) {
  Metrics metrics;
  for (const double commands : {1.0, 40.0, static_cast<double>(limits::batch_commands_max)})
    metrics.observe(Metric::batch_commands, {}, commands);
  const std::string text = metrics.text();
  for (const char* line :
       {"lintas_batch_commands_bucket{le=\"1\"} 1\n", "lintas_batch_commands_bucket{le=\"32\"} 1\n",
        "lintas_batch_commands_bucket{le=\"48\"} 2\n", "lintas_batch_commands_bucket{le=\"64\"} 3\n",
        "lintas_batch_commands_bucket{le=\"+Inf\"} 3\n"}) {
    EXPECT_TRUE(text.contains(line)) << line << text;
  }
  EXPECT_FALSE(text.contains("le=\"0.5\"")) << text;
}

TEST(Metrics, nobody_outside_makes_them_grow_for_ever) {
  Metrics metrics;
  for (std::size_t i = 0; i < limits::metric_series_max + 50; ++i) {
    metrics.add(Metric::http_dropped, {"api", std::to_string(i)});
  }
  const std::string text = metrics.text();
  EXPECT_TRUE(text.contains("{listener=\"other\",why=\"other\"} 50\n"));
  EXPECT_LE(static_cast<std::size_t>(std::ranges::count(text, '\n')), limits::metric_series_max + 3);
}

TEST(Watch, names_what_the_executor_decides_itself_as_officers_ask_for_it) {
  Watch watch{nullptr};
  const workflow::National domain{
      workflow::national_parts(),
      {.home = Country::parse("SG").value(), .sha256 = crypto::sha256, .mrn_key = {}}};
  std::vector<workflow::Command> commands(3);
  commands[0].type = workflow::command_revive_letter;
  commands[1].type = workflow::command_discard_letter;
  commands[2].type = workflow::command_drop_parked;
  const std::vector<workflow::Reply> replies(commands.size());
  watch.batch(domain, commands, replies, std::chrono::microseconds{1});
  const std::string text = watch.text();
  for (const char* name : {"exchange.revive", "exchange.discard", "exchange.drop"})
    EXPECT_TRUE(text.contains(std::string{"kind=\""} + name + "\"")) << name << '\n' << text;
}

TEST(Watch, of_a_bundle_that_was_taken_each_message_is_told_and_of_another_the_one_at_fault) {
  Watch watch{nullptr};
  const workflow::National domain{
      workflow::national_parts(),
      {.home = Country::parse("SG").value(), .sha256 = crypto::sha256, .mrn_key = {}}};
  std::vector<workflow::Command> commands(1);
  commands[0].type = workflow::command_bundle;
  commands[0].parts.resize(2);
  for (workflow::Command& part : commands[0].parts) part.type = workflow::command_drop_parked;
  std::vector<workflow::Reply> replies(1);
  replies[0].parts.resize(2);
  watch.batch(domain, commands, replies, std::chrono::microseconds{1});
  EXPECT_TRUE(watch.text().contains("lintas_commands_total{kind=\"exchange.drop\",answer=\"accepted\"} 2\n"))
      << watch.text();
  replies[0].kind = replies[0].parts[1].kind = workflow::Reply::Kind::refused;
  watch.batch(domain, commands, replies, std::chrono::microseconds{1});
  EXPECT_TRUE(watch.text().contains("answer=\"accepted\"} 2\n")) << watch.text();
  EXPECT_TRUE(watch.text().contains("answer=\"refused\"} 1\n")) << watch.text();
}

TEST(Watch, a_message_that_is_not_decided_does_not_say_that_its_partner_is_away) {
  Watch watch{nullptr};
  const auto is_up = [&](gateway::Outcome outcome) {
    watch.message({.outcome = outcome,
                   .partner = *exchange::Partner::parse("MY"),
                   .type = "IE050",
                   .message = "SG1@nta.sg",
                   .mrn = std::nullopt,
                   .why = "it answers 413: no receipt"},
                  crypto::sha256);
    return watch.text().contains("lintas_partner_up{partner=\"MY\"} 1\n");
  };
  EXPECT_TRUE(is_up(gateway::Outcome::sent));
  EXPECT_TRUE(is_up(gateway::Outcome::undecided));
  EXPECT_TRUE(is_up(gateway::Outcome::set_aside));
  EXPECT_FALSE(is_up(gateway::Outcome::unreachable));
  EXPECT_FALSE(is_up(gateway::Outcome::undecided)) << "nor that it takes anything again";
}

TEST(Watch, what_goes_as_one_counts_as_so_many_messages) {
  Watch watch{nullptr};
  const auto tell = [&](gateway::Outcome outcome) {
    watch.message({.outcome = outcome,
                   .partner = *exchange::Partner::parse("MY"),
                   .type = "bundle",
                   .message = "bundle-1@nta.sg",
                   .mrn = std::nullopt,
                   .why = "EBMS:0004 EXC-025",
                   .messages = 3},
                  crypto::sha256);
  };
  for (const auto outcome : {gateway::Outcome::split, gateway::Outcome::undecided,
                             gateway::Outcome::unreachable, gateway::Outcome::paused})
    tell(outcome);
  for (const char* result : {"split", "undecided", "failed"})
    EXPECT_TRUE(watch.text().contains(
        std::string{R"(lintas_messages_sent_total{partner="MY",type="bundle",result=")"} + result +
        "\"} 3\n"))
        << result << '\n'
        << watch.text();
}

TEST(Metrics, another_use_than_the_table_says_is_a_bug) {
  Metrics metrics;
  EXPECT_THROW(metrics.add(Metric::writer_queue), Bug);
  EXPECT_THROW(metrics.set(Metric::partner_up, {}, 1), Bug);
  EXPECT_THROW(metrics.observe(Metric::http_requests, {"api", "GET", "200"}, 1), Bug);
}

TEST(Metrics, have_a_page_that_says_what_the_table_says) {
  test::expect_golden("docs/operations/metrics.md", metrics_page());
  std::set<std::string_view> names;
  for (const MetricRow& row : metric_rows()) EXPECT_TRUE(names.insert(row.name).second) << row.name;
}

}  // namespace
}  // namespace lintas::node
