#include "core/model/values/unit.hpp"

#include <gtest/gtest.h>

#include "base/fields.hpp"

namespace lintas {
namespace {

static_assert(Parsable<Unit>);

TEST(Unit, is_a_code_of_two_or_three_characters) {
  for (const char* text : {"KGM", "LTR", "H87", "MT", "C62"}) EXPECT_EQ(Unit::parse(text)->str(), text);
  for (const char* text : {"", "K", "KGMX", "kgm", "K G"}) {
    EXPECT_EQ(Unit::parse(text).error(), UnitError::not_a_unit) << text;
  }
  EXPECT_EQ(Unit::parse(Unit{}.str()).value(), Unit{});
}

}  // namespace
}  // namespace lintas
