#include "shell/node/exchange_watch.hpp"

#include <chrono>
#include <cstddef>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "shell/gateway/gateway.hpp"

namespace lintas::node {
namespace {

const exchange::Partner malaysia = *exchange::Partner::parse("MY");
const Instant now = *parse_instant("2026-11-23T08:00:00Z");

gateway::Report report(gateway::Outcome outcome, std::string_view message = {}, std::string_view why = {}) {
  return {.outcome = outcome, .partner = malaysia, .type = {}, .message = message, .mrn = {}, .why = why};
}

/// A partner that is configured, with nothing agreed on yet.
void configure(ExchangeWatch& watch) {
  watch.set({gateway::PartnerLink{
      .partner = malaysia, .url = {}, .tls = nullptr, .certificates = {}, .signers = {}}});
}

TEST(ExchangeWatch, APartnerIsSilentSinceTheFirstFailureInARow) {
  ExchangeWatch watch;
  EXPECT_TRUE(watch.partners().empty());
  configure(watch);
  ASSERT_EQ(watch.partners().size(), 1U);
  EXPECT_FALSE(watch.partners().front().silence);
  watch.take(report(gateway::Outcome::unreachable, {}, "connection refused"), now);
  watch.take(report(gateway::Outcome::unreachable, {}, "timeout"), now + std::chrono::minutes{1});
  watch.take(report(gateway::Outcome::received, "MY1"), now + std::chrono::minutes{2});
  const auto silence = watch.partners().front().silence;
  ASSERT_TRUE(silence) << "that it sends does not say that it takes";
  EXPECT_EQ(silence->since, now);
  EXPECT_EQ(silence->why, "timeout");
  watch.take(report(gateway::Outcome::sent, "SG1"), now + std::chrono::minutes{3});
  EXPECT_FALSE(watch.partners().front().silence);
  EXPECT_TRUE(watch.partners().front().certificates.empty());
}

TEST(ExchangeWatch, TheReasonOfADeadLetterIsKeptUntilItArrives) {
  ExchangeWatch watch;
  watch.take(report(gateway::Outcome::dead, "SG1", "EBMS:0004 EXC-014"), now);
  EXPECT_EQ(watch.why_dead("SG1"), "EBMS:0004 EXC-014");
  watch.take(report(gateway::Outcome::dead, "SG1", "EBMS:0003"), now);
  EXPECT_EQ(watch.why_dead("SG1"), "EBMS:0003") << "it was sent once more";
  EXPECT_EQ(watch.why_dead("SG2"), std::nullopt);
  watch.take(report(gateway::Outcome::sent, "SG1"), now);
  EXPECT_EQ(watch.why_dead("SG1"), std::nullopt);
}

TEST(ExchangeWatch, OnlySoManyReasonsAreKept) {
  ExchangeWatch watch;
  for (std::size_t i = 0; i <= dead_reasons_max; ++i)
    watch.take(report(gateway::Outcome::dead, "SG" + std::to_string(i), "no"), now);
  EXPECT_EQ(watch.why_dead("SG0"), std::nullopt);
  EXPECT_TRUE(watch.why_dead("SG1"));
}

}  // namespace
}  // namespace lintas::node
