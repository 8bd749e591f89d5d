#include "shell/store/memory/memory_archive.hpp"

#include <optional>
#include <utility>

#include "shell/app/archive.hpp"
#include "shell/app/store.hpp"

namespace lintas::store {

std::optional<app::EventRow> MemoryArchive::event(app::Seq seq) {
  auto found = store_.feed(app::Seq{std::to_underlying(seq) - 1}, 1);
  if (found.empty() || found.front().seq != seq) return std::nullopt;
  return std::move(found.front());
}

std::optional<app::DocumentFacts> MemoryArchive::document(app::PayloadId id) {
  const auto found = store_.documents(app::PayloadId{std::to_underlying(id) - 1}, 1);
  if (found.empty() || found.front().id != id) return std::nullopt;
  const app::Payload& payload = found.front().payload;
  return app::DocumentFacts{.hash = payload.hash, .erased = payload.bytes.empty()};
}

}  // namespace lintas::store
