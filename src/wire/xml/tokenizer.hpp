#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// XML as our messages use it: a strict subset of XML 1.0 in UTF-8. Refused beyond what XML refuses: DOCTYPE,
/// processing instructions, other encodings and versions, references in attributes, more than limits.hpp
/// allows.
namespace lintas::xml {

enum class Token : std::uint8_t { start, end, text, done, error };

struct Attribute {
  std::string_view name;
  std::string_view value;
};

/// Takes one document apart, token by token. An empty element gives a start and an end. Text, CDATA sections
/// and references between two tags make one text, without the comments. Everything returned is valid until
/// the next call.
///
///     for (auto token = tokenizer.next(); token != Token::done; token = tokenizer.next()) {
///       if (token == Token::error) return tokenizer.problem();
///       …
///     }
class Tokenizer {
 public:
  struct Problem {
    std::string_view rule;  ///< id in data/rules.csv
    std::string detail;
    std::size_t offset = 0;
  };

  /// The bytes are not copied.
  explicit Tokenizer(std::string_view bytes);

  /// After `done` or `error` the same again.
  [[nodiscard]] Token next();

  [[nodiscard]] std::string_view name() const noexcept { return name_; }  ///< of start and end
  [[nodiscard]] const std::vector<Attribute>& attributes() const noexcept {
    return attributes_;
  }  ///< of start
  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  /// Whether the text has a CDATA section, which between elements is wrong even when it is empty.
  [[nodiscard]] bool has_section() const noexcept { return has_section_; }
  [[nodiscard]] const Problem& problem() const noexcept { return problem_; }
  /// Where the last token began.
  [[nodiscard]] std::size_t offset() const noexcept { return token_offset_; }

 private:
  [[nodiscard]] bool at_end() const noexcept { return at_ == bytes_.size(); }
  [[nodiscard]] bool sees(std::string_view literal) const noexcept {
    return bytes_.substr(at_, literal.size()) == literal;
  }
  bool take(std::string_view literal) noexcept;
  bool take(char expected) noexcept;
  bool skip_blanks() noexcept;

  bool begin();
  Token outside();
  Token tag();
  bool attribute();
  Token end_tag();
  Token characters();
  bool markup_in_text();
  bool comment();
  bool reference();
  std::string_view take_name();
  Token close();
  bool broken(std::string_view rule, std::string_view detail = {});  ///< always false
  Token fail(std::string_view rule, std::string_view detail = {});
  Token other_end();

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::size_t token_offset_ = 0;
  bool begun_ = false;
  bool closing_ = false;  ///< the last start was of an empty element
  bool root_closed_ = false;
  bool has_section_ = false;
  std::string_view name_;
  std::string_view text_;
  std::string scratch_;  ///< of a text that is not as it stands in the bytes
  std::vector<Attribute> attributes_;
  std::vector<std::string_view> open_;
  Problem problem_;
};

}  // namespace lintas::xml
