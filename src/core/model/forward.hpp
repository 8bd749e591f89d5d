#pragma once

/// The groups of all messages take two seconds of each source that sees them: a header that only passes some
/// on includes this.
namespace lintas::message {

struct Message;
struct Consignment;
struct OpenGroup;

namespace wco {
struct Declaration;
}  // namespace wco

}  // namespace lintas::message
