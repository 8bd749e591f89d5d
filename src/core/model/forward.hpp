#pragma once

/// The groups of all messages take two seconds of each source that sees them: a header that only passes some
/// on includes this.
namespace lintas::message {

struct Message;
struct Consignment;  // NOLINT(bugprone-forward-declaration-namespace): a WCO declaration has its own
struct OpenGroup;

namespace wco {
struct Declaration;  // NOLINT(bugprone-forward-declaration-namespace): transit has its own
}  // namespace wco

}  // namespace lintas::message
