#include "wire/json/json_reader.hpp"

#include <algorithm>
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
#include "wire/json/scanner.hpp"

namespace lintas::json {

namespace {

using message::Kind;
using message::Level;
using message::Misfit;
using message::Node;
namespace rule_ids = message::rule_ids;

constexpr std::size_t name_shown_max = 64;  // bytes of an unknown name in a pointer

class Reader {
 public:
  Reader(std::string_view bytes, message::Further further)
      : scanner_(bytes), findings_(bytes), further_(further) {}

  std::expected<message::Document, message::Report> run() {
    if (scanner_.peek() != Value::object) {
      scanner_.skip_value();
      if (!scanner_.failed())
        report(rule_ids::wrong_json_type, {}, "expected: an object with one member, the message");
      return finished();
    }
    scanner_.enter();
    if (scanner_.next_key(true)) message();
    if (!stopped() && document_.program != nullptr && scanner_.next_key(false)) {
      report(rule_ids::unexpected_element, scanner_.key(), "expected: one message");
      scanner_.skip_value();
      while (scanner_.next_key(false)) scanner_.skip_value();
    }
    scanner_.finish();
    return finished();
  }

 private:
  std::expected<message::Document, message::Report> finished() {
    if (scanner_.failed() && !stopped()) {
      const auto& [rule, detail, offset] = scanner_.problem();
      findings_.stop(rule, broken_.empty() ? path_ : broken_, std::string{detail}, offset);
      return std::unexpected(std::move(findings_).take(Level::well_formed, document_.program));
    }
    if (groups_bytes_ > limits::message_groups_bytes_max) report(rule_ids::too_much_data);
    if (!findings_.empty())
      return std::unexpected(std::move(findings_).take(Level::schema, document_.program));
    if (document_.program == nullptr) return std::unexpected(nothing());
    return std::move(document_);
  }

  /// {}: well formed, and no message.
  message::Report nothing() {
    report(rule_ids::unknown_root);
    return std::move(findings_).take(Level::schema, nullptr);
  }

  [[nodiscard]] bool stopped() const {
    return findings_.full() || groups_bytes_ > limits::message_groups_bytes_max;
  }

  void message() {
    document_.program = message::find_program(scanner_.key(), further_);
    path_.append("/").append(message::shown(scanner_.key(), name_shown_max));
    if (document_.program == nullptr) {
      report(rule_ids::unknown_root, scanner_.key());
      scanner_.skip_value();
      while (scanner_.next_key(false)) scanner_.skip_value();
      return;
    }
    group(document_.program->top(), &document_.message);
  }

  /// The object of a group. `path_` names it.
  void group(const Node& node, void* object) {
    if (!expect(Value::object, "expected: an object")) return;
    scanner_.enter();
    const auto children = document_.program->children(node);
    const auto length = path_.size();
    std::uint64_t seen = 0;
    std::size_t position = 0;
    for (bool first = true; !stopped() && scanner_.next_key(first); first = false) {
      path_.append("/").append(message::shown(scanner_.key(), name_shown_max));
      const std::size_t found = find(children, scanner_.key(), position);
      if (found == children.size()) {
        unknown_member(node);
      } else if (((seen >> found) & 1U) != 0) {
        report(rule_ids::repeated_member);
        scanner_.skip_value();
      } else {
        seen |= std::uint64_t{1} << found;
        position = found + 1;
        member(children[found], children[found].member_in(object));
      }
      leave(length);
    }
    leave(length);
    if (stopped() || scanner_.failed()) return;
    for (auto missing = node.required & ~seen; missing != 0; missing &= missing - 1) {
      path_.append("/").append(children[static_cast<std::size_t>(std::countr_zero(missing))].name);
      report(rule_ids::missing);
      path_.resize(length);
    }
  }

  /// Members mostly come in the order of the schema, so the search goes on from the last one.
  static std::size_t find(std::span<const Node> children, std::string_view name, std::size_t position) {
    for (std::size_t i = position; i < children.size(); ++i) {
      if (children[i].name == name) return i;
    }
    for (std::size_t i = 0; i < position; ++i) {
      if (children[i].name == name) return i;
    }
    return children.size();
  }

  void unknown_member(const Node& node) {
    const auto phases = document_.program->phases();
    if (&node != &document_.program->top() || phases.empty() || scanner_.key() != "@PhaseID") {
      const bool attribute = scanner_.key().starts_with('@');
      report(attribute ? rule_ids::unexpected_attribute : rule_ids::unexpected_element, {},
             attribute ? std::string{} : perhaps(node));
      return scanner_.skip_value();
    }
    if (!document_.phase.empty()) {
      report(rule_ids::repeated_member);
      return scanner_.skip_value();
    }
    if (!expect(Value::string, "expected: a string")) return;
    const auto text = scanner_.string();
    const auto phase = std::ranges::find(phases, text);
    if (phase == phases.end()) {
      report(rule_ids::unknown_phase, text);
    } else {
      document_.phase = *phase;
    }
  }

  /// A name that is near to the key and stands here.
  [[nodiscard]] std::string perhaps(const Node& node) const {
    std::vector<std::string_view> names;
    for (const Node& child : document_.program->children(node)) names.push_back(child.name);
    const auto near = near_name(names, scanner_.key());
    return near ? format("perhaps {}", *near) : std::string{};
  }

  void member(const Node& node, void* member) {
    if (node.kind != Kind::group) return leaf(node, member);
    if (!node.repeats()) return group(node, add(node, member));
    if (!expect(Value::array, "expected: an array")) return;
    scanner_.enter();
    const auto length = path_.size();
    std::size_t index = 0;
    for (bool first = true; !stopped() && scanner_.next_element(first); first = false) {
      path_.append("[").append(std::to_string(++index)).append("]");
      if (index <= node.max) {
        group(node, add(node, member));
      } else {
        if (index == node.max + std::size_t{1}) report(rule_ids::too_often);
        scanner_.skip_value();
      }
      leave(length);
    }
    leave(length);
    if (index == 0 && node.min > 0 && !scanner_.failed()) report(rule_ids::missing);
  }

  /// Back to the path of what is around; where the text broke, it is kept.
  void leave(std::size_t length) {
    if (scanner_.failed() && broken_.empty()) broken_ = path_;
    path_.resize(length);
  }

  void* add(const Node& node, void* member) {
    groups_bytes_ += node.access->bytes;
    return node.access->add(member);
  }

  void leaf(const Node& node, void* member) {
    const bool is_number = node.kind == Kind::integer;
    if (!expect(is_number ? Value::number : Value::string,
                is_number ? "expected: a number" : "expected: a string"))
      return;
    const auto text = is_number ? scanner_.number() : scanner_.string();
    if (scanner_.failed()) return;
    const auto value = treated(node.format->space, text, scratch_);
    const Misfit misfit = store(*node.format, value, member);
    const bool is_type = message::is_message_type(node);
    const std::string_view root = document_.program->root();
    if (misfit != Misfit::none) {
      const bool name_it = is_type && misfit == Misfit::not_listed;
      report(rule_of(misfit), value,
             format("expected: {}", name_it ? std::string{root} : in_words(*node.format)));
    } else if (is_type && value != root) {
      report(rule_ids::other_message_type, value, format("expected: {}", root));
    }
  }

  /// Whether a value of this kind stands next; else it is reported and skipped.
  bool expect(Value kind, std::string_view detail) {
    if (scanner_.peek() == kind) return true;
    if (scanner_.peek() != Value::none) report(rule_ids::wrong_json_type, {}, std::string{detail});
    scanner_.skip_value();
    return false;
  }

  void report(std::string_view rule, std::string_view value = {}, std::string detail = {}) {
    findings_.add(rule, path_, value, std::move(detail), scanner_.offset());
  }

  Scanner scanner_;
  message::Collector findings_;
  message::Further further_;
  message::Document document_;
  std::size_t groups_bytes_ = 0;
  std::string path_;     ///< of what is being read
  std::string broken_;   ///< where the text was no JSON any more
  std::string scratch_;  ///< of a value whose white space was treated
};

}  // namespace

bool is_json(std::string_view bytes) {
  const auto first = bytes.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (bytes[first] == '{' || bytes[first] == '[');
}

std::expected<message::Document, message::Report> read(std::string_view bytes, message::Further further) {
  return Reader{bytes, further}.run();
}

}  // namespace lintas::json
