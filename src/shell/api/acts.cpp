#include "shell/api/acts.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/money.hpp"
#include "base/require.hpp"
#include "base/shape.hpp"
#include "base/text.hpp"
#include "core/acdd/export/commands.hpp"
#include "core/acdd/import/commands.hpp"
#include "core/aeo/authorisation/commands.hpp"
#include "core/aeo/listed/commands.hpp"
#include "core/awsc/exporter/commands.hpp"
#include "core/awsc/import/commands.hpp"
#include "core/documents/import/commands.hpp"
#include "core/documents/issue/commands.hpp"
#include "core/documents/result_words.hpp"  // IWYU pragma: keep, the words of its enumeration
#include "core/documents/verification/commands.hpp"
#include "core/exchange/partner.hpp"
#include "core/guarantee/commands.hpp"
#include "core/guarantee/names.hpp"  // IWYU pragma: keep, the words of its enumerations
#include "core/kinds/import/commands.hpp"
#include "core/kinds/issue/commands.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/model/values/explain.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/seal_range.hpp"
#include "core/registers/commands.hpp"
#include "core/registers/names.hpp"  // IWYU pragma: keep
#include "core/transit/departure/commands.hpp"
#include "core/transit/destination/commands.hpp"
#include "core/transit/passage/commands.hpp"
#include "core/workflow/acdd_part.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/codes_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/guarantee_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/registers_part.hpp"
#include "shell/api/document_acts.hpp"
#include "shell/api/json.hpp"
#include "shell/api/record_json.hpp"
#include "shell/api/record_schema.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/message_names.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {

namespace detail {

void read_seals(const Json& json, const std::string& pointer, Intake& in, std::vector<Seal>& seals) {
  if (!json.is_string()) return in.other_form(pointer, json, "a text");
  // One more than may be noted: that there are too many is for the decision to say (R-ROA-008).
  constexpr std::size_t most = limits::seals_noted_max + 1;
  const std::string_view text = json.get_ref<const std::string&>();
  const auto more = seals_in(text, most - std::min(most, seals.size()));
  if (more) {
    seals.insert(seals.end(), more->begin(), more->end());
    if (auto* named = in.given().seals) named->insert(named->end(), more->begin(), more->end());
  } else if (more.error() != SealRangeError::too_many) {
    in.other_form(pointer, json, explain(more.error(), text));
  } else {
    in.other_form(pointer, json, format("at most {} seals", limits::seals_noted_max));
  }
}

Money read_money(const Json& json, const std::string& pointer, Intake& in) {
  if (!json.is_object()) {
    in.other_form(pointer, json, "an amount and a currency, both as texts");
    return {};
  }
  for (const auto& [name, member] : json.items()) {
    if (name != "amount" && name != "currency") in.unknown(format("{}/{}", pointer, name));
  }
  const auto text = [&](const char* name) -> std::optional<std::string_view> {
    const std::string place = pointer + '/' + name;
    const auto member = json.find(name);
    if (member == json.end()) {
      in.missing(place);
    } else if (!member->is_string()) {
      in.other_form(place, *member, "a text");
    } else {
      return member->get_ref<const std::string&>();
    }
    return std::nullopt;
  };
  const auto amount_text = text("amount");
  const auto currency_text = text("currency");
  if (!amount_text || !currency_text) return {};
  const auto amount = Decimal::parse(*amount_text);
  const auto currency = Currency::parse(*currency_text);
  const auto* row = currency ? in.given().reference.currency(*currency) : nullptr;
  if (!currency || row == nullptr) {
    in.other_form(pointer + "/currency", json.at("currency"), "a currency of the reference data, as SGD");
    return {};
  }
  if (!amount || amount->places() > row->value.minor_digits) {
    in.other_form(pointer + "/amount", json.at("amount"),
                  format("an amount with at most {} places, as {}", row->value.minor_digits,
                         row->value.minor_digits > 0 ? "12.5" : "12"));
    return {};
  }
  std::int64_t minor = amount->mantissa();
  for (int place = amount->places(); place < row->value.minor_digits; ++place) {
    if (__builtin_mul_overflow(minor, std::int64_t{10}, &minor)) {
      in.other_form(pointer + "/amount", json.at("amount"), "an amount that can be counted");
      return {};
    }
  }
  return {minor, *currency};
}

const Json* find_field(const Json& json, std::string_view record, std::string_view field, const Shape& member,
                       const std::string& pointer, Intake& in) {
  if (!is_asked(record, field, member)) return nullptr;
  const auto found = json.find(field);
  if (found != json.end() && !found->is_null()) return &*found;
  if (!may_be_left_out(member, find_field_rule(record, field)))
    in.missing(pointer + '/' + std::string{field});
  return nullptr;
}

/// A text of at most the length that an officer writes, and what its rule asks.
void check_text_of(const Json& member, std::string_view record, std::string_view field,
                   const std::string& pointer, Intake& in) {
  if (!member.is_string()) return;
  const auto& text = member.get_ref<const std::string&>();
  const FieldRule* rule = find_field_rule(record, field);
  const auto fault = fault_in_text(text, limits::officer_text_chars_max);
  if (fault == TextError::empty && rule != nullptr && rule->needed) return in.missing(pointer);
  if (fault == TextError::too_long) {
    return in.other_form(pointer, member,
                         format("a text of at most {} characters", limits::officer_text_chars_max));
  }
  if (rule != nullptr && !rule->takes(text))
    in.other_form(pointer, member, format("one of: {}", rule->words));
}

void tell_unknown(const Json& json, const Shape& record, const std::string& pointer, Intake& in) {
  for (const auto& [name, member] : json.items()) {
    const bool known = std::ranges::any_of(record.parts, [&](const Part& part) {
      return part.name == name && is_asked(record.record, part.name, *part.shape);
    });
    if (!known) in.unknown(format("{}/{}", pointer, name));
  }
}

AccessCodeHash read_access_code(const Json& json, const std::string& pointer, Intake& in) {
  const auto code = json.is_string() ? AccessCode::parse(json.get_ref<const std::string&>())
                                     : AccessCode::parse(std::string_view{});
  if (!code) {
    in.bad_secret(pointer, "an access code of four characters");
    return {};
  }
  // Where the GRN cannot be read, that is told at the GRN.
  const std::optional<Grn>& grn = in.grn();
  return grn ? in.given().hash(*grn, *code) : AccessCodeHash{};
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

/// In which cases the machines ask for four eyes, by the record of the act. What decides is `decide`; this is
/// told beforehand.
struct FourEyes {
  std::string_view record;
  std::string_view when;
};
constexpr std::string_view always = "always";
constexpr std::array four_eyes{
    FourEyes{"guarantee.register_guarantee", "for a waiver, and where less than 100 percent is guaranteed"},
    FourEyes{
        "guarantee.change_terms",
        "where the guaranteed amount or its part of the reference amount changes, and for a waiver where "
        "its amount does"},
    FourEyes{"guarantee.give_notice", "where the office revokes; a guarantor cancels alone"},
    FourEyes{"codes.resume", always},
    FourEyes{"guarantee.unlock_sender", always},
    FourEyes{"guarantee.claim_from_guarantor", always},
    FourEyes{"guarantee.withdraw_claim", always},
    FourEyes{"departure.invalidate", "after the release"},
    FourEyes{"passage.pass_on_the_tad", "where departure has refused the record"},
    FourEyes{"aeo.revoke", always},
    FourEyes{"registers.withdraw", "of a trader or an authorisation, unless its holder asks for it"}};

std::string_view when_second(const Shape& shape) {
  const bool takes_one = std::ranges::any_of(
      shape.parts, [](const Part& part) { return filled_by_node(*part.shape, part.name); });
  const auto* found = std::ranges::find(four_eyes, shape.record, &FourEyes::record);
  require(takes_one == (found != four_eyes.end()),
          "each act that takes a second officer says when, no other");
  return takes_one ? found->when : std::string_view{};
}

template <class T>
Act act(workflow::CommandType type) {
  const Shape& shape = shape_of<T>;
  return {.type = type,
          .record = T::record,
          .content = content_of<T>,
          .shape = &shape,
          .complete = find_completion(type),
          .second = when_second(shape)};
}

/// An application for a certificate comes as the whole document (POST /v1/documents), and so does the release
/// of an export (POST /v1/acdd) and a document of a kind that is data (POST /v1/kinds/documents).
template <class T>
constexpr bool comes_as_a_record =
    !std::same_as<T, documents::issue_side::DraftCertificate> &&
    !std::same_as<T, acdd::export_side::ReleaseExport> && !std::same_as<T, acdd::export_side::AmendExport> &&
    !std::same_as<T, kinds::issue_side::IssueDocument> &&
    !std::same_as<T, awsc::exporter_side::RecordExporter> && !std::same_as<T, aeo::listed::GiveConsent> &&
    !std::same_as<T, aeo::listed::BringIn> && !std::same_as<T, awsc::import_side::PresentDeclaration>;

/// The acts of a machine: its block and its variant.
template <class Variant>
void add_acts(std::vector<Act>& acts, std::uint16_t block) {
  const auto add = [&]<class T>(std::type_identity<T>, std::size_t place) {
    if constexpr (comes_as_a_record<T>) acts.push_back(act<T>(workflow::command_in(block, place)));
  };
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (add(std::type_identity<std::variant_alternative_t<I, Variant>>{}, I), ...);
  }(std::make_index_sequence<std::variant_size_v<Variant>>{});
}

// ---- messages between nodes

/// A message of ours that its partner refused for good.
struct DeadLetter {
  std::string message;
  std::string reason;

  static constexpr std::string_view record = "exchange.letter";
  static constexpr auto fields() {
    return Fields{Field{1, "message", &DeadLetter::message}, Field{2, "reason", &DeadLetter::reason}};
  }
};

/// A partner's message that waits in its lane.
struct WaitingMessage {
  std::string partner;
  std::string message;
  std::string reason;

  static constexpr std::string_view record = "exchange.drop";
  static constexpr auto fields() {
    return Fields{Field{1, "partner", &WaitingMessage::partner},
                  Field{2, "message", &WaitingMessage::message}, Field{3, "reason", &WaitingMessage::reason}};
  }
};

/// The monitor names a message of ours "SG:SG00000000000001A0@nta.sg", the list of dead letters by what is
/// between: both are taken.
std::string_view identification_in(std::string_view text, exchange::Partner home) {
  const std::string country = format("{}:", home.str());
  const std::string node = format("@{}", app::node_name(home));
  if (!text.starts_with(country) || text.size() < country.size() + node.size()) return text;
  const std::string_view end = text.substr(text.size() - node.size());
  if (!net::same_ignoring_case(end, node)) return text;
  return text.substr(country.size(), text.size() - country.size() - node.size());
}

std::expected<Bytes, Findings> letter_content(const Json& json, const Given& given) {
  Intake in{given};
  const auto wanted = read_json<DeadLetter>(json, "", in);
  const app::MessageNames names{given.home, {given.losses.begin(), given.losses.end()}};
  const auto id = names.outbox_id(identification_in(wanted.message, given.home));
  if (in.findings().empty() && !id) {
    in.other_form("/message", wanted.message,
                  format("an identification of ours, as {}, or the id that `lintas exchange messages` shows",
                         names.of(0x1A0)));
  }
  if (!id || !in.findings().empty()) return std::unexpected(in.findings());
  return to_cbor(workflow::LetterDecision{.id = *id, .reason = wanted.reason, .second = {}});
}

std::expected<Bytes, Findings> drop_content(const Json& json, const Given& given) {
  Intake in{given};
  const auto wanted = read_json<WaitingMessage>(json, "", in);
  const auto partner = exchange::Partner::parse(wanted.partner);
  if (in.findings().empty() && !partner) in.other_form("/partner", wanted.partner, "a state, as MY");
  if (!partner || !in.findings().empty()) return std::unexpected(in.findings());
  return to_cbor(workflow::DropParked{.stream = {},
                                      .partner = partner->number(),
                                      .message_id = wanted.message,
                                      .reason = wanted.reason,
                                      .second = {}});
}

constexpr std::array acts_of_exchange{Act{.type = workflow::command_revive_letter,
                                          .record = "exchange.revive",
                                          .content = letter_content,
                                          .shape = &shape_of<DeadLetter>,
                                          .done = "dead letter sent once more"},
                                      Act{.type = workflow::command_discard_letter,
                                          .record = "exchange.discard",
                                          .content = letter_content,
                                          .shape = &shape_of<DeadLetter>,
                                          .second = always,
                                          .done = "dead letter given up"},
                                      Act{.type = workflow::command_drop_parked,
                                          .record = "exchange.drop",
                                          .content = drop_content,
                                          .shape = &shape_of<WaitingMessage>,
                                          .second = always,
                                          .done = "waiting message taken out"}};

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
  acts.push_back(act<workflow::ResumeCodes>(workflow::resume_codes));
  add_acts<transit::departure::Act>(acts, workflow::departure_block);
  add_acts<transit::passage::Act>(acts, workflow::passage_block);
  add_acts<transit::destination::Act>(acts, workflow::destination_block);
  add_acts<documents::issue_side::Act>(acts, workflow::issue_block);
  add_acts<documents::verification::Act>(acts, workflow::verification_block);
  add_acts<documents::import_side::Act>(acts, workflow::import_block);
  add_acts<acdd::export_side::Act>(acts, workflow::acdd_export_block);
  add_acts<acdd::import_side::Act>(acts, workflow::acdd_import_block);
  add_acts<kinds::issue_side::Act>(acts, workflow::doc_issue_block);
  add_acts<kinds::import_side::Act>(acts, workflow::doc_import_block);
  add_acts<awsc::exporter_side::Act>(acts, workflow::exporter_block);
  add_acts<aeo::authorisation::Act>(acts, workflow::aeo_block);
  add_acts<aeo::listed::Act>(acts, workflow::aeo_listed_block);
  add_acts<awsc::import_side::Act>(acts, workflow::origin_block);
  return acts;
}

}  // namespace

const Act* find_act(workflow::CommandType type) {
  static const std::vector<Act> acts = make_acts();
  const auto found = std::ranges::find(acts, type, &Act::type);
  return found == acts.end() ? nullptr : &*found;
}

std::vector<NamedAct> acts_of(const workflow::National& national) {
  std::vector<NamedAct> all;
  for (const workflow::CommandEntry* entry : national.commands()) {
    if (const Act* act = find_act(entry->type)) all.push_back({.name = entry->name, .act = act});
  }
  for (const Act& act : acts_of_exchange) all.push_back({.name = act.record, .act = &act});
  return all;
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

}  // namespace lintas::api
