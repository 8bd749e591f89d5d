#include <algorithm>
#include <array>
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
#include "core/attachments/abroad.hpp"
#include "core/attachments/letter.hpp"
#include "core/attachments/limits.hpp"
#include "core/attachments/media.hpp"
#include "core/attachments/records.hpp"
#include "core/documents/certificate.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/workflow/attachments_abroad.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "tests/support/documents_world.hpp"
#include "tests/support/sha256.hpp"

/// Files that come with a certificate of Malaysia, and Thailand, where its goods are imported: what is told
/// of them, and how they are fetched. Viet Nam looks on.
namespace lintas {
namespace {

namespace att = attachments;
using test::scene::bangkok;
using test::scene::haiphong;
using test::scene::morning;
using test::scene::port;

Hash256 hash_of(std::string_view text) { return test::sha256(std::array{as_bytes(text)}); }

class Files : public testing::Test {
 protected:
  /// Somebody brings it with the certificate.
  std::string add(const access::Actor& by, std::string_view text, const std::string& name) {
    world.files("MY").all[hash_of(text)] = copy_of(as_bytes(text));
    const att::File file{
        .hash = hash_of(text), .size = static_cast<std::int64_t>(text.size()), .media = att::Media::csv};
    const auto kept =
        world.ask("MY", world.node("MY").command(
                            by, workflow::keep_attachment,
                            workflow::KeepAttachment{.file = file, .most = att::bounds::party_bytes_max}));
    if (kept != "ok") return kept;
    return world.ask(
        "MY", world.node("MY").command(by, workflow::add_attachment,
                                       workflow::AddAttachment{.which = at_issue(file.hash), .name = name}));
  }
  std::string take_away(const access::Actor& by, std::string_view text) {
    return world.ask("MY",
                     world.node("MY").command(by, workflow::remove_attachment, at_issue(hash_of(text))));
  }
  workflow::AttachmentOf at_issue(const Hash256& hash) {
    return of_document("MY", workflow::issue_slot(test::DocumentsWorld::id("D-1")), hash);
  }
  workflow::AttachmentOf of_document(const std::string& state, const workflow::Slot& slot,
                                     const Hash256& hash) {
    const auto stream = world.node(state).store().find(std::get<workflow::Key>(slot.by));
    return {.document = stream.value_or(workflow::StreamId::none), .kind = slot.kind, .hash = hash};
  }
  /// Drafted with a packing list and an invoice, of which the second is taken away again, and sent.
  void send() {
    ASSERT_EQ(world.draft(port, "D-1", test::DocumentsWorld::contents(port, "TH")), "ok");
    ASSERT_EQ(add(exporter, list, "packing-list.csv"), "ok");
    ASSERT_EQ(add(exporter, "taken,away\n", "wrong.csv"), "ok");
    ASSERT_EQ(take_away(exporter, "taken,away\n"), "ok");
    ASSERT_EQ(world.on_the_way(), "") << "nobody else knows of an application";
    ASSERT_EQ(world.submit(port, "D-1"), "ok");
    ASSERT_EQ(world.approve(port, "D-1", "MY-TH 26/1"), "ok");
    ASSERT_EQ(world.transmit(port, "D-1"), "ok");
  }
  void exchange_no_files() {
    world.node("MY").setting().change_reference([](refdata::Tables& tables) {
      std::vector<refdata::DocumentPairs::Row> rows;
      for (const auto& row : tables.document_pairs.rows())
        if (row.key.kind != workflow::kind_of_files) rows.push_back(row);
      tables.document_pairs = refdata::DocumentPairs::of(std::move(rows)).value();
    });
  }
  att::AbroadState known() {
    return world.node("TH").state<att::AbroadState>(workflow::attachments_abroad_slot(known_as));
  }
  att::Fetch fetch(std::string_view text) { return known().find(hash_of(text))->fetch; }
  /// Somebody in Thailand.
  std::string here(const access::Actor& by, workflow::CommandType type, std::string_view text) {
    const workflow::FetchedAttachment content{
        .which = of_document("TH", workflow::import_slot(certificate), hash_of(text)), .name = known_as};
    return world.ask("TH", world.node("TH").command(by, type, content));
  }
  std::string want(const access::Actor& by, std::string_view text) {
    return here(by, workflow::ask_attachment, text);
  }
  std::string read(const access::Actor& by, std::string_view text) {
    return here(by, workflow::read_fetched_attachment, text);
  }

  static inline const std::string list = "box,kg\n1,12\n";
  /// Two parts and a bit.
  static inline const std::string large =
      "box\n" + std::string(2 * att::bounds::part_bytes, '7') + "\n1,12.5\n";
  access::Actor exporter = test::DocumentsWorld::exporter(test::DocumentsWorld::tin);
  access::Actor issuer = test::DocumentsWorld::authority(port);
  access::Actor officer = test::DocumentsWorld::customs(bangkok);
  test::DocumentsWorld world{morning};
  documents::Reference certificate = test::DocumentsWorld::reference(port, "MY-TH 26/1");
  att::DocumentName known_as{.state = "MY", .kind = "e_form_d", .office = port, .number = "MY-TH 26/1"};
};

TEST_F(Files, AreToldBehindTheDocumentAndWithoutTheirOctets) {
  send();
  EXPECT_EQ(world.on_the_way(), "CO.ISSUE>TH DOC.FILES>TH");
  EXPECT_LT(world.way().back().wire.body.size(), 2000U);
  world.deliver_all();
  const auto state = known();
  ASSERT_EQ(state.files.size(), 1U);
  EXPECT_EQ(state.files.front().named.name, "packing-list.csv");
  EXPECT_EQ(state.files.front().named.file.hash, hash_of(list));
  EXPECT_EQ(state.files.front().named.file.size, static_cast<std::int64_t>(list.size()));
  EXPECT_EQ(fetch(list), att::Fetch::told);
  EXPECT_TRUE(world.files("TH").all.empty());
}

TEST_F(Files, AreToldWhenOneIsNamedLaterAndWhicheverMessageIsFirst) {
  send();
  ASSERT_EQ(add(issuer, "report,1\n", "report.csv"), "ok");
  EXPECT_EQ(world.on_the_way(), "CO.ISSUE>TH DOC.FILES>TH DOC.FILES>TH");
  ASSERT_EQ(world.deliver(2), "ok") << "it waits for the one before it";
  ASSERT_EQ(world.deliver(1), "ok") << "before the certificate itself";
  EXPECT_EQ(known().files.size(), 2U);
  world.deliver_all();
  EXPECT_EQ(known().files.size(), 2U);
}

TEST_F(Files, AreFetchedInPartsWhenSomebodyAsksAndReadWhenTheirHashIsRight) {
  send();
  ASSERT_EQ(add(issuer, large, "measurements.csv"), "ok");
  world.deliver_all();
  EXPECT_EQ(read(officer, large), "R-ATT-021");
  ASSERT_EQ(want(officer, large), "ok");
  ASSERT_EQ(want(officer, large), "ok");
  EXPECT_EQ(world.on_the_way(), "DOC.FILE.REQ>MY") << "it is asked for once";
  std::string went;
  std::size_t longest = 0;
  while (!world.way().empty()) {
    went += world.on_the_way() + " ";
    longest = std::max(longest, world.way().front().wire.body.size());
    ASSERT_EQ(world.deliver(), "ok");
  }
  EXPECT_EQ(went,
            "DOC.FILE.REQ>MY DOC.FILE.PART>TH DOC.FILE.REQ>MY DOC.FILE.PART>TH DOC.FILE.REQ>MY "
            "DOC.FILE.PART>TH ");
  EXPECT_LT(longest, att::bounds::part_bytes * 3 / 2) << "no message has more than a part";
  EXPECT_EQ(fetch(large), att::Fetch::here);
  EXPECT_EQ(as_text(world.files("TH").all.at(hash_of(large))), large);
  EXPECT_EQ(read(officer, large), "ok");
  EXPECT_EQ(known().recent.size(), 1U);
  EXPECT_EQ(fetch(list), att::Fetch::told) << "nobody asked for that";
  const auto kept =
      world.node("TH").state<att::FileState>(workflow::attachment_file_slot(hash_of(large), "state MY"));
  EXPECT_EQ(kept.documents, 1U);
  EXPECT_FALSE(kept.is_counted);
}

TEST_F(Files, APartThatComesTwiceIsTakenOnce) {
  send();
  ASSERT_EQ(add(issuer, large, "measurements.csv"), "ok");
  world.deliver_all();
  ASSERT_EQ(want(officer, large), "ok");
  ASSERT_EQ(world.deliver(), "ok");
  ASSERT_EQ(world.deliver(0, true), "ok");
  ASSERT_EQ(world.deliver(0), "ok");
  EXPECT_EQ(world.on_the_way(), "DOC.FILE.REQ>MY");
  world.deliver_all();
  EXPECT_EQ(fetch(large), att::Fetch::here);
}

TEST_F(Files, WhatTheDiskLostIsFetchedAnew) {
  send();
  ASSERT_EQ(add(issuer, large, "measurements.csv"), "ok");
  world.deliver_all();
  ASSERT_EQ(want(officer, large), "ok");
  ASSERT_EQ(world.deliver(), "ok");
  ASSERT_EQ(world.deliver(), "ok");
  world.files("TH").parts.clear();
  world.deliver_all();
  EXPECT_EQ(fetch(large), att::Fetch::here) << "from its beginning";
}

TEST_F(Files, R_ATT_022_OneThatIsErasedBeforeItWasFetchedIsToldAsThat) {
  send();
  world.deliver_all();
  ASSERT_EQ(want(officer, list), "ok");
  world.files("MY").all.clear();
  world.deliver_all();
  EXPECT_EQ(fetch(list), att::Fetch::gone);
  EXPECT_EQ(want(officer, list), "R-ATT-022");
}

TEST_F(Files, OctetsWithAnotherHashAreNotKeptAndAskedForAgain) {
  send();
  world.deliver_all();
  ASSERT_EQ(want(officer, list), "ok");
  const Bytes right =
      std::exchange(world.files("MY").all[hash_of(list)], copy_of(as_bytes("box,kg\n1,99\n")));
  world.deliver_all();
  EXPECT_EQ(fetch(list), att::Fetch::wrong);
  EXPECT_TRUE(world.files("TH").all.empty());
  EXPECT_EQ(read(officer, list), "R-ATT-021");
  world.files("MY").all[hash_of(list)] = right;
  ASSERT_EQ(want(officer, list), "ok");
  world.deliver_all();
  EXPECT_EQ(fetch(list), att::Fetch::here);
}

TEST_F(Files, OnlyTheStateThatTheDocumentWasSentToHasThem) {
  send();
  world.deliver_all();
  const att::Letter asks{.document = known_as, .hash = hash_of(list)};
  EXPECT_EQ(world.hear_of("MY", "VN", att::file_asked, asks, 0), "ACC-002");
  EXPECT_EQ(world.on_the_way(), "");
  const att::Letter lies{.document = known_as, .files = {}};
  EXPECT_EQ(world.hear_of("TH", "VN", att::files_listed, lies, 0), "R-ATT-024");
  EXPECT_EQ(known().files.size(), 1U);
}

/// Numbers can be guessed: whoever speaks of one before its files were told does not take them from others.
/// The node that issues has looked at it; the one that imports does not rely on that.
TEST_F(Files, R_ATT_025_WhatWouldActWhenItIsOpenedIsNotKept) {
  const std::string text = "%PDF-1.7\n1 0 obj\n<</S/JavaScript/JS(app.alert(1))>>\nendobj\n%%EOF\n";
  ASSERT_EQ(world.draft(port, "D-1", test::DocumentsWorld::contents(port, "TH")), "ok");
  ASSERT_EQ(add(exporter, text, "packing-list.csv"), "ok");
  ASSERT_EQ(world.submit(port, "D-1"), "ok");
  ASSERT_EQ(world.approve(port, "D-1", "MY-TH 26/1"), "ok");
  ASSERT_EQ(world.transmit(port, "D-1"), "ok");
  world.deliver_all();
  ASSERT_EQ(want(officer, text), "ok");
  world.deliver_all();
  EXPECT_EQ(fetch(text), att::Fetch::unfit);
  EXPECT_EQ(want(officer, text), "R-ATT-025");
  EXPECT_EQ(read(officer, text), "R-ATT-021");
}

TEST_F(Files, AreToldThoughAnotherStateSpokeOfThemBefore) {
  const att::Letter asks{.document = known_as, .hash = hash_of(list)};
  EXPECT_EQ(world.hear_of("MY", "VN", att::file_asked, asks, 1), "ACC-002");
  const att::Letter lies{.document = known_as, .files = {}};
  EXPECT_EQ(world.hear_of("MY", "VN", att::files_listed, lies, 1), "R-ATT-024");
  send();
  EXPECT_EQ(world.on_the_way(), "CO.ISSUE>TH DOC.FILES>TH");
  ASSERT_EQ(add(issuer, "report,1\n", "report.csv"), "ok");
  world.deliver_all();
  EXPECT_EQ(known().files.size(), 2U);
  EXPECT_EQ(world.hear_of("MY", "VN", att::file_asked, asks, 2), "ACC-002") << "in its lane, as before";
  ASSERT_EQ(want(officer, list), "ok");
  world.deliver_all();
  EXPECT_EQ(fetch(list), att::Fetch::here);
}

/// Malaysia was restored to before it told of them, and Thailand goes on to ask.
TEST_F(Files, GoOnWhereTheirReceiverAskedForThemBefore) {
  const att::Letter asks{.document = known_as, .hash = hash_of(list)};
  EXPECT_EQ(world.hear_of("MY", "TH", att::file_asked, asks, 1), "ACC-002");
  send();
  EXPECT_EQ(world.on_the_way(), "CO.ISSUE>TH DOC.FILES>TH");
  EXPECT_EQ(world.hear_of("MY", "TH", att::file_asked, asks, 2), "ok");
  EXPECT_EQ(world.on_the_way(), "CO.ISSUE>TH DOC.FILES>TH DOC.FILE.PART>TH");
}

TEST_F(Files, R_ATT_024_NobodyAsksAStateForTheFilesOfAnother) {
  const att::Letter asks{.document = known_as, .hash = hash_of(list)};
  EXPECT_EQ(world.hear_of("TH", "VN", att::file_asked, asks, 1), "R-ATT-024");
  send();
  world.deliver_all();
  EXPECT_EQ(known().files.size(), 1U) << "their stream is of the kind that it has to be";
  EXPECT_EQ(world.hear_of("TH", "MY", att::file_asked, asks, 2), "R-ATT-024") << "nor the issuer its own";
}

/// As by an officer in Thailand who mistyped another number: the certificate goes on where he was answered.
TEST_F(Files, StayWithACertificateWhoseNumberWasSpokenOfBefore) {
  EXPECT_EQ(world.hear("MY", "TH", documents::co_retransmit_request, {.certificate = certificate}), "ok");
  world.deliver_all();
  send();
  EXPECT_EQ(world.on_the_way(), "CO.ISSUE>TH DOC.FILES>TH");
  ASSERT_EQ(add(issuer, "report,1\n", "report.csv"), "ok") << "they are found by the certificate";
  world.deliver_all();
  EXPECT_EQ(known().files.size(), 2U);
  ASSERT_EQ(want(officer, list), "ok");
  world.deliver_all();
  EXPECT_EQ(fetch(list), att::Fetch::here);
  for (int looks = 0; looks < 3; ++looks) {
    world.set_time(world.node("MY").now() + att::bounds::look_interval);
    world.ring();
    while (!world.way().empty()) world.lose();
  }
  const auto file = world.node("MY").state<att::FileState>(
      workflow::attachment_file_slot(hash_of(list), att::owner_of(exporter)));
  EXPECT_EQ(file.status, att::FileStatus::named) << "for as long as the certificate is kept";
}

/// Else what an office keeps with a request would be with the exporter's certificate one day.
TEST_F(Files, R_ATT_017_AreNotAddedToWhatNobodyAppliedFor) {
  documents::Letter asks{.certificate = certificate};
  asks.request = test::DocumentsWorld::id("TH-1");
  ASSERT_EQ(world.hear("MY", "TH", documents::co_verify_request, asks), "ok");
  const auto stream = world.node("MY").store().find(workflow::unknown_certificate_key(certificate));
  ASSERT_TRUE(stream);
  const std::string text = "a,letter\n";
  world.files("MY").all[hash_of(text)] = copy_of(as_bytes(text));
  const att::File file{.hash = hash_of(text), .size = 9, .media = att::Media::csv};
  ASSERT_EQ(
      world.ask("MY", world.node("MY").command(
                          issuer, workflow::keep_attachment,
                          workflow::KeepAttachment{.file = file, .most = att::bounds::party_bytes_max})),
      "ok");
  const workflow::AttachmentOf which{.document = *stream, .kind = workflow::issue_stream, .hash = file.hash};
  EXPECT_EQ(
      world.ask("MY", world.node("MY").command(issuer, workflow::add_attachment,
                                               workflow::AddAttachment{.which = which, .name = "a.csv"})),
      "R-ATT-017");
}

TEST_F(Files, WhatNobodyAskedForIsNotKept) {
  send();
  world.deliver_all();
  const auto taken = world.files("TH").take_part("MY", hash_of(list), 12, 0, as_bytes(list));
  EXPECT_EQ(taken.have, 0);
  EXPECT_TRUE(world.files("TH").all.empty());
  att::Letter part{.document = known_as, .hash = hash_of(list), .size = 12};
  EXPECT_EQ(world.hear_of("TH", "MY", att::file_part, part, 0), "ok");
  EXPECT_EQ(fetch(list), att::Fetch::told);
  EXPECT_EQ(world.on_the_way(), "");
}

TEST_F(Files, OnlyWhoMayReadTheDocumentHasItsFiles) {
  send();
  world.deliver_all();
  EXPECT_EQ(want(test::DocumentsWorld::exporter("TH200501234W"), list), "ACC-001");
  EXPECT_EQ(want(test::DocumentsWorld::customs(haiphong), list), "ACC-002");
  EXPECT_EQ(world.on_the_way(), "");
  ASSERT_EQ(want(officer, list), "ok");
  world.deliver_all();
  EXPECT_EQ(read(test::DocumentsWorld::customs(haiphong), list), "ACC-002");
  EXPECT_EQ(read(officer, list), "ok");
}

TEST_F(Files, StayWhereTheyAreBetweenStatesThatDoNotExchangeThem) {
  exchange_no_files();
  send();
  EXPECT_EQ(world.on_the_way(), "CO.ISSUE>TH");
}

TEST_F(Files, AreGivenNoMoreWhereTheyAreExchangedNoMore) {
  send();
  world.deliver_all();
  exchange_no_files();
  ASSERT_EQ(want(officer, list), "ok");
  world.deliver_all();
  EXPECT_EQ(fetch(list), att::Fetch::gone);
  EXPECT_TRUE(world.files("TH").all.empty());
}

TEST_F(Files, AreLetGoOfWhenTheDocumentIsKeptNoMore) {
  send();
  world.deliver_all();
  ASSERT_EQ(want(officer, list), "ok");
  world.deliver_all();
  const auto file = [&] {
    return world.node("TH").state<att::FileState>(workflow::attachment_file_slot(hash_of(list), "state MY"));
  };
  for (int half_year = 0; half_year < 5; ++half_year) {
    world.set_time(world.node("TH").now() + att::bounds::look_interval);
    world.ring();
    while (!world.way().empty()) world.lose();
  }
  EXPECT_EQ(file().documents, 1U) << "customs shows by what it judged";
  for (int half_year = 0; half_year < 8; ++half_year) {
    world.set_time(world.node("TH").now() + att::bounds::look_interval);
    world.ring();
    while (!world.way().empty()) world.lose();
  }
  EXPECT_EQ(file().documents, 0U);
  EXPECT_EQ(file().status, att::FileStatus::put_away);
}

}  // namespace
}  // namespace lintas
