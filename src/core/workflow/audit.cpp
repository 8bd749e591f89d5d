#include "core/workflow/audit.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>

#include "core/guarantee/invariants.hpp"
#include "core/guarantee/state.hpp"
#include "core/workflow/acdd_part.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/origin_part.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace gua = lintas::guarantee;

gua::Sums sums_in(const std::optional<State>& sum) { return sum ? sum->as<gua::Sums>() : gua::Sums{}; }

State add_use(const std::optional<State>& sum, const State& use) {
  return State::of(gua::together(sums_in(sum), gua::share_of(use.as<gua::Use>())));
}

std::optional<std::string> broken_by_account(const State& account, const std::optional<State>& sum) {
  const auto violation = gua::header_is_the_sum(account.as<gua::Header>(), sums_in(sum));
  if (!violation) return std::nullopt;
  return std::string{violation->law} + ": " + std::string{violation->what};
}

constexpr std::array all_balances{
    Balance{.whole = account_stream, .add_share = add_use, .broken = broken_by_account},
};

}  // namespace

std::span<const Part* const> national_parts() {
  static const std::array<const Part*, 16> all{
      &registers_part(), &guarantee_part(),   &departure_part(), &journey_part(),
      &manifest_part(),  &webhooks_part(),    &links_part(),     &codes_part(),
      &documents_part(), &acdd_part(),        &kinds_part(),     &awsc_part(),
      &origin_part(),    &attachments_part(), &aeo_part(),       &aeo_list_part()};
  return all;
}

std::span<const Balance> balances() { return all_balances; }

}  // namespace lintas::workflow
