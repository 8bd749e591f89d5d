#include "core/guarantee/invariants.hpp"

#include <functional>
#include <gtest/gtest.h>
#include <optional>
#include <string_view>

#include "base/money.hpp"
#include "core/guarantee/state.hpp"

namespace lintas::guarantee {
namespace {

const Currency myr = *Currency::parse("MYR");

Header account(Kind kind = Kind::comprehensive) {
  Header header{.status = Status::valid, .kind = kind};
  header.reference_amount = Money{1000, myr};
  header.guaranteed_amount = Money{500, myr};
  return header;
}

/// A reservation of 400 as it should be.
struct Reservation {
  Header header_before = account();
  Header header_after = account();
  Use use_before;
  Use use_after{.state = UseState::used, .amount = Money{400, myr}};

  Reservation() {
    header_after.sums.reserved = 400;
    header_after.sums.open_uses = 1;
  }
  [[nodiscard]] std::string_view broken() const {
    const auto violation = violated(UseStep{header_before, header_after, use_before, use_after});
    return violation ? violation->law : "";
  }
};

std::string_view broken_by(const std::function<void(Reservation&)>& damage) {
  Reservation step;
  damage(step);
  return step.broken();
}

TEST(GuaranteeInvariants, hold_for_a_sound_reservation) { EXPECT_EQ(Reservation{}.broken(), ""); }

TEST(GuaranteeInvariants, GUA_INV_1_notices_a_header_that_moves_alone) {
  EXPECT_EQ(broken_by([](auto& s) { s.header_after.sums.reserved = 401; }), "GUA-INV-1");
  EXPECT_EQ(broken_by([](auto& s) { s.header_after.sums.credited = 1; }), "GUA-INV-1");
  EXPECT_EQ(broken_by([](auto& s) { s.header_after.sums.claimed = 1; }), "GUA-INV-1");
  EXPECT_EQ(broken_by([](auto& s) { s.header_after.sums.paid = 1; }), "GUA-INV-1");
  EXPECT_EQ(broken_by([](auto& s) { s.header_after.sums.open_uses = 2; }), "GUA-INV-1");
  EXPECT_EQ(broken_by([](auto& s) { s.use_after = {}; }), "GUA-INV-1");
}

TEST(GuaranteeInvariants, GUA_INV_2_notices_more_than_the_reference_amount) {
  EXPECT_EQ(
      broken_by([](auto& s) { s.header_before.sums.reserved = 601, s.header_after.sums.reserved = 1001; }),
      "GUA-INV-2");
  EXPECT_EQ(
      broken_by([](auto& s) { s.header_before.sums.reserved = 600, s.header_after.sums.reserved = 1000; }),
      "");
}

TEST(GuaranteeInvariants, GUA_INV_3_notices_more_than_the_guaranteed_amount) {
  const auto claim = [](std::int64_t amount) {
    return broken_by([&](Reservation& s) {
      s.header_before = s.header_after;
      s.use_before = s.use_after;
      s.use_after.state = UseState::claimed;
      s.use_after.claim = Money{amount, myr};
      s.header_after.sums.claimed = amount;
    });
  };
  EXPECT_EQ(claim(500), "");
  EXPECT_EQ(claim(501), "GUA-INV-3");
}

TEST(GuaranteeInvariants, GUA_INV_4_notices_a_sum_below_zero) {
  EXPECT_EQ(broken_by([](Reservation& s) {
              s.use_before = s.use_after;
              s.use_after.state = UseState::cancelled;
              s.header_before.sums = {.reserved = 300, .open_uses = 1};
              s.header_after.sums = {.reserved = -100};
            }),
            "GUA-INV-4");
}

TEST(GuaranteeInvariants, GUA_INV_5_notices_a_second_journey) {
  const auto reserve = [](std::uint32_t open_before, bool used_by_it) {
    return broken_by([&](Reservation& s) {
      s.header_before.kind = s.header_after.kind = Kind::individual;
      s.header_before.sums.open_uses = open_before;
      s.header_after.sums.open_uses = open_before + 1;
      if (used_by_it) s.header_after.used_by = Mrn{};
    });
  };
  EXPECT_EQ(reserve(0, true), "");
  EXPECT_EQ(reserve(0, false), "GUA-INV-5");
  EXPECT_EQ(reserve(1, true), "GUA-INV-5");
}

TEST(GuaranteeInvariants, GUA_INV_6_notices_a_use_of_an_account_that_is_not_valid) {
  EXPECT_EQ(broken_by([](auto& s) { s.header_before.status = s.header_after.status = Status::suspended; }),
            "GUA-INV-6");
}

TEST(GuaranteeInvariants, GUA_INV_7_notices_changed_terms) {
  EXPECT_EQ(broken_by([](auto& s) { s.header_after.reference_amount = Money{2000, myr}; }), "GUA-INV-7");
  EXPECT_EQ(broken_by([](auto& s) { s.header_after.failures = {{Tin{}, 1}}; }), "");
}

TEST(GuaranteeInvariants, GUA_INV_12_notices_a_use_that_nobody_covers) {
  // Half of the reference amount of 1000 is guaranteed: 400 need 200 of the guarantor.
  const auto after = [](std::int64_t claimed, std::int64_t paid) {
    return broken_by([&](Reservation& s) {
      s.header_before.sums.claimed = s.header_after.sums.claimed = claimed;
      s.header_before.sums.paid = s.header_after.sums.paid = paid;
    });
  };
  EXPECT_EQ(after(300, 0), "");
  EXPECT_EQ(after(301, 0), "GUA-INV-12");
  EXPECT_EQ(after(0, 300), "");
  EXPECT_EQ(after(0, 301), "GUA-INV-12");
  EXPECT_EQ(after(100, 200), "");
  EXPECT_EQ(broken_by([](Reservation& s) {
              s.header_before.kind = s.header_after.kind = Kind::waiver;
              s.header_before.guaranteed_amount = s.header_after.guaranteed_amount = Money{0, myr};
            }),
            "")
      << "a waiver counts without a guarantor";
}

std::string_view broken_by_account(const std::function<void(Header&, Header&)>& damage) {
  Header before = account();
  Header after = account();
  damage(before, after);
  const auto violation = violated(AccountStep{before, after});
  return violation ? violation->law : "";
}

TEST(GuaranteeInvariants, of_the_account_notice_what_they_are_for) {
  EXPECT_EQ(broken_by_account([](Header&, Header&) {}), "");
  EXPECT_EQ(broken_by_account([](Header&, Header& after) { after.sums.reserved = 1; }), "GUA-INV-8");
  EXPECT_EQ(broken_by_account([](Header&, Header& after) { after.kind = Kind::waiver; }), "GUA-INV-9");
  EXPECT_EQ(broken_by_account([](Header&, Header& after) { after.holder = *Tin::parse("MY1"); }),
            "GUA-INV-9");
  EXPECT_EQ(broken_by_account([](Header&, Header& after) { after.office = *OfficeId::parse("MYBKH001"); }),
            "GUA-INV-9");
  EXPECT_EQ(broken_by_account([](Header&, Header& after) { after.guaranteed_amount = Money{}; }),
            "GUA-INV-9");
  EXPECT_EQ(broken_by_account([](Header& before, Header& after) {
              before = Header{};
              after.kind = Kind::waiver;
            }),
            "")
      << "registration makes the identity";
  EXPECT_EQ(broken_by_account([](Header& before, Header& after) {
              before.sums.open_uses = after.sums.open_uses = 1;
              after.status = Status::liberated;
            }),
            "GUA-INV-10");
}

TEST(GuaranteeInvariants, GUA_INV_11_notices_a_header_that_is_not_the_sum_of_its_uses) {
  const Sums one{.reserved = 400, .open_uses = 1};
  const Sums other{.credited = 20, .claimed = 5, .paid = 7, .open_uses = 1};
  Header header = account();
  header.sums = {.reserved = 400, .credited = 20, .claimed = 5, .paid = 7, .open_uses = 2};
  EXPECT_FALSE(header_is_the_sum(header, together(one, other)));
  for (const Sums& damage : {Sums{.reserved = 1}, Sums{.credited = 1}, Sums{.claimed = 1}, Sums{.paid = 1},
                             Sums{.open_uses = 1}}) {
    const auto broken = header_is_the_sum(header, together(together(one, other), damage));
    EXPECT_EQ(broken ? broken->law : "", "GUA-INV-11");
  }
  EXPECT_TRUE(header_is_the_sum(header, one)) << "a use is missing";
}

}  // namespace
}  // namespace lintas::guarantee
