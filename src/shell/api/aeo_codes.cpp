#include "shell/api/aeo_codes.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/finding.hpp"
#include "base/require.hpp"
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
#include "core/refdata/tables.hpp"
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
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/app/store.hpp"
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

/// Of another state's list, who had the code then: the one that had it since last.
std::optional<lst::Operator> whose_abroad(const aeo::Asked& asked, const aeo::CodeKey& key,
                                          const workflow::National& national, app::Reader& reader) {
  std::optional<lst::Operator> found;
  std::optional<Instant> since;
  const auto list = workflow::concern_list(workflow::list_of_listed_code(key));
  for (const auto& [place, id] : reader.find_all(list, {}, records_of_a_code_max)) {
    const auto row = reader.stream(id);
    if (!row) continue;
    auto one = app::load_stream(national, reader, *row).state.as<lst::Operator>();
    if (one.reference.holder.country() != asked.state) continue;
    const auto its = lst::has_since(one, key, asked.at);
    if (!its || its <= since) continue;
    since = its;
    found = std::move(one);
  }
  return found;
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

/// The daily lists of a month as they were known at the instant.
workflow::Manifests daily_lists(const app::StreamRow& row, Instant at, const workflow::National& national,
                                app::Reader& reader) {
  app::Stream stream = app::blank_stream(national, row.id, row.kind);
  for (const app::EventRow& event : reader.history(row.head)) {
    if (event.at > at) break;
    stream = app::after_own(national, std::move(stream), event);
  }
  return stream.state.as<workflow::Manifests>();
}

/// When a daily list of that state came last. What it tells of is all that goes between both: where its list
/// of operators does not, it says nothing of that.
std::optional<Instant> daily_list_heard(Country state, Instant at, const workflow::National& national,
                                        const workflow::Setting& setting, app::Reader& reader) {
  const Day today = std::chrono::floor<std::chrono::days>(at);
  const auto partner = exchange::Partner::parse(state.str());
  if (!partner || !setting.reference->at(today).exchanges(
                      workflow::lists_of_operators, refdata::DocumentProcess::issue, state, setting.home))
    return std::nullopt;
  // Behind the turn of a month the newest may stand in the stream of the one before.
  for (const Day day : {today, today - std::chrono::days{2}}) {
    const auto row = Core::row_of(workflow::document_manifest_slot(workflow::month_of(day)), reader);
    if (!row) continue;
    const auto manifests = daily_lists(*row, at, national, reader);
    const auto* lists = manifests.lists_of(*partner);
    if (lists != nullptr && lists->heard_at) return lists->heard_at;
  }
  return std::nullopt;
}

/// When the newest record of that list was told last: before the first daily list there are its notices.
/// Records that came later have higher numbers, so that half of those that are left are passed over at each
/// step; now the first one is it.
std::optional<Instant> newest_record_told(Country state, Instant at, const workflow::National& national,
                                          app::Reader& reader) {
  const std::string list = workflow::list_of_state(state);
  const Bytes prefix = workflow::concern_list(list);
  std::optional<Instant> told;
  std::int64_t passed = 0;  // no record up to here is asked for any more
  std::int64_t behind = std::numeric_limits<std::int64_t>::max();  // none from here on was here by then
  std::int64_t before = behind;
  while (passed + 1 < behind) {
    const auto newest = reader.find_all(prefix, workflow::concern_key(list, app::StreamId{before}).value, 1);
    const std::int64_t id = newest.empty() ? 0 : std::to_underlying(newest.front().second);
    const auto row = id > passed ? reader.stream(newest.front().second) : std::nullopt;
    const auto last =
        row ? lst::last_told(app::load_stream(national, reader, *row).state.as<lst::Operator>(), at)
            : std::nullopt;
    if (last) told = last;
    if (last || id <= passed) {
      passed = before - 1;
    } else {
      behind = id;
    }
    before = passed + ((behind - passed) / 2) + 1;
  }
  return told;
}

/// By what was heard of the list at the instant, whichever code is asked about: when the record of that one
/// was told is nobody's who does not read the list. `user`: whose rule of old lists counts.
lst::Staleness staleness(Country state, Country user, Instant at, const workflow::National& national,
                         const workflow::Setting& setting, app::Reader& reader) {
  const auto heard = std::max(daily_list_heard(state, at, national, setting, reader),
                              newest_record_told(state, at, national, reader));
  const auto* rule = lst::stale_rule(aeo::law().stale_rules, state, user, workflow::day_here(at, setting));
  return lst::staleness_of(rule, heard, at);
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
  const auto list = staleness(asked.state, setting.home, asked.at, national, setting, reader);
  return aeo::under(list, asked, aeo::check_code(asked, reading, said, list.heard.has_value()));
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
  return staleness(state, setting.home, now, national, setting, reader);
}

recognition::Known known_operator(const aeo::Asked& asked, Country by, const workflow::National& national,
                                  const workflow::Setting& setting, app::Reader& reader) {
  const auto writing = aeo::read_writing(asked.text);
  // What is no code is nobody's, and the list is here all the same.
  const aeo::CodeKey key = writing ? writing->key : aeo::CodeKey{};
  if (asked.state == setting.home) {
    const auto found = writing ? whose(asked, key, national, reader) : std::nullopt;
    return recognition::known_at_home(asked.state, key, found ? &*found : nullptr, asked.at, asked.day);
  }
  const auto found = writing ? whose_abroad(asked, key, national, reader) : std::nullopt;
  return recognition::known_abroad(asked.state, key, found ? &*found : nullptr,
                                   staleness(asked.state, by, asked.at, national, setting, reader), asked.at,
                                   asked.day);
}

bool reads_operators(const CallPtr& call) {
  return may_read(call->actor, Read::operators, access::Relations{access::Relation::office});
}

std::optional<Instant> asked_about(const Core& core, const CallPtr& call) {
  constexpr std::string_view name = "instant";
  const bool is_said = call->request.query_value(name).has_value();
  if (is_said && !reads_operators(call)) {
    auto denied = access::denied(read_grants, call->actor, std::to_underlying(Read::operators), {});
    require(denied.has_value(), "who reads it whoever asks reads the list");
    denied->pointer = name;
    call->respond(problem(403, Findings{*std::move(denied)}, call->trace));
    return std::nullopt;
  }
  return past_instant_in(core, call, name, core.ports().clock());
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
