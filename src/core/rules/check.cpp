#include "core/rules/check.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/require.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/messages/view.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/country.hpp"
#include "core/rules/judge.hpp"
#include "core/rules/lists.hpp"

namespace lintas::rules {

namespace {

constexpr std::array roots{
    std::pair{std::string_view{"CC007C"}, ie007},
    std::pair{std::string_view{"CC013C"}, ie013},
    std::pair{std::string_view{"CC014C"}, ie014},
    std::pair{std::string_view{"CC015C"}, ie015},
    std::pair{std::string_view{"CC044C"}, ie044},
    std::pair{std::string_view{"CC170C"}, ie170},
    std::pair{std::string_view{"CO.ISSUE"}, certificates},
    std::pair{std::string_view{"CO.RETRANSMIT"}, certificates},
    std::pair{std::string_view{"OD.DECLARATION"}, origin_declarations},
    std::pair{std::string_view{"CE.RECORD"}, exporter_records},
    std::pair{std::string_view{"CE.NOTICE"}, exporter_records},
};

/// Nothing for a message without rules.
std::uint16_t message_of(const message::Program& program) {
  const auto* found = std::ranges::find(roots, program.root(), &std::pair<std::string_view, Messages>::first);
  if (found != roots.end()) return static_cast<std::uint16_t>(found->second);
  const bool documents = program.view().vocabulary == message::Vocabulary::documents;
  return documents ? static_cast<std::uint16_t>(about_certificates) : std::uint16_t{0};
}

/// R-TRA-115, of every message that traders send. What a trader calls itself is its own affair, its TIN or a
/// name of its software; the names of administrations are NTA and a state.
void sender_is_no_administration(Judge& judge) {
  const std::string_view sender = judge.message.message_sender;
  if (sender.starts_with("NTA.")) judge.add("R-TRA-115", judge.root, "messageSender", sender);
}

void run(std::span<const Check> checks, std::uint16_t message, Judge& judge) {
  for (const Check& check : checks) {
    if ((check.messages & message) != 0 && !judge.full()) check.judge(judge);
  }
}

/// What a state of the route is to it.
std::string_view part_of(const message::Message& message, std::string_view state) {
  const auto is_in = [&](const message::Text& office) { return std::string_view{office}.starts_with(state); };
  if (is_in(the(message.customs_office_of_departure).reference_number)) return "departure";
  const bool ends = is_in(the(message.customs_office_of_destination_declared).reference_number);
  return ends ? "destination" : "transit";
}

message::Report report_of(message::Level level, const message::Document& document, Findings findings) {
  message::Report report{
      .level = level, .program = document.program, .findings = std::move(findings), .positions = {}};
  report.positions.resize(report.findings.size());
  return report;
}

}  // namespace

message::Report check(const message::Document& document, const Context& context) {
  require(document.program != nullptr, "a document has a program");
  const std::uint16_t message = message_of(*document.program);
  const auto view = context.reference.at(context.day);
  Findings findings;
  if (message != 0) check_lists(document, view, findings);
  if (!findings.empty()) return report_of(message::Level::list, document, std::move(findings));

  const Days days{.accepted = view, .ahead = context.reference.at(context.today.value_or(context.day))};
  Judge judge{document, days, findings};
  run(conditions(), message, judge);
  if (!findings.empty()) return report_of(message::Level::condition, document, std::move(findings));

  if (document.program->view().direction == message::Direction::trader_to_office)
    sender_is_no_administration(judge);
  texts_read_as_written(document, judge);
  run(value_rules(), message, judge);
  run(acts_rules(), message, judge);
  run(certificate_rules(), message, judge);
  return report_of(message::Level::rule, document, std::move(findings));
}

std::vector<StateSays> check_by_state(const message::Document& document, const Context& context) {
  require(document.program != nullptr, "a document has a program");
  const std::uint16_t message = message_of(*document.program);
  std::vector<StateSays> said;
  if ((message & declarations) == 0) return said;
  const Days days{.accepted = context.reference.at(context.day),
                  .ahead = context.reference.at(context.today.value_or(context.day))};
  for (const std::string_view name : states_of_the_route(document.message)) {
    const auto state = Country::parse(name);
    if (!state) continue;
    StateSays& says = said.emplace_back(
        StateSays{.state = *state, .part = part_of(document.message, name), .findings = {}});
    Judge judge{document, days, says.findings};
    judge.only_state = name;
    run(state_rules(), message, judge);
  }
  return said;
}

std::string_view error_code(const Finding& finding) {
  const std::string_view rule = finding.rule;
  if (rule.starts_with("LST-")) return "12";
  if (rule.starts_with("CND-")) return "13";
  if (rule.starts_with("CNX-")) return "15";
  return "14";
}

std::string error_reason(const Finding& finding) {
  const message::Rule* rule = message::find_rule(finding.rule);
  require(rule != nullptr, "every finding has a rule in data/rules.csv");
  if (finding.rule == "LST-001" || finding.rule == "LST-002")
    return finding.detail.substr(0, finding.detail.find(' '));
  if (!rule->ncts.empty()) return std::string{rule->ncts.substr(0, rule->ncts.find(' '))};
  std::string id = finding.rule.starts_with("R-") ? finding.rule.substr(2) : finding.rule;
  std::erase(id, '-');
  return id;
}

}  // namespace lintas::rules
