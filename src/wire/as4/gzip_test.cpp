#include "wire/as4/gzip.hpp"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/bytes.hpp"
#include "tests/support/rng.hpp"
#include "wire/as4/errors.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/sink.hpp"

namespace lintas::as4 {
namespace {

constexpr std::size_t bytes_max = 8UL * 1024 * 1024;

std::string packed(std::string_view bytes) { return std::string{as_text(gzip(as_bytes(bytes)))}; }

/// The bytes, or the code and our reason.
std::string unpacked(std::string_view gzip, std::size_t most = bytes_max) {
  const auto bytes = gunzip(as_bytes(gzip), most);
  if (bytes) return std::string{as_text(*bytes)};
  return std::string{code_of(bytes.error().error)} + ' ' + bytes.error().why;
}

std::string xml_of(std::size_t items) {
  std::string xml = "<items>";
  for (std::size_t i = 0; i < items; ++i) xml += "<item><number>" + std::to_string(i) + "</number></item>";
  return xml + "</items>";
}

TEST(Gzip, gives_back_what_was_packed) {
  for (const std::string& bytes : {std::string{}, std::string{"a"}, xml_of(5), xml_of(20'000)})
    EXPECT_EQ(unpacked(packed(bytes)), bytes);
}

/// A message that waits has to be the same whenever it is made: its digest is signed.
TEST(Gzip, packs_the_same_whatever_the_thread_has_packed_before) {
  test::Rng rng{17};
  std::vector<std::string> contents{"", "a", xml_of(5), xml_of(400), xml_of(20'000)};
  contents.emplace_back(70'000, '\0');
  for (char& byte : contents.back()) byte = static_cast<char>(rng.below(256));
  const auto alone = [](const std::string& content) {
    std::string first;
    std::thread{[&] { first = packed(content); }}.join();
    return first;
  };
  for (const std::string& before : contents) {
    for (const std::string& content : contents) {
      (void)packed(before);
      EXPECT_EQ(packed(content), alone(content)) << before.size() << " before " << content.size();
    }
  }
  Bytes half;
  BytesSink end{half};
  {
    DeflateSink left{end};  // never closed
    ASSERT_TRUE(left.take(as_bytes(contents[3])));
    EXPECT_EQ(packed(contents[4]), alone(contents[4])) << "two at once";
  }
  EXPECT_EQ(packed(contents[2]), alone(contents[2]));
}

TEST(Gzip, is_that_of_others) {
  // printf 'lintas\n' | gzip -n, and the same with a name, as gzip writes it by default.
  constexpr std::string_view plain{
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\xc9\xcc\x2b\x49\x2c\xe6\x02\x00\xa6\x3b\x0c\x91\x07\x00"
      "\x00\x00",
      27};
  EXPECT_EQ(unpacked(plain), "lintas\n");
  std::string named{plain};
  named[3] = '\x08';
  named.insert(10, std::string_view{"name\0", 5});
  EXPECT_EQ(unpacked(named), "lintas\n");
}

TEST(Gzip, compression_catalogue) {
  const std::string bytes = xml_of(300);
  const std::string good = packed(bytes);
  const auto changed = [&](std::size_t at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    return bad;
  };
  const struct {
    std::string_view what;
    std::string gzip;
  } rows[] = {
      {"nothing", ""},
      {"content that is no gzip", bytes},
      {"zlib's own frame", std::string{"\x78\x9c\x03\x00\x00\x00\x00\x01", 8}},
      {"damaged magic", changed(0)},
      {"damaged method", changed(2)},
      {"damaged in the middle", changed(good.size() / 2)},
      {"damaged checksum", changed(good.size() - 8)},
      {"damaged length", changed(good.size() - 4)},
      {"truncated by an octet", good.substr(0, good.size() - 1)},
      {"truncated to its head", good.substr(0, 10)},
      {"truncated in the middle", good.substr(0, good.size() / 2)},
      {"trailing garbage", good + "x"},
      {"trailing zeros", good + std::string(512, '\0')},
      {"multi-member", good + good},
  };
  for (const auto& row : rows) EXPECT_TRUE(unpacked(row.gzip).starts_with("EBMS:0303 ")) << row.what;
}

TEST(Gzip, a_payload_as_large_as_agreed_is_taken_and_no_larger_one) {
  const std::string bytes = xml_of(1'000);
  EXPECT_EQ(unpacked(packed(bytes), bytes.size()), bytes);
  EXPECT_EQ(unpacked(packed(bytes), bytes.size() - 1), "EBMS:0303 the payload is larger than agreed");
}

TEST(Gzip, a_bomb_is_refused_long_before_it_is_unpacked) {
  class Counting final : public Sink {
   public:
    [[nodiscard]] std::expected<void, Refused> take(ByteView piece) override {
      count += piece.size();
      return {};
    }
    [[nodiscard]] std::expected<void, Refused> close() override { return {}; }
    std::size_t count = 0;
  };
  constexpr std::size_t huge = 64UL * 1024 * 1024;
  Bytes bomb;
  BytesSink bomb_end{bomb};
  DeflateSink made{bomb_end, 9};
  ASSERT_TRUE(made.take(as_bytes(std::string(huge, '\0'))) && made.close());
  Counting counting;
  InflateSink inflated{counting, huge};
  const auto taken = inflated.take(bomb);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().error, Error::decompression_failure);
  EXPECT_EQ(taken.error().why, "the payload grows more than payloads do");
  EXPECT_LT(counting.count, huge / 8);
}

TEST(Gzip, is_not_much_longer_than_what_it_packs) {
  const auto commented = [](std::size_t length) {
    constexpr std::size_t header_bytes = 10;
    constexpr char has_comment = 0x10;
    std::string gzip = packed("<a/>");
    gzip[3] = has_comment;
    return gzip.insert(header_bytes, std::string(length, 'x') + '\0');
  };
  EXPECT_EQ(unpacked(commented(100)), "<a/>");
  EXPECT_EQ(unpacked(commented(bounds::gzip_excess_bytes)),
            "EBMS:0303 the gzip is longer than what it packs");
}

/// A name without an end, or blocks with nothing in them: 64 MiB of that would be kept until the message
/// ends.
TEST(Gzip, what_packs_nothing_is_refused_while_it_comes) {
  const std::string named{"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03", 10};
  const std::string plain{"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10};
  const std::string empty_block{"\x00\x00\x00\xff\xff", 5};
  for (const auto& [begin, rest] : {std::pair{named, std::string{"x"}}, std::pair{plain, empty_block}}) {
    Bytes out;
    BytesSink end{out};
    InflateSink inflated{end, 1'000'000};
    ASSERT_TRUE(inflated.take(as_bytes(begin)));
    std::size_t taken = 0;
    std::expected<void, Refused> last;
    for (; last && taken < 1'000'000; taken += last ? rest.size() : 0) last = inflated.take(as_bytes(rest));
    ASSERT_FALSE(last);
    EXPECT_EQ(last.error().why, "the gzip is longer than what it packs");
    EXPECT_LE(taken, bounds::gzip_excess_within_bytes);
  }
}

TEST(Gzip, a_short_payload_may_grow_as_it_likes) {
  const std::string zeros(bounds::inflate_ratio_free_bytes, '\0');
  EXPECT_EQ(unpacked(packed(zeros)), zeros);
}

TEST(Gzip, pieces_make_no_difference) {
  auto rng = test::announced_rng();
  for (int round = 0; round < 40; ++round) {
    std::string bytes = xml_of(rng.below(4'000));
    for (std::size_t i = rng.below(3'000); i > 0; --i) bytes += static_cast<char>(rng.below(256));

    Bytes out;
    BytesSink end{out};
    InflateSink inflated{end, bytes.size()};
    DeflateSink deflated{inflated};
    for (std::string_view rest = bytes; !rest.empty();) {
      const std::size_t size = std::min(rest.size(), 1 + rng.below(rng.one_in(2) ? 50'000 : 50));
      ASSERT_TRUE(deflated.take(as_bytes(rest.substr(0, size))));
      rest.remove_prefix(size);
    }
    ASSERT_TRUE(deflated.close());
    EXPECT_EQ(as_text(out), bytes);

    const std::string gzip = packed(bytes);
    Bytes again;
    BytesSink again_end{again};
    InflateSink by_octets{again_end, bytes.size()};
    for (const char& octet : gzip) ASSERT_TRUE(by_octets.take(as_bytes({&octet, 1})));
    ASSERT_TRUE(by_octets.close());
    EXPECT_EQ(as_text(again), bytes);
  }
}

TEST(Gzip, no_change_of_an_octet_gives_another_payload) {
  const std::string bytes = xml_of(20);
  const std::string good = packed(bytes);
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[at] = static_cast<char>(static_cast<unsigned char>(bad[at]) ^ (1U << bit));
      const std::string result = unpacked(bad);
      EXPECT_TRUE(result == bytes || result.starts_with("EBMS:0303 ")) << at;
    }
  }
}

TEST(Gzip, a_refusal_behind_is_handed_on) {
  class Full final : public Sink {
   public:
    [[nodiscard]] std::expected<void, Refused> take(ByteView) override {
      return refused(Error::other, "full");
    }
    [[nodiscard]] std::expected<void, Refused> close() override { return {}; }
  };
  Full full;
  InflateSink inflated{full, bytes_max};
  const auto taken = inflated.take(as_bytes(packed("a")));
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().error, Error::other);
}

}  // namespace
}  // namespace lintas::as4
