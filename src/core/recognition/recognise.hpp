#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/law.hpp"
#include "core/aeo/programme.hpp"
#include "core/model/values/country.hpp"
#include "core/recognition/known.hpp"
#include "core/recognition/table.hpp"
#include "core/recognition/terms.hpp"

/// Whether a state honours an operator of another one in a case, and why: line by line, from values alone, so
/// that whoever asks later with the same values is told the same.
namespace lintas::recognition {

struct DeclaredField {
  std::string name;  ///< "facility_code"
  std::string value;

  friend bool operator==(const DeclaredField&, const DeclaredField&) = default;
};

/// What is asked about: a part of a declaration, be it this node's movement or an import of the national
/// system. What is empty was not declared.
struct Case {
  std::string code;  ///< as somebody declared it
  aeo::OperatorRole role = aeo::OperatorRole::exporter;
  std::string loading;    ///< a UN/LOCODE, "MYPKG", or a state; blanks and small letters count for nothing
  std::string procedure;  ///< "BC 2.0", likewise
  std::vector<DeclaredField> fields;

  friend bool operator==(const Case&, const Case&) = default;
};

/// The questions, in the order in which they are asked.
enum class Question : std::uint8_t {
  pair = 1,   ///< is the recognition of this pair live?
  code,       ///< is it a code of that state?
  list,       ///< is its list here, and the code in it?
  age,        ///< is the list new enough?
  status,     ///< does the operator have benefits at home?
  programme,  ///< is its programme honoured, and its level?
  role,       ///< and its part in the case?
  loading,
  procedure,
  fields,  ///< is everything declared that has to be?
};
inline constexpr std::array question_words{
    Word{Question::pair, "pair"},           Word{Question::code, "code"},
    Word{Question::list, "list"},           Word{Question::age, "age"},
    Word{Question::status, "status"},       Word{Question::programme, "programme"},
    Word{Question::role, "role"},           Word{Question::loading, "loading"},
    Word{Question::procedure, "procedure"}, Word{Question::fields, "fields"},
};
[[nodiscard]] constexpr const auto& words_for(Question) { return question_words; }

enum class Reply : std::uint8_t {
  yes = 1,
  no,
  not_asked,  ///< what came before leaves nothing to ask
};
inline constexpr std::array reply_words{
    Word{Reply::yes, "yes"},
    Word{Reply::no, "no"},
    Word{Reply::not_asked, "not_asked"},
};
[[nodiscard]] constexpr const auto& words_for(Reply) { return reply_words; }

struct Line {
  Question question{};
  Reply reply{};
  std::string words;               ///< a sentence for an officer
  std::optional<Finding> finding;  ///< of a no: the rule, the field, and what is missing

  friend bool operator==(const Line&, const Line&) = default;
};

enum class Outcome : std::uint8_t {
  applied = 1,
  not_applied,  ///< decided as if the pilot were live, and nothing given
  refused,
};
inline constexpr std::array outcome_words{
    Word{Outcome::applied, "applied"},
    Word{Outcome::not_applied, "not_applied"},
    Word{Outcome::refused, "refused"},
};
[[nodiscard]] constexpr const auto& words_for(Outcome) { return outcome_words; }

/// What the decision rests on: with this, the case and what was known it is made again.
struct Grounds {
  Instant at;
  Day day;                               ///< the local one in the importing state
  std::string table;                     ///< the version of the table of pairs
  std::optional<Table::Row> period;      ///< of the pair on that day
  std::optional<List> list;              ///< that was looked into
  std::optional<Instant> known_since;    ///< the code was in it
  std::optional<std::uint32_t> version;  ///< of the operator's record in the copy of another state's list
};

struct Decision {
  Outcome outcome = Outcome::refused;
  Effect decided;                   ///< of a pilot: what it would be worth; of what is refused nothing
  std::vector<Line> lines;          ///< one for each question, in their order
  std::optional<std::string> code;  ///< as it is issued, where it could be read
  Grounds grounds;

  /// What selection may use. Of a pilot nothing.
  [[nodiscard]] Effect applied() const { return outcome == Outcome::applied ? decided : Effect{}; }
  /// Why not, the first question first.
  [[nodiscard]] Findings findings() const;
};

/// What every decision is made by.
struct Books {
  const Table& pairs;
  const aeo::Law& law;
  std::string_view version;  ///< of the pairs
};
struct When {
  Instant at;
  Day day;  ///< the local one in the importing state
};

/// Rules: R-AEO-001 and R-AEO-002 no code of that state; R-AEO-003 not in its list, R-AEO-004 without
/// benefits at home; R-AEO-040 to R-AEO-043 how far the pair has come; R-AEO-044, R-AEO-045 its list;
/// R-AEO-046 to R-AEO-051 what is honoured. The other questions are asked, too, where the first one says no,
/// so that everything is mended at once. `by`: the importing state. `known`: of the authorising one, as of
/// `when`: an operator that came into the list later is in none, and a list that came later is not here.
/// Source: aamra.md 1.2, 1.4, 5.3, 6.2a and 10 (3).
[[nodiscard]] Decision recognise(const Books& books, Country by, const Known& known, const Case& asked,
                                 const When& when);

}  // namespace lintas::recognition
