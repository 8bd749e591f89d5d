#include "shell/as4/spool.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <expected>
#include <filesystem>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/envelope_signing.hpp"
#include "shell/as4/partner.hpp"
#include "shell/as4/reception.hpp"
#include "shell/crypto/content_cipher.hpp"
#include "shell/crypto/digest.hpp"
#include "tests/support/as4_line.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/world.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/gzip.hpp"
#include "wire/as4/messaging.hpp"
#include "wire/as4/mime.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/security_header.hpp"
#include "wire/as4/sink.hpp"
#include "wire/as4/suite.hpp"

/// Payloads in pieces: messages larger than memory, made while they are sent.
namespace lintas::as4 {
namespace {

using test::Line;
using Done = std::expected<void, Refused>;
using Give = std::function<void(ByteView)>;

constexpr std::size_t block_bytes = 64UL * 1024;
constexpr std::size_t mebibyte = 1024UL * 1024;

/// What a payload is made of: blocks that differ and hardly pack, or zeros.
class Source {
 public:
  explicit Source(bool is_zeros) : block_(block_bytes), is_zeros_(is_zeros) {
    test::SeededEntropy random{3};
    if (!is_zeros_) random.fill(block_);
  }
  void give(std::size_t bytes, const Give& to) {
    for (std::size_t number = 0; bytes > 0; ++number) {
      if (!is_zeros_) block_.at(number % 64) = static_cast<std::byte>(number);
      const std::size_t size = std::min(bytes, block_.size());
      to(ByteView{block_}.first(size));
      bytes -= size;
    }
    if (!is_zeros_) test::SeededEntropy{3}.fill(block_);
  }

 private:
  Bytes block_;
  bool is_zeros_;
};

class EachPiece final : public Sink {
 public:
  explicit EachPiece(Give give) : give_(std::move(give)) {}
  Done take(ByteView piece) override {
    give_(piece);
    return {};
  }
  Done close() override { return {}; }

 private:
  Give give_;
};

struct Wish {
  std::size_t bytes = 0;  ///< of each payload
  std::size_t parts = 1;
  bool is_packed = false;
  bool is_said_to_be_packed = false;  ///< and is not
  bool is_zeros = false;
  bool has_wrong_digest = false;
  bool has_wrong_tag = false;
  bool is_cut = false;
};

/// A message of party a that is never in memory. It is the same whenever it is sent.
class Flow {
 public:
  Flow(Line& line, const Wish& wish)
      : wish_(wish),
        source_(wish.is_zeros),
        key_(crypto::ContentKey::draw(line.entropy)),
        boundary_(Boundary::parse("lintas-0123456789").value()) {
    crypto::Sha256Stream of_plain;
    source_.give(wish_.bytes, [&](ByteView piece) { of_plain.add(piece); });
    plain_digest_ = of_plain.finish();
    crypto::Sha256Stream of_signed;
    give_signed([&](ByteView piece) { of_signed.add(piece); });
    Hash256 digest = of_signed.finish();
    if (wish_.has_wrong_digest) digest.bytes[0] ^= std::byte{1};

    UserMessage message = line.message();
    const PartnerSealing& recipient = line.a.sealing.front();
    Parts parts;
    parts.key = SealedKey{.recipient = name_of(*recipient.certificate, line.a.mode.naming),
                          .box = recipient.key->seal(key_, line.entropy)};
    for (std::size_t i = 0; i < wish_.parts; ++i) {
      PartInfo info{.content_id = id(i), .properties = {{.name = "MimeType", .value = std::string{type}}}};
      if (is_gzip()) info.properties.push_back({.name = "CompressionType", .value = std::string{gzip_type}});
      message.parts.push_back(std::move(info));
      parts.references.push_back(make_reference(id(i), true, digest));
      parts.sealed.push_back({.content_id = id(i), .mime_type = std::string{is_gzip() ? gzip_type : type}});
      ivs_.push_back(crypto::draw_iv(line.entropy));
    }
    soap_ = sign_envelope(line.a, Messaging{std::move(message)}, line.now, std::move(parts)).value().soap;
  }

  [[nodiscard]] std::string content_type() const { return multipart_type(boundary_, "soap@lintas"); }
  [[nodiscard]] const Hash256& plain_digest() const { return plain_digest_; }

  void send(const Give& give) {
    give(as_bytes(part_head(boundary_, {.type = soap_type, .id = "soap@lintas"})));
    give(as_bytes(soap_));
    Bytes sealed;
    for (std::size_t i = 0; i < wish_.parts; ++i) {
      give(as_bytes(part_head(boundary_, {.type = "application/octet-stream", .id = id(i)})));
      crypto::Encryptor encryptor{key_, ivs_.at(i)};
      give_signed([&](ByteView piece) {
        sealed.clear();
        encryptor.add(piece, sealed);
        give(sealed);
      });
      sealed.clear();
      encryptor.finish(sealed);
      if (wish_.has_wrong_tag && i + 1 == wish_.parts) sealed.back() ^= std::byte{1};
      give(sealed);
    }
    if (!wish_.is_cut) give(as_bytes(multipart_end(boundary_)));
  }

 private:
  static constexpr std::string_view type = "application/octet-stream";
  [[nodiscard]] bool is_gzip() const { return wish_.is_packed || wish_.is_said_to_be_packed; }
  [[nodiscard]] static std::string id(std::size_t i) { return format("{}@a", i + 1); }

  void give_signed(const Give& give) {
    if (!wish_.is_packed) return source_.give(wish_.bytes, give);
    EachPiece end{give};
    DeflateSink packed{end};
    source_.give(wish_.bytes, [&](ByteView piece) { EXPECT_TRUE(packed.take(piece)); });
    EXPECT_TRUE(packed.close());
  }

  Wish wish_;
  Source source_;
  crypto::ContentKey key_;
  Boundary boundary_;
  std::vector<crypto::ContentIv> ivs_;
  Hash256 plain_digest_;
  std::string soap_;
};

/// Of this process, in KiB: heap and stacks, without files.
std::size_t anonymous_kib() {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("RssAnon:")) return std::strtoul(line.c_str() + 8, nullptr, 10);
  return 0;
}

class SpoolTest : public testing::Test {
 protected:
  SpoolTest() { line_.b.mode.payload_bytes_max = 128 * mebibyte; }

  [[nodiscard]] std::shared_ptr<Spool> spool(SpoolLimits limits = {}) {
    return std::make_shared<Spool>(folder_.path(), entropy_, limits);
  }
  /// Sends until the message is refused, and sees how much memory that takes.
  std::expected<Received, Refusal> receive(Flow& flow, Contents& contents, Contents* as_signed = nullptr) {
    const auto directory = std::make_shared<const Directory>(std::vector{line_.b});
    const auto place_in = [](Contents& place) {
      return [&](const UserMessage&, const PartInfo&) { return place.add(); };
    };
    Reception reception{directory, flow.content_type(), line_.now, place_in(contents),
                        as_signed == nullptr ? Reception::MakeSink{} : place_in(*as_signed)};
    bool goes_on = true;
    std::size_t pieces = 0;
    flow.send([&](ByteView piece) {
      if (goes_on) goes_on = reception.take(piece).has_value();
      if (++pieces % 32 == 0) highest_kib_ = std::max(highest_kib_, anonymous_kib());
    });
    return reception.close();
  }
  [[nodiscard]] static Hash256 digest_of(const Contents& contents, std::size_t i) {
    crypto::Sha256Stream digest;
    EachPiece end{[&](ByteView piece) { digest.add(piece); }};
    EXPECT_TRUE(contents.give(i, end));
    return digest.finish();
  }
  void expect_refused(const Wish& wish, Error error) {
    Flow flow{line_, wish};
    const auto all = spool();
    {
      Contents contents{all};
      const auto received = receive(flow, contents);
      ASSERT_FALSE(received);
      EXPECT_EQ(code_of(received.error().refused.error), code_of(error)) << received.error().refused.why;
      EXPECT_NE(received.error().partner, nullptr) << "it is told";
      EXPECT_FALSE(contents.lacked_room());
    }
    EXPECT_EQ(all->bytes(), 0U) << "what was kept of it has gone";
  }

  test::TemporaryFolder folder_;
  test::SeededEntropy entropy_{5};
  Line line_{Suite::edwards};
  std::size_t highest_kib_ = 0;
};

TEST_F(SpoolTest, LittleLiesInMemoryAndMoreInAFileWithoutAName) {
  const auto all = spool({.memory_bytes = 10});
  Contents contents{all};
  const std::vector<std::string> texts{"one", "", "a longer one", "two", std::string(200'000, 'x'), "more"};
  for (const std::string& text : texts) {
    const auto sink = contents.add();
    // In two pieces, so that one is moved that has begun.
    ASSERT_TRUE(sink->take(as_bytes(text).first(text.size() / 2)));
    ASSERT_TRUE(sink->take(as_bytes(text).subspan(text.size() / 2)));
    ASSERT_TRUE(sink->close());
    EXPECT_EQ(contents.has_file(), contents.count() > 2);
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
  Bytes room;
  for (std::size_t i = 0; i < texts.size(); ++i) EXPECT_EQ(as_text(contents.at(i, room)), texts[i]) << i;
  EXPECT_GT(all->bytes(), 200'000U);
}

TEST_F(SpoolTest, WhatAllMessagesMayHaveTogetherIsBounded) {
  const auto all = spool({.memory_bytes = 10, .file_bytes = 1000});
  {
    Contents first{all};
    const auto sink = first.add("TH");
    ASSERT_TRUE(sink->take(Bytes(400)));
    Contents second{all};
    EXPECT_FALSE(second.add("VN")->take(Bytes(600)));
    EXPECT_TRUE(second.lacked_room());
    Contents small{all};
    EXPECT_TRUE(small.add("VN")->take(Bytes(10))) << "what lies in memory needs no room";
    EXPECT_TRUE(sink->close());
    EXPECT_FALSE(first.lacked_room());
  }
  EXPECT_EQ(all->bytes(), 0U);
  Contents again{all};
  EXPECT_TRUE(again.add("VN")->take(Bytes(400))) << "there is room again";
}

/// Whatever one sends, and however slowly, and under how many connections.
TEST_F(SpoolTest, WhatOnePartnerHasLeavesAsMuchToOthers) {
  const auto all = spool({.memory_bytes = 0, .file_bytes = 1000});
  Contents one{all};
  ASSERT_TRUE(one.add("TH")->take(Bytes(450)));
  Contents another{all};
  const auto more = another.add("TH")->take(Bytes(100));
  ASSERT_FALSE(more) << "it would have more than half";
  EXPECT_EQ(more.error().why, "there is no room for payloads now");
  EXPECT_TRUE(another.lacked_room()) << "no fault of this message";
  Contents of_another_one{all};
  ASSERT_TRUE(of_another_one.add("VN")->take(Bytes(250)));
  Contents of_a_third{all};
  EXPECT_TRUE(of_a_third.add("MY")->take(Bytes(100))) << "two that take what they can leave a third";
}

/// Of 64 MiB that are no gzip nothing was to be kept, however long the rest takes.
TEST_F(SpoolTest, OfWhatIsUnfitNothingMoreIsKept) {
  Flow flow{line_, {.bytes = 8 * mebibyte, .is_said_to_be_packed = true}};
  const auto all = spool({.memory_bytes = block_bytes});
  Contents contents{all};
  Contents as_signed{all};
  const auto received = receive(flow, contents, &as_signed);
  ASSERT_FALSE(received);
  EXPECT_EQ(code_of(received.error().refused.error), code_of(Error::decompression_failure));
  EXPECT_LE(all->bytes() + contents.memory_bytes() + as_signed.memory_bytes(), 2 * block_bytes);
  // Its tag is proved all the same: what was changed on its way is told first.
  Flow changed{line_, {.bytes = mebibyte, .is_said_to_be_packed = true, .has_wrong_tag = true}};
  Contents other{all};
  const auto refused = receive(changed, other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(code_of(refused.error().refused.error), code_of(Error::failed_decryption));
}

TEST_F(SpoolTest, WhatOneMessageMayHaveIsBounded) {
  const auto all = spool({.memory_bytes = 10, .message_bytes = 1000});
  Contents contents{all};
  ASSERT_TRUE(contents.add()->take(Bytes(600)));
  const auto more = contents.add()->take(Bytes(600));
  ASSERT_FALSE(more);
  EXPECT_EQ(code_of(more.error().error), code_of(Error::mime_inconsistency));
  EXPECT_FALSE(contents.lacked_room()) << "it would not fit later either";
}

TEST_F(SpoolTest, AFolderThatIsNotThereIsAFaultOfOurs) {
  const auto nowhere =
      std::make_shared<Spool>(folder_.path() / "nowhere", entropy_, SpoolLimits{.memory_bytes = 1});
  Contents contents{nowhere};
  const auto sink = contents.add();
  EXPECT_THROW((void)sink->take(Bytes(2)), std::system_error);
}

/// Not timed: what a message takes does not depend on how large its payloads are. With their number grows the
/// envelope, and no more.
TEST_F(SpoolTest, MemoryStaysFlat) {
  constexpr std::size_t slack_kib = 16UL * 1024;  // of what was freed and not given back
  const auto grows_by = [&](const Wish& wish) {
    Flow flow{line_, wish};
    const auto all = spool({.message_bytes = 128 * mebibyte});
    Contents contents{all};
    const std::size_t before = anonymous_kib();
    highest_kib_ = before;
    const auto received = receive(flow, contents);
    EXPECT_TRUE(received.has_value());
    EXPECT_EQ(contents.count(), wish.parts);
    EXPECT_GT(all->bytes(), wish.bytes * wish.parts / 2);
    EXPECT_EQ(digest_of(contents, 0), flow.plain_digest());
    EXPECT_EQ(digest_of(contents, wish.parts - 1), flow.plain_digest());
    return std::max(highest_kib_, anonymous_kib()) - before;
  };
  const std::size_t one = grows_by({.bytes = 4 * mebibyte});
  EXPECT_LT(grows_by({.bytes = 64 * mebibyte}), one + slack_kib);
  EXPECT_LT(grows_by({.bytes = 24 * mebibyte, .is_packed = true}), one + slack_kib);
  const std::size_t many = grows_by({.bytes = 8UL * 1024, .parts = 512});
  EXPECT_LT(grows_by({.bytes = 128UL * 1024, .parts = 512}), many + slack_kib);
}

TEST_F(SpoolTest, AWrongTagAtTheEndIsSeen) {
  expect_refused({.bytes = 4 * mebibyte, .has_wrong_tag = true}, Error::failed_decryption);
  EXPECT_EQ(line_.opener->used(), 1);
}

TEST_F(SpoolTest, AnotherDigestThanTheSignedOneIsSeen) {
  expect_refused({.bytes = 4 * mebibyte, .has_wrong_digest = true}, Error::failed_authentication);
  expect_refused({.bytes = 4 * mebibyte, .is_packed = true, .has_wrong_digest = true},
                 Error::failed_authentication);
}

TEST_F(SpoolTest, AMessageThatIsCutIsNotTaken) {
  expect_refused({.bytes = 4 * mebibyte, .is_cut = true}, Error::mime_inconsistency);
}

TEST_F(SpoolTest, APayloadThatIsLargerThanAgreedIsKeptNoFurther) {
  line_.b.mode.payload_bytes_max = 2 * mebibyte;
  for (const Wish& wish : {Wish{.bytes = 64 * mebibyte, .is_packed = true, .is_zeros = true},
                           Wish{.bytes = 8 * mebibyte, .is_packed = true}, Wish{.bytes = 8 * mebibyte}}) {
    Flow flow{line_, wish};
    const auto all = spool();
    Contents contents{all};
    const auto received = receive(flow, contents);
    ASSERT_FALSE(received);
    const Error error = wish.is_packed ? Error::decompression_failure : Error::mime_inconsistency;
    EXPECT_EQ(code_of(received.error().refused.error), code_of(error)) << received.error().refused.why;
    EXPECT_LT(all->bytes(), 2 * mebibyte + block_bytes);
  }
}

TEST_F(SpoolTest, AMessageWithoutRoomIsNoFaultOfItsSender) {
  Flow flow{line_, {.bytes = 4 * mebibyte}};
  Contents contents{spool({.file_bytes = 2 * mebibyte})};
  EXPECT_FALSE(receive(flow, contents));
  EXPECT_TRUE(contents.lacked_room());
}

}  // namespace
}  // namespace lintas::as4
