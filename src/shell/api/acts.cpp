#include "shell/api/acts.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/money.hpp"
#include "core/guarantee/commands.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/grn.hpp"
#include "core/registers/commands.hpp"
#include "core/transit/departure/commands.hpp"
#include "core/transit/destination/commands.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/workflow/guarantee_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/registers_part.hpp"
#include "shell/api/record_json.hpp"

namespace lintas::api {

namespace detail {

Money read_money(const Json& json, const std::string& pointer, Intake& in) {
  const auto text = [&](const char* name) -> std::string_view {
    if (!json.is_object()) return {};
    const auto member = json.find(name);
    return member == json.end() || !member->is_string() ? std::string_view{}
                                                        : member->get_ref<const std::string&>();
  };
  const auto amount = Decimal::parse(text("amount"));
  const auto currency = Currency::parse(text("currency"));
  const auto* row = currency ? in.given().reference.currency(*currency) : nullptr;
  if (!amount || row == nullptr || json.size() != 2 || amount->places() > row->value.minor_digits) {
    in.other_form(pointer, json, "amount as a text with the places of its currency, and currency");
    return {};
  }
  std::int64_t minor = amount->mantissa();
  for (int place = amount->places(); place < row->value.minor_digits; ++place) {
    if (__builtin_mul_overflow(minor, std::int64_t{10}, &minor)) {
      in.other_form(pointer, json, "an amount that can be counted");
      return {};
    }
  }
  return {minor, *currency};
}

AccessCodeHash read_access_code(const Json& json, const std::string& pointer, Intake& in) {
  if (json.is_string() && in.grn()) {
    if (const auto code = AccessCode::parse(json.get_ref<const std::string&>()))
      return in.given().hash(*in.grn(), *code);
  }
  in.bad_secret(pointer, "an access code of four characters, with the GRN beside it");
  return {};
}

}  // namespace detail

namespace {

template <class T>
std::expected<Bytes, Findings> content_of(const Json& json, const Given& given) {
  Intake in{given};
  if (json.is_object() && json.contains("grn") && json.at("grn").is_string()) {
    if (const auto grn = Grn::parse(json.at("grn").get_ref<const std::string&>())) in.set_grn(*grn);
  }
  const T value = read_json<T>(json, "", in);
  if (!in.findings().empty()) return std::unexpected(in.findings());
  return to_cbor(value);
}

template <class T>
Act act(workflow::CommandType type) {
  return {.type = type, .record = T::record, .content = content_of<T>, .schema = schema_of<T>};
}

/// The acts of a machine: its block and its variant.
template <class Variant>
void add_acts(std::vector<Act>& acts, std::uint16_t block) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (acts.push_back(act<std::variant_alternative_t<I, Variant>>(workflow::command_in(block, I))), ...);
  }(std::make_index_sequence<std::variant_size_v<Variant>>{});
}

std::vector<Act> make_acts() {
  using namespace guarantee;  // NOLINT(google-build-using-namespace): one list of its records
  std::vector<Act> acts{act<RegisterGuarantee>(workflow::register_guarantee),
                        act<ChangeTerms>(workflow::change_guarantee),
                        act<Suspend>(workflow::suspend_guarantee),
                        act<LiftSuspension>(workflow::lift_suspension),
                        act<GiveNotice>(workflow::give_notice),
                        act<Liberate>(workflow::liberate_guarantee),
                        act<ReplaceAccessCodes>(workflow::replace_access_codes),
                        act<UnlockSender>(workflow::unlock_sender),
                        act<ClaimFromGuarantor>(workflow::claim_from_guarantor),
                        act<WithdrawClaim>(workflow::withdraw_claim),
                        act<RecordPayment>(workflow::record_payment)};
  // What an entry says comes as a table (POST /v1/registers).
  acts.push_back(act<registers::Suspend>(workflow::suspend_entry));
  acts.push_back(act<registers::Resume>(workflow::resume_entry));
  acts.push_back(act<registers::Withdraw>(workflow::withdraw_entry));
  add_acts<transit::departure::Act>(acts, workflow::departure_block);
  add_acts<transit::passage::Act>(acts, workflow::passage_block);
  add_acts<transit::destination::Act>(acts, workflow::destination_block);
  return acts;
}

}  // namespace

const Act* find_act(workflow::CommandType type) {
  static const std::vector<Act> acts = make_acts();
  const auto found = std::ranges::find(acts, type, &Act::type);
  return found == acts.end() ? nullptr : &*found;
}

std::expected<Json, Finding> parse_json(std::string_view text) {
  std::vector<std::set<std::string>> names;
  std::string wrong;
  // Two members of one name could be read two ways; what is deep costs the stack.
  const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start) {
      if (static_cast<std::size_t>(depth) >= limits::message_depth_max) wrong = "nested too deep";
      names.emplace_back();
    } else if (event == Json::parse_event_t::object_end || event == Json::parse_event_t::array_end) {
      names.pop_back();
    } else if (event == Json::parse_event_t::key) {
      if (!names.back().insert(parsed.get<std::string>()).second) wrong = "a member stands twice";
    }
    return true;
  };
  Json json = Json::parse(text, watch, false);
  if (json.is_discarded() && wrong.empty()) wrong = "not JSON";
  if (wrong.empty()) return json;
  return std::unexpected(Finding{.rule = "API-002", .pointer = {}, .value = {}, .detail = wrong});
}

Json money_schema() {
  return {{"type", "object"},
          {"properties",
           {{"amount", {{"type", "string"}, {"pattern", "^[0-9]+(\\.[0-9]{1,6})?$"}}},
            {"currency", {{"type", "string"}, {"pattern", "^[A-Z]{3}$"}}}}},
          {"required", Json::array({"amount", "currency"})},
          {"additionalProperties", false}};
}

}  // namespace lintas::api
