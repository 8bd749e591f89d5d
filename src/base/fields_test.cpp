#include "base/fields.hpp"

#include <gtest/gtest.h>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/decimal.hpp"
#include "base/free_text.hpp"
#include "base/hex.hpp"
#include "base/uuid.hpp"

namespace lintas {
namespace {

enum class Colour : std::uint8_t { red = 1, green = 2 };

struct Seal {
  std::string identifier;
  static constexpr std::string_view record = "test.seal";
  static constexpr auto fields() { return Fields{Field{1, "identifier", &Seal::identifier}}; }
  friend bool operator==(const Seal&, const Seal&) = default;
};

struct Sample {
  std::uint8_t small = 0;
  std::optional<Instant> at;
  std::vector<Seal> seals;
  Money amount;
  std::variant<Seal, std::uint32_t> either;
  Colour colour = Colour::red;
  Uuid id;
  Decimal mass;
  bool sealed = false;

  static constexpr std::string_view record = "test.sample";
  static constexpr auto fields() {
    return Fields{Field{1, "small", &Sample::small},   Field{2, "at", &Sample::at},
                  Field{3, "seals", &Sample::seals},   Field{5, "amount", &Sample::amount},
                  Field{6, "either", &Sample::either}, Field{7, "colour", &Sample::colour},
                  Field{8, "id", &Sample::id},         Field{9, "mass", &Sample::mass},
                  Field{24, "sealed", &Sample::sealed}};
  }
  friend bool operator==(const Sample&, const Sample&) = default;
};

Sample full() {
  return {.small = 200,
          .at = *parse_instant("2026-11-23T18:32:00Z"),
          .seals = {{"AB1"}, {"AB2"}},
          .amount = Money{12345, *Currency::parse("MYR")},
          .either = std::uint32_t{7},
          .colour = Colour::green,
          .id = make_uuid(*parse_instant("2026-11-23T18:32:00Z"), {}),
          .mass = *Decimal::parse("12.5"),
          .sealed = true};
}

TEST(Fields, come_back_as_they_were) {
  EXPECT_EQ(from_cbor<Sample>(to_cbor(full())).value(), full());
  EXPECT_EQ(from_cbor<Sample>(to_cbor(Sample{})).value(), Sample{});
}

TEST(Fields, leave_out_what_is_absent) {
  EXPECT_EQ(to_hex(to_cbor(Seal{"A"})), "a1016141");
  Sample sparse;
  EXPECT_LT(to_cbor(sparse).size(), to_cbor(full()).size());
}

TEST(Fields, are_read_strictly) {
  EXPECT_EQ(from_cbor<Seal>(*from_hex("a0")).error(), cbor::Error::missing_field);
  EXPECT_EQ(from_cbor<Seal>(*from_hex("a20161410261")).error(), cbor::Error::unknown_field);
  EXPECT_EQ(from_cbor<Seal>(*from_hex("a1026141")).error(), cbor::Error::missing_field);
  EXPECT_EQ(from_cbor<Seal>(*from_hex("a101614100")).error(), cbor::Error::trailing);
  EXPECT_EQ(from_cbor<Seal>(*from_hex("a10101")).error(), cbor::Error::wrong_type);
  EXPECT_EQ(from_cbor<std::uint8_t>(*from_hex("190100")).error(), cbor::Error::out_of_range);
  EXPECT_EQ((from_cbor<std::variant<Seal, bool>>(*from_hex("8202f5"))).error(), cbor::Error::out_of_range);
}

TEST(Fields, every_cut_of_a_record_is_refused) {
  const Bytes whole = to_cbor(full());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(from_cbor<Sample>(ByteView{whole}.first(size))) << size;
  }
}

// ---- free texts

struct Remark {
  FreeText text;
  std::uint8_t places = 0;
  static constexpr std::string_view record = "test.remark";
  static constexpr auto fields() {
    return Fields{Field{1, "text", &Remark::text}, Field{2, "places", &Remark::places}};
  }
  friend bool operator==(const Remark&, const Remark&) = default;
};

struct Report {
  std::variant<Seal, Remark> about;
  std::optional<Remark> more;
  FreeText last;
  static constexpr std::string_view record = "test.report";
  static constexpr auto fields() {
    return Fields{Field{1, "about", &Report::about}, Field{3, "more", &Report::more},
                  Field{5, "last", &Report::last}};
  }
};

TEST(FreeTexts, are_stored_like_other_texts_and_left_out_where_they_are_empty) {
  EXPECT_EQ(to_hex(to_cbor(Remark{.text = "A", .places = 1})), "a20161410201");
  EXPECT_EQ(to_hex(to_cbor(Remark{.text = {}, .places = 1})), "a10201");
  for (const std::string_view text : {"a20161410201", "a10201"})
    EXPECT_EQ(to_hex(to_cbor(from_cbor<Remark>(*from_hex(text)).value())), text);
  EXPECT_EQ(from_cbor<Remark>(*from_hex("a201600201")).value(), (Remark{.text = {}, .places = 1}))
      << "earlier programs wrote empty ones";
}

TEST(FreeTexts, are_visited_with_the_fields_that_lead_to_them) {
  Report report{.about = Remark{.text = "a", .places = 1}, .more = Remark{}, .last = "c"};
  std::string seen;
  for_each_text(report, [&](std::span<const Part* const> way, const FreeText& text) {
    for (const Part* part : way) seen += std::to_string(part->number) + std::string{part->name} + '/';
    seen += text.str() + ' ';
  });
  EXPECT_EQ(seen, "1about/1text/a 3more/1text/ 5last/c ");
  static_assert(shape_of<Report>.holds_text && !shape_of<Sample>.holds_text);
}

}  // namespace
}  // namespace lintas
