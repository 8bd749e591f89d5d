#include "core/aeo/authorisation/application.hpp"

#include <gtest/gtest.h>

#include "core/model/values/tin.hpp"

namespace lintas::aeo::authorisation {
namespace {

TEST(ApplicationOfAnOperator, IsNamedByHolderAndItsOwnNumber) {
  const Reference reference{.holder = *Tin::parse("SG201912345K"),
                            .number = *ApplicationNumber::parse("A-2026-1")};
  EXPECT_EQ(in_words(reference), "SG201912345K, A-2026-1");
}

}  // namespace
}  // namespace lintas::aeo::authorisation
