#include "shell/node/exchange_watch.hpp"

#include <chrono>
#include <gtest/gtest.h>
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

TEST(ExchangeWatch, WhatIsKeptBackSaysNothingAboutThePartner) {
  ExchangeWatch watch;
  configure(watch);
  watch.take(report(gateway::Outcome::unreachable, {}, "connection refused"), now);
  watch.take(report(gateway::Outcome::kept_back, "SG1"), now);
  EXPECT_TRUE(watch.partners().front().silence);
}

TEST(ExchangeWatch, ARefusalIsAnAnswer) {
  ExchangeWatch watch;
  configure(watch);
  watch.take(report(gateway::Outcome::unreachable, {}, "connection refused"), now);
  watch.take(report(gateway::Outcome::dead, "SG1", "EBMS:0004 EXC-014"), now);
  EXPECT_FALSE(watch.partners().front().silence);
}

}  // namespace
}  // namespace lintas::node
