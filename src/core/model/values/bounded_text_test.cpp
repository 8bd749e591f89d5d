#include "core/model/values/bounded_text.hpp"

#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/fields.hpp"
#include "core/model/values/explain.hpp"
#include "tests/support/any.hpp"
#include "tests/support/rng.hpp"

namespace lintas {
namespace {

static_assert(Parsable<Lrn>);
static_assert(!std::is_convertible_v<Lrn, Seal>);

TextError fault(std::string_view text) { return Lrn::parse(text).error(); }

TEST(BoundedText, counts_characters_not_bytes) {
  std::string thai;
  for (int i = 0; i < 22; ++i) thai += "ก";
  EXPECT_EQ(Lrn::parse(thai)->str(), thai);
  EXPECT_EQ(fault(thai + "ก"), TextError::too_long);
  EXPECT_EQ(Seal::parse(std::string(20, 'S'))->str(), std::string(20, 'S'));
  EXPECT_EQ(Seal::parse(std::string(21, 'S')).error(), TextError::too_long);
  EXPECT_TRUE(MessageId::parse(std::string(35, 'm')));
  EXPECT_EQ(MessageId::parse(std::string(36, 'm')).error(), TextError::too_long);
}

TEST(BoundedText, says_what_is_wrong) {
  EXPECT_EQ(fault(""), TextError::empty);
  EXPECT_EQ(fault(" A"), TextError::blank_at_end);
  EXPECT_EQ(fault("A "), TextError::blank_at_end);
  EXPECT_EQ(fault("A\u00A0"), TextError::blank_at_end);
  EXPECT_EQ(fault("\u3000A"), TextError::blank_at_end);
  EXPECT_EQ(fault("A\tB"), TextError::control);
  EXPECT_EQ(fault("A\u0085B"), TextError::control);
  EXPECT_TRUE(Lrn::parse("EX 2026 0001"));
}

TEST(BoundedText, accepts_only_the_shortest_UTF_8_of_a_scalar) {
  using namespace std::string_view_literals;
  for (const std::string_view bytes :
       {"\xC0\x80"sv, "\xC1\xBF"sv, "\xE0\x9F\xBF"sv, "\xED\xA0\x80"sv, "\xF0\x8F\xBF\xBF"sv,
        "\xF4\x90\x80\x80"sv, "\xF8\x88\x80\x80\x80"sv, "\x80"sv, "\xE0\xA4"sv, "A\xC3"sv,
        "\xC3("
        ""sv}) {
    EXPECT_EQ(fault(bytes), TextError::not_utf8);
  }
  for (const std::string_view bytes : {"\xC2\xA1"sv, "\xE0\xA0\x80"sv, "\xED\x9F\xBF"sv, "\xEE\x80\x80"sv,
                                       "\xF0\x90\x80\x80"sv, "\xF4\x8F\xBF\xBF"sv}) {
    EXPECT_TRUE(Lrn::parse(bytes));
  }
}

TEST(BoundedText, comes_back_as_it_was) {
  test::Rng rng = test::announced_rng();
  for (int i = 0; i < 1000; ++i) {
    const Lrn lrn = test::any_text<Lrn>(rng);
    EXPECT_EQ(Lrn::parse(lrn.str()).value(), lrn);
    EXPECT_EQ(from_cbor<Lrn>(to_cbor(lrn)).value(), lrn);
  }
  EXPECT_EQ(Lrn::parse(Lrn{}.str()).value(), Lrn{});
}

TEST(BoundedText, a_fault_is_explained_in_words) {
  EXPECT_EQ(explain(Lrn::parse("").error(), ""), describe(TextError::empty));
}

}  // namespace
}  // namespace lintas
