#include "shell/api/document_figures.hpp"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/text.hpp"
#include "core/documents/import/events.hpp"
#include "core/documents/issue/events.hpp"
#include "core/documents/statistics.hpp"
#include "core/kinds/import/events.hpp"
#include "core/kinds/issue/events.hpp"
#include "core/kinds/statistics.hpp"
#include "core/workflow/documents_part.hpp"
#include "core/workflow/kinds.hpp"
#include "core/workflow/kinds_part.hpp"
#include "core/workflow/machine.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

namespace lintas::api {

namespace {

/// Events that are read at once.
constexpr std::size_t batch = 1'000;

bool is_of_kinds(std::uint16_t block) {
  return block == workflow::doc_issue_block || block == workflow::doc_import_block;
}

bool is_counted(const app::EventRow& row) {
  const std::uint16_t block = workflow::block_of(std::to_underlying(row.type));
  return block == workflow::issue_block || block == workflow::verification_block ||
         block == workflow::import_block || is_of_kinds(block);
}

void play(kinds::Teller& teller, const app::EventRow& row) {
  const Bytes body = app::body_of(row).fields_of_type;
  if (workflow::block_of(std::to_underlying(row.type)) == workflow::doc_issue_block)
    return teller.play(workflow::read_content<kinds::issue_side::Event>(body));
  teller.play(workflow::read_content<kinds::import_side::Event>(body));
}

void play(documents::Teller& teller, const app::EventRow& row) {
  const Bytes body = app::body_of(row).fields_of_type;
  switch (workflow::block_of(std::to_underlying(row.type))) {
    case workflow::issue_block:
      return teller.play(workflow::read_content<documents::issue_side::Event>(body));
    case workflow::import_block:
      return teller.play(workflow::read_content<documents::import_side::Event>(body));
    default: {
      const auto of = workflow::read_content<workflow::RequestEvent>(body);
      teller.play(format("{} {}", of.from ? of.from->str() : "letter", of.request.str()), of.event);
    }
  }
}

/// As it stood before the event, and since then.
template <class Teller>
void count(documents::Tally& tally, const app::EventRow& changed, app::Reader& reader) {
  const auto stream = certain(reader.stream(changed.stream), "an event is one of a stream");
  Teller teller;
  std::optional<documents::Story> before;
  for (const app::EventRow& row : reader.history(stream.head)) {
    if (row.seq > changed.seq) break;
    if (!is_counted(row)) continue;
    if (row.seq == changed.seq) before = teller.story();
    play(teller, row);
  }
  tally.count(before, teller.story());
}

}  // namespace

DocumentFigures::Counted DocumentFigures::count_on(app::Reader& reader) {
  const std::scoped_lock lock{mutex_};
  std::size_t events = 0;
  std::size_t changes = 0;
  bool complete = false;
  while (!complete && events < figure_events_max && changes < figure_changes_max) {
    const auto rows = reader.feed(through_, batch);
    for (const app::EventRow& row : rows) {
      if (is_counted(row)) {
        if (is_of_kinds(workflow::block_of(std::to_underlying(row.type)))) {
          count<kinds::Teller>(tally_, row, reader);
        } else {
          count<documents::Teller>(tally_, row, reader);
        }
        ++changes;
      }
      through_ = row.seq;
      at_ = row.at;
    }
    events += rows.size();
    complete = rows.size() < batch;
  }
  return {.through = at_, .complete = complete};
}

std::vector<documents::Tally::Row> DocumentFigures::rows(const documents::Tally::Wanted& wanted) const {
  const std::scoped_lock lock{mutex_};
  return tally_.rows(wanted);
}

}  // namespace lintas::api
