#include "shell/node/attachment_folder.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/time.hpp"
#include "core/attachments/letter.hpp"
#include "shell/app/attachment_files.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/crypto/digest.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::node {
namespace {

namespace fs = std::filesystem;

Hash256 keep(AttachmentFolder& folder, std::string_view text) {
  const auto coming = folder.begin();
  // However it comes.
  coming->append(as_bytes(text.substr(0, text.size() / 2)));
  coming->append(as_bytes(text.substr(text.size() / 2)));
  return coming->keep();
}
std::optional<std::string> read(AttachmentFolder& folder, const Hash256& hash) {
  const auto octets = folder.open(hash);
  if (octets == nullptr) return std::nullopt;
  std::string text;
  for (Bytes piece = octets->next(7); !piece.empty(); piece = octets->next(7)) text += as_text(piece);
  return text;
}
std::size_t files_in(const fs::path& folder) {
  std::size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator{folder})
    count += entry.is_regular_file() ? 1U : 0U;
  return count;
}

TEST(AttachmentFolder, KeepsAFileOnceUnderItsHashAndForItsOwnerOnly) {
  const test::TemporaryFolder place;
  AttachmentFolder folder{place.path() / "attachments"};
  const Hash256 hash = keep(folder, "an invoice");
  EXPECT_EQ(hash, crypto::sha256(std::array{as_bytes("an invoice")}));
  EXPECT_EQ(keep(folder, "an invoice"), hash);
  EXPECT_EQ(files_in(place.path()), 1U);
  EXPECT_EQ(read(folder, hash), "an invoice");
  EXPECT_EQ(read(folder, crypto::sha256(std::array{as_bytes("another")})), std::nullopt);
  for (const auto& entry : fs::recursive_directory_iterator{place.path()}) {
    if (!entry.is_regular_file()) continue;
    struct stat about{};
    ASSERT_EQ(::stat(entry.path().c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U);
  }
  AttachmentFolder again{place.path() / "attachments"};
  EXPECT_EQ(read(again, hash), "an invoice") << "also after a start";
}

TEST(AttachmentFolder, WhatWasCutOffWasNeverThere) {
  const test::TemporaryFolder place;
  {
    AttachmentFolder folder{place.path()};
    const auto coming = folder.begin();
    coming->append(as_bytes("half of"));
  }
  EXPECT_EQ(files_in(place.path()), 0U);
  std::ofstream{place.path() / "coming-abcdef"} << "left by a crash";
  AttachmentFolder folder{place.path()};
  EXPECT_EQ(files_in(place.path()), 0U);
}

// A folder that cannot be opened cannot be synced either, and files are made in it all the same.
TEST(AttachmentFolder, SaysThatAFileIsKeptOnlyWhenTheNameOfItsFolderIsDurable) {
  if (::geteuid() == 0) GTEST_SKIP() << "whoever may do everything opens every folder";
  const test::TemporaryFolder place;
  AttachmentFolder folder{place.path()};
  fs::permissions(place.path(), fs::perms::owner_write | fs::perms::owner_exec);
  EXPECT_THROW(keep(folder, "an invoice"), app::StoreFailure);
  EXPECT_THROW(keep(folder, "an invoice"), app::StoreFailure)
      << "its folder is there by now, and may go again";
  fs::permissions(place.path(), fs::perms::owner_all);
  EXPECT_EQ(read(folder, keep(folder, "an invoice")), "an invoice");
}

TEST(AttachmentFolder, GivesNothingThatHasChangedOnTheDisk) {
  const test::TemporaryFolder place;
  AttachmentFolder folder{place.path()};
  const Hash256 hash = keep(folder, "an invoice");
  for (const auto& entry : fs::recursive_directory_iterator{place.path()})
    if (entry.is_regular_file()) std::ofstream{entry.path()} << "another one";
  EXPECT_EQ(read(folder, hash), std::nullopt);
  EXPECT_EQ(keep(folder, "an invoice"), hash);
  EXPECT_EQ(read(folder, hash), "an invoice") << "brought again it is there again";
}

TEST(AttachmentFolder, SweepsWhatNobodyWantsAndNothingThatHasJustCome) {
  const test::TemporaryFolder place;
  AttachmentFolder folder{place.path()};
  const Hash256 wanted = keep(folder, "wanted");
  const Hash256 unwanted = keep(folder, "unwanted");
  const auto is_wanted = [&](const Hash256& hash) { return hash == wanted; };
  const auto now = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());
  EXPECT_EQ(folder.sweep(now - std::chrono::days{1}, is_wanted), 0U) << "it may be named in a moment";
  EXPECT_EQ(folder.sweep(now + std::chrono::hours{1}, is_wanted), 1U);
  EXPECT_EQ(read(folder, wanted), "wanted");
  EXPECT_EQ(read(folder, unwanted), std::nullopt);
}

AttachmentFolder::Taken take(AttachmentFolder& folder, const Hash256& hash, std::string_view text,
                             std::size_t from, std::size_t count, std::string_view sender = "MY") {
  return folder.take_part(sender, hash, static_cast<std::int64_t>(text.size()),
                          static_cast<std::int64_t>(from), as_bytes(text.substr(from, count)));
}

TEST(AttachmentFolder, TakesOneOfAnotherStateInPartsAlsoOverAStart) {
  using attachments::Verdict;
  constexpr std::string_view text = "an invoice of another state";
  const Hash256 hash = crypto::sha256(std::array{as_bytes(text)});
  const test::TemporaryFolder place;
  {
    AttachmentFolder folder{place.path()};
    EXPECT_EQ(take(folder, hash, text, 0, 10).have, 0) << "nobody asked for it";
    EXPECT_EQ(files_in(place.path()), 0U);
    folder.expect("MY", hash);
    folder.expect("VN", hash);
    EXPECT_EQ(take(folder, hash, text, 0, 10).have, 10);
    EXPECT_EQ(take(folder, hash, text, 0, 10).have, 10) << "it came twice";
    EXPECT_EQ(take(folder, hash, text, 20, 7).have, 10) << "what is between is missing";
    EXPECT_EQ(take(folder, hash, text, 0, 5, "VN").have, 5) << "another one's";
    EXPECT_EQ(read(folder, hash), std::nullopt);
  }
  AttachmentFolder folder{place.path()};
  EXPECT_EQ(take(folder, hash, text, 10, 10).have, 20);
  const auto last = take(folder, hash, text, 20, 7);
  EXPECT_EQ(last.verdict, Verdict::right);
  EXPECT_EQ(last.have, static_cast<std::int64_t>(text.size()));
  EXPECT_EQ(read(folder, hash), text);
  EXPECT_EQ(take(folder, hash, text, 20, 7).verdict, Verdict::right) << "the last one came twice";
  EXPECT_EQ(take(folder, hash, text, 10, 7).verdict, Verdict::part) << "it is not the last";
  EXPECT_EQ(take(folder, hash, "an invoice of another stat!", 20, 7).verdict, Verdict::part);
  EXPECT_EQ(take(folder, hash, text, 5, 5, "VN").have, 10) << "who has only its hash is given no file by it";
  EXPECT_EQ(take(folder, hash, text, 10, 17, "VN").verdict, Verdict::right);
  EXPECT_EQ(files_in(place.path()), 1U) << "and nothing of its parts stays";
  EXPECT_EQ(as_text(*folder.part(hash, 3, 7)), "invoice");
  EXPECT_EQ(as_text(*folder.part(hash, 22, 99)), "state");
  EXPECT_EQ(folder.part(hash, 27, 1), std::nullopt);
  EXPECT_EQ(folder.part({}, 0, 1), std::nullopt);
}

TEST(AttachmentFolder, KeepsNothingOfWhatHasAnotherHash) {
  const Hash256 hash = crypto::sha256(std::array{as_bytes("an invoice")});
  const test::TemporaryFolder place;
  AttachmentFolder folder{place.path()};
  folder.expect("MY", hash);
  EXPECT_EQ(take(folder, hash, "an invoise", 0, 5).have, 5);
  EXPECT_EQ(take(folder, hash, "an invoise", 5, 5).verdict, attachments::Verdict::wrong);
  EXPECT_EQ(files_in(place.path()), 0U);
  folder.expect("MY", hash);
  EXPECT_EQ(take(folder, hash, "an invoice", 0, 10).verdict, attachments::Verdict::right);
}

TEST(AttachmentFolder, PutsPartsAwayOfWhichNothingHasComeForAMonth) {
  const Hash256 hash = crypto::sha256(std::array{as_bytes("an invoice")});
  const test::TemporaryFolder place;
  AttachmentFolder folder{place.path()};
  folder.expect("MY", hash);
  (void)take(folder, hash, "an invoice", 0, 5);
  const auto now = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());
  const auto nobody = [](const Hash256&) { return false; };
  (void)folder.sweep(now + std::chrono::days{29}, nobody);
  EXPECT_EQ(files_in(place.path()), 1U);
  (void)folder.sweep(now + std::chrono::days{31}, nobody);
  EXPECT_EQ(files_in(place.path()), 0U);
}

TEST(AttachmentFolder, TakesNothingWhereTheStoreWouldSoonHaveNoRoom) {
  const test::TemporaryFolder place;
  std::uint64_t room = 2 * limits::disk_reserve_bytes;
  AttachmentFolder folder{place.path(), [&] { return room; }};
  keep(folder, "fits");
  --room;
  EXPECT_THROW((void)folder.begin(), app::StoreFailure);
  EXPECT_THROW((void)take(folder, {}, "text", 0, 4), app::StoreFailure);
  EXPECT_THROW(folder.expect("MY", {}), app::StoreFailure);
}

}  // namespace
}  // namespace lintas::node
