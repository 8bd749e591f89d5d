#include "cli/bulk_line.hpp"

#include <chrono>
#include <expected>
#include <string>
#include <thread>
#include <utility>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/connection.hpp"
#include "cli/documents.hpp"
#include "cli/http.hpp"
#include "cli/output.hpp"
#include "cli/parcels.hpp"
#include "shell/net/http.hpp"
#include "wire/json/json_reader.hpp"

namespace lintas::cli {

namespace {

/// A node that turns everything away for so long is not busy but broken.
constexpr std::chrono::minutes busy_longest{10};

Sent refused(Json problem) {
  Sent sent{.outcome = Sent::Outcome::refused, .told = {}, .problem = std::move(problem)};
  for (const Json& error : member(sent.problem, "errors"))
    sent.told += format("{}{}", sent.told.empty() ? "" : " ", text_of(member(error, "rule")));
  if (sent.told.empty()) sent.told = text_of(member(sent.problem, "code"));
  return sent;
}

}  // namespace

Line::Line(Session session, const Given& given) : session_(std::move(session)), given_(given) {}

Sent Line::send(const Parcel& parcel, const std::string& digest) {
  const DocumentKind& kind = kind_in(parcel.body);
  Ask const ask{.method = net::Method::post,
                .path = with_query(std::string{kind.address},
                                   {{.name = "consent", .value = given_.has("--consent") ? "true" : ""}}),
                .content_type = json::is_json(parcel.body) ? "application/json" : "application/xml",
                .body = parcel.body};
  auto kept = ask_until_answered(ask);
  if (!kept) return std::move(kept).error();
  Json const document = member(*kept, kind.member);
  if (!kind.then.empty() && !given_.has("--draft")) {
    // The same document asks under the same key, whenever it is sent again.
    const auto done = ask_until_answered({.method = net::Method::post,
                                          .path = path_of("/v1/acts/", kind.then),
                                          .content_type = "application/json",
                                          .body = named(kind, document, kind.then).dump(),
                                          .idempotency_key = digest.substr(0, 32)});
    if (!done) return done.error();
  }
  return {.outcome = Sent::Outcome::taken, .told = text_of(member(*kept, "location"))};
}

std::expected<Json, Sent> Line::ask_until_answered(const Ask& ask) {
  const auto begun = std::chrono::steady_clock::now();
  const auto longest = std::chrono::seconds{given_.number("--wait").value_or(0)};
  for (;;) {
    const auto result = session_.try_ask(ask);
    const auto waited = std::chrono::steady_clock::now() - begun;
    if (!result) {
      if (waited >= longest)
        return std::unexpected(Sent{.told = format("the node cannot be reached: {}", result.error().what)});
      std::this_thread::sleep_for(std::chrono::seconds{1});
      continue;
    }
    if (result->status == 429 || result->status == 503) {
      if (waited >= busy_longest) return std::unexpected(Sent{.told = "the node is too busy"});
      std::this_thread::sleep_for(std::chrono::seconds{1});
      continue;
    }
    Json answer = Json::parse(as_text(result->body), nullptr, false);
    if (result->status / 100 == 2) return answer.is_object() ? std::move(answer) : Json::object();
    if (result->status >= 500 || !answer.is_object())
      return std::unexpected(Sent{.told = format("the node answers {}", result->status)});
    if (result->status == 401) {
      return std::unexpected(
          Sent{.told = format("the node does not know the key: {}", text_of(member(answer, "detail")))});
    }
    return std::unexpected(refused(std::move(answer)));
  }
}

}  // namespace lintas::cli
