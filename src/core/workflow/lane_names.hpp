#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

/// What two nodes call what a lane is about: letters for its sort, and behind them which one of that sort it
/// is. Each part of the business reads and writes its own; docs/protocols/sequence.md tells all of them to
/// whoever makes another node.
namespace lintas::workflow {

inline constexpr std::string_view name_of_departure = "D";
inline constexpr std::string_view name_of_journey = "J";
inline constexpr std::string_view name_of_manifests = "M";
inline constexpr std::string_view name_of_documents = "MC";
// Of a document, so that its name says whose it is: the state that issued it stands first behind these.
inline constexpr std::string_view name_of_certificate = "C";
inline constexpr std::string_view name_of_acdd = "A";
inline constexpr std::string_view name_of_doc = "K";
inline constexpr std::string_view name_of_exporter = "E";
inline constexpr std::string_view name_of_operator = "O";
inline constexpr std::string_view name_of_files_of = "F";

struct LaneName {
  std::string_view letters;
  std::string_view at_other_end;  ///< what the other one of the two nodes calls it
  std::string_view behind;        ///< what follows the letters, as the page says it; empty: nothing
  std::string_view what;
};

inline constexpr std::array lane_names{
    LaneName{name_of_departure, name_of_journey, " and the MRN", "the movement at the state of departure"},
    LaneName{name_of_journey, name_of_departure, " and the MRN",
             "the movement in a state that it passes or where it ends"},
    LaneName{name_of_manifests, name_of_manifests, "", "manifests of movements"},
    LaneName{name_of_documents, name_of_documents, " and a month, `MC2026-11`",
             "manifests of documents that were begun in it (UTC)"},
    LaneName{
        name_of_certificate, name_of_certificate, " and the reference",
        "a certificate of origin, or an origin declaration that is verified, at both ends: state, number "
        "of the kind (1: e-Form D, 3: origin declaration), office or authorisation code, a zero octet, "
        "number"},
    LaneName{name_of_acdd, name_of_acdd, ", the state and the permit",
             "a customs declaration document, at both ends"},
    LaneName{name_of_doc, name_of_doc, ", the state, the code of the kind, a blank, the number",
             "a document of a kind, at both ends"},
    LaneName{name_of_exporter, name_of_exporter, ", the state, the authorisation code",
             "the record of a certified exporter, at both ends"},
    LaneName{name_of_operator, name_of_operator, ", the identifier of the operator, a blank, its number",
             "an authorised operator in the list of its state, at both ends"},
    LaneName{name_of_files_of, name_of_files_of,
             ", the state, the kind, a blank, the office, a zero octet, the number",
             "the files that come with a document, at both ends: kind `e_form_d`, `acdd` or the code of a "
             "kind; only a certificate of origin has an office"},
};

/// Whoever reads a name looks how it begins.
consteval bool are_told_apart() {
  for (const LaneName& one : lane_names) {
    for (const LaneName& other : lane_names) {
      const bool begins_so = other.letters.starts_with(one.letters);
      if (&one != &other && begins_so && (one.letters == other.letters || !one.behind.empty())) return false;
    }
  }
  return true;
}
static_assert(are_told_apart());

/// What the other of the two nodes calls the stream that one calls so.
[[nodiscard]] inline std::string name_at_other_end(std::string_view name) {
  const auto* const lane =
      std::ranges::find_if(lane_names, [&](const LaneName& one) { return name.starts_with(one.letters); });
  if (lane == lane_names.end()) return std::string{name};
  return std::string{lane->at_other_end}.append(name.substr(lane->letters.size()));
}

}  // namespace lintas::workflow
