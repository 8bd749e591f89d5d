#include "core/workflow/origin_part.hpp"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/decimal.hpp"
#include "base/fields.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/access/access.hpp"
#include "core/awsc/declaration.hpp"
#include "core/awsc/exporter.hpp"
#include "core/awsc/exporter/state.hpp"
#include "core/awsc/import/commands.hpp"
#include "core/awsc/import/decide.hpp"
#include "core/awsc/import/events.hpp"
#include "core/awsc/import/evolve.hpp"
#include "core/awsc/import/state.hpp"
#include "core/awsc/import/table.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/events.hpp"
#include "core/documents/letter.hpp"
#include "core/documents/limits.hpp"
#include "core/documents/messages.hpp"
#include "core/documents/results.hpp"
#include "core/exchange/partner.hpp"
#include "core/kinds/contents.hpp"
#include "core/model/values/country.hpp"
#include "core/workflow/awsc_part.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/document_lists.hpp"
#include "core/workflow/document_sides.hpp"
#include "core/workflow/documents_messages.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/documents_telling.hpp"
#include "core/workflow/documents_told.hpp"
#include "core/workflow/domain.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/manifest_certificates.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/possible.hpp"
#include "core/workflow/records.hpp"
#include "core/workflow/state.hpp"

namespace lintas::workflow {

namespace {

namespace exs = awsc::exporter_side;
namespace imp = awsc::import_side;
using access::Relation;
using access::Role;

/// Where declarations are presented.
using OriginSide = StoredMachine<imp::Machine, imp::evolve, origin_block>;

/// Beside it the record of its exporter, as far as this node knows it.
template <class Act>
Located locate_origin(const Command& command, const Setting& /*setting*/) {
  Located located;
  const auto reference = name_in(read_content<Act>(command.content));
  located.slots.push_back(origin_slot(reference));
  located.slots.push_back(exporter_slot(reference.exporter()));
  return located;
}

/// What the office does where it was presented. Other offices present the same declaration with imports of
/// theirs, and take what is left.
constexpr bool is_of_its_office(CommandType act) {
  static_assert(std::same_as<std::variant_alternative_t<0, imp::Act>, imp::PresentDeclaration> &&
                std::same_as<std::variant_alternative_t<3, imp::Act>, imp::UseDeclaration>);
  return act != command_in(origin_block, 0) && act != command_in(origin_block, 3);
}

/// A refusal of one office is not for another to turn: a supervisor speaks for customs of the whole state.
bool decides_on(const imp::Declaration& declaration, const access::Actor& actor) {
  if (actor.office.empty() || actor.role == Role::supervisor) return true;
  return !declaration.office || declaration.office->str() == actor.office;
}

access::Relations relations_to_act_on_origin(const State& state, CommandType act, const access::Actor& actor,
                                             Instant /*now*/, const Setting& setting) {
  const bool may = is_of_this_state(actor, setting) &&
                   (!is_of_its_office(act) || decides_on(state.as<imp::Declaration>(), actor));
  return tied_if(may, Relation::office);
}

access::Relations relations_of_customs(const Command& command, const Situation& situation,
                                       const Setting& setting) {
  return relations_to_act_on_origin(*situation.slots[0].state, command.type, command.actor, command.at,
                                    setting);
}

/// So much of an item stays used.
Decimal used_of(const imp::Declaration& declaration, std::uint32_t number) {
  const auto* const item = imp::find_item(declaration, number);
  if (item == nullptr) return Decimal{};
  return item->quantity.minus(imp::left_of(declaration, *item)).value_or(Decimal{});
}

/// What the exporter's authority is told by a step, as of a certificate: the same messages go about both.
documents::Letter letter_of(const imp::Declaration& declaration, const imp::Event& event) {
  documents::Letter letter{.certificate = awsc::proof_of(declaration.contents.reference)};
  letter.request = declaration.requests.back();
  const auto& fact = static_cast<const imp::Facts&>(event.fact);
  if (const auto* began = std::get_if<imp::CheckBegan>(&fact)) {
    for (const std::uint32_t item : began->items) letter.items.push_back(static_cast<std::uint16_t>(item));
    letter.random = began->random;
    letter.text = began->reason;
  }
  const auto add_results = [&](const std::vector<imp::ItemResult>& results) {
    for (const imp::ItemResult& one : results) {
      letter.results.push_back({.item = static_cast<std::uint16_t>(one.item),
                                .result = one.result,
                                .quantity = used_of(declaration, one.item),
                                .decided = event.at});
    }
  };
  if (const auto* given = std::get_if<imp::Accepted>(&fact)) {
    add_results(given->results);
    letter.text = given->text;
  }
  if (const auto* refused = std::get_if<imp::Refused>(&fact)) {
    add_results(refused->results);
    letter.text = refused->reason;
  }
  return letter;
}

class OriginTold : public DocumentsTelling {
 public:
  OriginTold(const Command& command, Day declared, const Setting& setting)
      : DocumentsTelling(command, command.actor.office, setting), limits_(documents::limits_on(declared)) {}

  [[nodiscard]] imp::Context context() const { return context_under(limits_); }

  /// Of a check the authority of the exporter is told; else nothing is: what a declaration says goes with its
  /// goods.
  void add(imp::Declaration& declaration, const imp::Ruling& ruling) {
    play<OriginSide>(
        0, declaration, ruling,
        [&](imp::Event event, const imp::Declaration& before) {
          divide(event, [&](documents::MessageNumber number) {
            return goes_as_data(number, before.contents.reference.state);
          });
          return event;
        },
        [&](NewEvent& made, const imp::Event& event, documents::MessageNumber number) {
          documents::Letter letter = letter_of(declaration, event);
          letter.clock = static_cast<std::int32_t>(calendar_.utc_offset.count());
          send_to(made, declaration.contents.reference.state, number);
          add_document(number, write_document(number, letter));
        });
  }
  Outcome finish(const awsc::DeclarationReference& reference, const imp::Declaration& declaration) && {
    if (accepted()) {
      outcome_.reply =
          to_cbor(OriginReply{.reference = reference, .state = id_of<imp::Machine>(declaration.state)});
    }
    return std::move(outcome_);
  }

 private:
  /// R-ASW-102, of checks of origin declarations.
  [[nodiscard]] bool goes_as_data(documents::MessageNumber number, Country state) const {
    const auto process = documents::process_of(number);
    return process && exchanges(word_of(documents::Kind::origin_declaration), *process, state, setting_.home);
  }

  const documents::Limits& limits_;
};

/// R-OD-013 one without the declaration that it is about, R-OD-019 one of this state: it is presented where
/// its goods are imported.
template <class Act>
std::optional<Finding> not_to_be_presented(const Act& act, const Command& command, const Setting& setting) {
  const auto reference = name_in(act);
  if (reference.state == setting.home)
    return Finding{"R-OD-019", "reference/state", std::string{reference.state.str()}, ""};
  if constexpr (std::same_as<Act, imp::PresentDeclaration>) {
    if (!comes_with(command, act.contents.document)) return Finding{"R-OD-013", "contents/document", "", ""};
  }
  return std::nullopt;
}

/// Whose limits hold: of one that is not here yet, the act brings it.
template <class Act>
Day day_of_declaration(const Act& act, const imp::Declaration& declaration) {
  if constexpr (requires { act.contents; }) {
    return act.contents.day;
  } else {
    return declaration.contents.day;
  }
}

template <class Act>
Outcome decide_origin(const Command& command, const Situation& situation, const Setting& setting) {
  auto act = read_content<Act>(command.content);
  if constexpr (std::same_as<Act, imp::PresentDeclaration>) act.office = office_that_acts(command);
  if (auto fault = not_to_be_presented(act, command, setting)) return refusal(*std::move(fault));
  auto declaration = situation.slots[0].state->as<imp::Declaration>();
  const auto& exporter = situation.slots[1].state->as<exs::Exporter>();
  OriginTold told{command, day_of_declaration(act, declaration), setting};
  if constexpr (requires { imp::act(declaration, act, exporter, told.context()); }) {
    told.add(declaration, imp::act(declaration, act, exporter, told.context()));
  } else {
    told.add(declaration, imp::act(declaration, act, told.context()));
  }
  return std::move(told).finish(name_in(act), declaration);
}

Outcome origin_time_passed(const Command& command, const Situation& situation, const Setting& setting) {
  auto declaration = situation.slots[0].state->as<imp::Declaration>();
  const auto reference = declaration.contents.reference;
  OriginTold told{command, declaration.contents.day, setting};
  told.add(declaration, imp::time_passed(declaration, told.context()));
  return std::move(told).finish(reference, declaration);
}

/// Found by the declarations that use it, too.
Summary summary_of_origin(const State& state) {
  const auto& declaration = state.as<imp::Declaration>();
  const bool is_there = declaration.state != imp::State::none;
  Summary summary{.status = static_cast<std::uint16_t>(declaration.state),
                  .due = declaration.due,
                  .open = is_there && declaration.state != imp::State::closed};
  if (!is_there) return summary;
  summary.ref = awsc::in_words(declaration.contents.reference);
  add_concerned(summary.concerned, all_concerned);
  for (const kinds::Use& use : declaration.uses) add_declaration(summary.concerned, use.declaration.str());
  return summary;
}

/// Customs, who judges risks, and the system of the state: no other agency has to do with a declaration.
access::Relations relations_of_origin(const State& /*state*/, const access::Actor& actor,
                                      const Setting& setting) {
  constexpr std::array readers{Role::officer_of_destination, Role::supervisor, Role::risk_analyst,
                               Role::national_system};
  const bool reads = std::ranges::find(readers, actor.role) != readers.end();
  return tied_if(reads && is_of_this_state(actor, setting), Relation::office);
}

constexpr std::array acts_of_origin{
    Task{0, imp::Trigger::present, Weight::any_time},
    Task{1, imp::Trigger::accept},
    Task{2, imp::Trigger::refuse},
    Task{3, imp::Trigger::use, Weight::any_time},
    Task{4, imp::Trigger::reassess, Weight::any_time},
    Task{5, imp::Trigger::withdraw, Weight::any_time},
    Task{6, imp::Trigger::check, Weight::any_time},
    Task{7, imp::Trigger::satisfied},
    Task{8, imp::Trigger::visit, Weight::any_time},
    Task{9, imp::Trigger::record_reply, Weight::any_time},
};
static_assert(has_every_act<imp::Machine>(acts_of_origin, std::variant_size_v<imp::Act>));

/// But for the declaration itself, which comes as a whole message: that is no act.
std::vector<Possible> possible_of_origin(const State& state) {
  std::vector<Possible> acts;
  add_possible<imp::Machine>(acts, origin_block, acts_of_origin, state.as<imp::Declaration>().state,
                             [](imp::Trigger trigger) { return trigger != imp::Trigger::present; });
  return acts;
}

// ---- what the exporter's authority says about a check

/// Precondition: it is about an origin declaration.
awsc::DeclarationReference declaration_named_in(const Command& command) {
  return certain(awsc::declaration_in(certificate_named_in(command.content)),
                 "the message is about an origin declaration");
}

constexpr std::array triggers_of_messages{
    MessageTrigger<imp::Machine>{documents::co_verify_result, imp::Trigger::check_result},
    MessageTrigger<imp::Machine>{documents::l2_ok, imp::Trigger::acknowledgement},
    MessageTrigger<imp::Machine>{documents::l2_error, imp::Trigger::acknowledgement},
};
static_assert(has_every_message<imp::Machine>(triggers_of_messages));

// ---- the tables

template <std::size_t I>
constexpr CommandEntry act_on_origin(std::string_view name, std::string_view done) {
  using Act = std::variant_alternative_t<I, imp::Act>;
  return {.type = command_in(origin_block, I),
          .name = name,
          .locate = locate_origin<Act>,
          .relations = relations_of_customs,
          .decide = decide_origin<Act>,
          .begins = std::same_as<Act, imp::PresentDeclaration>,
          .done = done};
}

constexpr std::array entries{
    act_on_origin<0>("origin.present", "declaration recorded"),
    act_on_origin<1>("origin.accept", "preference given"),
    act_on_origin<2>("origin.refuse", "refusal recorded"),
    act_on_origin<3>("origin.use", "use recorded"),
    act_on_origin<4>("origin.reassess", "assessed again"),
    act_on_origin<5>("origin.withdraw", "presentation withdrawn"),
    act_on_origin<6>("origin.check", "check begun"),
    act_on_origin<7>("origin.end_check", "check ended"),
    act_on_origin<8>("origin.announce_visit", "visit announced"),
    act_on_origin<9>("origin.record_reply", "reply by letter recorded"),
};

constexpr std::array stream_kinds{
    KindEntry{.kind = origin_stream,
              .name = "origin_declaration",
              .initial = initial_of<OriginSide>,
              .evolve = evolved<OriginSide>,
              .summary = summary_of_origin,
              .relations = relations_of_origin,
              .time_passed = origin_time_passed,
              .possible = possible_of_origin,
              .relations_to_act = relations_to_act_on_origin},
};

/// Customs, and its system.
std::vector<access::Grant> make_grants() {
  std::vector<access::Grant> grants;
  for (const CommandEntry& entry : entries) {
    for (const Role role : {Role::officer_of_destination, Role::supervisor, Role::national_system})
      grants.push_back({role, std::to_underlying(entry.type), Relation::office});
  }
  return grants;
}

std::optional<std::string> violated_of(const imp::Declaration& declaration) {
  for (const kinds::Use& use : declaration.uses) {
    for (const kinds::Line& line : use.lines) {
      const auto* const item = imp::find_item(declaration, line.number);
      const auto result = imp::result_of(declaration, line.number);
      const bool was_checked =
          std::ranges::find(declaration.checked, line.number) != declaration.checked.end();
      const bool is_given = result && !documents::refuses(*result);
      if (item == nullptr || (!is_given && !was_checked))
        return "of a declaration no item is used that never had preference";
      if (imp::left_of(declaration, *item) < Decimal{})
        return "of no item of a declaration more is used than there is";
    }
  }
  return std::nullopt;
}

std::optional<std::string> violated(const Step& step) {
  for (const Change& change : step.changes) {
    if (change.kind != origin_stream) continue;
    if (auto law = violated_of(change.after->as<imp::Declaration>())) return law;
  }
  return std::nullopt;
}

// ---- names

/// Both nodes call it as they call a certificate, by a kind of its own. Of this state's own exporters there
/// is what others ask about it (documents_part.cpp); what a partner says of its exporters, is presented here.
std::optional<Slot> slot_of_name(ByteView thing, exchange::Partner from, const Setting& setting) {
  const auto proof = certificate_called(thing);
  const auto declaration = proof ? awsc::declaration_in(*proof) : std::nullopt;
  const bool is_its = declaration && declaration->state.str() == from.str();
  return is_its && declaration->state != setting.home ? std::optional{origin_slot(*declaration)}
                                                      : std::nullopt;
}

Bytes name_for_partner(const Command& waiting) { return name_of(certificate_named_in(waiting.content)); }

}  // namespace

// ---- messages, of which documents_part.cpp finds out that they are about a declaration

bool is_about_a_declaration(const Command& command) {
  return awsc::declaration_in(certificate_named_in(command.content)).has_value();
}

Located locate_message_about_origin(const Command& command, const Setting& /*setting*/) {
  Located located;
  located.slots.push_back(origin_slot(declaration_named_in(command)));
  return located;
}

/// The state of the exporter speaks, of what was presented here: names can be guessed.
access::Relations relations_of_message_about_origin(const Command& command, const Situation& situation,
                                                    const Setting& /*setting*/) {
  const bool is_here = situation.slots[0].state->as<imp::Declaration>().state != imp::State::none;
  return tied_if(is_here && declaration_named_in(command).state.str() == command.actor.party,
                 Relation::route_state);
}

Outcome decide_message_about_origin(const Command& command, const Situation& situation,
                                    const Setting& setting) {
  auto declaration = situation.slots[0].state->as<imp::Declaration>();
  const auto trigger =
      certain(trigger_in<imp::Machine>(triggers_of_messages, number_of_message(command.type)),
              "a message about a declaration is one of its machine");
  OriginTold told{command, declaration.contents.day, setting};
  told.add(declaration, imp::receive(declaration, trigger, letter_of_command(command), told.context()));
  return std::move(told).finish(declaration.contents.reference, declaration);
}

Key origin_key(const awsc::DeclarationReference& reference) {
  return make_key(origin_keys, awsc::in_words(reference.exporter()), reference.document.str());
}
Slot origin_slot(const awsc::DeclarationReference& reference) {
  return {.kind = origin_stream, .by = origin_key(reference)};
}

const Part& origin_part() {
  static const std::vector<access::Grant> grants = make_grants();
  static const Part part{.commands = entries,
                         .kinds = stream_kinds,
                         .grants = grants,
                         .violated = violated,
                         .slot_of_name = slot_of_name,
                         .name_for_partner = name_for_partner};
  return part;
}

}  // namespace lintas::workflow
