#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "cli/documents.hpp"
#include "cli/output.hpp"

/// Customs declaration documents: how they are shown.
namespace lintas::cli {

namespace {

/// "SG, OX6K123456A", as people name it.
std::string permit_for_people(const Json& document) {
  const Json& permit = member(document, "permit");
  return format("{}, {}", text_of(member(permit, "state")), text_of(member(permit, "number")));
}

constexpr std::array acdd_item_columns{
    Shown{.pointer = "/item", .label = "item"},     Shown{.pointer = "/hs", .label = "goods"},
    Shown{.pointer = "/origin", .label = "origin"}, Shown{.pointer = "/quantity", .label = "quantity"},
    Shown{.pointer = "/unit", .label = "unit"},     Shown{.pointer = "/covered", .label = "declared"},
};

/// A line an item for people, and beside it what is declared: "90 KGM of 08109010 (D26-1 line 1)".
Json acdd_for_people(Json document) {
  for (Json& item : document["items"]) {
    std::string covered;
    for (const Json& line : member(item, "covered_by")) {
      covered +=
          format("{}{} {} of {} ({} line {})", covered.empty() ? "" : ", ", text_of(member(line, "quantity")),
                 text_of(member(line, "unit")), text_of(member(line, "hs")),
                 text_of(member(line, "declaration")), text_of(member(line, "line")));
    }
    item.erase("covered_by");
    item["covered"] = std::move(covered);
  }
  return document;
}

constexpr std::array difference_columns{
    Shown{.pointer = "/kind", .label = "differs"},
    Shown{.pointer = "/item", .label = "item"},
    Shown{.pointer = "/digit", .label = "from digit"},
    Shown{.pointer = "/exported", .label = "exported"},
    Shown{.pointer = "/declared", .label = "declared"},
    Shown{.pointer = "/declaration", .label = "declaration"},
    Shown{.pointer = "/line", .label = "line"},
};

constexpr std::array acdd_rows{
    Shown{.pointer = "/name", .label = "document"},
    Shown{.pointer = "/side", .label = "side"},
    Shown{.pointer = "/state/name", .label = "state"},
    Shown{.pointer = "/state/id", .label = ""},
    Shown{.pointer = "/alarm", .label = "to be looked at"},
    Shown{.pointer = "/due", .label = "next deadline"},
    Shown{.pointer = "/edition", .label = "version"},
    Shown{.pointer = "/exporter", .label = "exporter"},
    Shown{.pointer = "/importer", .label = "importing state"},
    Shown{.pointer = "/departure", .label = "departure"},
    Shown{.pointer = "/office", .label = "released at"},
    Shown{.pointer = "/consent", .label = "trader consents"},
    Shown{.pointer = "/declarations", .label = "declared by"},
    Shown{.pointer = "/differences_in_all", .label = "differences"},
};

constexpr std::array acdd_tables{Table{"permit"},
                                 Table{"items", acdd_item_columns},
                                 Table{"differences", difference_columns},
                                 Table{"kept", remark_columns},
                                 Table{"faults", remark_columns},
                                 Table{"history", step_columns},
                                 Table{"messages", message_columns}};
constexpr std::array acdd_columns = listed_with("/importer");
constexpr std::array acdd_sides{DocumentSide{"export", "acdd", "permit"},
                                DocumentSide{"import", "acdd_import", "permit"}};
// A release cannot be undone.
constexpr std::array not_of_releases{
    NotOfKind{"--draft",
              "--draft: a customs declaration document is released when it is sent; no draft of it is kept"},
    NotOfKind{"--idempotency-key",
              "--idempotency-key: a customs declaration document is known by its messageIdentification"}};
constexpr std::array not_of_lists_of_acdd{
    NotOfKind{"--kind", "--kind: with --acdd these are customs declaration documents"},
    NotOfKind{"--origin", "--origin: with --acdd these are customs declaration documents"}};

}  // namespace

constexpr DocumentKind acdd_kind{
    .address = "/v1/acdd",
    .itself = "/document",
    .root = "ACDD.SEND",
    .member = "acdd",
    .listed = "--acdd",
    .then = {},
    .send = "acdd.send",
    .resend = "acdd.resend",
    .cancel = "acdd.cancel",
    .use = {},
    .consumed = {},
    .sides = acdd_sides,
    .not_submitted_with = not_of_releases,
    .not_listed_by = not_of_lists_of_acdd,
    .columns = acdd_columns,
    // By its state and permit, "SG, OX6K123456A".
    .is_named_by = [](std::string_view name) { return std::ranges::count(name, ',') == 1; },
    .name_for_people = &permit_for_people,
    .rows = acdd_rows,
    .tables = acdd_tables,
    .for_people = &acdd_for_people};

}  // namespace lintas::cli
