#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/messages/view.hpp"
#include "core/model/field.hpp"
#include "core/model/format.hpp"

namespace lintas::message {

/// One element of a message: what the readers and writers need to know of it, in one place.
struct Node {
  std::string_view name;
  std::uint32_t first =
      0;  ///< its children are nodes[first] to nodes[first + count - 1], in the order of the elements
  std::uint32_t offset = 0;  ///< of the member in the object of the group around it
  std::uint16_t count = 0;
  std::uint16_t min = 0;
  std::uint16_t max = 1;
  Kind kind = Kind::group;
  const Format* format = nullptr;       ///< of a leaf
  const GroupAccess* access = nullptr;  ///< of a group
  std::uint64_t required = 0;           ///< bit i: child i must occur

  [[nodiscard]] bool repeats() const noexcept { return max > 1; }
  [[nodiscard]] const void* member_in(const void* group) const noexcept {
    return static_cast<const std::byte*>(group) + offset;
  }
  [[nodiscard]] void* member_in(void* group) const noexcept {
    return static_cast<std::byte*>(group) + offset;
  }
};

/// The leaf whose value must be the name of the root element.
[[nodiscard]] inline bool is_message_type(const Node& node) noexcept { return node.name == "messageType"; }

/// What walks over data do not need: for rules, schemas and reference pages.
struct Note {
  const Field* field = nullptr;  ///< none for the root
  std::string_view list;         ///< code list, "CL171"
  std::string_view rules;        ///< "C0250,R0850"
  std::uint32_t parent = 0;
};

/// A view, compiled: the message as a flat tree. nodes[0] is the root element, whose object is a Message.
class Program {
 public:
  explicit Program(const View& view);
  /// The same below another root than that of all messages, of a kind that is data. View, groups and their
  /// tables outlive the program; each path of a group has a line.
  Program(const View& view, const Group& root);

  [[nodiscard]] const View& view() const noexcept { return *view_; }
  [[nodiscard]] std::string_view root() const noexcept { return view_->root; }
  [[nodiscard]] std::string_view name_space() const;
  /// The prefix we write for it.
  [[nodiscard]] std::string_view prefix() const;
  /// Values of the attribute PhaseID; none if the root has no such attribute.
  [[nodiscard]] std::span<const std::string_view> phases() const;

  [[nodiscard]] std::span<const Node> nodes() const noexcept { return nodes_; }
  [[nodiscard]] const Node& top() const noexcept { return nodes_.front(); }
  [[nodiscard]] std::span<const Node> children(const Node& node) const noexcept {
    return std::span{nodes_}.subspan(node.first, node.count);
  }
  [[nodiscard]] const Note& note(const Node& node) const {
    return notes_[static_cast<std::size_t>(&node - nodes_.data())];
  }

 private:
  const View* view_;
  std::vector<Node> nodes_;
  std::vector<Note> notes_;
};

/// Every message we read and write, compiled at the first call. Throws Bug if a view is wrong.
[[nodiscard]] std::span<const Program> programs();

/// By the name of the root element; nothing if there is no such message.
[[nodiscard]] const Program* find_program(std::string_view root);

/// Messages besides those of programs(): documents of kinds that are data. Looked into while something is
/// read.
using Further = std::span<const Program* const>;

/// Also among these.
[[nodiscard]] const Program* find_program(std::string_view root, Further further);

}  // namespace lintas::message
