#include "shell/node/exchange_watch.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "core/messages/document.hpp"
#include "shell/api/api.hpp"
#include "shell/app/store.hpp"
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
                .partner = malaysia, .url = {}, .tls = nullptr, .certificates = {}, .signers = {}}},
            {});
}

TEST(ExchangeWatch, APartnerIsSilentSinceTheFirstFailureInARow) {
  ExchangeWatch watch;
  EXPECT_TRUE(watch.partners({}).empty());
  configure(watch);
  ASSERT_EQ(watch.partners({}).size(), 1U);
  EXPECT_FALSE(watch.partners({}).front().silence);
  watch.take(report(gateway::Outcome::unreachable, {}, "connection refused"), now);
  watch.take(report(gateway::Outcome::unreachable, "SG1", "timeout"), now + std::chrono::minutes{1});
  watch.take(report(gateway::Outcome::received, "MY1"), now + std::chrono::minutes{2});
  const auto silence = watch.partners({}).front().silence;
  ASSERT_TRUE(silence) << "that it sends does not say that it takes";
  EXPECT_EQ(silence->since, now);
  EXPECT_EQ(silence->why, "timeout (SG1)") << "it may be the message";
  watch.take(report(gateway::Outcome::sent, "SG1"), now + std::chrono::minutes{3});
  EXPECT_FALSE(watch.partners({}).front().silence);
  EXPECT_TRUE(watch.partners({}).front().certificates.empty());
}

TEST(ExchangeWatch, WhatIsKeptBackSaysNothingAboutThePartner) {
  ExchangeWatch watch;
  configure(watch);
  watch.take(report(gateway::Outcome::unreachable, {}, "connection refused"), now);
  watch.take(report(gateway::Outcome::kept_back, "SG1"), now);
  EXPECT_TRUE(watch.partners({}).front().silence);
}

TEST(ExchangeWatch, AMessageThatIsNotDecidedSaysNothingAboutThePartner) {
  ExchangeWatch watch;
  configure(watch);
  for (const auto outcome : {gateway::Outcome::undecided, gateway::Outcome::set_aside})
    watch.take(report(outcome, "SG1", "it answers 413: no receipt"), now);
  EXPECT_FALSE(watch.partners({}).front().silence);
  watch.take(report(gateway::Outcome::unreachable, {}, "connection refused"), now);
  watch.take(report(gateway::Outcome::undecided, "SG1", "it answers 413: no receipt"), now);
  EXPECT_TRUE(watch.partners({}).front().silence) << "it has taken nothing yet";
  watch.take(report(gateway::Outcome::split, "bundle-1", "EBMS:0004 EXC-025"), now);
  EXPECT_FALSE(watch.partners({}).front().silence) << "it has answered what went as one";
}

TEST(ExchangeWatch, TellsWhatWaitsAlsoForThoseThatAreNotConfigured) {
  ExchangeWatch watch;
  configure(watch);
  const exchange::Partner laos = *exchange::Partner::parse("LA");
  const auto lines =
      watch.partners(std::vector{gateway::Gateway::Backlog{.partner = malaysia, .dead = 2},
                                 gateway::Gateway::Backlog{.partner = laos, .waiting = 3, .oldest = 35}});
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].partner, laos) << "by country";
  EXPECT_FALSE(lines[0].is_configured);
  EXPECT_EQ(lines[0].backlog.waiting, 3U);
  EXPECT_EQ(lines[0].backlog.oldest, app::Seq{2});
  EXPECT_TRUE(lines[1].is_configured);
  EXPECT_EQ(lines[1].backlog.dead, 2U);
  EXPECT_FALSE(lines[1].backlog.oldest);
}

TEST(ExchangeWatch, TellsOfCertificatesOfTheLineAsWell) {
  ExchangeWatch watch;
  const api::PartnerLine::Certificate line{
      .use = "our_line", .subject = "CN=sg", .fingerprint = {}, .until = now};
  watch.set({gateway::PartnerLink{
                .partner = malaysia, .url = {}, .tls = nullptr, .certificates = {}, .signers = {}}},
            {{malaysia, {line}}});
  const auto lines = watch.partners({});
  ASSERT_EQ(lines.front().certificates.size(), 1U);
  EXPECT_EQ(lines.front().certificates.front().use, "our_line");
  EXPECT_EQ(lines.front().certificates.front().until, now);
}

TEST(ExchangeWatch, ARefusalIsAnAnswer) {
  ExchangeWatch watch;
  configure(watch);
  watch.take(report(gateway::Outcome::unreachable, {}, "connection refused"), now);
  watch.take(report(gateway::Outcome::dead, "SG1", "EBMS:0004 EXC-014"), now);
  EXPECT_FALSE(watch.partners({}).front().silence);
}

}  // namespace
}  // namespace lintas::node
