#include "shell/store/payload_codec.hpp"

#include <array>
#include <cstddef>
#include <gtest/gtest.h>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "core/workflow/records.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/store/dictionaries.hpp"
#include "tests/support/sha256.hpp"

namespace lintas::test {
namespace {

using app::StoreFailure;
using store::Dictionary;
using store::PayloadCodec;
using workflow::Payload;
using workflow::PayloadKind;

constexpr PayloadKind kind{80};
constexpr std::span<const Dictionary> without_dictionary;

Bytes declaration(unsigned number) {
  std::mt19937 random{number};
  std::string text = "<CC015C PhaseID=\"NCTS5.1\"><messageType>CC015C</messageType>";
  for (int item = 0; item < 5; ++item) {
    text += "<ConsignmentItem><goodsItemNumber>" + std::to_string(item) + "</goodsItemNumber><grossMass>" +
            std::to_string(random() % 100'000) + "</grossMass><descriptionOfGoods>goods " +
            std::to_string(random()) + "</descriptionOfGoods></ConsignmentItem>";
  }
  text += "</CC015C>";
  return copy_of(as_bytes(text));
}

std::vector<Bytes> samples() {
  std::vector<Bytes> all;
  for (unsigned number = 0; number < 300; ++number) all.push_back(declaration(number));
  return all;
}

TEST(PayloadCodec, gives_back_what_it_was_given) {
  PayloadCodec codec{sha256, without_dictionary};
  for (const Bytes& content : {Bytes{}, declaration(1), Bytes(limits::document_bytes_max, std::byte{7})}) {
    const Payload payload = codec.pack(kind, content);
    EXPECT_EQ(payload.kind, kind);
    EXPECT_EQ(payload.dictionary, 0);
    EXPECT_EQ(payload.hash, sha256(std::array{ByteView{content}}));
    EXPECT_FALSE(payload.bytes.empty()) << "an empty frame says erased";
    EXPECT_EQ(codec.unpack(payload), content);
  }
}

TEST(PayloadCodec, does_not_take_a_document_that_it_would_not_give_back) {
  PayloadCodec codec{sha256};
  EXPECT_THROW((void)codec.pack(kind, Bytes(limits::document_bytes_max + 1)), Bug);
}

TEST(PayloadCodec, packs_with_the_newest_dictionary_and_unpacks_with_all) {
  const Bytes first = store::train_dictionary(samples(), 4096);
  const Bytes second = store::train_dictionary(samples(), 2048);
  const std::vector<Dictionary> dictionaries{{.id = 1, .bytes = first}, {.id = 2, .bytes = second}};
  PayloadCodec without{sha256, without_dictionary};
  PayloadCodec old{sha256, std::span{dictionaries}.first(1)};
  PayloadCodec current{sha256, dictionaries};

  const Bytes content = declaration(1000);
  const Payload plain = without.pack(kind, content);
  const Payload earlier = old.pack(kind, content);
  const Payload now = current.pack(kind, content);
  EXPECT_EQ(earlier.dictionary, 1);
  EXPECT_EQ(now.dictionary, 2);
  EXPECT_LT(2 * earlier.bytes.size(), plain.bytes.size()) << "half at most, for text so alike";
  for (const Payload& payload : {plain, earlier, now}) EXPECT_EQ(current.unpack(payload), content);
  EXPECT_THROW((void)old.unpack(now), StoreFailure);
}

TEST(PayloadCodec, refuses_a_bomb_before_making_room) {
  // A frame of one empty last block that claims four gigabytes: magic, descriptor, size in eight bytes,
  // block.
  Payload bomb{.kind = kind, .dictionary = 0, .hash = {}, .bytes = {}};
  for (const int byte : {0x28, 0xB5, 0x2F, 0xFD, 0xE0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0}) {
    bomb.bytes.push_back(static_cast<std::byte>(byte));
  }
  PayloadCodec codec{sha256};
  try {
    (void)codec.unpack(bomb);
    FAIL() << "it was taken";
  } catch (const StoreFailure& failure) {
    EXPECT_NE(std::string{failure.what()}.find("claims to be 4294967296 bytes"), std::string::npos)
        << failure.what();
  }
}

TEST(PayloadCodec, notices_every_changed_byte) {
  PayloadCodec codec{sha256};
  const Payload sound = codec.pack(kind, declaration(1));
  for (std::size_t i = 0; i < sound.bytes.size(); ++i) {
    Payload damaged = sound;
    damaged.bytes[i] ^= std::byte{0x10};
    try {
      EXPECT_EQ(codec.unpack(damaged), declaration(1)) << "byte " << i;  // some bits of a frame mean nothing
    } catch (const StoreFailure&) {
      continue;
    }
  }
  Payload cut = sound;
  cut.bytes.pop_back();
  EXPECT_THROW((void)codec.unpack(cut), StoreFailure);
  Payload another = sound;
  another.hash.bytes[0] ^= std::byte{1};
  EXPECT_THROW((void)codec.unpack(another), StoreFailure);
}

TEST(PayloadCodec, learns_nothing_from_nothing) {
  EXPECT_THROW((void)store::train_dictionary({}, 4096), StoreFailure);
}

}  // namespace
}  // namespace lintas::test
