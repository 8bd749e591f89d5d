#pragma once

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "shell/app/store.hpp"

namespace lintas::app {

/// The audit leaf of an event: salt, header, body and payload hash, each under its length, so that no two
/// events have the same leaf. The salt keeps what is behind a leaf from being guessed by whoever sees the
/// tree.
[[nodiscard]] Hash256 leaf_of(Sha256 sha256, const EventRow& event);

/// The tree over the whole log, from the stored full tiles and the newest events.
[[nodiscard]] AuditTree restore_tree(Sha256 sha256, Store& store);

}  // namespace lintas::app
