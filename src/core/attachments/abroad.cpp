#include "core/attachments/abroad.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/decision.hpp"
#include "base/finding.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/attachments/letter.hpp"
#include "core/attachments/limits.hpp"
#include "core/attachments/list.hpp"
#include "core/attachments/records.hpp"

namespace lintas::attachments {

namespace {

AbroadDecision no(std::string_view rule) {
  return refused<AbroadEvent>(
      Findings{{.rule = std::string{rule}, .pointer = "sha256", .value = {}, .detail = {}}});
}

/// What is asked for is never longer on its way than a line may be broken, unless somebody gave it up.
bool is_on_its_way(const KnownFile& file, Instant at) {
  return file.fetch == Fetch::asked && file.asked && at - *file.asked < bounds::ask_again;
}

/// Nobody asks for it any more, until its state tells of it again.
bool is_given_up(const KnownFile& file) { return file.fetch == Fetch::gone || file.fetch == Fetch::unfit; }

}  // namespace

const KnownFile* AbroadState::find(const Hash256& hash) const {
  const auto found =
      std::ranges::find_if(files, [&](const KnownFile& one) { return one.named.file.hash == hash; });
  return found == files.end() ? nullptr : &*found;
}

AbroadDecision list(const AbroadState& state, const DocumentName& document,
                    const std::vector<NamedFile>& files, Instant at) {
  // Told once more, what its state had no more may be there again.
  const bool is_known = state.document && std::ranges::equal(state.files, files, {}, &KnownFile::named);
  if (is_known && std::ranges::none_of(state.files, is_given_up)) return {};
  Listed listed{.at = at, .document = document, .files = files};
  for (const KnownFile& one : state.files) {
    const bool stays = std::ranges::any_of(
        files, [&](const NamedFile& named) { return named.file.hash == one.named.file.hash; });
    if (!stays && one.is_kept) listed.dropped.push_back(one.named.file.hash);
  }
  return accepted<AbroadEvent>(std::move(listed));
}

AbroadDecision ask(const AbroadState& state, const Document& document, const Hash256& hash, bool is_missing,
                   const Act& act) {
  const KnownFile* file = state.find(hash);
  if (file == nullptr) return no("R-ATT-015");
  if (file->fetch == Fetch::gone) return no("R-ATT-022");
  if (file->fetch == Fetch::unfit) return no("R-ATT-025");
  if (file->fetch == Fetch::here && !is_missing) return {};
  if (is_on_its_way(*file, act.at)) return {};
  return accepted<AbroadEvent>(Asked{.at = act.at,
                                     .by = access::person_of(act.by),
                                     .role = act.by.role,
                                     .office = act.by.office,
                                     .hash = hash,
                                     .from = file->fetch == Fetch::asked ? file->have : 0,
                                     .document = document.stream,
                                     .kind = document.kind});
}

AbroadDecision come(const AbroadState& state, const Letter& part, Instant at) {
  const KnownFile* file = state.find(part.hash);
  // One that was asked for twice, because it was long on its way, is asked for further on once.
  if (file == nullptr || file->fetch != Fetch::asked || part.from != file->have) return {};
  const auto as = [&](Fetch fetch) {
    return accepted<AbroadEvent>(Fetched{.at = at, .hash = part.hash, .as = fetch});
  };
  if (part.is_gone) return as(Fetch::gone);
  // What is longer or shorter than it was told is not what was told, whatever its hash is: whoever reads it
  // would be given as much as the list says.
  const std::int64_t size = file->named.file.size;
  if (part.verdict == Verdict::wrong || part.size != size) return as(Fetch::wrong);
  if (part.verdict == Verdict::right && part.have != size) return as(Fetch::wrong);
  // What its sender says that it is counts nothing, here as where it was brought.
  const bool is_other = part.media && *part.media != file->named.file.media;
  if (part.verdict == Verdict::unfit || is_other) return as(Fetch::unfit);
  if (part.verdict == Verdict::right) return as(Fetch::here);
  return accepted<AbroadEvent>(Came{.at = at, .hash = part.hash, .have = part.have});
}

AbroadDecision read(const AbroadState& state, const Hash256& hash, const Act& act) {
  const KnownFile* file = state.find(hash);
  if (file == nullptr) return no("R-ATT-015");
  if (file->fetch != Fetch::here) return no("R-ATT-021");
  const Read read = read_by(hash, act);
  if (is_among(state.recent, read)) return {};
  return accepted<AbroadEvent>(ReadHere{.read = read});
}

AbroadDecision look(const AbroadState& state, Instant at) {
  if (!state.look || *state.look > at) return {};
  return accepted<AbroadEvent>(LookedHere{.at = at});
}

AbroadDecision let_go(const AbroadState& state, const Hash256& hash, bool has_work, Instant at) {
  const KnownFile* file = state.find(hash);
  if (file == nullptr || !file->is_kept || has_work || at < file->told + bounds::fetched_kept) return {};
  return accepted<AbroadEvent>(LetGoHere{.hash = hash});
}

std::optional<std::int64_t> asks_from(const AbroadEvent& event) {
  if (const auto* asked = std::get_if<Asked>(&event)) return asked->from;
  if (const auto* came = std::get_if<Came>(&event)) return came->have;
  return std::nullopt;
}

namespace {

KnownFile* find(AbroadState& state, const Hash256& hash) {
  const auto found =
      std::ranges::find_if(state.files, [&](const KnownFile& one) { return one.named.file.hash == hash; });
  return found == state.files.end() ? nullptr : &*found;
}

void take(AbroadState& state, const Listed& listed) {
  std::vector<KnownFile> files;
  for (const NamedFile& named : listed.files) {
    const KnownFile* known = state.find(named.file.hash);
    files.push_back(known != nullptr ? *known : KnownFile{.named = {}, .told = listed.at});
    KnownFile& file = files.back();
    // Of what is told otherwise than before nothing is known, also where octets lie here.
    const bool is_other = known != nullptr && known->named.file != named.file;
    file.named = named;
    if (is_other || is_given_up(file)) file.fetch = Fetch::told;
  }
  state.document = listed.document;
  state.files = std::move(files);
  if (std::ranges::none_of(state.files, &KnownFile::is_kept)) state.look.reset();
}

}  // namespace

AbroadState evolve(AbroadState state, const AbroadEvent& event) {
  if (const auto* listed = std::get_if<Listed>(&event)) {
    take(state, *listed);
  } else if (const auto* asked = std::get_if<Asked>(&event)) {
    if (KnownFile* file = find(state, asked->hash)) {
      file->fetch = Fetch::asked;
      file->have = asked->from;
      file->asked = asked->at;
    }
    state.stream = asked->document;
    state.kind = asked->kind;
  } else if (const auto* came = std::get_if<Came>(&event)) {
    if (KnownFile* file = find(state, came->hash)) {
      file->have = came->have;
      file->asked = came->at;
    }
  } else if (const auto* fetched = std::get_if<Fetched>(&event)) {
    if (KnownFile* file = find(state, fetched->hash)) {
      file->fetch = fetched->as;
      file->have = 0;
      file->asked.reset();
      if (fetched->as == Fetch::here) {
        file->is_kept = true;
        if (!state.look) state.look = fetched->at + bounds::look_interval;
      }
    }
  } else if (const auto* read = std::get_if<ReadHere>(&event)) {
    remember(state.recent, read->read);
  } else if (const auto* looked = std::get_if<LookedHere>(&event)) {
    state.look = looked->at + bounds::look_interval;
  } else if (const auto* gone = std::get_if<LetGoHere>(&event)) {
    std::erase_if(state.files, [&](const KnownFile& one) { return one.named.file.hash == gone->hash; });
    if (std::ranges::none_of(state.files, &KnownFile::is_kept)) state.look.reset();
  }
  return state;
}

}  // namespace lintas::attachments
