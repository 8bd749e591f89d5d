#include "core/workflow/expiring.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/authorisation/table.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/exporter/table.hpp"
#include "core/guarantee/state.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"
#include "core/model/values/tin.hpp"
#include "core/registers/state.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {
namespace {

constexpr std::string_view holder = "SG201912345K";

Day day(std::string_view text) { return parse_day(text).value(); }
Tin tin(std::string_view text) { return Tin::parse(text).value(); }

bool is_behind(const Bytes& a, const Bytes& b) { return std::ranges::lexicographical_compare(b, a); }

TEST(Expiring, IsInTheOrderOfTheDays) {
  const Bytes early = expiring_behind(holder, day("2026-12-01"), StreamId{9});
  const Bytes late = expiring_behind(holder, day("2027-01-01"), StreamId{1});
  EXPECT_TRUE(is_behind(late, early));
  EXPECT_TRUE(is_behind(early, expiring_from(holder, day("2026-12-01"))));
  EXPECT_TRUE(is_behind(expiring_from(holder, day("2026-12-02")), early));
  const Bytes prefix = expiring_lists(holder);
  EXPECT_EQ(Bytes(early.begin(), early.begin() + static_cast<std::ptrdiff_t>(prefix.size())), prefix);
  EXPECT_EQ(day_of_expiring(Key{early}, holder), day("2026-12-01"));
}

TEST(Expiring, IsNotInTheListOfMovements) {
  const Bytes movements = concern_list(holder);
  const Bytes key = expiring_behind(holder, day("2026-12-01"), StreamId{9});
  EXPECT_NE(Bytes(key.begin(), key.begin() + static_cast<std::ptrdiff_t>(movements.size())), movements);
}

std::vector<std::string> lists_of(const Part& part, StreamKind kind, const State& state) {
  return std::ranges::find(part.kinds, kind, &KindEntry::kind)->summary(state).concerned;
}

TEST(Expiring, AnEntryStandsUnderItsFirms) {
  registers::Entry entry{.status = registers::Status::valid,
                         .facts = registers::Mandate{.holder = tin(holder), .agent = tin("SG202098765A")},
                         .valid_from = day("2026-01-01"),
                         .valid_until = day("2026-12-31")};
  const auto lists = [&] { return lists_of(registers_part(), register_stream, State::of(entry)); };
  EXPECT_EQ(lists(), (std::vector<std::string>{"all until 2026-12-31", "SG201912345K until 2026-12-31",
                                               "SG202098765A until 2026-12-31"}));
  entry.status = registers::Status::suspended;
  EXPECT_EQ(lists().size(), 3U) << "its days run on";
  entry.status = registers::Status::withdrawn;
  EXPECT_TRUE(lists().empty());
  entry.status = registers::Status::valid;
  entry.valid_until.reset();
  EXPECT_TRUE(lists().empty()) << "it has no last day";
}

TEST(Expiring, ACardStandsUnderTheCarrierWhereItNamesOne) {
  registers::Insurance card{.number = registers::EntryNumber::parse("B-1").value(),
                            .issued_by = Country::parse("SG").value(),
                            .plate = registers::Plate::parse("XE1234K").value(),
                            .insurer = registers::EntryNumber::parse("INS-7").value(),
                            .states = {},
                            .carrier = tin(holder)};
  const auto lists = [&] {
    return lists_of(registers_part(), register_stream,
                    State::of(registers::Entry{.status = registers::Status::valid,
                                               .facts = card,
                                               .valid_from = day("2026-01-01"),
                                               .valid_until = day("2026-12-31")}));
  };
  EXPECT_EQ(lists(), (std::vector<std::string>{"all until 2026-12-31", "SG201912345K until 2026-12-31"}));
  card.carrier.reset();
  EXPECT_EQ(lists(), std::vector<std::string>{"all until 2026-12-31"});
}

TEST(Expiring, AGuaranteeStandsUnderHolderGuarantorAndOffice) {
  guarantee::Header header;
  header.status = guarantee::Status::valid;
  header.holder = tin(holder);
  header.guarantor = tin("SGBANK");
  header.office = OfficeId::parse("SGTUS001").value();
  header.valid_until = day("2026-12-31");
  const auto lists = [&] { return lists_of(guarantee_part(), account_stream, State::of(header)); };
  EXPECT_EQ(lists(), (std::vector<std::string>{"all until 2026-12-31", "SG201912345K until 2026-12-31",
                                               "SGBANK until 2026-12-31", "SGTUS001 until 2026-12-31"}));
  header.revoked_from = day("2026-12-11");
  EXPECT_EQ(lists().front(), "all until 2026-12-10") << "the last day before the notice takes effect";
  header.valid_until.reset();
  EXPECT_EQ(lists().front(), "all until 2026-12-10");
  header.status = guarantee::Status::expired;
  EXPECT_TRUE(lists().empty());
}

TEST(Expiring, AnAuthorisationOfAnOperatorStandsUnderItsHolderAndTheProgrammeOffice) {
  namespace aut = aeo::authorisation;
  aut::Authorisation authorisation;
  authorisation.application.reference.holder = tin(holder);
  authorisation.valid_until = day("2027-03-01");
  authorisation.revalidate_on = day("2026-12-11");
  authorisation.until = day("2026-12-24");
  const auto lists = [&](aut::State state) {
    authorisation.state = state;
    auto all = lists_of(aeo_part(), aeo_stream, State::of(authorisation));
    std::erase_if(all, [](const std::string& one) { return !one.contains(" until "); });
    return all;
  };
  EXPECT_EQ(lists(aut::State::active),
            (std::vector<std::string>{"all until 2027-03-01", "operators until 2027-03-01",
                                      "SG201912345K until 2027-03-01", "all until 2026-12-11",
                                      "operators until 2026-12-11", "SG201912345K until 2026-12-11"}));
  EXPECT_EQ(lists(aut::State::returned),
            (std::vector<std::string>{"all until 2026-12-24", "operators until 2026-12-24",
                                      "SG201912345K until 2026-12-24"}));
  EXPECT_TRUE(lists(aut::State::draft).empty());
  EXPECT_TRUE(lists(aut::State::revoked).empty());
}

TEST(Expiring, ACertifiedExporterStandsUnderItsFirmAndTheAgency) {
  namespace exs = awsc::exporter_side;
  exs::Exporter exporter;
  exporter.state = exs::State::valid;
  exporter.content.reference.state = Country::parse("SG").value();
  exporter.content.holder = holder;
  exporter.content.valid_until = day("2026-12-31");
  const auto lists = [&] {
    auto all = lists_of(awsc_part(), exporter_stream, State::of(exporter));
    std::erase_if(all, [](const std::string& one) { return !one.contains(" until "); });
    return all;
  };
  EXPECT_EQ(lists(), (std::vector<std::string>{"all until 2026-12-31", "exporters until 2026-12-31",
                                               "SG201912345K until 2026-12-31"}));
  exporter.state = exs::State::suspended;
  EXPECT_EQ(lists().size(), 3U) << "its days run on";
  exporter.heard = 1;
  EXPECT_TRUE(lists().empty()) << "a copy of what another state keeps";
  exporter.heard = 0;
  exporter.state = exs::State::withdrawn;
  EXPECT_TRUE(lists().empty());
}

}  // namespace
}  // namespace lintas::workflow
