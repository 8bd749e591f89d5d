#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.hpp"
#include "base/words.hpp"
#include "core/access/access.hpp"
#include "core/messages/program.hpp"

/// A kind of document that is data (ADR 0037): what its documents say, how they live and who may do what with
/// them, read from a table. Nothing in the program knows one by its name.
namespace lintas::kinds {

/// The life of a document where it is used; where it is issued it lives alike (docs/domain/kinds.md).
enum class Life : std::uint8_t {
  issued_used = 1,  ///< used once, as a whole
  issued_consumed,  ///< used in parts: each of its lines until nothing of it is left
  issued_replaced,  ///< stands until it is replaced, cancelled or over; nobody uses it up
};
inline constexpr std::array life_words{Word{Life::issued_used, "issued-used"},
                                       Word{Life::issued_consumed, "issued-consumed"},
                                       Word{Life::issued_replaced, "issued-replaced"}};
[[nodiscard]] constexpr const auto& words_for(Life) { return life_words; }

/// What somebody does with documents of a kind.
enum class Part : std::uint8_t {
  issue = 1,  ///< issues, replaces and cancels them
  receive,    ///< answers them where they arrive
  use,        ///< uses them there
  see,        ///< reads them, beside those above
};
inline constexpr std::array part_words{Word{Part::issue, "issue"}, Word{Part::receive, "receive"},
                                       Word{Part::use, "use"}, Word{Part::see, "see"}};
[[nodiscard]] constexpr const auto& words_for(Part) { return part_words; }

/// The roles that a table may name for all parts but `see`: who speaks for an authority of this state.
inline constexpr std::array authorities{
    access::Role::officer_of_departure,   access::Role::officer_of_transit,
    access::Role::officer_of_destination, access::Role::supervisor,
    access::Role::transport_authority,    access::Role::other_agency,
    access::Role::national_system};

/// Where a document says what the program has to know.
enum class Meaning : std::uint8_t {
  number = 1,       ///< unique in the issuing state
  issued_at,        ///< when it was issued
  issuing_state,    ///< the state it is from
  receiving_state,  ///< the state it is for
  replaces,         ///< number of the one it takes the place of; a kind need not have it, nor what follows
  valid_until,      ///< its last day
  exporter,         ///< identifier of who may see it
  line_number,      ///< of a line that is consumed, and with it:
  line_quantity,
  line_unit,
};
inline constexpr std::array meaning_words{Word{Meaning::number, "number"},
                                          Word{Meaning::issued_at, "issued_at"},
                                          Word{Meaning::issuing_state, "issuing_state"},
                                          Word{Meaning::receiving_state, "receiving_state"},
                                          Word{Meaning::replaces, "replaces"},
                                          Word{Meaning::valid_until, "valid_until"},
                                          Word{Meaning::exporter, "exporter"},
                                          Word{Meaning::line_number, "line_number"},
                                          Word{Meaning::line_quantity, "line_quantity"},
                                          Word{Meaning::line_unit, "line_unit"}};
[[nodiscard]] constexpr const auto& words_for(Meaning) { return meaning_words; }

/// A leaf by the names of the elements on the way, below the element of the document; the same of every
/// group on the way that repeats.
struct Place {
  std::vector<std::string> path;  ///< the last one is the leaf's
  std::string beside;             ///< a leaf beside it, or empty:
  std::string with;               ///< only where that one has this value
};

/// What a kind asks of a field beyond its format.
struct Condition {
  enum class Form : std::uint8_t {
    one_of,      ///< R-KIND-010: the value is one of these
    required,    ///< R-KIND-011: it stands there if something else does
    absent,      ///< R-KIND-012: it does not
    unique,      ///< R-KIND-013: no other group beside this one has the value
    not_before,  ///< R-KIND-014: a day or time that is not before another one
  };
  Form form{};
  std::vector<std::string> values;  ///< of one_of; of required and absent: of the other one, empty for any
  std::vector<std::string> other;   ///< path from the document's element; one name: beside the field
  bool if_there = true;             ///< of required and absent: false, if the other one is not there
};

/// A row of a field.
struct FieldRule {
  std::vector<std::string> path;  ///< from the document's element
  Condition condition;
};

class Kind {
 public:
  /// All faults of the table at once, each with line and column: R-KIND-001 to R-KIND-006.
  [[nodiscard]] static std::expected<std::unique_ptr<const Kind>, Findings> parse(std::string_view csv);

  Kind(const Kind&) = delete;
  Kind& operator=(const Kind&) = delete;
  ~Kind();

  /// How people and lists call it: "phyto".
  [[nodiscard]] std::string_view code() const noexcept;
  [[nodiscard]] std::string_view title() const noexcept;
  /// Name of its messages' root element: "DOC.PHYTO".
  [[nodiscard]] std::string_view root() const noexcept;
  [[nodiscard]] Life life() const noexcept;
  /// The code list of the offices where its authority acts, "CL916"; empty: it acts at every one.
  [[nodiscard]] std::string_view offices() const noexcept;
  [[nodiscard]] bool may(Part part, access::Role role) const noexcept;
  [[nodiscard]] const std::vector<access::Role>& roles(Part part) const noexcept;
  /// Nothing if documents of this kind do not say it.
  [[nodiscard]] const Place* place(Meaning meaning) const noexcept;
  /// How long the receiving state may take to answer before somebody is told.
  [[nodiscard]] std::chrono::days answer_within() const noexcept;
  /// How long a document holds from its issue, if it does not say so itself; nothing: until it is ended.
  [[nodiscard]] std::optional<std::chrono::months> valid_for() const noexcept;
  /// How long it is kept after its end.
  [[nodiscard]] std::chrono::months kept_for() const noexcept;
  [[nodiscard]] const std::vector<FieldRule>& field_rules() const noexcept;
  [[nodiscard]] const message::Program& program() const noexcept;
  /// The table that it was read from.
  [[nodiscard]] std::string_view text() const noexcept;

 private:
  friend class KindReader;
  struct Table;
  explicit Kind(std::unique_ptr<Table> table);
  std::unique_ptr<Table> table_;
};

/// Kinds of a node, each code and each root once.
class Kinds {
 public:
  Kinds() = default;
  /// R-KIND-006 for what comes twice.
  [[nodiscard]] static std::expected<Kinds, Findings> of(std::vector<std::unique_ptr<const Kind>> kinds);

  [[nodiscard]] const Kind* find(std::string_view code) const;
  [[nodiscard]] const Kind* of_root(std::string_view root) const;
  [[nodiscard]] const std::vector<std::unique_ptr<const Kind>>& all() const noexcept { return kinds_; }
  /// For the readers of messages.
  [[nodiscard]] message::Further programs() const noexcept { return programs_; }

 private:
  std::vector<std::unique_ptr<const Kind>> kinds_;
  std::vector<const message::Program*> programs_;
};

/// Those that the program brings along: data/kinds as it was when the program was built.
[[nodiscard]] const Kinds& brought_along();
/// Those of this node: by them alone it reads, writes and decides.
[[nodiscard]] const Kinds& of_node();

/// A table that an administrator wrote.
struct KindFile {
  std::string name;
  std::string text;
};
/// Those that the program brings along, and these. All faults of all files, each with file, line and column;
/// of a file that takes a code or a root that another one has, R-KIND-006 with the file.
[[nodiscard]] std::expected<Kinds, Findings> with_files(std::span<const KindFile> files);

}  // namespace lintas::kinds
