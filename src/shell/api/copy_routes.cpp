#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/hex.hpp"
#include "base/time.hpp"
#include "core/messages/place.hpp"
#include "core/model/values/bounded_text.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/transit/copy.hpp"
#include "core/transit/departure/state.hpp"
#include "core/workflow/part.hpp"
#include "shell/api/call.hpp"
#include "shell/api/core.hpp"
#include "shell/api/description.hpp"
#include "shell/api/json.hpp"
#include "shell/api/problem.hpp"
#include "shell/api/rights.hpp"
#include "shell/api/routes.hpp"
#include "shell/api/trader_mail.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/net/http.hpp"
#include "wire/json/json_writer.hpp"
#include "wire/xml/xml_writer.hpp"

/// A new declaration out of one that was made here (core/transit/copy.hpp).
namespace lintas::api {

namespace {

constexpr std::array<std::string_view, 2> ways{"again", "return"};
constexpr std::array<std::string_view, 2> forms{"xml", "json"};

struct Wanted {
  transit::CopyWish wish;
  bool as_json = false;
};

/// Nothing if the query does not say it; then the call is answered.
std::optional<Wanted> wanted_in(const Core& core, const CallPtr& call) {
  const auto text = [&](std::string_view name, std::string_view otherwise) {
    return std::string{call->request.query_value(name).value_or(otherwise)};
  };
  const auto wrong = [&](std::string_view name) {
    answer_bad_query(call, name);
    return std::nullopt;
  };
  const std::string way = text("way", "");
  const std::string goods = text("goods", "true");
  const std::string form = text("form", forms[0]);
  const std::string lrn = text("lrn", "");
  if (way != ways[0] && way != ways[1]) return wrong("way");
  if (goods != "true" && goods != "false") return wrong("goods");
  if (form != forms[0] && form != forms[1]) return wrong("form");
  if (!lrn.empty() && !Lrn::parse(lrn)) return wrong("lrn");
  std::array<std::byte, 16> random{};
  core.ports().entropy.fill(random);
  return Wanted{.wish = {.way = way == ways[0] ? transit::Way::again : transit::Way::back,
                         .goods = goods == "true",
                         .lrn = lrn,
                         .identification = to_hex(random),
                         .now = core.ports().clock()},
                .as_json = form == forms[1]};
}

/// Places as they are written in the form.
Json show(const transit::Copy& copy, bool as_json) {
  std::string text;
  if (as_json) {
    json::write(copy.document, text);
  } else {
    xml::write(copy.document, text);
  }
  Json notes = Json::array();
  for (const transit::CopyNote& one : copy.notes) {
    notes.push_back({{"missing", one.missing},
                     {"pointer", as_json ? message::json_pointer(one.pointer) : one.pointer},
                     {"text", one.text}});
  }
  return {{"declaration", text}, {"form", forms[as_json ? 1 : 0]}, {"notes", std::move(notes)}};
}

void show_copy(const Core& core, const CallPtr& call, app::Reader& reader) {
  if (!may_ever_read(call->actor.role, Read::declaration))
    return answer_unseen(call, Read::declaration, false);
  const auto wanted = wanted_in(core, call);
  if (!wanted) return;
  const workflow::Setting setting = core.ports().setting();
  const auto slot = core.departing_in(call, setting);
  const auto seen = slot ? core.see(*slot, Read::declaration, call, reader, setting) : std::nullopt;
  if (!seen) {
    return answer_unseen(call, Read::declaration,
                         core.see_movement(Read::movement, call, reader, setting).has_value());
  }
  const auto document = document_under(seen->state.as<transit::departure::Movement>().declaration.document,
                                       reader.history(seen->row.head), reader, core.ports().packer());
  if (!document) return answer_nothing(call);
  const Day today = std::chrono::floor<std::chrono::days>(wanted->wish.now);
  const auto copy = transit::copy_of(*document, wanted->wish, setting.reference->at(today));
  call->respond(json_response(200, show(copy, wanted->as_json)));
}

constexpr std::array note{Member{"missing", "boolean", "To be filled in; else to be looked at."},
                          Member{"pointer", "text", "An XPath in XML, a JSON Pointer in JSON."},
                          Member{"text", "text", "For a person."}};
constexpr std::array copy{Member{"declaration", "text", "The message, in the form that was asked for."},
                          Member{"form", "'xml'|'json'"}, Member{"notes", "[CopyNote]"}};
constexpr std::array objects{
    Object{"CopyNote", "What the declarant has to do to a copy.", note},
    Object{"DeclarationCopy", "A new declaration, valid but for what its notes name.", copy}};
constexpr std::array words{Words{"CopyWay", "Which journey a copy is for.", &words_of<ways>},
                           Words{"MessageForm", "How a message is written.", &words_of<forms>}};

constexpr std::array routes{
    Route{.method = net::Method::get,
          .pattern = "/v1/movements/{mrn}/copy",
          .id = "copyDeclaration",
          .tag = "messages",
          .summary = "A new declaration for the same journey or for the way back, and what has to be filled "
                     "in. Nothing is stored.",
          .takes = "holder way goods lrn form",
          .outcomes = {{200, "DeclarationCopy"}},
          .refusals = {400, 403, 404, 409},
          .who = &who_reads<Read::declaration>,
          .look = &show_copy}};

}  // namespace

Resource copy_routes() { return {.routes = routes, .objects = objects, .words = words}; }

}  // namespace lintas::api
