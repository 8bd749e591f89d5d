#include "core/recognition/recognise.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/aeo/authorisation/state.hpp"
#include "core/aeo/check.hpp"
#include "core/aeo/code.hpp"
#include "core/aeo/listed/staleness.hpp"
#include "core/aeo/programme.hpp"
#include "core/aeo/reading.hpp"
#include "core/aeo/transformation.hpp"
#include "core/messages/report.hpp"
#include "core/model/values/country.hpp"
#include "core/recognition/known.hpp"
#include "core/recognition/table.hpp"
#include "core/recognition/terms.hpp"

namespace lintas::recognition {

namespace {

using aeo::authorisation::Holds;

Line yes(Question question, std::string words) {
  return {.question = question, .reply = Reply::yes, .words = std::move(words), .finding = {}};
}
Line not_asked(Question question, std::string_view words) {
  return {.question = question, .reply = Reply::not_asked, .words = std::string{words}, .finding = {}};
}

/// What is particular to a no.
struct Fault {
  std::string_view rule;
  std::string_view pointer;
  std::string value;
};
Line no(Question question, const Fault& fault, std::string words) {
  Finding finding{.rule = std::string{fault.rule},
                  .pointer = std::string{fault.pointer},
                  .value = std::string{message::shown(fault.value)},
                  .detail = words};
  return {.question = question, .reply = Reply::no, .words = std::move(words), .finding = std::move(finding)};
}

template <class List, class Name>
std::string in_words(const List& list, const Name& name) {
  std::string text;
  for (const auto& one : list) text.append(text.empty() ? "" : ", ").append(name(one));
  return text;
}
std::string in_words(const std::vector<std::string>& list) {
  return in_words(list, [](const std::string& one) { return one; });
}

bool has(const std::vector<std::string>& list, std::string_view text) {
  return std::ranges::find(list, text) != list.end();
}

/// Blanks and small letters count for nothing: "my pkg" is MYPKG, "bc 2.0" is BC2.0.
std::string plain(std::string_view text) {
  std::string kept;
  for (const char c : text)
    if (c != ' ') kept += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return kept;
}

/// One case, question by question.
class Asking {
 public:
  Asking(const Books& books, Country by, const Known& known, const Case& asked, const When& when)
      : books_(books),
        by_(by),
        known_(known),
        asked_(asked),
        when_(when),
        row_(books.pairs.find({.by = by, .of = known.state}, when.day)),
        terms_(row_ != nullptr && has_terms(row_->value.state) ? &row_->value.terms : nullptr),
        list_(known.list && known.list->as_of <= when.at ? &*known.list : nullptr),
        reading_(read()) {}

  [[nodiscard]] Decision decide() const {
    Decision decision{.outcome = Outcome::refused,
                      .decided = {},
                      .lines = {pair(), code(), list(), age(), status(), programme(), role(), loading(),
                                procedure(), fields()},
                      .code = {},
                      .grounds = {.at = when_.at,
                                  .day = when_.day,
                                  .table = std::string{books_.version},
                                  .period = {},
                                  .list = list_ == nullptr ? std::nullopt : std::optional{*list_},
                                  .known_since = {},
                                  .version = {}}};
    if (row_ != nullptr) decision.grounds.period = *row_;
    if (const auto* entry = listed()) {
      decision.grounds.known_since = entry->known_since;
      if (entry->version != 0) decision.grounds.version = entry->version;
    }
    if (reading_.well_formed()) decision.code = reading_.code;
    // Every line is a yes, or the whole is refused: what was not asked follows a no, except where there is
    // nothing to ask.
    const bool is_refused =
        std::ranges::any_of(decision.lines, [](const Line& line) { return line.reply == Reply::no; });
    if (is_refused || terms_ == nullptr) return decision;
    decision.outcome = row_->value.state == State::live ? Outcome::applied : Outcome::not_applied;
    decision.decided = worth();
    return decision;
  }

 private:
  /// What is in the list is a code, whatever the shapes of the day are.
  [[nodiscard]] aeo::Reading read() const {
    const auto& shapes = books_.law.shapes;
    if (const auto* entry = listed())
      return aeo::read_listed(known_.state, asked_.code, entry->code, entry->given, shapes);
    return aeo::read_code(known_.state, asked_.code, shapes, when_.day);
  }
  /// What the list has under this code; null where it has none, or was asked for another one. What came into
  /// it only later was not in it: nobody is recognised by what nobody knew then.
  [[nodiscard]] const Entry* listed() const {
    if (list_ == nullptr || !known_.entry || known_.entry->known_since > when_.at) return nullptr;
    const auto declared = aeo::read_writing(asked_.code);
    const auto issued = aeo::read_writing(known_.entry->code);
    return declared && issued && declared->key == issued->key ? &*known_.entry : nullptr;
  }

  [[nodiscard]] Line pair() const {
    const std::string_view by = by_.str();
    const std::string_view of = known_.state.str();
    const auto refuse = [&](std::string_view rule, std::string words) {
      return no(Question::pair, {.rule = rule, .pointer = "state", .value = std::string{of}},
                std::move(words));
    };
    if (row_ == nullptr) {
      return refuse("R-AEO-040",
                    format("Nothing between {} and {} holds on {}.{}", by, of, to_text(when_.day), begins()));
    }
    const std::string since = to_text(row_->from);
    switch (row_->value.state) {
      case State::comparing:
      case State::validating:
        return refuse("R-AEO-041", format("{} does not honour operators of {} yet: {} since {}.{}", by, of,
                                          word_of(row_->value.state), since, begins()));
      case State::pilot:
        return yes(Question::pair, format("{} tries it out with operators of {} since {}: it is decided, and "
                                          "nothing is given.{}",
                                          by, of, since, begins()));
      case State::live:
        return yes(Question::pair, format("{} honours operators of {} since {}.", by, of, since));
      case State::suspended:
        return refuse("R-AEO-042",
                      format("{} honours no operators of {} since {}{}.", by, of, since, told()));
      case State::ended:
        return refuse("R-AEO-043", format("{} ended its recognition of operators of {} with {}{}.", by, of,
                                          since, told()));
    }
    std::unreachable();
  }
  [[nodiscard]] std::string begins() const {
    const auto day = live_after(books_.pairs, {.by = by_, .of = known_.state}, when_.day);
    return day ? format(" It is live from {} on.", to_text(*day)) : std::string{};
  }
  [[nodiscard]] std::string told() const {
    return row_->value.notice ? format(", told on {}", to_text(*row_->value.notice)) : std::string{};
  }

  [[nodiscard]] Line code() const {
    if (auto fault = aeo::fault_of(reading_, asked_.code, "code")) {
      std::string words = fault->detail;
      return {.question = Question::code,
              .reply = Reply::no,
              .words = std::move(words),
              .finding = std::move(fault)};
    }
    if (!reading_.words.empty()) return yes(Question::code, reading_.words);
    if (reading_.shape.empty() && listed() == nullptr)
      return yes(Question::code, format("No form of codes of {} is known: any will do.", known_.state.str()));
    return yes(Question::code, format("{} is a code of {}.", reading_.code, known_.state.str()));
  }

  [[nodiscard]] std::string named(const List& list) const {
    return format("{}'s list as of {}", known_.state.str(), to_text(list.as_of));
  }

  [[nodiscard]] Line list() const {
    if (!reading_.well_formed()) return not_asked(Question::list, "There is no code to look for.");
    if (list_ == nullptr) {
      return no(Question::list,
                {.rule = "R-AEO-044", .pointer = "state", .value = std::string{known_.state.str()}},
                format("The list of {} is not here.", known_.state.str()));
    }
    if (listed() != nullptr) return yes(Question::list, format("It is in {}.", named(*list_)));
    std::string words =
        format("{} not in {}.",
               reading_.shape.empty() ? "No form of its codes is known, and it is" : "It is well formed, but",
               named(*list_));
    if (!reading_.doubtful.empty())
      words.append(format(" Characters that are taken for others: {}.", reading_.doubtful));
    return no(Question::list, {.rule = "R-AEO-003", .pointer = "code", .value = reading_.code},
              std::move(words));
  }

  [[nodiscard]] Line age() const {
    if (list_ == nullptr) return not_asked(Question::age, "There is no list.");
    if (!list_->stale) return yes(Question::age, "The list is as new as it has to be.");
    const std::string old =
        format("The list of {} is old: as of {}.", known_.state.str(), to_text(list_->as_of));
    if (terms_ == nullptr) return not_asked(Question::age, old);
    switch (worth_of_old()) {
      case Stale::keep: return yes(Question::age, format("{} It counts as if it were new.", old));
      case Stale::degrade:
        return yes(Question::age, format("{} Of the benefits only priority is left.", old));
      case Stale::stop:
        return no(Question::age,
                  {.rule = "R-AEO-045", .pointer = "state", .value = std::string{known_.state.str()}},
                  format("{} {} gives nothing on it.", old, by_.str()));
    }
    std::unreachable();
  }

  /// What the pair makes of an old list, unless the rule that made it old gives nothing on it: the stricter
  /// of both counts. Precondition: there are terms, and a list that is stale.
  [[nodiscard]] Stale worth_of_old() const {
    return list_->stale == aeo::listed::StalePolicy::no_benefit ? Stale::stop : terms_->stale;
  }

  [[nodiscard]] Line status() const {
    const Entry* entry = listed();
    if (entry == nullptr) return not_asked(Question::status, "The list does not have the code.");
    const std::string since = entry->since ? format(" since {}", to_text(*entry->since)) : std::string{};
    if (entry->holds == Holds::yes)
      return yes(Question::status, format("Its operator has benefits at home{}.", since));
    const bool is_since = entry->holds != Holds::not_yet && entry->holds != Holds::code_replaced;
    return no(Question::status, {.rule = "R-AEO-004", .pointer = "code", .value = entry->code},
              format("At home {}{}.", aeo::describe(entry->holds), is_since ? since : std::string{}));
  }

  /// What is honoured is said, and not what the operator is: whoever asks need not find that out.
  [[nodiscard]] Line programme() const {
    if (terms_ == nullptr) return not_asked(Question::programme, nothing_honoured);
    const Entry* entry = listed();
    const std::string honoured =
        format("{}{}", terms_->programme,
               terms_->levels.empty() ? std::string{} : format(", of level {}", in_words(terms_->levels)));
    if (entry == nullptr) {
      // Some codes say their level, and then nobody needs the list.
      if (reading_.well_formed() && !reading_.level.empty() && !level_counts(reading_.level))
        return level_fault(honoured);
      return not_asked(Question::programme, format("Honoured is {}.", honoured));
    }
    if (entry->programme != terms_->programme) {
      return no(Question::programme, {.rule = "R-AEO-046", .pointer = "code", .value = reading_.code},
                format("{} honours {}, and the operator is of another programme.", by_.str(), honoured));
    }
    if (!level_counts(entry->level)) return level_fault(honoured);
    return yes(Question::programme, format("{} honours {}.", by_.str(), honoured));
  }
  [[nodiscard]] bool level_counts(std::string_view level) const {
    return terms_->levels.empty() || has(terms_->levels, level);
  }
  [[nodiscard]] Line level_fault(std::string_view honoured) const {
    return no(Question::programme, {.rule = "R-AEO-047", .pointer = "code", .value = reading_.code},
              format("{} honours {}, and the operator is of another level.", by_.str(), honoured));
  }

  [[nodiscard]] Line role() const {
    if (terms_ == nullptr) return not_asked(Question::role, nothing_honoured);
    const auto name = [](aeo::OperatorRole role) { return std::string{word_of(role)}; };
    const auto refuse = [&](std::string words) {
      return no(Question::role, {.rule = "R-AEO-048", .pointer = "role", .value = name(asked_.role)},
                std::move(words));
    };
    const auto& honoured = terms_->roles;
    const bool counts = std::ranges::find(honoured, asked_.role) != honoured.end();
    if (!counts) {
      return refuse(format("{} honours operators as {}, and not as {}.", by_.str(), in_words(honoured, name),
                           name(asked_.role)));
    }
    const Entry* entry = listed();
    const bool is_authorised = entry == nullptr || entry->roles.empty() ||
                               std::ranges::find(entry->roles, asked_.role) != entry->roles.end();
    if (!is_authorised) return refuse(format("At home it is not authorised as {}.", name(asked_.role)));
    return yes(Question::role, format("It takes part as {}.", name(asked_.role)));
  }

  [[nodiscard]] Line loading() const {
    if (terms_ == nullptr) return not_asked(Question::loading, nothing_honoured);
    const Loading& places = terms_->loading;
    if (places.anywhere()) return yes(Question::loading, "Wherever the goods were loaded.");
    const std::string wanted =
        format("{}{}{}",
               places.any_partner ? format("a state whose operators {} honours", by_.str()) : std::string{},
               places.any_partner && !places.places.empty() ? ", or " : "", in_words(places.places));
    const Fault fault{.rule = "R-AEO-049", .pointer = "loading", .value = asked_.loading};
    if (asked_.loading.empty())
      return no(Question::loading, fault, format("No place of loading is declared; it must be {}.", wanted));
    const std::string place = plain(asked_.loading);
    const std::string_view state = std::string_view{place}.substr(0, 2);
    const bool counts =
        has(places.places, place) || has(places.places, state) || (places.any_partner && is_partner(state));
    if (!counts)
      return no(Question::loading, fault, format("Loaded in {}; it must be {}.", asked_.loading, wanted));
    return yes(Question::loading, format("Loaded in {}.", asked_.loading));
  }
  /// A state that is honoured that day as this pair is: in a pilot those that are tried out count.
  [[nodiscard]] bool is_partner(std::string_view text) const {
    const auto state = Country::parse(text);
    if (!state) return false;
    const auto* other = books_.pairs.find({.by = by_, .of = *state}, when_.day);
    return other != nullptr && (other->value.state == State::live ||
                                (row_->value.state == State::pilot && other->value.state == State::pilot));
  }

  [[nodiscard]] Line procedure() const {
    if (terms_ == nullptr) return not_asked(Question::procedure, nothing_honoured);
    if (terms_->procedures.empty()) return yes(Question::procedure, "Under any procedure.");
    const std::string wanted = in_words(terms_->procedures);
    const Fault fault{.rule = "R-AEO-050", .pointer = "procedure", .value = asked_.procedure};
    if (asked_.procedure.empty())
      return no(Question::procedure, fault, format("No procedure is declared; it must be {}.", wanted));
    const auto is_it = [&](const std::string& one) { return plain(one) == plain(asked_.procedure); };
    if (std::ranges::none_of(terms_->procedures, is_it)) {
      return no(Question::procedure, fault,
                format("Declared under {}; it must be {}.", asked_.procedure, wanted));
    }
    return yes(Question::procedure, format("Under {}.", asked_.procedure));
  }

  [[nodiscard]] Line fields() const {
    if (terms_ == nullptr) return not_asked(Question::fields, nothing_honoured);
    if (terms_->required.empty())
      return yes(Question::fields, "Nothing has to be declared besides the code.");
    std::string missing;
    for (const std::string& name : terms_->required) {
      const std::string fault = fault_of(name);
      if (!fault.empty()) missing.append(missing.empty() ? "" : " ").append(fault);
    }
    if (missing.empty())
      return yes(Question::fields, format("Declared besides the code: {}.", in_words(terms_->required)));
    return no(Question::fields, {.rule = "R-AEO-051", .pointer = "fields", .value = {}}, missing);
  }
  [[nodiscard]] std::string fault_of(const std::string& name) const {
    const auto found = std::ranges::find(asked_.fields, name, &DeclaredField::name);
    const bool is_there = found != asked_.fields.end() && !found->value.empty();
    const std::string right = expected(name, true);
    // What only the certificate says is compared, and never told.
    const bool is_open = expected(name, false) == right;
    const std::string as = is_open && !right.empty() ? format(" as {}", right) : std::string{};
    if (!is_there) return format("{} is missing{}.", name, as.empty() ? as : format("; declare it{}", as));
    if (right.empty() || is_same(found->value, right)) return {};
    return format("{} is declared as {}; {}.", name, found->value,
                  as.empty() ? "the certificate has something else" : format("declare it{}", as));
  }
  /// What is typed there for this code; empty where nothing is known of it.
  [[nodiscard]] std::string expected(std::string_view name, bool with_certificate) const {
    if (!reading_.key) return {};
    const Entry* entry = listed();
    const aeo::Typed typed{
        .state = known_.state,
        .key = *reading_.key,
        .code = reading_.code,
        .shape = reading_.shape,
        .authorised = with_certificate && entry != nullptr ? entry->authorised : std::nullopt,
        .name = {}};
    const auto all = aeo::typed_in(by_, typed, books_.law.transformations, when_.day);
    const auto found = std::ranges::find(all, name, &aeo::TypedField::field);
    return found == all.end() ? std::string{} : found->value;
  }
  /// As codes are compared: separators, blanks and small letters count for nothing.
  static bool is_same(std::string_view declared, std::string_view right) {
    if (declared == right) return true;
    const auto one = aeo::read_writing(declared);
    const auto other = aeo::read_writing(right);
    return one && other && one->key == other->key;
  }

  [[nodiscard]] Effect worth() const {
    const bool is_less = list_ != nullptr && list_->stale && worth_of_old() == Stale::degrade;
    if (!is_less) return terms_->effect;
    return {.score_factor = {}, .lane = {}, .random_factor = {}, .priority = terms_->effect.priority};
  }

  static constexpr std::string_view nothing_honoured = "Nothing is honoured that day.";

  const Books& books_;
  Country by_;
  const Known& known_;
  const Case& asked_;
  const When& when_;
  const Table::Row* row_;
  const Terms* terms_;
  const List* list_;  ///< null where it is not here, or came only later
  aeo::Reading reading_;
};

}  // namespace

Findings Decision::findings() const {
  Findings all;
  for (const Line& line : lines)
    if (line.finding) all.push_back(*line.finding);
  return all;
}

Decision recognise(const Books& books, Country by, const Known& known, const Case& asked, const When& when) {
  return Asking{books, by, known, asked, when}.decide();
}

}  // namespace lintas::recognition
