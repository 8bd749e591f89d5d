#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/documents/certificate.hpp"
#include "core/exchange/manifest.hpp"

/// What a partner's manifest of documents shows, and what a node remembers of it for a month.
namespace lintas::workflow {

/// A document as events name it: a certificate of origin by its reference, since lists were of nothing else
/// once; any other as lists do.
struct DocumentName {
  std::optional<documents::Reference> certificate;
  std::optional<std::string> document;

  friend bool operator==(const DocumentName&, const DocumentName&) = default;
};
[[nodiscard]] DocumentName name_of_thing(std::string_view thing);
[[nodiscard]] std::string thing_of(const DocumentName& name);
/// Of a record that names one.
template <class One>
[[nodiscard]] DocumentName listed_name_in(const One& one) {
  return {.certificate = one.certificate, .document = one.document};
}

/// Why sending again does not make both sides equal. Stored: a number is never used again for another reason.
enum class Differs : std::uint8_t {
  lost_here = 1,   ///< the partner has taken more of our messages than we know to have sent: we were restored
  not_sent_again,  ///< it has sent more than came, and does not send it again
  picture,         ///< everything arrived on both sides, and they say different things
};
inline constexpr std::array differs_words{
    Word{Differs::lost_here, "lost_here"},
    Word{Differs::not_sent_again, "not_sent_again"},
    Word{Differs::picture, "picture"},
};
[[nodiscard]] constexpr const auto& words_for(Differs) { return differs_words; }

/// A document of which something was asked for again.
struct Wanted {
  std::optional<documents::Reference> certificate;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint32_t times = 1;  ///< days on which it was asked from this number on
  std::optional<Day> day;   ///< the last of them, by our clock
  std::optional<std::uint32_t>
      sent;  ///< our last message about it, so that it can be told without its stream
  std::optional<std::string> document = {};  ///< of another sort than certificates, as lists name it

  static constexpr std::string_view record = "manifest.wanted";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &Wanted::certificate},
                  Field{2, "first", &Wanted::first},
                  Field{3, "last", &Wanted::last},
                  Field{4, "times", &Wanted::times},
                  Field{5, "day", &Wanted::day},
                  Field{6, "sent", &Wanted::sent},
                  Field{7, "document", &Wanted::document}};
  }
  friend bool operator==(const Wanted&, const Wanted&) = default;
};

/// A document that both sides know differently, and that sending again does not mend.
struct Differing {
  std::optional<documents::Reference> certificate;
  Differs what = Differs::picture;
  std::uint32_t sent_here = 0;
  std::uint32_t taken_there = 0;
  std::uint32_t sent_there = 0;
  std::uint32_t taken_here = 0;
  std::optional<std::string> document = {};  ///< as of Wanted

  static constexpr std::string_view record = "manifest.differing";
  static constexpr auto fields() {
    return Fields{
        Field{1, "certificate", &Differing::certificate}, Field{2, "what", &Differing::what},
        Field{3, "sent_here", &Differing::sent_here},     Field{4, "taken_there", &Differing::taken_there},
        Field{5, "sent_there", &Differing::sent_there},   Field{6, "taken_here", &Differing::taken_here},
        Field{7, "document", &Differing::document}};
  }
  friend bool operator==(const Differing&, const Differing&) = default;
};

/// How many entries a part told a partner.
struct ToldTo {
  std::uint32_t partner = 0;
  std::uint32_t entries = 0;

  static constexpr std::string_view record = "manifest.told_to";
  static constexpr auto fields() {
    return Fields{Field{1, "partner", &ToldTo::partner}, Field{2, "entries", &ToldTo::entries}};
  }
};

/// One day's list, told or heard.
struct DaysList {
  Day day;
  std::uint32_t parts = 0;
  std::uint32_t entries = 0;

  /// One part more; the first of another day begins anew.
  void add(Day of, std::uint32_t more);
};

/// What a node remembers of the lists of one partner. Lists are cut at manifest_limits::kept_max.
struct PartnersLists {
  std::uint32_t partner = 0;
  std::optional<DaysList> told;
  std::optional<DaysList> heard;
  std::vector<Wanted> wanted;       ///< asked for, and not here yet as far as lists have shown
  std::vector<Differing> differs;   ///< not to be healed by sending again
  std::uint32_t healed = 0;         ///< of what was asked for or differed, this month
  std::optional<DaysList> unknown;  ///< asked for although nothing of them was ever exchanged, by our day
  std::optional<Instant> heard_at = {};  ///< when a list of it came last, by our clock
};

/// What one part of a partner's list led to, of documents.
struct DocumentsCompared {
  std::vector<Wanted> wanted;
  std::vector<Differing> differs;
  std::vector<DocumentName> healed;  ///< of those remembered: both sides are equal now
  /// What the partner is told at once, since it stands in no list of ours today and the partner is behind.
  std::vector<exchange::ManifestEntry> answers;
  std::uint32_t unknown = 0;  ///< of the wanted ones: nothing of them was ever exchanged
};

void remember(PartnersLists& lists, const DocumentsCompared& compared);

}  // namespace lintas::workflow
