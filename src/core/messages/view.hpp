#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// Which message shows what of the data groups.
///
/// A view names, for each group it contains, the fields in the order of the elements. One word per field:
///
///     name            required
///     name?           optional
///     name*1          at most once where the group's table allows more
///     name:mail       another format than the table's (core/model/formats.hpp)
///     name=CL171      another code list; "=-" none
///     name@C0250,R10  conditions and rules that govern the field in this message
///
/// in this order: "name?:mail=CL171@C0250". A path without a line is as in the view it is `like`, else as in
/// the group's default cut. A wrong word is found when the programs are built, that is by every test run and
/// every start.
namespace lintas::message {

enum class Direction : std::uint8_t {
  trader_to_office,
  office_to_trader,
  office_to_office,
  export_system,
  window_to_window,  ///< between the single windows of two states
};

/// Which of the two formats of a field holds.
enum class Profile : std::uint8_t { issued, submitted };

/// Whose namespace the root element is in.
enum class Vocabulary : std::uint8_t { ncts, lintas, documents, kinds };

struct Line {
  std::string_view path;  ///< "Consignment/HouseConsignment"; empty for what stands below the root
  std::string_view fields;
};

struct Cut {
  std::string_view group;
  std::string_view fields;
};

/// What every message begins with.
inline constexpr std::string_view common_head =
    "messageSender messageRecipient preparationDateAndTime messageIdentification messageType "
    "correlationIdentifier?@C0511,R0008";

// NOLINTBEGIN(readability-redundant-member-init): without one g++ warns at each designated initialiser
struct View {
  std::string_view root;  ///< of the XML, and value of messageType: "CC015C"
  std::string_view code;  ///< as people name it: "IE015"
  std::string_view title;
  Direction direction = Direction::office_to_office;
  Profile profile = Profile::issued;
  Vocabulary vocabulary = Vocabulary::ncts;
  std::string_view head = common_head;
  std::string_view like = {};  ///< root of the view this one is described by
  std::span<const Line> lines = {};
};
// NOLINTEND(readability-redundant-member-init)

/// "IE015 CC015C"; one name where people call it by its root.
[[nodiscard]] inline std::string names_of(const View& view) {
  std::string names{view.code};
  if (view.code != view.root) names.append(" ").append(view.root);
  return names;
}

[[nodiscard]] std::span<const View> trader_views();
[[nodiscard]] std::span<const View> office_views();
[[nodiscard]] std::span<const View> document_views();
[[nodiscard]] std::span<const Cut> default_cuts();

}  // namespace lintas::message
