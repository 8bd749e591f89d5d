#include "core/kinds/document.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "core/kinds/kind.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/messages/report.hpp"
#include "core/model/format.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/rules/lists.hpp"

namespace lintas::kinds {

namespace {

using message::Node;
using Path = std::span<const std::string>;

/// A group of the document: its element, what stands in it, and how a finding names it.
struct At {
  const Node* node = nullptr;
  const void* object = nullptr;
  std::string pointer;
};

class Walk {
 public:
  Walk(const message::Document& document, const Kind& kind) : program_(kind.program()) {
    require(document.program == &program_, "the document is one of this kind");
    const Node& root = program_.top();
    const Node& top = program_.children(root).back();
    const void* member = top.member_in(static_cast<const void*>(&document.message));
    require(top.access->count(member) == 1, "the document was checked against its schema");
    top_ = {.node = &top,
            .object = top.access->at(member, 0),
            .pointer = "/" + std::string{program_.root()} + "/" + std::string{top.name}};
  }

  [[nodiscard]] const At& top() const { return top_; }

  [[nodiscard]] const Node& child(const At& group, std::string_view name) const {
    const auto children = program_.children(*group.node);
    const auto found = std::ranges::find(children, name, &Node::name);
    require(found != children.end(), "the paths of a kind were checked when it was read");
    return *found;
  }

  /// Every group at the end of the path, in the order of the document.
  [[nodiscard]] std::vector<At> groups(Path path) const {
    std::vector<At> found{top_};
    for (const auto& name : path) {
      std::vector<At> next;
      for (const At& one : found) add_groups(one, child(one, name), next);
      found = std::move(next);
    }
    return found;
  }

  /// The value of a leaf; empty if it has none.
  [[nodiscard]] std::string value(const At& group, std::string_view name) const {
    const Node& leaf = child(group, name);
    const void* member = leaf.member_in(group.object);
    std::string text;
    if (leaf.kind != message::Kind::group && has_value(leaf.kind, member))
      append_value(text, leaf.kind, member);
    return text;
  }

  [[nodiscard]] bool is_there(const At& group, std::string_view name) const {
    const Node& node = child(group, name);
    const void* member = node.member_in(group.object);
    return node.kind == message::Kind::group ? node.access->count(member) > 0 : has_value(node.kind, member);
  }

 private:
  static void add_groups(const At& around, const Node& node, std::vector<At>& into) {
    const void* member = node.member_in(around.object);
    const std::size_t count = node.access->count(member);
    for (std::size_t i = 0; i < count; ++i) {
      std::string pointer = around.pointer + "/" + std::string{node.name};
      if (node.repeats()) pointer += "[" + std::to_string(i + 1) + "]";
      into.push_back({.node = &node, .object = node.access->at(member, i), .pointer = std::move(pointer)});
    }
  }

  const message::Program& program_;
  At top_;
};

bool contains(std::span<const std::string> values, std::string_view value) {
  return std::ranges::find(values, value) != values.end();
}

std::string listed(std::span<const std::string> values) {
  std::string text;
  for (const auto& value : values) text.append(text.empty() ? "" : ", ").append(value);
  return text;
}

std::string joined(Path path) {
  std::string text;
  for (const auto& name : path) text.append(text.empty() ? "" : "/").append(name);
  return text;
}

Path around(Path path) { return path.first(path.size() - 1); }

class Checker {
 public:
  Checker(const Walk& walk, Findings& findings) : walk_(walk), findings_(findings) {}

  void check(const FieldRule& rule) {
    const auto groups = walk_.groups(around(rule.path));
    std::set<std::string> seen;
    for (const At& group : groups) check(rule, group, seen);
  }

 private:
  using Form = Condition::Form;

  void check(const FieldRule& rule, const At& group, std::set<std::string>& seen) {
    const Condition& condition = rule.condition;
    const std::string& leaf = rule.path.back();
    switch (condition.form) {
      case Form::one_of: return one_of(condition, group, leaf);
      case Form::required:
        if (!walk_.is_there(group, leaf) && holds(condition, rule, group))
          add("R-KIND-011", group, leaf, {}, because(condition));
        return;
      case Form::absent:
        if (walk_.is_there(group, leaf) && holds(condition, rule, group))
          add("R-KIND-012", group, leaf, walk_.value(group, leaf), because(condition));
        return;
      case Form::unique: return unique(group, leaf, seen);
      case Form::not_before: return not_before(condition, rule, group);
    }
    std::unreachable();
  }

  void one_of(const Condition& condition, const At& group, const std::string& leaf) {
    const auto value = walk_.value(group, leaf);
    if (!value.empty() && !contains(condition.values, value))
      add("R-KIND-010", group, leaf, value, "expected: " + listed(condition.values));
  }

  /// Within the group around the groups: two lines of different items may have one number.
  void unique(const At& group, const std::string& leaf, std::set<std::string>& seen) {
    const auto value = walk_.value(group, leaf);
    const auto outer = group.pointer.substr(0, group.pointer.rfind('/'));
    if (!value.empty() && !seen.insert(outer + " " + value).second) add("R-KIND-013", group, leaf, value, {});
  }

  /// Days and times of one form are ordered as their texts are; of times with an offset the day counts, by
  /// the clock of whoever wrote it.
  void not_before(const Condition& condition, const FieldRule& rule, const At& group) {
    constexpr std::size_t day_length = std::string_view{"2026-11-23"}.size();
    const auto value = walk_.value(group, rule.path.back());
    if (value.empty()) return;
    for (const auto& other : values(condition, rule, group)) {
      if (!other.empty() && value.substr(0, day_length) < other.substr(0, day_length))
        return add("R-KIND-014", group, rule.path.back(), value, joined(condition.other) + " is " + other);
    }
  }

  /// Of the other field: beside this one, or anywhere in the document.
  [[nodiscard]] std::vector<At> holders(const Condition& condition, const At& group) const {
    if (condition.other.size() == 1) return {group};
    return walk_.groups(around(condition.other));
  }

  [[nodiscard]] std::vector<std::string> values(const Condition& condition, const FieldRule&,
                                                const At& group) const {
    std::vector<std::string> all;
    for (const At& one : holders(condition, group)) all.push_back(walk_.value(one, condition.other.back()));
    return all;
  }

  [[nodiscard]] bool holds(const Condition& condition, const FieldRule& rule, const At& group) const {
    return stands(condition, rule, group) == condition.if_there;
  }

  [[nodiscard]] bool stands(const Condition& condition, const FieldRule&, const At& group) const {
    return std::ranges::any_of(holders(condition, group), [&](const At& one) {
      if (condition.values.empty()) return walk_.is_there(one, condition.other.back());
      return contains(condition.values, walk_.value(one, condition.other.back()));
    });
  }

  [[nodiscard]] static std::string because(const Condition& condition) {
    std::string text = condition.if_there ? "with " : "without ";
    text += joined(condition.other);
    if (!condition.values.empty()) text += " " + listed(condition.values);
    return text;
  }

  void add(std::string_view rule, const At& group, std::string_view leaf, std::string_view value,
           std::string detail) {
    if (findings_.size() > limits::findings_max) return;
    if (findings_.size() == limits::findings_max) {
      findings_.push_back({.rule = std::string{message::rule_ids::too_many_findings},
                           .pointer = {},
                           .value = {},
                           .detail = {}});
      return;
    }
    findings_.push_back({.rule = std::string{rule},
                         .pointer = group.pointer + "/" + std::string{leaf},
                         .value = std::string{message::shown(value)},
                         .detail = std::move(detail)});
  }

  const Walk& walk_;
  Findings& findings_;
};

message::Report report_of(message::Level level, const message::Document& document, Findings findings) {
  message::Report report{
      .level = level, .program = document.program, .findings = std::move(findings), .positions = {}};
  report.positions.resize(report.findings.size());
  return report;
}

bool is_condition(const FieldRule& rule) {
  return rule.condition.form == Condition::Form::required || rule.condition.form == Condition::Form::absent;
}

}  // namespace

message::Report check(const message::Document& document, const Kind& kind, const refdata::View& reference) {
  Findings findings;
  rules::check_lists(document, reference, findings);
  if (!findings.empty()) return report_of(message::Level::list, document, std::move(findings));
  const Walk walk{document, kind};
  Checker checker{walk, findings};
  for (const FieldRule& rule : kind.field_rules()) {
    if (is_condition(rule)) checker.check(rule);
  }
  if (!findings.empty()) return report_of(message::Level::condition, document, std::move(findings));
  for (const FieldRule& rule : kind.field_rules()) {
    if (!is_condition(rule)) checker.check(rule);
  }
  return report_of(message::Level::rule, document, std::move(findings));
}

std::vector<std::string> said_of_lines(const message::Document& document, const Kind& kind, Meaning meaning) {
  const Place* place = kind.place(meaning);
  std::vector<std::string> all;
  if (place == nullptr) return all;
  const Walk walk{document, kind};
  for (const At& group : walk.groups(around(place->path))) {
    if (place->beside.empty() || walk.value(group, place->beside) == place->with)
      all.push_back(walk.value(group, place->path.back()));
  }
  return all;
}

std::string said(const message::Document& document, const Kind& kind, Meaning meaning) {
  const auto all = said_of_lines(document, kind, meaning);
  return all.empty() ? std::string{} : all.front();
}

}  // namespace lintas::kinds
