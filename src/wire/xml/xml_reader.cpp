#include "wire/xml/xml_reader.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.hpp"
#include "base/near.hpp"
#include "base/text.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/model/field.hpp"
#include "core/model/format.hpp"
#include "wire/xml/tokenizer.hpp"

namespace lintas::xml {

namespace {

using message::Kind;
using message::Level;
using message::Misfit;
using message::Node;
namespace rule_ids = message::rule_ids;

constexpr std::string_view schema_instance = "http://www.w3.org/2001/XMLSchema-instance";
constexpr std::size_t name_shown_max = 64;  // bytes of an unknown name in a pointer

bool is_blank(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; });
}

/// "p:name" -> {"p", "name"}
std::pair<std::string_view, std::string_view> split_prefix(std::string_view name) {
  const auto colon = name.find(':');
  if (colon == std::string_view::npos) return {{}, name};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

/// One open group.
struct Frame {
  const Node* node = nullptr;
  void* group = nullptr;
  std::size_t index = 1;        ///< among its kind, from 1
  std::uint64_t seen = 0;       ///< bit i: child i has occurred
  std::size_t position = 0;     ///< of the child that came last
  std::size_t occurrences = 0;  ///< of that child
  bool in_namespace = false;    ///< a default namespace covers the children
  bool text_reported = false;
};

class Reader {
 public:
  Reader(std::string_view bytes, message::Further further)
      : tokenizer_(bytes), findings_(bytes), further_(further) {}

  std::expected<message::Document, message::Report> run() {
    if (tokenizer_.next() != Token::start) return broken();
    if (!root()) return unreadable();
    while (depth_ > 0) {
      switch (tokenizer_.next()) {
        case Token::start: element(); break;
        case Token::text: text_between(); break;
        case Token::end: close_group(); break;
        case Token::done:
        case Token::error: return broken();
      }
      if (findings_.full() || groups_bytes_ > limits::message_groups_bytes_max) return unreadable();
    }
    if (tokenizer_.next() != Token::done) return broken();
    if (!findings_.empty()) return unreadable();
    return std::move(document_);
  }

 private:
  std::unexpected<message::Report> broken() {
    const auto& [rule, detail, offset] = tokenizer_.problem();
    findings_.stop(rule, pointer(), std::string{detail}, offset);
    return std::unexpected(std::move(findings_).take(Level::well_formed, document_.program));
  }

  std::unexpected<message::Report> unreadable() {
    if (groups_bytes_ > limits::message_groups_bytes_max) report(rule_ids::too_much_data, pointer());
    return std::unexpected(std::move(findings_).take(Level::schema, document_.program));
  }

  // ---- the root element

  /// Finds the message and opens it; false if there is none.
  bool root() {
    const auto [prefix, name] = split_prefix(tokenizer_.name());
    const auto pointer = "/" + std::string{message::shown(name, name_shown_max)};
    std::string_view name_space;
    bool is_default = false;
    for (const auto& attribute : tokenizer_.attributes()) {
      const auto [key, local] = split_prefix(attribute.name);
      if (attribute.name == "xmlns") is_default = !attribute.value.empty();
      if (attribute.name == "xmlns" ? prefix.empty() : key == "xmlns" && local == prefix)
        name_space = attribute.value;
      if (key == "xmlns" && attribute.value == schema_instance) schema_prefix_ = local;
    }
    document_.program = message::find_program(name, further_);
    if (document_.program == nullptr) {
      report(rule_ids::unknown_root, pointer, tokenizer_.name());
      return false;
    }
    if (name_space != document_.program->name_space()) {
      report(rule_ids::wrong_namespace, pointer, name_space,
             format("expected: {}", document_.program->name_space()));
      return false;
    }
    for (const auto& attribute : tokenizer_.attributes()) root_attribute(pointer, attribute);
    frames_.front() = {
        .node = &document_.program->top(), .group = &document_.message, .in_namespace = is_default};
    depth_ = 1;
    return true;
  }

  void root_attribute(const std::string& root, const Attribute& attribute) {
    const auto [prefix, name] = split_prefix(attribute.name);
    if (attribute.name == "xmlns" || prefix == "xmlns") return;
    const bool names_schema = name == "schemaLocation" || name == "noNamespaceSchemaLocation";
    if (names_schema && !prefix.empty() && prefix == schema_prefix_) return;
    const auto pointer = root + "/@" + std::string{message::shown(attribute.name, name_shown_max)};
    const auto phases = document_.program->phases();
    if (attribute.name != "PhaseID" || phases.empty()) {
      report(rule_ids::unexpected_attribute, pointer, attribute.value);
      return;
    }
    const auto phase =
        std::ranges::find(phases, treated(message::Space::collapse, attribute.value, scratch_));
    if (phase != phases.end()) {
      document_.phase = *phase;
    } else {
      report(rule_ids::unknown_phase, pointer, attribute.value);
    }
  }

  // ---- below the root

  /// A start tag inside a group: searched for from the position on, which nearly always hits at once, then
  /// before it.
  void element() {
    Frame& frame = frames_[depth_ - 1];
    const auto children = document_.program->children(*frame.node);
    const auto name = tokenizer_.name();
    std::size_t found = frame.position;
    while (found < children.size() && children[found].name != name) ++found;
    if (found < children.size()) {
      if (found != frame.position) frame.occurrences = 0;
      frame.position = found;
      ++frame.occurrences;
    } else {
      found = 0;
      while (found < frame.position && children[found].name != name) ++found;
      if (found == frame.position) {
        report(rule_ids::unexpected_element, pointer(name), {}, perhaps(children, name));
        return skip();
      }
      report(rule_ids::out_of_order, pointer(children[found], count_of(frame, children[found]) + 1), {},
             belongs_before(frame, children, found));
    }
    const bool in_place = found == frame.position;
    const bool seen = ((frame.seen >> found) & 1U) != 0;
    frame.seen |= std::uint64_t{1} << found;
    const Node& child = children[found];
    if (!in_place && seen && !child.repeats()) return skip();
    if (in_place && frame.occurrences > child.max) {
      if (frame.occurrences == child.max + std::size_t{1})
        report(rule_ids::too_often, pointer(child, frame.occurrences));
      return skip();
    }
    enter(frame, child);
  }

  /// Groups of a kind that were read so far; leaves do not repeat.
  static std::size_t count_of(const Frame& frame, const Node& child) {
    return child.repeats() ? child.access->count(child.member_in(frame.group)) : 0;
  }

  /// A name that is near to one that stands here.
  static std::string perhaps(std::span<const Node> children, std::string_view name) {
    std::vector<std::string_view> names;
    for (const Node& child : children) names.push_back(child.name);
    const auto near = near_name(names, name);
    return near ? format("perhaps {}", *near) : std::string{};
  }

  /// The first that came and comes after this one in the schema.
  static std::string belongs_before(const Frame& frame, std::span<const Node> children, std::size_t child) {
    std::size_t next = child + 1;
    while (next < frame.position && ((frame.seen >> next) & 1U) == 0) ++next;
    return format("belongs before {}", children[next].name);
  }

  void enter(const Frame& frame, const Node& child) {
    void* member = child.member_in(frame.group);
    const std::size_t index = count_of(frame, child) + 1;
    bool in_namespace = frame.in_namespace;
    for (const auto& attribute : tokenizer_.attributes()) {
      if (attribute.name == "xmlns") {
        in_namespace = !attribute.value.empty();
      } else if (!attribute.name.starts_with("xmlns:")) {
        const auto name = std::string{message::shown(attribute.name, name_shown_max)};
        report(rule_ids::unexpected_attribute, pointer(child, index) + "/@" + name, attribute.value);
      }
    }
    if (in_namespace) report(rule_ids::in_namespace, pointer(child, index));
    if (child.kind != Kind::group) return leaf(child, member);
    groups_bytes_ += child.access->bytes;
    frames_[depth_++] = {
        .node = &child, .group = child.access->add(member), .index = index, .in_namespace = in_namespace};
  }

  void leaf(const Node& node, void* member) {
    const auto offset = tokenizer_.offset();
    std::string_view value;
    Token token = tokenizer_.next();
    if (token == Token::text) {
      value = treated(node.format->space, tokenizer_.text(), scratch_);
      // The text lives until the next token: it is checked before that, and only a misfit is told later.
      refuse(store(*node.format, value, member), node, value, offset);
      token = tokenizer_.next();
    } else if (token == Token::end) {
      refuse(store(*node.format, value, member), node, value, offset);
    }
    while (token == Token::start || token == Token::text) {
      if (token == Token::start) {
        report(rule_ids::element_in_value, pointer(node.name), tokenizer_.name());
        skip();
      }
      token = tokenizer_.next();
    }
  }

  void refuse(Misfit misfit, const Node& node, std::string_view value, std::size_t offset) {
    const bool is_type = message::is_message_type(node);
    const std::string_view root = document_.program->root();
    // Nothing in the schemas ties the type to the root element; with us a message has one name.
    if (misfit == Misfit::none && is_type && value != root) {
      return findings_.add(rule_ids::other_message_type, pointer(node.name), value,
                           format("expected: {}", root), offset);
    }
    if (misfit == Misfit::none) return;
    const bool name_it = is_type && misfit == Misfit::not_listed;
    findings_.add(rule_of(misfit), pointer(node.name), value,
                  format("expected: {}", name_it ? std::string{root} : in_words(*node.format)), offset);
  }

  void text_between() {
    Frame& frame = frames_[depth_ - 1];
    if (frame.text_reported || (is_blank(tokenizer_.text()) && !tokenizer_.has_section())) return;
    frame.text_reported = true;
    report(rule_ids::text_between, pointer(), tokenizer_.text());
  }

  void close_group() {
    const Frame& frame = frames_[depth_ - 1];
    const auto children = document_.program->children(*frame.node);
    for (auto missing = frame.node->required & ~frame.seen; missing != 0; missing &= missing - 1) {
      report(rule_ids::missing, pointer(children[static_cast<std::size_t>(std::countr_zero(missing))].name));
    }
    --depth_;
  }

  /// To the end of the element that has just started.
  void skip() {
    for (std::size_t open = 1; open > 0;) {
      const Token token = tokenizer_.next();
      if (token == Token::error) return;  // and so will be the next token
      if (token == Token::start) ++open;
      if (token == Token::end) --open;
    }
  }

  // ---- findings

  void report(std::string_view rule, std::string pointer, std::string_view value = {},
              std::string detail = {}) {
    findings_.add(rule, std::move(pointer), value, std::move(detail), tokenizer_.offset());
  }

  /// The innermost open group. Built only when something is wrong.
  [[nodiscard]] std::string pointer() const {
    std::string path;
    for (std::size_t i = 0; i < depth_; ++i) append_step(path, *frames_[i].node, frames_[i].index);
    return path;
  }

  [[nodiscard]] std::string pointer(std::string_view name) const {
    return pointer().append("/").append(message::shown(name, name_shown_max));
  }

  [[nodiscard]] std::string pointer(const Node& child, std::size_t index) const {
    std::string path = pointer();
    append_step(path, child, index);
    return path;
  }

  static void append_step(std::string& path, const Node& node, std::size_t index) {
    path.append("/").append(node.name);
    if (node.repeats()) path.append("[").append(std::to_string(index)).append("]");
  }

  Tokenizer tokenizer_;
  message::Collector findings_;
  message::Further further_;
  message::Document document_;
  std::array<Frame, limits::message_depth_max> frames_;
  std::size_t depth_ = 0;
  std::size_t groups_bytes_ = 0;
  std::string_view schema_prefix_;
  std::string scratch_;  ///< of a value whose white space was treated
};

}  // namespace

std::expected<message::Document, message::Report> read(std::string_view bytes, message::Further further) {
  return Reader{bytes, further}.run();
}

}  // namespace lintas::xml
