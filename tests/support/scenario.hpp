#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// Scenarios: tables that somebody who knows the law can read, one step a line:
///
///     reserve  M1  G1=700.00  code=A1B2   -> R-ACTS-012
///
/// A verb, words, options "name=value", and after the arrow what must come out ("ok" where nothing is
/// written).
/// "#" begins a remark. What a verb does, its owner says.
namespace lintas::test {

struct Step {
  std::size_t line = 0;
  std::string verb;
  std::vector<std::string> words;
  std::map<std::string, std::string> options;
  std::string expected;

  [[nodiscard]] const std::string& word(std::size_t index) const {
    if (index >= words.size()) throw std::invalid_argument("a word is missing");
    return words[index];
  }
  [[nodiscard]] std::string option(const std::string& name, std::string_view otherwise) const {
    const auto found = options.find(name);
    return found == options.end() ? std::string{otherwise} : found->second;
  }
  [[nodiscard]] std::optional<std::string> option(const std::string& name) const {
    const auto found = options.find(name);
    if (found == options.end()) return std::nullopt;
    return found->second;
  }
};

inline std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  std::istringstream in{std::string{text}};
  for (std::string part; std::getline(in, part, at);) parts.push_back(part);
  return parts;
}

inline std::optional<Step> parse_step(std::string_view text, std::size_t line) {
  const std::string body{text.substr(0, text.find('#'))};
  const std::size_t arrow = body.find("->");
  Step step{.line = line, .verb = {}, .words = {}, .options = {}, .expected = {}};
  std::istringstream before{body.substr(0, arrow)};
  before >> step.verb;
  if (step.verb.empty()) return std::nullopt;
  for (std::string word; before >> word;) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) step.words.push_back(word);
    if (equals != std::string::npos) step.options[word.substr(0, equals)] = word.substr(equals + 1);
  }
  if (arrow == std::string::npos) {
    step.expected = "ok";
    return step;
  }
  std::istringstream after{body.substr(arrow + 2)};
  for (std::string word; after >> word;) step.expected += (step.expected.empty() ? "" : " ") + word;
  return step;
}

using Verbs = std::map<std::string, std::function<std::string(const Step&)>>;

/// Plays the text from top to bottom. What comes back is what went otherwise than written; nothing means all
/// is well.
inline std::vector<std::string> play(std::string_view text, const Verbs& verbs) {
  std::vector<std::string> differences;
  std::size_t line = 0;
  std::size_t steps = 0;
  for (const std::string& row : split(text, '\n')) {
    const auto step = parse_step(row, ++line);
    if (!step) continue;
    ++steps;
    std::string outcome = "unknown verb";
    const auto verb = verbs.find(step->verb);
    try {
      if (verb != verbs.end()) outcome = verb->second(*step);
    } catch (const std::exception& e) {
      outcome = std::string{"failed: "} + e.what();
    }
    if (outcome == step->expected) continue;
    differences.push_back("line " + std::to_string(line) + ": " + row + "\n  came out: " + outcome);
  }
  if (steps == 0) differences.emplace_back("there is no step");
  return differences;
}

}  // namespace lintas::test
