#include "core/model/groups.hpp"

#include "core/model/document_groups.hpp"  // IWYU pragma: keep: copies and destroys them
#include "core/model/open_group.hpp"       // IWYU pragma: keep: likewise

namespace lintas::message {

// Out of line: these instantiate the special members of every group, which costs seconds in each file that
// needs them.
Message::Message() = default;
Message::~Message() = default;
Message::Message(Message&&) noexcept = default;
Message& Message::operator=(Message&&) noexcept = default;
Message::Message(const Message&) = default;

Message Message::clone() const { return *this; }

}  // namespace lintas::message
