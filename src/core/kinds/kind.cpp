#include "core/kinds/kind.hpp"

#include <algorithm>
#include <array>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/words.hpp"
#include "core/access/access.hpp"
#include "core/documents/certificate.hpp"
#include "core/kinds/table.hpp"
#include "core/kinds/versions.hpp"
#include "core/messages/program.hpp"
#include "core/seed/seed.hpp"
#include "core/seed/whole.hpp"

namespace lintas::kinds {

Kind::Kind(std::unique_ptr<Table> table) : table_(std::move(table)) {}
Kind::~Kind() = default;

std::string_view Kind::code() const noexcept { return table_->code; }
std::string_view Kind::title() const noexcept { return table_->title; }
std::string_view Kind::root() const noexcept { return table_->root; }
Life Kind::life() const noexcept { return table_->life; }
std::string_view Kind::offices() const noexcept { return table_->offices; }
std::string_view Kind::text() const noexcept { return table_->text; }
std::chrono::days Kind::answer_within() const noexcept { return table_->answer_within; }
std::optional<std::chrono::months> Kind::valid_for() const noexcept { return table_->valid_for; }
std::chrono::months Kind::kept_for() const noexcept { return table_->kept_for; }
const std::vector<FieldRule>& Kind::field_rules() const noexcept { return table_->rules; }
const message::Program& Kind::program() const noexcept { return *table_->program; }

const std::vector<access::Role>& Kind::roles(Part part) const noexcept {
  return table_->roles.at(place_of(part));
}

bool Kind::may(Part part, access::Role role) const noexcept {
  return std::ranges::find(roles(part), role) != roles(part).end();
}

const Place* Kind::place(Meaning meaning) const noexcept {
  const auto& place = table_->places.at(place_of(meaning));
  return place ? &*place : nullptr;
}

std::expected<Kinds, Findings> Kinds::of(std::vector<std::unique_ptr<const Kind>> kinds) {
  Kinds made;
  Findings findings;
  for (auto& kind : kinds) {
    const bool again = made.find(kind->code()) != nullptr || made.of_root(kind->root()) != nullptr;
    if (again) {
      findings.push_back({.rule = "R-KIND-006",
                          .pointer = {},
                          .value = std::string{kind->code()},
                          .detail = std::string{kind->root()}});
      continue;
    }
    made.programs_.push_back(&kind->program());
    made.kinds_.push_back(std::move(kind));
  }
  if (!findings.empty()) return std::unexpected(std::move(findings));
  return made;
}

const Kind* Kinds::find(std::string_view code) const {
  const auto found = std::ranges::find(kinds_, code, [](const auto& kind) { return kind->code(); });
  return found == kinds_.end() ? nullptr : found->get();
}

const Kind* Kinds::of_root(std::string_view root) const {
  const auto found = std::ranges::find(kinds_, root, [](const auto& kind) { return kind->root(); });
  return found == kinds_.end() ? nullptr : found->get();
}

namespace {

std::vector<std::unique_ptr<const Kind>> read_brought_along() {
  std::vector<std::unique_ptr<const Kind>> read;
  for (const std::string_view text : seed::kinds())
    read.push_back(seed::whole("a file of data/kinds", Kind::parse(text)));
  return read;
}

/// What else goes between states has its name beside the codes of kinds in the same table of pairs.
bool is_named_elsewhere(std::string_view code) {
  constexpr std::array others{std::string_view{"acdd"}, std::string_view{"exporters"},
                              std::string_view{"operators"}};
  return read_word<documents::Kind>(code).has_value() || std::ranges::find(others, code) != others.end();
}

}  // namespace

std::expected<Kinds, Findings> with_files(std::span<const KindFile> files) {
  std::vector<std::unique_ptr<const Kind>> read = read_brought_along();
  Findings findings;
  const auto is_taken = [&](const Kind& kind) {
    return is_named_elsewhere(kind.code()) || std::ranges::any_of(read, [&](const auto& one) {
             return one->code() == kind.code() || one->root() == kind.root();
           });
  };
  for (const KindFile& file : files) {
    auto kind = Kind::parse(file.text);
    if (!kind) {
      for (Finding& one : kind.error()) {
        one.pointer = one.pointer.empty() ? file.name : format("{}, {}", file.name, one.pointer);
        findings.push_back(std::move(one));
      }
    } else if (is_taken(**kind)) {
      findings.push_back({.rule = "R-KIND-006",
                          .pointer = file.name,
                          .value = std::string{(*kind)->code()},
                          .detail = std::string{(*kind)->root()}});
    } else {
      read.push_back(std::move(*kind));
    }
  }
  if (!findings.empty()) return std::unexpected(std::move(findings));
  return Kinds::of(std::move(read));
}

const Kinds& brought_along() {
  static const Kinds all = [] { return seed::whole("data/kinds", Kinds::of(read_brought_along())); }();
  return all;
}

namespace {

std::optional<Kinds>& taken() {
  static std::optional<Kinds> kinds;
  return kinds;
}

}  // namespace

void take(Kinds kinds) {
  require(!taken(), "a process takes its kinds once");
  taken() = std::move(kinds);
}

const Kinds& of_node() {
  const std::optional<Kinds>& kinds = taken();
  return kinds ? *kinds : brought_along();
}

}  // namespace lintas::kinds
