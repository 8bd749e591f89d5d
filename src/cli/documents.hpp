#pragma once

#include <array>
#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>

#include "cli/cli.hpp"
#include "cli/connection.hpp"
#include "cli/output.hpp"

/// Documents of every kind on the command line, `lintas doc`: what the verbs ask of a kind, and what is alike
/// of all.
namespace lintas::cli {

inline constexpr Option reason_option{
    .name = "--reason", .value = "TEXT", .meaning = "why, for whom it concerns"};

inline constexpr Option item_option{
    .name = "--item",
    .value = "N",
    .meaning = "an item of a certificate by its number; several by several --item",
    .kind = Kind::number,
    .repeats = true};

/// A side on which documents of a kind lie.
struct DocumentSide {
  std::string_view name;      ///< as the node shows it
  std::string_view acts;      ///< before the point of the acts about it
  std::string_view named_by;  ///< the member that these name it by
};

/// An option that another kind of document takes, and why this one does not: it would be dropped without a
/// word.
struct NotOfKind {
  std::string_view option;
  std::string_view why;
};

/// A kind of document, as far as the verbs that all kinds take ask.
struct DocumentKind {
  std::string_view address;  ///< of all; one stands behind it
  std::string_view itself;   ///< behind the address of one: the document itself
  std::string_view root;     ///< of the message that brings one
  std::string_view member;   ///< as which the node shows what it took
  std::string_view listed;   ///< the option by which it is listed; none: what is listed without one
  /// The act that is asked for once one was kept, unless --draft says otherwise; empty: none.
  std::string_view then;
  std::string_view send;                ///< the act that sends what was kept
  std::span<const DocumentSide> sides;  ///< the first is that where it begins, and is cancelled
  std::span<const NotOfKind> not_submitted_with;
  std::span<const NotOfKind> not_listed_by;
  std::span<const Shown> columns;  ///< of a list
  bool (*is_named_by)(std::string_view operand);
  std::string (*name_for_people)(const Json& document);
  void (*print)(const Streams& streams, const Json& document);
  /// Answers one of another state; none: nobody answers them.
  Exit (*respond)(const Given& given, const Streams& streams) = nullptr;
};

// Each stands in its source.
extern const DocumentKind certificate_kind;
extern const DocumentKind acdd_kind;
extern const DocumentKind kind_document_kind;

/// The member, or null.
[[nodiscard]] const Json& member(const Json& json, std::string_view name);
[[nodiscard]] std::string text_of_option(const Given& given, std::string_view option);

/// In certificates.cpp: what customs says of items of a certificate that was claimed.
[[nodiscard]] Exit respond_as_customs(const Given& given, const Streams& streams);

// ---- shown

inline constexpr std::array remark_columns{
    Shown{.pointer = "/rule", .label = "said against it"},
    Shown{.pointer = "/place", .label = "at"},
    Shown{.pointer = "/detail", .label = "namely"},
};
inline constexpr std::array message_columns{
    Shown{.pointer = "/n", .label = "N"},
    Shown{.pointer = "/message", .label = "message"},
    Shown{.pointer = "/direction", .label = "direction"},
    Shown{.pointer = "/partner", .label = "partner"},
    Shown{.pointer = "/at", .label = "at"},
    Shown{.pointer = "/received", .label = "receipt"},
    Shown{.pointer = "/not_delivered", .label = "not delivered because"},
};

/// A table below the rest; nothing where there are no rows.
void print_part(std::ostream& out, const Json& rows, std::span<const Shown> columns);
/// What whoever asked may do now.
void print_acts(const Streams& streams, const Json& document);

// ---- asked for

/// The kind of document that a message brings, by the name of its root; the most usual one where it has no
/// such name.
[[nodiscard]] const DocumentKind& kind_in(std::string_view message);
/// The address of the document that the first operand names.
[[nodiscard]] std::string path_of_document(const Given& given);
/// What an act names a document by; one of no side of it as one of the last.
[[nodiscard]] Json named(const DocumentKind& kind, const Json& document, std::string_view act);
/// Asks for the act with the content and the fields of --set.
[[nodiscard]] Exit ask_about(Session& session, std::string_view act, Json content);
/// Opens, finds the document as the node shows it to the caller, and asks for what `make` makes of it.
[[nodiscard]] Exit act_on(const DocumentKind& kind, const Given& given, const Streams& streams,
                          const std::function<Exit(Session&, const Json& document)>& make);

}  // namespace lintas::cli
