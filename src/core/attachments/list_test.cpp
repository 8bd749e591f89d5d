#include "core/attachments/list.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/attachments/limits.hpp"
#include "core/attachments/media.hpp"
#include "core/attachments/records.hpp"

namespace lintas::attachments {
namespace {

const Instant morning = *parse_instant("2026-11-23T08:00:00Z");
const access::Actor exporter{.role = access::Role::exporter, .party = "SG200501234W"};
const access::Actor officer{
    .role = access::Role::other_agency, .party = {}, .person = "may", .office = "SGTUS001"};
constexpr DocumentNow at_home{.is_ours = true, .is_draft = true, .has_gone = false, .is_over = false};
constexpr DocumentNow applied{.is_ours = true, .is_draft = false, .has_gone = false, .is_over = false};
constexpr DocumentNow gone{.is_ours = true, .has_gone = true, .is_over = false};

File file(int n, std::int64_t size = 1000, Media media = Media::pdf) {
  File made{.hash = {}, .size = size, .media = media};
  made.hash.bytes[0] = static_cast<std::byte>(n);
  return made;
}
std::string rule_of(const ListDecision& decision) {
  return decision.answer.accepted() ? "" : decision.answer.refused_for.front().rule;
}
ListState with(ListState state, const ListDecision& decision) {
  EXPECT_EQ(rule_of(decision), "");
  for (const ListEvent& event : decision.events) state = evolve(std::move(state), event);
  return state;
}
ListDecision add_by(const ListState& state, const File& what, const std::string& name,
                    DocumentNow document = at_home, const access::Actor& by = exporter) {
  return add(state, {.stream = 7, .kind = 15}, document, what, name, {.at = morning, .by = by});
}

TEST(AttachmentList, NamesWhatWasAddedByWhomAndWhen) {
  const ListState list = with({}, add_by({}, file(1), "invoice-4711.pdf"));
  ASSERT_EQ(list.files.size(), 1U);
  EXPECT_EQ(list.files.front().name, "invoice-4711.pdf");
  EXPECT_EQ(list.files.front().at, morning);
  EXPECT_EQ(list.files.front().by.str(), "SG200501234W");
  EXPECT_EQ(rule_of(add_by(list, file(2), "report.pdf", gone)), "") << "also behind a document that has gone";
}

TEST(AttachmentList, R_ATT_011_NamesAFileOnceAndOneNameForOneFile) {
  const ListState list = with({}, add_by({}, file(1), "invoice.pdf"));
  EXPECT_EQ(rule_of(add_by(list, file(1), "again.pdf")), "R-ATT-011");
  EXPECT_EQ(rule_of(add_by(list, file(2), "invoice.pdf")), "R-ATT-011");
}

TEST(AttachmentList, R_ATT_012_ANameSaysWhatTheFileIsAndNothingOfFolders) {
  for (const std::string_view wrong :
       {"", ".pdf", "../x.pdf", "a/b.pdf", "a b.pdf", "r\xC3\xA9sum\xC3\xA9.pdf", "invoice.exe",
        "invoice.pdf.exe", "invoice", "-x.pdf", "a..pdf"}) {
    EXPECT_EQ(rule_of(add_by({}, file(1), std::string{wrong})), "R-ATT-012") << wrong;
  }
  EXPECT_EQ(rule_of(add_by({}, file(1), std::string(bounds::name_chars_max, 'a') + ".pdf")), "R-ATT-012");
  EXPECT_EQ(rule_of(add_by({}, file(1), "Invoice_4711.PDF")), "");
  EXPECT_EQ(rule_of(add_by({}, file(1, 10, Media::jpeg), "seal.jpeg")), "");
  EXPECT_EQ(rule_of(add_by({}, file(1, 10, Media::jpeg), "seal.png")), "R-ATT-012");
}

TEST(AttachmentList, R_ATT_013_HasSoManyFilesAndSoManyOctets) {
  ListState list;
  for (int n = 0; std::cmp_less(n, bounds::files_max); ++n)
    list = with(list, add_by(list, file(n), "f" + std::to_string(n) + ".pdf"));
  EXPECT_EQ(rule_of(add_by(list, file(99), "one-more.pdf")), "R-ATT-013");
  const ListState large = with({}, add_by({}, file(1, bounds::files_bytes_max - 5), "large.pdf"));
  EXPECT_EQ(rule_of(add_by(large, file(2, 6), "six.pdf")), "R-ATT-013");
  EXPECT_EQ(rule_of(add_by(large, file(2, 5), "five.pdf")), "");
}

TEST(AttachmentList, R_ATT_016_and_R_ATT_017_NothingIsAddedToWhatIsOfAnotherStateOrOver) {
  EXPECT_EQ(rule_of(add_by({}, file(1), "x.pdf", {.is_ours = false})), "R-ATT-016");
  EXPECT_EQ(rule_of(add_by({}, file(1), "x.pdf", {.is_ours = true, .is_over = true})), "R-ATT-017");
  EXPECT_EQ(rule_of(add_by({}, file(1), "x.pdf", {.is_ours = true, .is_for_others = true})), "R-ATT-026");
}

TEST(AttachmentList, R_ATT_014_and_R_ATT_015_IsTakenAwayByItsOwnerBeforeTheDocumentHasGone) {
  const ListState list = with({}, add_by({}, file(1), "x.pdf"));
  const Act his{.at = morning, .by = exporter};
  EXPECT_EQ(rule_of(remove(list, gone, file(1).hash, his)), "R-ATT-014");
  EXPECT_EQ(rule_of(remove(list, at_home, file(2).hash, his)), "R-ATT-015");
  EXPECT_EQ(rule_of(remove(list, at_home, file(1).hash, {.at = morning, .by = officer})), "R-ATT-015");
  EXPECT_TRUE(with(list, remove(list, at_home, file(1).hash, his)).files.empty());
}

TEST(AttachmentList, R_ATT_014_WhatIsJudgedIsNotExchangedMeanwhile) {
  const ListState of_exporter = with({}, add_by({}, file(1), "invoice.pdf"));
  EXPECT_EQ(rule_of(remove(of_exporter, applied, file(1).hash, {.at = morning, .by = exporter})),
            "R-ATT-014");
  EXPECT_EQ(rule_of(add_by(of_exporter, file(2), "invoice-2.pdf", applied)), "") << "he may add another";
  const ListState of_office = with({}, add_by({}, file(1), "report.pdf", applied, officer));
  EXPECT_TRUE(
      with(of_office, remove(of_office, applied, file(1).hash, {.at = morning, .by = officer})).files.empty())
      << "the office has its own report in its hands until the document goes";
  EXPECT_EQ(rule_of(remove(of_office, gone, file(1).hash, {.at = morning, .by = officer})), "R-ATT-014");
}

TEST(AttachmentList, WhoeverReadsIsNamedWithAccountOfficeAndRole) {
  const ListState list = with({}, add_by({}, file(1), "x.pdf"));
  const auto decision = read(list, file(1).hash, {.at = morning, .by = officer});
  ASSERT_EQ(decision.events.size(), 1U);
  const auto& read_by = std::get<Read>(decision.events.front());
  EXPECT_EQ(read_by.by.str(), "may");
  EXPECT_EQ(read_by.office, "SGTUS001");
  EXPECT_EQ(read_by.role, access::Role::other_agency);
  EXPECT_EQ(rule_of(read(list, file(2).hash, {.at = morning, .by = officer})), "R-ATT-015");
  EXPECT_EQ(with(list, decision).files.size(), 1U) << "to read changes nothing else";
}

TEST(AttachmentList, WhoReadsAgainWithinTheHourIsNamedOnce) {
  ListState list = with(with({}, add_by({}, file(1), "x.pdf")), add_by({}, file(2), "y.pdf"));
  const auto reads = [&](int which, const access::Actor& by, Instant at) {
    const auto decision = read(list, file(which).hash, {.at = at, .by = by});
    list = with(list, decision);
    return decision.events.size();
  };
  EXPECT_EQ(reads(1, officer, morning), 1U);
  EXPECT_EQ(reads(1, officer, morning + std::chrono::minutes{59}), 0U);
  EXPECT_EQ(reads(2, officer, morning + std::chrono::minutes{59}), 1U) << "another file";
  access::Actor chief = officer;
  chief.person = "joy";
  EXPECT_EQ(reads(1, chief, morning + std::chrono::minutes{59}), 1U) << "another account";
  access::Actor in_charge = officer;
  in_charge.role = access::Role::supervisor;
  EXPECT_EQ(reads(1, in_charge, morning + std::chrono::minutes{59}), 1U) << "in another role";
  EXPECT_EQ(reads(1, officer, morning + std::chrono::hours{1}), 1U);
  EXPECT_LE(list.recent.size(), 4U) << "those before are not carried on";
}

TEST(AttachmentList, GoesWithItsDocumentAtTheNextLook) {
  ListState list = with({}, add_by({}, file(1), "x.pdf"));
  ASSERT_TRUE(list.look);
  EXPECT_EQ(*list.look, morning + bounds::look_interval);
  EXPECT_TRUE(time_passed(list, morning).events.empty());
  const Instant then = *list.look;
  list = with(list, time_passed(list, then));
  EXPECT_EQ(*list.look, then + bounds::look_interval);
  EXPECT_TRUE(let_go(list, gone, file(1).hash).events.empty())
      << "as long as the document is kept it has its files";
  constexpr DocumentNow used{.is_ours = true, .has_gone = true, .is_over = true};
  EXPECT_TRUE(let_go(list, used, file(1).hash).events.empty()) << "nobody's work any more, and kept";
  DocumentNow put_away = used;
  put_away.is_put_away = true;
  list = with(list, let_go(list, put_away, file(1).hash));
  EXPECT_TRUE(list.files.empty());
  EXPECT_FALSE(list.look);
}

}  // namespace
}  // namespace lintas::attachments
