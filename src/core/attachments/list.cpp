#include "core/attachments/list.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/attachments/limits.hpp"
#include "core/attachments/records.hpp"

namespace lintas::attachments {

namespace {

ListDecision no(std::string_view rule, std::string_view pointer, std::string detail = {}) {
  return refused<ListEvent>(Findings{{.rule = std::string{rule},
                                      .pointer = std::string{pointer},
                                      .value = {},
                                      .detail = std::move(detail)}});
}

}  // namespace

ListDecision add(const ListState& state, const Document& document, const DocumentNow& now, const File& file,
                 const std::string& name, const Act& act) {
  if (!now.is_ours) return no("R-ATT-016", "");
  if (now.is_over) return no("R-ATT-017", "");
  if (now.is_for_others) return no("R-ATT-026", "");
  if (auto fault = fault_in_name(name, file.media)) return no("R-ATT-012", "name", *std::move(fault));
  if (state.find(file.hash) != nullptr) return no("R-ATT-011", "sha256");
  if (std::ranges::find(state.files, name, &Added::name) != state.files.end()) return no("R-ATT-011", "name");
  std::int64_t bytes = file.size;
  for (const Added& one : state.files) bytes += one.file.size;
  if (state.files.size() >= bounds::files_max || bytes > bounds::files_bytes_max) {
    return no("R-ATT-013", "",
              format("at most {} files, and {} MB together", bounds::files_max,
                     bounds::files_bytes_max / (1024L * 1024)));
  }
  return accepted<ListEvent>(Added{.at = act.at,
                                   .by = access::person_of(act.by),
                                   .file = file,
                                   .name = name,
                                   .owner = owner_of(act.by),
                                   .document = document.stream,
                                   .kind = document.kind});
}

ListDecision remove(const ListState& state, const DocumentNow& document, const Hash256& hash,
                    const Act& act) {
  const Added* added = state.find(hash);
  if (added == nullptr || added->owner != owner_of(act.by)) return no("R-ATT-015", "sha256");
  const bool is_judged = act.by.role == access::Role::exporter && !document.is_draft;
  if (document.has_gone || is_judged || !document.is_ours) return no("R-ATT-014", "");
  return accepted<ListEvent>(Removed{.at = act.at, .by = access::person_of(act.by), .hash = hash});
}

ListDecision read(const ListState& state, const Hash256& hash, const Act& act) {
  if (state.find(hash) == nullptr) return no("R-ATT-015", "sha256");
  Read event = read_by(hash, act);
  if (is_among(state.recent, event)) return {};
  return accepted<ListEvent>(std::move(event));
}

ListDecision tell(const ListState& state, const std::string& receiver, bool again, Instant at) {
  std::vector<NamedFile> files;
  files.reserve(state.files.size());
  for (const Added& one : state.files) files.push_back({.file = one.file, .name = one.name});
  if (files == state.told && (files.empty() || !again)) return {};
  return accepted<ListEvent>(Told{.at = at, .receiver = receiver, .files = std::move(files)});
}

ListDecision give(const ListState& state, const Hash256& hash, std::int64_t from, Instant at) {
  const Added* added = state.find(hash);
  const bool is_told =
      std::ranges::any_of(state.told, [&](const NamedFile& one) { return one.file.hash == hash; });
  const bool is_gone = added == nullptr || !is_told || from >= added->file.size;
  return accepted<ListEvent>(Given{.at = at, .hash = hash, .from = from, .is_gone = is_gone});
}

Read read_by(const Hash256& hash, const Act& act) {
  return {.at = act.at,
          .by = access::person_of(act.by),
          .role = act.by.role,
          .office = act.by.office,
          .party = act.by.party,
          .hash = hash};
}

bool is_among(const std::vector<Read>& recent, const Read& read) {
  return std::ranges::any_of(recent, [&](const Read& one) {
    Read same = read;
    same.at = one.at;
    return same == one && read.at - one.at < bounds::read_again;
  });
}

void remember(std::vector<Read>& recent, const Read& read) {
  std::erase_if(recent, [&](const Read& one) { return read.at - one.at >= bounds::read_again; });
  recent.push_back(read);
}

ListDecision time_passed(const ListState& state, Instant at) {
  if (!state.look || *state.look > at) return {};
  return accepted<ListEvent>(Looked{.at = at});
}

ListDecision let_go(const ListState& state, const DocumentNow& document, const Hash256& hash) {
  if (!document.is_put_away || state.find(hash) == nullptr) return {};
  return accepted<ListEvent>(LetGo{.hash = hash});
}

namespace {

void take_away(ListState& state, const Hash256& hash) {
  std::erase_if(state.files, [&](const Added& one) { return one.file.hash == hash; });
  if (state.files.empty()) state.look.reset();
}

}  // namespace

ListState evolve(ListState state, const ListEvent& event) {
  if (const auto* added = std::get_if<Added>(&event)) {
    state.files.push_back(*added);
    if (!state.look) state.look = added->at + bounds::look_interval;
  } else if (const auto* removed = std::get_if<Removed>(&event)) {
    take_away(state, removed->hash);
  } else if (const auto* read = std::get_if<Read>(&event)) {
    remember(state.recent, *read);
  } else if (const auto* looked = std::get_if<Looked>(&event)) {
    state.look = looked->at + bounds::look_interval;
  } else if (const auto* gone = std::get_if<LetGo>(&event)) {
    take_away(state, gone->hash);
  } else if (const auto* told = std::get_if<Told>(&event)) {
    state.receiver = told->receiver;
    state.told = told->files;
  } else if (std::holds_alternative<GoneOn>(event)) {
    state = {};
  } else if (const auto* moved = std::get_if<Moved>(&event)) {
    for (Added& one : state.files) one.document = moved->document;
  }
  return state;
}

}  // namespace lintas::attachments
