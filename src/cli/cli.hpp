#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The command line: every command is a row of a table, from which it is found, its arguments are read and
/// its help is written.
namespace lintas::cli {

/// Columns of a screen that nobody has measured.
inline constexpr std::size_t usual_width = 80;

/// Where a command reads and writes, so that tests can play the person.
struct Streams {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  /// Value of a variable of the environment, empty if it is not set. Without it none is.
  std::function<std::string(const std::string& name)> environment{};
  /// Columns of the screen.
  std::size_t width = usual_width;
  /// Whether people look at `out`: it is a screen, no file and no pipe.
  bool is_screen = false;
};

/// How a program ends. Scripts may rely on the numbers; `exits` says what they mean.
enum class Exit : std::uint8_t {
  ok = 0,
  invalid = 1,
  unreadable = 2,
  unreachable = 3,
  incomplete = 4,
  usage = 64,
  store_lost = 70,
};

inline constexpr std::array exits{
    std::pair{Exit::ok, std::string_view{"done"}},
    std::pair{
        Exit::invalid,
        std::string_view{"what was asked about is wrong, the node refused it, or took it and found faults"}},
    std::pair{Exit::unreadable,
              std::string_view{"a file could not be read or written, or a node could not start"}},
    std::pair{Exit::unreachable, std::string_view{"the node cannot be reached, or is too busy to answer"}},
    std::pair{Exit::incomplete,
              std::string_view{"a backup was made, without the files of documents that it names as damaged"}},
    std::pair{Exit::usage, std::string_view{"the command line makes no sense"}},
    std::pair{Exit::store_lost,
              std::string_view{"a node can no longer trust its store; let a supervisor start it anew"}},
};

using Arguments = std::span<const std::string_view>;

enum class Kind : std::uint8_t {
  flag,
  text,
  number,  ///< whole, not below zero
  day,     ///< 2026-11-23
  time,    ///< 2026-11-23T08:00:00Z, or a day: its first instant, UTC
  choice,  ///< one of the words that Option::value lists, as "schema|rules"
};

struct Option {
  std::string_view name;     ///< "--level"
  std::string_view value{};  ///< what stands for its value in the help
  std::string_view meaning;
  Kind kind = Kind::text;
  bool repeats = false;
};

struct Operand {
  std::string_view name;
  std::string_view meaning;
  bool optional = false;
  bool repeats = false;  ///< only the last one
};

struct Command;

/// The arguments of one call, read by the command's row. The texts live as long as what was read.
class Given {
 public:
  [[nodiscard]] bool has(std::string_view option) const;
  /// Of the last one of that name.
  [[nodiscard]] std::optional<std::string_view> value(std::string_view option) const;
  /// Precondition: it was given; whoever needs an option asks `has` first.
  [[nodiscard]] std::string_view needed(std::string_view option) const;
  [[nodiscard]] std::vector<std::string_view> values(std::string_view option) const;
  /// Precondition: the option's kind is number.
  [[nodiscard]] std::optional<std::size_t> number(std::string_view option) const;
  /// Empty where none stands at that place.
  [[nodiscard]] std::string_view operand(std::size_t place) const;

  const Command* command = nullptr;
  std::vector<std::pair<std::string_view, std::string_view>> options;
  std::vector<std::string_view> operands;
};

struct Command {
  /// What it is called by; of several words, "keys issue", where commands belong together.
  std::string_view name;
  std::string_view summary;
  /// What a person needs to know beyond the summary, whole lines.
  std::string_view about{};
  std::span<const Operand> operands{};
  std::span<const Option> options{};
  /// Asks a node: takes connection_options too.
  bool asks_node = false;
  /// Can be typed as it stands.
  std::string_view example;
  Exit (*run)(const Given&, const Streams&);
  /// What only a call can tell, printed behind the help when an operand stands before --help.
  Exit (*more_help)(const Given&, const Streams&) = nullptr;
};

/// `lintas COMMAND …` without the program's name. `more` are commands of other modules.
[[nodiscard]] Exit run(Arguments arguments, const Streams& streams, std::span<const Command> more = {});

/// The manual of all commands, docs/cli.md.
[[nodiscard]] std::string page(std::span<const Command> more = {});

/// The same as a page for man(1), in roff.
[[nodiscard]] std::string manual(std::string_view version, std::span<const Command> more = {});

/// What completes commands, options, choices and files in a shell: bash, zsh or fish; nothing for another.
[[nodiscard]] std::optional<std::string> completion(std::string_view shell,
                                                    std::span<const Command> more = {});

/// Says on the error stream what is wrong with the command line.
[[nodiscard]] Exit refuse(const Given& given, const Streams& streams, std::string_view why);

}  // namespace lintas::cli
