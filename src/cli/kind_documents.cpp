#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/connection.hpp"
#include "cli/documents.hpp"
#include "cli/output.hpp"

/// Documents whose kind is a table: how they are shown, answered and used.
namespace lintas::cli {

namespace {

/// "TH, phyto, TH-PC-2026-0041873", as people name it.
std::string reference_for_people(const Json& document) {
  const Json& reference = member(document, "reference");
  return format("{}, {}, {}", text_of(member(reference, "state")), text_of(member(reference, "kind")),
                text_of(member(reference, "number")));
}

/// By state, kind and number. The code of a kind has small letters and no capital one: that of an office
/// begins with a capital letter, and that of a certified exporter may be a number alone.
bool is_reference(std::string_view name) {
  const auto comma = name.find(',');
  if (comma == std::string_view::npos) return false;
  std::string_view kind = name.substr(comma + 1);
  const auto end = kind.find(',');
  if (end == std::string_view::npos) return false;
  kind = kind.substr(0, end);
  while (kind.starts_with(' ')) kind.remove_prefix(1);
  const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
  return std::ranges::any_of(kind, is_small) &&
         std::ranges::all_of(kind, [&](char c) { return is_small(c) || (c >= '0' && c <= '9') || c == '_'; });
}

// ---- shown

constexpr std::array line_columns{
    Shown{.pointer = "/number", .label = "line"},
    Shown{.pointer = "/quantity", .label = "quantity"},
    Shown{.pointer = "/unit", .label = "unit"},
    Shown{.pointer = "/left", .label = "left"},
};
constexpr std::array not_booked_columns{
    Shown{.pointer = "/declaration", .label = "not booked: used by"},
    Shown{.pointer = "/at", .label = "at"},
    Shown{.pointer = "/taken", .label = "line and quantity"},
    Shown{.pointer = "/rule", .label = "rule"},
    Shown{.pointer = "/detail", .label = "namely"},
};
/// A line for each thing that is wrong with one.
Json not_booked_for_people(const Json& not_booked) {
  Json rows = Json::array();
  for (const Json& one : not_booked) {
    for (const Json& fault : member(one, "faults")) {
      Json row = use_for_people(member(one, "use"));
      row["rule"] = member(fault, "rule");
      row["detail"] = member(fault, "detail");
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

Json kind_document_for_people(Json document) {
  for (Json& use : document["uses"]) use = use_for_people(use);
  document["not_booked"] = not_booked_for_people(document["not_booked"]);
  for (Json& step : document["history"]) {
    if (const Json& use = member(step, "use"); use.is_object()) {
      step["used_by"] =
          format("{} ({})", text_of(member(use, "declaration")), text_of(use_for_people(use)["taken"]));
    }
  }
  return document;
}

constexpr std::array kind_document_rows{
    Shown{.pointer = "/name", .label = "document"},
    Shown{.pointer = "/side", .label = "side"},
    Shown{.pointer = "/state/name", .label = "state"},
    Shown{.pointer = "/state/id", .label = ""},
    Shown{.pointer = "/alarm", .label = "to be looked at"},
    Shown{.pointer = "/due", .label = "next deadline"},
    Shown{.pointer = "/life", .label = "life"},
    Shown{.pointer = "/office", .label = "issued at"},
    Shown{.pointer = "/exporter", .label = "exporter"},
    Shown{.pointer = "/receiver", .label = "receiving state"},
    Shown{.pointer = "/issued", .label = "issued"},
    Shown{.pointer = "/valid_until", .label = "valid until"},
    Shown{.pointer = "/replaces", .label = "in the place of"},
    Shown{.pointer = "/replaced_by", .label = "replaced by"},
    Shown{.pointer = "/sent", .label = "sent as data"},
    Shown{.pointer = "/taken", .label = "taken there"},
    Shown{.pointer = "/answered", .label = "answered there"},
    Shown{.pointer = "/received", .label = "received"},
};

constexpr std::array kind_document_tables{Table{"reference"},
                                          Table{"lines", line_columns},
                                          Table{"uses", use_columns},
                                          Table{"not_booked", not_booked_columns},
                                          Table{"faults", remark_columns},
                                          Table{"history", step_columns},
                                          Table{"messages", message_columns}};
constexpr std::array kind_document_columns = listed_with("/receiver");
constexpr std::array kind_document_sides{DocumentSide{"issue", "doc", "reference"},
                                         DocumentSide{"receive", "doc_import", "reference"}};
constexpr std::array not_of_issues{
    NotOfKind{"--draft",
              "--draft: a document of this kind is issued when it is sent; no draft of it is kept"},
    NotOfKind{"--consent", "--consent is of customs declaration documents"},
    NotOfKind{"--reason", "--reason is of customs declaration documents"},
    NotOfKind{"--idempotency-key",
              "--idempotency-key: a document of this kind is known by its messageIdentification"}};

constexpr std::array not_of_lists_of_kinds{
    NotOfKind{"--origin", "--origin: with --kind these are documents of a kind"}};

// ---- answered

Exit respond_as_authority(const Given& given, const Streams& streams) {
  const std::string_view result = given.operand(1);
  if (result != "accept" && result != "refuse") {
    return refuse(
        given, streams,
        format("RESULT: '{}' is neither accept nor refuse, which a document of this kind is answered "
               "by",
               printable(result)));
  }
  if (given.has("--item"))
    return refuse(given, streams, "--item: a document of this kind is answered as a whole");
  return act_on(kind_document_kind, given, streams, [&](Session& session, const Json& document) {
    Json content = named(kind_document_kind, document, "doc_import.answer");
    content["accept"] = result == "accept";
    if (given.has("--reason")) content["reason"] = text_of_option(given, "--reason");
    return ask_about(session, "doc_import.answer", std::move(content));
  });
}

}  // namespace

constexpr DocumentKind kind_document_kind{.address = "/v1/kinds/documents",
                                          .itself = "/document",
                                          .root = "DOC.",
                                          .member = "document",
                                          .listed = "--kind",
                                          .then = {},
                                          .send = "doc.send",
                                          .resend = "doc.resend",
                                          .cancel = "doc.cancel",
                                          .use = "doc_import.use",
                                          .consumed = "lines",
                                          .sides = kind_document_sides,
                                          .not_submitted_with = not_of_issues,
                                          .not_listed_by = not_of_lists_of_kinds,
                                          .columns = kind_document_columns,
                                          .is_named_by = &is_reference,
                                          .name_for_people = &reference_for_people,
                                          .rows = kind_document_rows,
                                          .tables = kind_document_tables,
                                          .for_people = &kind_document_for_people,

                                          .respond = &respond_as_authority};

}  // namespace lintas::cli
