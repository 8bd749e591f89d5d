#include "core/messages/program.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/limits.hpp"
#include "base/require.hpp"
#include "core/messages/view.hpp"
#include "core/model/field.hpp"
#include "core/model/format.hpp"
#include "core/model/tables.hpp"

namespace lintas::message {

namespace {

constexpr std::size_t children_max = 64;  // the bits of Node::required

/// The part of `text` up to a character of `ends`, taken off its front.
std::string_view take_until(std::string_view& text, std::string_view ends) {
  const auto end = std::min(text.find_first_of(ends), text.size());
  const auto taken = text.substr(0, end);
  text.remove_prefix(end);
  return taken;
}

/// What follows `mark`, if the text goes on with it.
std::string_view take_after(std::string_view& text, char mark, std::string_view ends) {
  if (!text.starts_with(mark)) return {};
  text.remove_prefix(1);
  return take_until(text, ends);
}

struct Word {
  std::string_view name, max, format, list, rules;
  bool optional = false;
};

Word parse_word(std::string_view text) {
  Word word;
  word.name = take_until(text, "?*:=@");
  word.optional = text.starts_with('?');
  if (word.optional) text.remove_prefix(1);
  word.max = take_after(text, '*', ":=@");
  word.format = take_after(text, ':', "=@");
  word.list = take_after(text, '=', "@");
  word.rules = take_after(text, '@', "?*:=");
  require(text.empty(), "a word of a view has its marks in the order ?*:=@");
  return word;
}

std::vector<Word> parse_words(std::string_view text) {
  std::vector<Word> words;
  while (!text.empty()) {
    words.push_back(parse_word(take_until(text, " ")));
    text.remove_prefix(std::min<std::size_t>(1, text.size()));
  }
  return words;
}

std::array<std::span<const View>, 3> all_views() {
  return {trader_views(), office_views(), document_views()};
}

const View* find_view(std::string_view root) {
  for (const auto views : all_views()) {
    const auto found = std::ranges::find(views, root, &View::root);
    if (found != views.end()) return &*found;
  }
  return nullptr;
}

const Field& field_of(const Group& group, std::string_view name) {
  const auto found = std::ranges::find(group.fields, name, &Field::name);
  require(found != group.fields.end(), "a view shows a field that its group does not have");
  return *found;
}

const Format* format_of(const Field& field, const Word& word, Profile profile) {
  if (field.kind == Kind::group) {
    require(word.format.empty() && word.list.empty(), "a group has no format and no code list");
    return nullptr;
  }
  if (word.format.empty())
    return profile == Profile::submitted ? field.formats.submitted : field.formats.issued;
  const Format* format = find_format(word.format);
  require(format != nullptr && format->kind == field.kind,
          "a view names a format that does not exist or is of another kind");
  return format;
}

std::uint16_t max_of(const Field& field, const Word& word) {
  if (word.max.empty()) return field.max;
  std::uint16_t max = 0;
  std::from_chars(word.max.data(), word.max.data() + word.max.size(), max);
  require(max > 0 && max < field.max, "a view only lowers how often a group may occur");
  return max;
}

class Compiler {
 public:
  Compiler(const View& view, const Group& root, std::vector<Node>& nodes, std::vector<Note>& notes)
      : view_(view), root_(root), nodes_(nodes), notes_(notes) {}

  void run() {
    nodes_.push_back({.name = view_.root, .min = 1});
    notes_.push_back({});
    fill(0, root_, "");
    require(lines_used_ == view_.lines.size(), "each line of a view is for a path that it shows, and once");
  }

 private:
  /// The words of a path: the view's own, else those of the view it is like, else the group's default cut.
  [[nodiscard]] std::string_view fields_at(std::string_view path, const Group& group) {
    std::size_t depth = 0;
    for (const View* view = &view_; view != nullptr; view = find_view(view->like)) {
      const auto line = std::ranges::find(view->lines, path, &Line::path);
      if (line != view->lines.end()) {
        if (view == &view_) ++lines_used_;
        return line->fields;
      }
      require(view->like.empty() || find_view(view->like) != nullptr,
              "a view is like one that does not exist");
      require(++depth < limits::view_chain_max, "views are like each other in a circle");
    }
    const auto cut = std::ranges::find(default_cuts(), group.name, &Cut::group);
    require(cut != default_cuts().end(), "a path has neither a line nor a default cut");
    return cut->fields;
  }

  void fill(std::uint32_t at, const Group& group, const std::string& path) {
    auto words = parse_words(path.empty() ? view_.head : std::string_view{});
    for (const Word& word : parse_words(fields_at(path, group))) words.push_back(word);
    require(!words.empty() && words.size() <= children_max, "a group shows between 1 and 64 fields");

    const auto first = static_cast<std::uint32_t>(nodes_.size());
    nodes_[at].first = first;
    nodes_[at].count = static_cast<std::uint16_t>(words.size());
    for (const Word& word : words) add(at, group, word);
    for (std::uint32_t child = first; child < first + words.size(); ++child) {
      const Field& field = *notes_[child].field;
      if (field.kind != Kind::group) continue;
      std::string child_path = path;
      if (!path.empty()) child_path += '/';
      fill(child, *field.group, child_path.append(field.name));
    }
  }

  void add(std::uint32_t parent, const Group& group, const Word& word) {
    const Field& field = field_of(group, word.name);
    const auto* blank = static_cast<const std::byte*>(group.blank());
    if (!word.optional) nodes_[parent].required |= std::uint64_t{1} << (nodes_.size() - nodes_[parent].first);
    nodes_.push_back(
        {.name = field.name,
         .offset = static_cast<std::uint32_t>(static_cast<const std::byte*>(field.member(blank)) - blank),
         .min = static_cast<std::uint16_t>(word.optional ? 0 : 1),
         .max = max_of(field, word),
         .kind = field.kind,
         .format = format_of(field, word, view_.profile),
         .access = field.access});
    const auto list = word.list.empty() ? field.list : word.list;
    notes_.push_back({.field = &field,
                      .list = list == "-" ? std::string_view{} : list,
                      .rules = word.rules,
                      .parent = parent});
  }

  const View& view_;
  const Group& root_;
  std::vector<Node>& nodes_;
  std::vector<Note>& notes_;
  std::size_t lines_used_ = 0;
};

constexpr std::array<std::string_view, 3> ncts_phases{"NCTS5.0", "NCTS5.1", "NCTS6"};

struct VocabularyFacts {
  Vocabulary vocabulary{};
  std::string_view name_space;
  std::string_view prefix;
  std::span<const std::string_view> phases;
};
constexpr std::array vocabularies{
    VocabularyFacts{Vocabulary::ncts, "http://ncts.dgtaxud.ec", "ncts", ncts_phases},
    VocabularyFacts{Vocabulary::lintas, "urn:lintas:transit:1", "lintas", {}},
    VocabularyFacts{Vocabulary::documents, "urn:lintas:documents:1", "lintas", {}},
    VocabularyFacts{Vocabulary::kinds, "urn:lintas:kinds:1", "lintas", {}},
};

const VocabularyFacts& facts_of(Vocabulary vocabulary) {
  const auto* found = std::ranges::find(vocabularies, vocabulary, &VocabularyFacts::vocabulary);
  require(found != vocabularies.end(), "every vocabulary has a row");
  return *found;
}

}  // namespace

Program::Program(const View& view) : Program(view, message_group()) {}

Program::Program(const View& view, const Group& root) : view_(&view) {
  Compiler(view, root, nodes_, notes_).run();
}

std::string_view Program::name_space() const { return facts_of(view_->vocabulary).name_space; }

std::string_view Program::prefix() const { return facts_of(view_->vocabulary).prefix; }

std::span<const std::string_view> Program::phases() const { return facts_of(view_->vocabulary).phases; }

std::span<const Program> programs() {
  static const std::vector<Program> all = [] {
    std::vector<Program> compiled;
    for (const auto views : all_views()) {
      for (const View& view : views) compiled.emplace_back(view);
    }
    return compiled;
  }();
  return all;
}

const Program* find_program(std::string_view root) {
  static const auto by_root = [] {
    std::unordered_map<std::string_view, const Program*> index;
    for (const Program& program : programs()) index.emplace(program.root(), &program);
    return index;
  }();
  const auto found = by_root.find(root);
  return found == by_root.end() ? nullptr : found->second;
}

const Program* find_program(std::string_view root, Further further) {
  if (const Program* ours = find_program(root)) return ours;
  const auto found = std::ranges::find(further, root, [](const Program* program) { return program->root(); });
  return found == further.end() ? nullptr : *found;
}

}  // namespace lintas::message
