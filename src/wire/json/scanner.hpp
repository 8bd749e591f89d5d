#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// JSON as RFC 8259 has it, in UTF-8, with the characters that XML allows.
namespace lintas::json {

enum class Value : std::uint8_t { object, array, string, number, literal, none };

/// Takes one document apart, at the caller's wish: the caller knows from its tables what must come. After a
/// failure every further call fails, too.
class Scanner {
 public:
  struct Problem {
    std::string_view rule;  ///< id in data/rules.csv
    std::string_view detail;
    std::size_t offset = 0;
  };

  /// The bytes are not copied.
  explicit Scanner(std::string_view bytes);

  /// What stands next; `none` at the end and after a failure.
  [[nodiscard]] Value peek();

  /// {, members, }: `first` is true before the first member. False at the closing brace and after a failure.
  bool enter();
  bool next_key(bool first);
  [[nodiscard]] std::string_view key() const noexcept { return key_; }  ///< until the next string is read
  bool next_element(bool first);

  /// A string's content or a number as it is written, valid until the next string is read.
  [[nodiscard]] std::string_view string();
  [[nodiscard]] std::string_view number();

  void skip_value();
  /// Fails unless only blanks are left.
  void finish();

  [[nodiscard]] bool failed() const noexcept { return !problem_.rule.empty(); }
  [[nodiscard]] const Problem& problem() const noexcept { return problem_; }
  [[nodiscard]] std::size_t offset() const noexcept { return at_; }

 private:
  void skip_blanks() noexcept;
  bool take(char expected);
  bool next_in(char closing, bool first);
  bool escape();
  bool hex4(std::uint32_t& value);
  void literal();
  void fail(std::string_view rule, std::string_view detail = {});

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::string_view key_;
  std::string key_scratch_;
  std::string scratch_;
  Problem problem_;
};

}  // namespace lintas::json
