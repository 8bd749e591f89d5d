#include "core/attachments/abroad.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/attachments/letter.hpp"
#include "core/attachments/limits.hpp"
#include "core/attachments/list.hpp"
#include "core/attachments/media.hpp"
#include "core/attachments/records.hpp"

/// Files of a certificate of Malaysia, where its goods are imported.
namespace lintas::attachments {
namespace {

const Instant morning = *parse_instant("2026-11-23T08:00:00Z");
const access::Actor officer{
    .role = access::Role::officer_of_destination, .party = {}, .person = "may", .office = "THBKK001"};
const DocumentName document{.state = "MY", .kind = "e_form_d", .office = "MYPKG001", .number = "MY-TH 26/1"};
constexpr Document here{.stream = 7, .kind = 12};

NamedFile file(int n, std::int64_t size = 1000) {
  NamedFile made{.file = {.hash = {}, .size = size, .media = Media::pdf},
                 .name = "file-" + std::to_string(n) + ".pdf"};
  made.file.hash.bytes[0] = static_cast<std::byte>(n);
  return made;
}
std::string rule_of(const AbroadDecision& decision) {
  return decision.answer.accepted() ? "" : decision.answer.refused_for.front().rule;
}
AbroadState with(AbroadState state, const AbroadDecision& decision) {
  EXPECT_EQ(rule_of(decision), "");
  for (const AbroadEvent& event : decision.events) state = evolve(std::move(state), event);
  return state;
}
AbroadState told(const std::vector<NamedFile>& files, const AbroadState& state = {}) {
  return with(state, list(state, document, files, morning));
}
AbroadDecision ask_for(const AbroadState& state, int n, Instant at = morning, bool is_missing = false) {
  return ask(state, here, file(n).file.hash, is_missing, {.at = at, .by = officer});
}
Letter part(int n, std::int64_t from, std::int64_t have, std::int64_t size = 1000) {
  return {.document = document, .hash = file(n).file.hash, .from = from, .size = size, .have = have};
}
std::optional<std::int64_t> asked_from(const AbroadDecision& decision) {
  return decision.events.empty() ? std::nullopt : asks_from(decision.events.front());
}
Fetch fetch_of(const AbroadState& state, int n) { return state.find(file(n).file.hash)->fetch; }

TEST(AttachmentsAbroad, AreKnownByWhatTheirStateTells) {
  AbroadState state = told({file(1), file(2)});
  ASSERT_EQ(state.files.size(), 2U);
  EXPECT_EQ(state.files[1].named.name, "file-2.pdf");
  EXPECT_TRUE(list(state, document, {file(1), file(2)}, morning).events.empty()) << "nothing is new";
  state = told({file(2), file(3)}, state);
  EXPECT_EQ(state.find(file(1).file.hash), nullptr);
  EXPECT_EQ(state.files.size(), 2U);
}

TEST(AttachmentsAbroad, AreAskedForAPartAtATimeUntilAllIsHere) {
  AbroadState state = told({file(1)});
  auto decision = ask_for(state, 1);
  EXPECT_EQ(asked_from(decision), 0);
  EXPECT_EQ(std::get<Asked>(decision.events.front()).by.str(), "may");
  state = with(state, decision);
  EXPECT_TRUE(ask_for(state, 1).events.empty()) << "it is on its way";
  decision = come(state, part(1, 0, 400), morning);
  EXPECT_EQ(asked_from(decision), 400);
  state = with(state, decision);
  EXPECT_TRUE(come(state, part(1, 0, 400), morning).events.empty()) << "it came twice";
  Letter last = part(1, 400, 1000);
  last.verdict = Verdict::right;
  state = with(state, come(state, last, morning));
  EXPECT_EQ(fetch_of(state, 1), Fetch::here);
  EXPECT_TRUE(ask_for(state, 1).events.empty());
}

TEST(AttachmentsAbroad, GoOnFromWhatTheDiskHas) {
  AbroadState state = told({file(1)});
  state = with(state, ask_for(state, 1));
  state = with(state, come(state, part(1, 0, 400), morning));
  EXPECT_EQ(asked_from(come(state, part(1, 400, 0), morning)), 0) << "the disk lost what was there";
  EXPECT_TRUE(ask_for(state, 1, morning + bounds::ask_again - std::chrono::seconds{1}).events.empty());
  EXPECT_EQ(asked_from(ask_for(state, 1, morning + bounds::ask_again)), 400) << "somebody gave it up";
}

TEST(AttachmentsAbroad, R_ATT_022_GoneIsGoneUntilItsStateTellsAnew) {
  AbroadState state = told({file(1)});
  state = with(state, ask_for(state, 1));
  Letter gone = part(1, 0, 0, 0);
  gone.is_gone = true;
  state = with(state, come(state, gone, morning));
  EXPECT_EQ(fetch_of(state, 1), Fetch::gone);
  EXPECT_EQ(rule_of(ask_for(state, 1)), "R-ATT-022");
  state = told({file(1)}, state);
  EXPECT_EQ(rule_of(ask_for(state, 1)), "") << "the same list, once more";
  state = with(state, ask_for(state, 1));
  state = with(state, come(state, gone, morning));
  state = told({file(1), file(2)}, state);
  EXPECT_EQ(rule_of(ask_for(state, 1)), "");
}

TEST(AttachmentsAbroad, WhatHasAnotherHashIsNotTakenAndAskedForAnew) {
  AbroadState state = told({file(1)});
  state = with(state, ask_for(state, 1));
  Letter wrong = part(1, 0, 0);
  wrong.verdict = Verdict::wrong;
  state = with(state, come(state, wrong, morning));
  EXPECT_EQ(fetch_of(state, 1), Fetch::wrong);
  EXPECT_EQ(rule_of(read(state, file(1).file.hash, {.at = morning, .by = officer})), "R-ATT-021");
  EXPECT_EQ(asked_from(ask_for(state, 1)), 0);
  state = with(state, ask_for(state, 1));
  EXPECT_EQ(std::get<Fetched>(come(state, part(1, 0, 400, 99), morning).events.front()).as, Fetch::wrong)
      << "a file of another size";
}

/// A partner that lies about it: whoever read it would be given its beginning, or wait for more.
TEST(AttachmentsAbroad, WhatIsOfAnotherSizeIsNotTakenThoughItsHashIsRight) {
  AbroadState state = told({file(1)});
  state = with(state, ask_for(state, 1));
  const auto comes = [&](std::int64_t size, std::int64_t have) {
    Letter whole = part(1, 0, have, size);
    whole.verdict = Verdict::right;
    return std::get<Fetched>(come(state, whole, morning).events.front()).as;
  };
  EXPECT_EQ(comes(200'000, 200'000), Fetch::wrong);
  EXPECT_EQ(comes(1000, 200'000), Fetch::wrong) << "its part says the size that was told";
  EXPECT_EQ(comes(1000, 1000), Fetch::here);
}

TEST(AttachmentsAbroad, R_ATT_025_WhatMayNotComeWithADocumentIsNotTaken) {
  AbroadState state = told({file(1)});
  state = with(state, ask_for(state, 1));
  Letter whole = part(1, 0, 1000);
  whole.verdict = Verdict::right;
  whole.media = Media::xml;
  EXPECT_EQ(std::get<Fetched>(come(state, whole, morning).events.front()).as, Fetch::unfit)
      << "it was told as PDF";
  whole.verdict = Verdict::unfit;
  whole.media.reset();
  state = with(state, come(state, whole, morning));
  EXPECT_EQ(fetch_of(state, 1), Fetch::unfit);
  EXPECT_FALSE(state.find(file(1).file.hash)->is_kept);
  EXPECT_EQ(rule_of(ask_for(state, 1)), "R-ATT-025");
  EXPECT_EQ(rule_of(read(state, file(1).file.hash, {.at = morning, .by = officer})), "R-ATT-021");
  state = told({file(1)}, state);
  EXPECT_EQ(fetch_of(state, 1), Fetch::told);
}

TEST(AttachmentsAbroad, WhatIsToldOtherwiseIsFetchedAnew) {
  AbroadState state = told({file(1)});
  state = with(state, ask_for(state, 1));
  Letter whole = part(1, 0, 1000);
  whole.verdict = Verdict::right;
  state = with(state, come(state, whole, morning));
  state = told({file(1, 9'000'000)}, state);
  EXPECT_EQ(fetch_of(state, 1), Fetch::told);
  EXPECT_TRUE(state.find(file(1).file.hash)->is_kept) << "its octets lie here, and are let go of in time";
  state = told({file(1), file(2)}, told({file(1)}, state));
  state = with(state, ask_for(state, 1));
  state = with(state, come(state, whole, morning));
  NamedFile renamed = file(1);
  renamed.name = "invoice.pdf";
  state = told({renamed}, state);
  EXPECT_EQ(fetch_of(state, 1), Fetch::here) << "another name is another name";
}

TEST(AttachmentsAbroad, R_ATT_015_and_R_ATT_021_EachReadingIsAnEvent) {
  AbroadState state = told({file(1)});
  const auto reads = [&](Instant at) { return read(state, file(1).file.hash, {.at = at, .by = officer}); };
  EXPECT_EQ(rule_of(read(state, file(2).file.hash, {.at = morning, .by = officer})), "R-ATT-015");
  EXPECT_EQ(rule_of(ask_for(state, 2)), "R-ATT-015");
  EXPECT_EQ(rule_of(reads(morning)), "R-ATT-021");
  state = with(state, ask_for(state, 1));
  Letter whole = part(1, 0, 1000);
  whole.verdict = Verdict::right;
  state = with(state, come(state, whole, morning));
  const auto decision = reads(morning);
  ASSERT_EQ(decision.events.size(), 1U);
  EXPECT_EQ(std::get<ReadHere>(decision.events.front()).read.office, "THBKK001");
  state = with(state, decision);
  EXPECT_TRUE(reads(morning + std::chrono::minutes{59}).events.empty());
  EXPECT_EQ(reads(morning + bounds::read_again).events.size(), 1U);
}

TEST(AttachmentsAbroad, AreKeptAsLongAsTheDocumentHasWorkAndThreeYears) {
  AbroadState state = told({file(1)});
  EXPECT_FALSE(state.look) << "nothing of it is here";
  state = with(state, ask_for(state, 1));
  Letter whole = part(1, 0, 1000);
  whole.verdict = Verdict::right;
  state = with(state, come(state, whole, morning));
  ASSERT_TRUE(state.look);
  const Instant then = morning + bounds::fetched_kept;
  EXPECT_TRUE(let_go(state, file(1).file.hash, false, then - std::chrono::seconds{1}).events.empty());
  EXPECT_TRUE(let_go(state, file(1).file.hash, true, then).events.empty());
  state = with(state, let_go(state, file(1).file.hash, false, then));
  EXPECT_TRUE(state.files.empty());
  EXPECT_FALSE(state.look);
}

TEST(AttachmentsAbroad, WhatIsWithTheDocumentNoMoreIsLetGoOf) {
  AbroadState state = told({file(1), file(2)});
  state = with(state, ask_for(state, 1));
  Letter whole = part(1, 0, 1000);
  whole.verdict = Verdict::right;
  state = with(state, come(state, whole, morning));
  const auto decision = list(state, document, {}, morning);
  EXPECT_EQ(std::get<Listed>(decision.events.front()).dropped, std::vector{file(1).file.hash});
}

TEST(AttachmentsAbroad, TheListTellsWhatIsNewAndGivesWhatIsThere) {
  ListState state;
  EXPECT_TRUE(tell(state, "TH", false, morning).events.empty());
  state = evolve(std::move(state), Added{.at = morning, .by = {}, .file = file(1).file, .name = "a.pdf"});
  for (const ListEvent& event : tell(state, "TH", false, morning).events)
    state = evolve(std::move(state), event);
  EXPECT_EQ(state.receiver, "TH");
  ASSERT_EQ(state.told.size(), 1U);
  EXPECT_TRUE(tell(state, "TH", false, morning).events.empty());
  EXPECT_EQ(tell(state, "TH", true, morning).events.size(), 1U) << "the document is sent once more";
  EXPECT_TRUE(tell({}, "TH", true, morning).events.empty());
  const auto is_gone = [&](int n, std::int64_t from) {
    return std::get<Given>(give(state, file(n).file.hash, from, morning).events.front()).is_gone;
  };
  EXPECT_FALSE(is_gone(1, 0));
  EXPECT_FALSE(is_gone(1, 999));
  EXPECT_TRUE(is_gone(1, 1000));
  EXPECT_TRUE(is_gone(2, 0));
}

}  // namespace
}  // namespace lintas::attachments
