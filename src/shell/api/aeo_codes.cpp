#include "shell/api/aeo_codes.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/check.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/law.hpp"
#include "core/aeo/limits.hpp"
#include "core/aeo/listed/record.hpp"
#include "core/aeo/listed/staleness.hpp"
#include "core/aeo/listed/state.hpp"
#include "core/aeo/reading.hpp"
#include "core/exchange/partner.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/statements.hpp"
#include "core/model/groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/country.hpp"
#include "core/recognition/known.hpp"
#include "core/workflow/aeo_list_part.hpp"
#include "core/workflow/aeo_part.hpp"
#include "core/workflow/concerned.hpp"
#include "core/workflow/law.hpp"
#include "core/workflow/manifest_part.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/call.hpp"
#include "shell/api/concern_page.hpp"
#include "shell/api/core.hpp"
#include "shell/api/rights.hpp"
#include "shell/app/stream.hpp"

namespace lintas::api {

namespace {

namespace aut = aeo::authorisation;
namespace lst = aeo::listed;

constexpr std::string_view code_of_operators = "AE01";

void add_codes(std::vector<NamedCode>& codes, const message::Many<message::AdditionalReference>& references,
               std::string_view within) {
  std::size_t place = 0;
  for (const message::AdditionalReference& reference : references) {
    ++place;
    if (reference.type != code_of_operators || codes.size() == aeo::bounds::codes_looked_at_max) continue;
    const auto said = message::read_aeo_code(reference.reference_number);
    if (!said) continue;
    codes.push_back({.state = said->state,
                     .code = std::string{said->code},
                     .authorised = said->authorised,
                     .pointer = format("{}/AdditionalReference[{}]/referenceNumber", within, place)});
  }
}

/// Who has or had the code of that key, as of the instant: what went to another authorisation since is asked
/// of the one that had it then. Each step leads to what was given earlier.
std::optional<aut::Authorisation> whose(const aeo::Asked& asked, const aeo::CodeKey& key,
                                        const workflow::National& national, app::Reader& reader) {
  std::optional<aut::Authorisation> found;
  std::optional<Instant> until;
  for (auto slot = workflow::aeo_code_slot(asked.state, key);;) {
    const auto row = Core::row_of(slot, reader);
    if (!row) return found;
    found = app::load_stream(national, reader, *row).state.as<aut::Authorisation>();
    const auto former = aut::former_of(*found, key, asked.at, until);
    if (!former) return found;
    slot = workflow::aeo_slot(former->reference);
    until = former->until;
  }
}

/// Records of another state that have or had a code: a state gives it to a second operator where it was given
/// by mistake, or under another authorisation.
constexpr std::size_t records_of_a_code_max = 16;

/// Of another state's list, who had the code then, and whoever had it last before that.
std::optional<lst::Operator> whose_abroad(const aeo::Asked& asked, const aeo::CodeKey& key,
                                          const workflow::National& national, app::Reader& reader) {
  std::optional<lst::Operator> found;
  const auto list = workflow::concern_list(workflow::list_of_listed_code(key));
  for (const auto& [place, id] : reader.find_all(list, {}, records_of_a_code_max)) {
    const auto row = reader.stream(id);
    if (!row) continue;
    auto one = app::load_stream(national, reader, *row).state.as<lst::Operator>();
    if (one.reference.holder.country() != asked.state) continue;
    const auto said = aeo::in_list(one, key, asked);
    if (!said) continue;
    const bool holds = said->holds == aut::Holds::yes;
    // The newest first.
    if (!found || holds) found = std::move(one);
    if (holds) break;
  }
  return found;
}

/// Something of the list of that state ever came here.
bool has_list_of(Country state, app::Reader& reader) {
  return !reader.find_all(workflow::concern_list(workflow::list_of_state(state)), {}, 1).empty();
}

/// The code as the list has it.
std::optional<aeo::Reading> listed_abroad(const aeo::Asked& asked, const lst::Operator& found,
                                          const aeo::CodeKey& key) {
  const lst::Said* said = lst::as_known(found, asked.at, asked.at);
  if (said == nullptr) return std::nullopt;
  for (const lst::ListedCode& one : said->content.grant.codes) {
    if (one.key == key)
      return aeo::read_listed(asked.state, asked.text, one.code.str(), one.given, aeo::law().shapes);
  }
  return std::nullopt;
}

/// When a daily list of that state came last.
std::optional<Instant> list_heard(Country state, Instant now, const workflow::National& national,
                                  app::Reader& reader) {
  const auto partner = exchange::Partner::parse(state.str());
  if (!partner) return std::nullopt;
  const Day today = std::chrono::floor<std::chrono::days>(now);
  // Behind the turn of a month the newest may stand in the stream of the one before.
  for (const Day day : {today, today - std::chrono::days{2}}) {
    const auto row = Core::row_of(workflow::document_manifest_slot(workflow::month_of(day)), reader);
    if (!row) continue;
    const auto state_of_lists = app::load_stream(national, reader, *row).state;
    const auto* lists = state_of_lists.as<workflow::Manifests>().lists_of(*partner);
    if (lists != nullptr && lists->heard_at) return lists->heard_at;
  }
  return std::nullopt;
}

/// The newest record of that list: before the first daily list there are its notices.
std::optional<Instant> newest_heard(Country state, const workflow::National& national, app::Reader& reader) {
  const auto newest = reader.find_all(workflow::concern_list(workflow::list_of_state(state)), {}, 1);
  if (newest.empty()) return std::nullopt;
  const auto row = reader.stream(newest.front().second);
  if (!row) return std::nullopt;
  return app::load_stream(national, reader, *row).state.as<lst::Operator>().heard_at;
}

lst::Staleness staleness(Country state, std::optional<Instant> heard, Instant now,
                         const workflow::National& national, const workflow::Setting& setting,
                         app::Reader& reader) {
  for (const auto& other : {list_heard(state, now, national, reader), newest_heard(state, national, reader)})
    heard = std::max(heard, other);
  const auto* rule =
      lst::stale_rule(aeo::law().stale_rules, state, setting.home, workflow::day_here(now, setting));
  return lst::staleness_of(rule, heard, now);
}

aeo::CodeCheck checked_abroad(const aeo::Asked& asked, const workflow::National& national,
                              const workflow::Setting& setting, app::Reader& reader) {
  const auto writing = aeo::read_writing(asked.text);
  std::optional<lst::Operator> found;
  std::optional<aeo::Reading> listed;
  if (writing) found = whose_abroad(asked, writing->key, national, reader);
  if (found) listed = listed_abroad(asked, *found, writing->key);
  const aeo::Reading reading =
      listed ? *std::move(listed) : aeo::read_code(asked.state, asked.text, aeo::law().shapes, asked.day);
  const auto said = found && reading.key ? aeo::in_list(*found, *reading.key, asked) : std::nullopt;
  auto check = aeo::check_code(asked, reading, said, has_list_of(asked.state, reader));
  // Whether it was stale at an instant that is over, nobody asks: that one was decided then.
  return aeo::under(
      staleness(asked.state, found ? found->heard_at : std::nullopt, asked.at, national, setting, reader),
      asked, std::move(check));
}

}  // namespace

aeo::CodeCheck checked(const aeo::Asked& asked, const workflow::National& national,
                       const workflow::Setting& setting, app::Reader& reader) {
  if (asked.state != setting.home) return checked_abroad(asked, national, setting, reader);
  const auto& shapes = aeo::law().shapes;
  // The list comes first: what is in it is a code, whatever the shapes of the day are.
  std::optional<aut::Authorisation> found;
  std::optional<aeo::Reading> listed;
  if (const auto writing = aeo::read_writing(asked.text); writing) {
    found = whose(asked, writing->key, national, reader);
    if (const auto* held = found ? aut::last_held(*found, writing->key) : nullptr)
      listed = aeo::read_listed(asked.state, asked.text, held->code.str(), held->given, shapes);
  }
  const aeo::Reading reading =
      listed ? *std::move(listed) : aeo::read_code(asked.state, asked.text, shapes, asked.day);
  return aeo::check_code(asked, reading, found ? &*found : nullptr, true);
}

lst::Staleness staleness_of_list(Country state, Instant now, const workflow::National& national,
                                 const workflow::Setting& setting, app::Reader& reader) {
  return staleness(state, std::nullopt, now, national, setting, reader);
}

recognition::Known known_operator(const aeo::Asked& asked, const workflow::National& national,
                                  const workflow::Setting& setting, app::Reader& reader) {
  if (asked.state != setting.home) return recognition::without_list(asked.state);
  const auto writing = aeo::read_writing(asked.text);
  // What is no code is nobody's, and the list is here all the same.
  const aeo::CodeKey key = writing ? writing->key : aeo::CodeKey{};
  const auto found = writing ? whose(asked, key, national, reader) : std::nullopt;
  return recognition::known_at_home(asked.state, key, found ? &*found : nullptr, asked.at, asked.day);
}

bool reads_operators(const CallPtr& call) {
  return may_read(call->actor, Read::operators, access::Relations{access::Relation::office});
}

std::optional<Instant> asked_about(const CallPtr& call, Instant now, const workflow::Setting& setting) {
  const auto said = call->request.query_value("instant");
  if (!said) return now;
  if (!reads_operators(call)) return std::nullopt;
  const auto at = instant_or_day(*said, setting);
  return at && *at <= now ? at : std::nullopt;
}

std::vector<NamedCode> operator_codes_in(const message::Document& document) {
  std::vector<NamedCode> codes;
  const auto& consignment = document.message.consignment;
  if (!consignment) return codes;
  const std::string whole = format("/{}/Consignment", document.program->root());
  add_codes(codes, consignment->additional_reference, whole);
  std::size_t place = 0;
  for (const message::HouseConsignment& house : consignment->house_consignment)
    add_codes(codes, house.additional_reference, format("{}/HouseConsignment[{}]", whole, ++place));
  return codes;
}

Findings faults_of_codes(const std::vector<NamedCode>& codes, Instant at, const workflow::National& national,
                         const workflow::Setting& setting, app::Reader& reader) {
  Findings faults;
  for (const NamedCode& code : codes) {
    const aeo::Asked asked{.state = code.state,
                           .text = code.code,
                           .at = at,
                           .day = workflow::day_here(at, setting),
                           .authorised = code.authorised};
    auto finding = checked(asked, national, setting, reader).finding;
    if (!finding) continue;
    finding->pointer = code.pointer;
    faults.push_back(*std::move(finding));
  }
  return faults;
}

}  // namespace lintas::api
