#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/connection.hpp"
#include "cli/documents.hpp"
#include "cli/output.hpp"

/// Origin declarations that were presented to customs: how they are shown and answered.
namespace lintas::cli {

namespace {

/// "MY, 0217/MY07, KLPG/26/11/0417", as people name it.
std::string reference_for_people(const Json& declaration) {
  const Json& reference = member(declaration, "reference");
  return format("{}, {}, {}", text_of(member(reference, "state")), text_of(member(reference, "code")),
                text_of(member(reference, "document")));
}

/// By state, authorisation code and number of the carrying document. The office of a certificate stands where
/// the code does here, and begins with the letters of its state.
bool is_reference(std::string_view name) {
  constexpr std::size_t letters = 2;
  const auto comma = name.find(',');
  if (comma != letters) return false;
  const std::string_view state = name.substr(0, letters);
  name.remove_prefix(comma + 1);
  while (name.starts_with(' ')) name.remove_prefix(1);
  return name.contains(',') && !name.starts_with(state);
}

constexpr std::array judgement_columns{
    Shown{.pointer = "/check", .label = "by the register"},
    Shown{.pointer = "/item", .label = "of item"},
    Shown{.pointer = "/listed", .label = "is"},
    Shown{.pointer = "/product", .label = "as product"},
};
constexpr std::array declared_item_columns{
    Shown{.pointer = "/number", .label = "item"},
    Shown{.pointer = "/code", .label = "goods"},
    Shown{.pointer = "/quantity", .label = "quantity"},
    Shown{.pointer = "/unit", .label = "unit"},
    Shown{.pointer = "/left", .label = "left"},
    Shown{.pointer = "/result", .label = "result"},
    Shown{.pointer = "/rules", .label = "against it"},
    Shown{.pointer = "/description", .label = "description"},
};

/// Of what stands against an item the rules; `--json` has the words.
Json declaration_for_people(Json declaration) {
  for (Json& item : declaration["items"]) {
    std::string rules;
    for (const Json& one : member(item, "against"))
      rules += format("{}{}", rules.empty() ? "" : ", ", text_of(member(one, "rule")));
    item["rules"] = std::move(rules);
  }
  for (Json& use : declaration["uses"]) use = use_for_people(use);
  return declaration;
}

constexpr std::array origin_rows{
    Shown{.pointer = "/name", .label = "declaration"},
    Shown{.pointer = "/state/name", .label = "state"},
    Shown{.pointer = "/state/id", .label = ""},
    Shown{.pointer = "/alarm", .label = "to be looked at"},
    Shown{.pointer = "/due", .label = "next deadline"},
    Shown{.pointer = "/day", .label = "of"},
    Shown{.pointer = "/presented", .label = "presented"},
    Shown{.pointer = "/check/request", .label = "asked to verify"},
    Shown{.pointer = "/check/received", .label = "its authority has it"},
    Shown{.pointer = "/check/reply_came", .label = "its reply came"},
};
constexpr std::array origin_tables{
    Table{"reference"},         Table{"judgements", judgement_columns}, Table{"items", declared_item_columns},
    Table{"uses", use_columns}, Table{"history", step_columns},         Table{"messages", message_columns}};
constexpr std::array origin_columns{
    Shown{.pointer = "/name", .label = "declaration"}, Shown{.pointer = "/state/id", .label = "state"},
    Shown{.pointer = "/alarm", .label = "look at"},    Shown{.pointer = "/due", .label = "next deadline"},
    Shown{.pointer = "/day", .label = "of"},           Shown{.pointer = "/began", .label = "began"},
};
constexpr std::array origin_sides{DocumentSide{"import", "origin", "reference"}};
constexpr std::array not_of_presentations{
    NotOfKind{"--draft",
              "--draft: an origin declaration is presented when it is sent; no draft of it is kept"},
    NotOfKind{"--consent", "--consent is of customs declaration documents"},
    NotOfKind{"--reason", "--reason is of customs declaration documents"},
    NotOfKind{"--idempotency-key",
              "--idempotency-key: an origin declaration is known by its messageIdentification"}};
constexpr std::array not_of_lists_of_origin{
    NotOfKind{"--waits", "--waits needs --acdd or --kind: of origin declarations no list says what waits"},
    NotOfKind{"--side", "--side: origin declarations are presented where the goods are imported"}};

// ---- answered

/// Then what is found in order ends the check.
bool is_checked(const Json& declaration) {
  const std::string state = text_of(member(member(declaration, "state"), "id"));
  return state == "UNDER_CHECK" || state == "VISIT";
}

Exit respond_on_origin(const Given& given, const Streams& streams) {
  const std::string_view result = given.operand(1);
  const bool accepts = result == "accept";
  if (!accepts && !result.starts_with('N')) {
    return refuse(
        given, streams,
        format("RESULT: '{}' is neither accept nor one of N1 to N13, by which preference for items of "
               "an origin declaration is refused",
               printable(result)));
  }
  return act_on(origin_kind, given, streams, [&](Session& session, const Json& declaration) {
    const bool ends_check = accepts && is_checked(declaration);
    if (ends_check && given.has("--item"))
      return refuse(given, streams,
                    "--item: what is checked is accepted as a whole; refuse what is not in order");
    const std::string_view act = ends_check ? "origin.end_check"
                                 : accepts  ? "origin.accept"
                                            : "origin.refuse";
    Json content = named(origin_kind, declaration, act);
    if (Json items = items_of(given, Json::array()); !items.empty()) content["items"] = std::move(items);
    if (!accepts) content["result"] = std::string{result};
    if (given.has("--reason"))
      content[accepts && !ends_check ? "late"
              : ends_check           ? "text"
                                     : "reason"] = text_of_option(given, "--reason");
    return ask_about(session, act, std::move(content));
  });
}

Exit verify_origin(const Given& given, const Streams& streams) {
  return ask_to_verify(origin_kind, "origin.check", given, streams,
                       [](const Json&) { return Json::array(); });
}

}  // namespace

constexpr DocumentKind origin_kind{.address = "/v1/origin-declarations",
                                   .itself = "/document",
                                   .root = "OD.DECLARATION",
                                   .member = "origin_declaration",
                                   .listed = "--origin",
                                   .then = {},
                                   .send = {},
                                   .resend = {},
                                   .cancel = "origin.withdraw",
                                   .use = "origin.use",
                                   .consumed = "items",
                                   .sides = origin_sides,
                                   .not_submitted_with = not_of_presentations,
                                   .not_listed_by = not_of_lists_of_origin,
                                   .columns = origin_columns,
                                   .is_named_by = &is_reference,
                                   .name_for_people = &reference_for_people,
                                   .rows = origin_rows,
                                   .tables = origin_tables,
                                   .for_people = &declaration_for_people,
                                   .respond = &respond_on_origin,
                                   .verify = &verify_origin};

}  // namespace lintas::cli
