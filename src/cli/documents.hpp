#pragma once

#include <array>
#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/cli.hpp"
#include "cli/connection.hpp"
#include "cli/output.hpp"
#include "shell/net/http.hpp"

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

/// A list that a document has, as a table below the rest; without columns it is not shown.
struct Table {
  std::string_view member;
  std::span<const Shown> columns = {};
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
  std::string_view send;    ///< the act that sends what was kept; empty: nothing is sent
  std::string_view resend;  ///< and what the partner could not read
  std::string_view cancel;
  std::string_view use;                 ///< the act by which an import declaration uses one; empty: none
  std::string_view consumed;            ///< the member that has what it may use of it
  std::span<const DocumentSide> sides;  ///< the first is that where it begins
  std::span<const NotOfKind> not_submitted_with;
  std::span<const NotOfKind> not_listed_by;
  std::span<const Shown> columns;  ///< of a list
  bool (*is_named_by)(std::string_view operand);
  std::string (*name_for_people)(const Json& document);
  std::span<const Shown> rows;  ///< of one, above its tables
  std::span<const Table> tables;
  /// One as people read it, where that is not as the node shows it.
  Json (*for_people)(Json document) = nullptr;
  /// What stands behind its tables, beside what may be done.
  void (*print_more)(const Streams& streams, const Json& document) = nullptr;
  /// Answers one of another state; none: nobody answers them.
  Exit (*respond)(const Given& given, const Streams& streams) = nullptr;
  /// Has the authority of its state verify one that is here; none: nobody does.
  Exit (*verify)(const Given& given, const Streams& streams) = nullptr;
};

// Each stands in its source.
extern const DocumentKind certificate_kind;
extern const DocumentKind acdd_kind;
extern const DocumentKind kind_document_kind;
extern const DocumentKind origin_kind;

/// The member, or null.
[[nodiscard]] const Json& member(const Json& json, std::string_view name);
[[nodiscard]] std::string text_of_option(const Given& given, std::string_view option);

/// The act that asks to verify, by the options of `doc verify`. `items`: all that are meant if --item names
/// none; empty: the node knows.
[[nodiscard]] Exit ask_to_verify(const DocumentKind& kind, std::string_view act, const Given& given,
                                 const Streams& streams, Json (*items)(const Json& document));

/// In certificates.cpp: what customs says of items of a certificate that was claimed.
[[nodiscard]] Exit respond_as_customs(const Given& given, const Streams& streams);
/// Likewise: that its issuing authority is to verify it.
[[nodiscard]] Exit verify_certificate(const Given& given, const Streams& streams);

// ---- shown

/// Of a list of documents that one state issues for another one. `receiver`: the member that says for which.
[[nodiscard]] consteval std::array<Shown, 7> listed_with(std::string_view receiver) {
  return {Shown{.pointer = "/name", .label = "document"}, Shown{.pointer = "/state/id", .label = "state"},
          Shown{.pointer = "/alarm", .label = "look at"}, Shown{.pointer = "/due", .label = "next deadline"},
          Shown{.pointer = "/side", .label = "side"},     Shown{.pointer = receiver, .label = "for"},
          Shown{.pointer = "/began", .label = "began"}};
}

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

/// Uses by import declarations as the node shows them, a row each.
inline constexpr std::array use_columns{
    Shown{.pointer = "/declaration", .label = "used by"},
    Shown{.pointer = "/at", .label = "at"},
    Shown{.pointer = "/taken", .label = "line and quantity"},
};
[[nodiscard]] Json use_for_people(const Json& use);

/// A table below the rest; nothing where there are no rows, or no columns are named.
void print_part(std::ostream& out, const Json& rows, std::span<const Shown> columns);

/// Of a history, whatever the kind: columns that no step has are left out.
inline constexpr std::array step_columns{
    Shown{.pointer = "/at", .label = "at"},
    Shown{.pointer = "/event", .label = "event"},
    Shown{.pointer = "/trigger", .label = "step"},
    Shown{.pointer = "/state", .label = "state"},
    Shown{.pointer = "/partner", .label = "partner"},
    Shown{.pointer = "/edition", .label = "version"},
    Shown{.pointer = "/answer", .label = "answer"},
    Shown{.pointer = "/sent", .label = "sent"},
    Shown{.pointer = "/not_sent", .label = "by letter"},
    Shown{.pointer = "/kept", .label = "kept because of"},
    Shown{.pointer = "/declaration", .label = "declaration"},
    Shown{.pointer = "/differences", .label = "differences"},
    Shown{.pointer = "/used_by", .label = "used by"},
    Shown{.pointer = "/replaced_by", .label = "replaced by"},
    Shown{.pointer = "/by/role", .label = "by"},
    Shown{.pointer = "/by/office", .label = "office"},
    Shown{.pointer = "/account", .label = "account"},
    Shown{.pointer = "/second", .label = "second officer"},
    Shown{.pointer = "/ground", .label = "ground"},
    Shown{.pointer = "/faults", .label = "faults"},
    Shown{.pointer = "/alarm", .label = "alarm"},
    Shown{.pointer = "/done", .label = "done there"},
    Shown{.pointer = "/texts", .label = "text"},
    Shown{.pointer = "/texts_erased", .label = "text erased"},
};

// ---- asked for, whatever the kind

/// Prints what lies at the address as one of this kind.
[[nodiscard]] Exit show_one(const DocumentKind& kind, const std::string& path, const Given& given,
                            const Streams& streams);
/// The one that is named; with --at as it stood then.
[[nodiscard]] Exit show_as_of(const DocumentKind& kind, const Given& given, const Streams& streams);
/// Lists those that the options of these names and `query` leave.
[[nodiscard]] Exit list_all(const DocumentKind& kind, std::span<const std::string_view> options,
                            std::vector<net::Parameter> query, const Given& given, const Streams& streams);
/// Prints the document itself, or writes it.
[[nodiscard]] Exit give_itself(const DocumentKind& kind, const Given& given, const Streams& streams);
/// What the node says of a message that it took.
[[nodiscard]] Exit print_kept(const Session& session, const Json& kept);
/// Asks for an act that takes a reason, and needs one.
[[nodiscard]] Exit ask_with_reason(const DocumentKind& kind, std::string_view act, const Given& given,
                                   const Streams& streams);

/// The kind of document that a message brings, by the name of its root; the most usual one where it has no
/// such name.
[[nodiscard]] const DocumentKind& kind_in(std::string_view message);
/// By the form of its name.
[[nodiscard]] const DocumentKind& kind_named(std::string_view operand);
/// By the option that names it; without one, certificates.
[[nodiscard]] const DocumentKind& kind_listed(const Given& given);
/// The items of --item; else the others, by their numbers.
[[nodiscard]] Json items_of(const Given& given, const Json& others);
/// The address of the document that the first operand names.
[[nodiscard]] std::string path_of_document(const Given& given);
[[nodiscard]] std::string path_of_document(const DocumentKind& kind, const Given& given);
/// What an act names a document by; one of no side of it as one of the last.
[[nodiscard]] Json named(const DocumentKind& kind, const Json& document, std::string_view act);
/// Asks for the act with the content and the fields of --set.
[[nodiscard]] Exit ask_about(Session& session, std::string_view act, Json content);
/// Opens, finds the document as the node shows it to the caller, and asks for what `make` makes of it.
[[nodiscard]] Exit act_on(const DocumentKind& kind, const Given& given, const Streams& streams,
                          const std::function<Exit(Session&, const Json& document)>& make);

}  // namespace lintas::cli
