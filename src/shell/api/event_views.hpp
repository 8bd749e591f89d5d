#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.hpp"
#include "base/cbor.hpp"
#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/shape.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/machine.hpp"
#include "core/workflow/texts.hpp"
#include "shell/api/json.hpp"
#include "shell/api/views.hpp"
#include "shell/app/store.hpp"
#include "shell/app/stream.hpp"

/// What the views of all machines have in common: states, who acted, what people wrote.
namespace lintas::api {

template <class T>
[[nodiscard]] Json text_or_null(const std::optional<T>& value) {
  if (!value) return nullptr;
  if constexpr (requires { value->str(); }) {
    return value->str();
  } else {
    return to_text(*value);
  }
}

template <class Machine, class State>
[[nodiscard]] Json show_state(State state) {
  const auto& facts = Machine::states[std::to_underlying(state)];
  return {{"id", facts.id}, {"name", facts.name}};
}

template <class Machine, class State>
[[nodiscard]] bool is_end(State state) {
  return Machine::states[std::to_underlying(state)].terminal;
}

/// "inspection/result".
[[nodiscard]] inline std::string pointer_of(std::span<const Part* const> way) {
  std::string pointer;
  for (const Part* part : way) pointer.append(pointer.empty() ? "" : "/").append(part->name);
  return pointer;
}

/// "texts" of what happened, or that they were erased. `told`: the part of the record that is shown.
template <class T, class Told>
void show_texts(T record, const workflow::EventBody& body, const TextSource& source, Json& shown, Told told) {
  const auto document = app::texts_of(body, source.reader, source.packer);
  if (!document) shown["texts_erased"] = true;
  record = workflow::with_texts(std::move(record), document.value_or(Bytes{}));
  for_each_text(told(record), [&](std::span<const Part* const> way, const FreeText& text) {
    if (!text.empty()) shown["texts"][pointer_of(way)] = text.str();
  });
}

/// Who acted, never by name, where the event came of somebody's command.
inline void show_doer(const app::EventRow& row, Json& shown) {
  if (row.origin.empty()) return;
  const auto origin = from_cbor<workflow::Origin>(row.origin);
  if (!origin) return;
  shown["by"] = {{"role", access::name(origin->actor.role)}};
  if (!origin->actor.office.empty()) shown["by"]["office"] = origin->actor.office;
}

}  // namespace lintas::api
