#include "shell/node/audit_heads.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/cose.hpp"
#include "core/exchange/partner.hpp"
#include "shell/api/api.hpp"
#include "shell/app/heads.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/store.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/config.hpp"
#include "shell/node/limits.hpp"
#include "shell/node/log.hpp"
#include "shell/node/metrics.hpp"
#include "shell/node/secrets.hpp"
#include "shell/store/sqlite/reads.hpp"

namespace lintas::node {

namespace {

constexpr std::string_view path = "/audit-head";
// As whoever asks is told, and the words of the metric.
constexpr std::string_view rewritten = api::log_faults[0];
constexpr std::string_view went_back = api::log_faults[1];

/// One for all that is wrong: a stranger learns nothing.
net::Response refusal() {
  return net::text_response(
      403, "application/problem+json",
      R"({"status":403,"code":"EXC-021","detail":"The head of this log is given to partners alone. Sign the )"
      R"(request with the head key of your identity document, with a clock that is right, and ask over the )"
      R"(line that your node is known by: docs/protocols/identity.md."})");
}

net::Response busy() {
  net::Response answer = net::text_response(
      503, "application/problem+json",
      R"({"status":503,"code":"NET-006","detail":"Too much waits here. Ask again later."})");
  answer.headers.add("Retry-After", std::to_string(limits::partner_retry_after.count()));
  return answer;
}

/// Knows the key of one partner.
class KeyOfPartner final : public app::Verifier {
 public:
  KeyOfPartner(exchange::Partner partner, const code::PublicKey& key) : partner_(partner), key_(key) {}
  [[nodiscard]] bool verify(exchange::Partner partner, ByteView content, ByteView signature) const override {
    return partner == partner_ && crypto::verify(key_.bytes, content, signature);
  }

 private:
  exchange::Partner partner_;
  code::PublicKey key_;
};

app::LogReads log_of(store::Reads& reads) {
  return {.tile = [&reads](std::uint8_t level, std::uint64_t n) { return reads.tile(level, n); },
          .feed = [&reads](app::Seq after, std::size_t count) { return reads.feed(after, count); }};
}

/// What a request says and who has to have signed it.
struct Asked {
  Bytes content;
  app::HeadRequest request;
  Bytes signature;
};

std::optional<Asked> read_request(const net::Request& request) {
  const auto content = request.query_value("request");
  const auto signature = request.query_value("signature");
  if (!content || !signature || content->size() > 2 * limits::head_request_bytes_max) return std::nullopt;
  auto bytes = from_hex(*content);
  auto signed_by = from_hex(*signature);
  if (!bytes || !signed_by) return std::nullopt;
  auto record = from_cbor<app::HeadRequest>(*bytes);
  if (!record || record->purpose != app::HeadRequest{}.purpose) return std::nullopt;
  return Asked{
      .content = *std::move(bytes), .request = *std::move(record), .signature = *std::move(signed_by)};
}

/// Nothing where no head was signed yet.
std::optional<app::ShownHead> head_since(std::uint64_t size, exchange::Partner self, store::Reads& reads) {
  const auto head = reads.last_head(self);
  if (!head) return std::nullopt;
  // Whoever holds a longer one sees by the size that this log went back.
  const bool grows = size > 0 && size <= head->head.size;
  return app::shown(*head, grows ? app::prove_growth(crypto::sha256, log_of(reads), size, head->head)
                                 : std::vector<Hash256>{});
}

std::filesystem::path file_of(const std::filesystem::path& folder, exchange::Partner partner,
                              std::string_view ending) {
  return folder / format("audit-head-{}.{}", partner.str(), ending);
}

}  // namespace

struct AuditHeads::Known {
  gateway::PartnerLink link;
  code::PublicKey head_key;
};

std::filesystem::path contradiction_of(const std::filesystem::path& folder, exchange::Partner partner) {
  return file_of(folder, partner, "contradiction");
}
std::filesystem::path explained_of(const std::filesystem::path& folder, exchange::Partner partner) {
  return file_of(folder, partner, "explained");
}

std::filesystem::path went_back_of(const std::filesystem::path& folder, exchange::Partner partner) {
  return file_of(folder, partner, "went-back");
}

api::PartnerLine::Log log_of(const std::filesystem::path& folder, exchange::Partner partner,
                             const std::optional<app::HeadRow>& head) {
  api::PartnerLine::Log log;
  if (head) log.head = api::PartnerLine::Log::Head{.events = head->head.size, .signed_at = head->at};
  std::error_code error;
  if (std::filesystem::exists(contradiction_of(folder, partner), error)) {
    log.fault = rewritten;
  } else if (std::filesystem::exists(went_back_of(folder, partner), error)) {
    log.fault = went_back;
  }
  return log;
}

AuditHeads::AuditHeads(net::Loop& loop, Options options)
    : options_(std::move(options)), client_(std::make_unique<net::Client>(loop)) {}

void AuditHeads::add_routes(net::Router& router) {
  router.add({.method = net::Method::get,
              .pattern = std::string{path},
              .body_bytes_max = 0,
              .handle = [this](const net::Request& request,
                               net::Responder respond) { answer(request, std::move(respond)); },
              .admit = {}});
}

void AuditHeads::set(const std::vector<gateway::PartnerLink>& links, const Agreements& agreements) {
  std::map<exchange::Partner, KnownPtr> partners;
  for (const Agreement& agreement : agreements.all) {
    const auto link = std::ranges::find(links, agreement.reach.partner, &gateway::PartnerLink::partner);
    if (!agreement.identity || link == links.end() || !link->introduces_itself) continue;
    partners.emplace(link->partner,
                     std::make_shared<const Known>(Known{*link, agreement.identity->document.head_key}));
  }
  {
    const std::scoped_lock lock{mutex_};
    partners_ = partners;
  }
  for (const auto& [partner, known] : partners) note(partner);
}

// ---- asked by partners

void AuditHeads::answer(const net::Request& request, net::Responder respond) {
  auto asked = read_request(request);
  if (!asked || asked->request.owner != options_.self.number()) return respond(refusal());
  const Instant now = options_.clock();
  // No difference is taken: what a stranger names may be any instant there is.
  const bool is_recent = asked->request.at >= now - limits::head_request_skew_max &&
                         asked->request.at <= now + limits::head_request_skew_max;
  const auto asker = exchange::Partner::of(asked->request.asker);
  KnownPtr known;
  if (asker && is_recent) {
    const std::scoped_lock lock{mutex_};
    const auto found = partners_.find(*asker);
    if (found != partners_.end()) known = found->second;
  }
  // Proved before it takes a place among what partners ask: who proves nothing takes none from them.
  if (known == nullptr || !known->link.admits(request.peer) ||
      !crypto::verify(known->head_key.bytes, asked->content, asked->signature))
    return respond(refusal());
  const auto later = std::make_shared<net::Responder>(std::move(respond));
  const bool looked = options_.read([this, later, asked = *std::move(asked)](store::Reads& reads) {
    const auto head = head_since(asked.request.from, options_.self, reads);
    if (!head) return (*later)(net::text_response(404, "text/plain", "No head is signed yet.\n"));
    (*later)(net::text_response(200, "application/cbor", as_text(to_cbor(*head))));
  });
  if (!looked) (*later)(busy());
}

// ---- asking partners

void AuditHeads::look() {
  std::map<exchange::Partner, KnownPtr> partners;
  {
    const std::scoped_lock lock{mutex_};
    partners = partners_;
  }
  for (const auto& [partner, known] : partners) {
    // Where there is no room it is asked the next day.
    (void)options_.read([this, known](store::Reads& reads) {
      const auto held = reads.last_head(known->link.partner);
      ask(known, held);
    });
  }
}

void AuditHeads::ask(const KnownPtr& partner, const std::optional<app::HeadRow>& held) {
  const gateway::PartnerLink& link = partner->link;
  const Bytes content = to_cbor(app::HeadRequest{.asker = options_.self.number(),
                                                 .owner = link.partner.number(),
                                                 .from = held ? held->head.size : 0,
                                                 .at = options_.clock()});
  net::ClientRequest request{.method = net::Method::get,
                             .url = link.url,
                             .tls = link.tls,
                             .response_bytes_max = limits::head_answer_bytes_max,
                             .public_only = link.public_only};
  request.url.target =
      format("{}?request={}&signature={}", path, to_hex(content), to_hex(options_.sign(content)));
  const std::scoped_lock lock{mutex_};
  if (!client_) return;
  client_->send(std::move(request),
                [this, partner, held](const net::Client::Result& result) { take(partner, held, result); });
}

void AuditHeads::take(const KnownPtr& partner, const std::optional<app::HeadRow>& held,
                      const net::Client::Result& result) {
  if (!result) {
    // Whether a partner is there, the messages for it tell.
    if (result.error().kind == net::ClientErrorKind::too_large) refuse(partner->link.partner, "too large");
    return;
  }
  if (result->status == 404) return;  // nothing happened there yet, or a release before this question
  if (result->status != 200) return refuse(partner->link.partner, format("HTTP {}", result->status));
  auto shown = from_cbor<app::ShownHead>(result->body);
  if (!shown || shown->size == 0 || shown->size > limits::head_size_max ||
      shown->proof.size() > limits::head_proof_hashes_max)
    return refuse(partner->link.partner, "malformed");
  options_.write([this, partner, held, shown = *std::move(shown)](app::Store& store) {
    judge(partner, held, shown, store);
  });
}

void AuditHeads::judge(const KnownPtr& partner, const std::optional<app::HeadRow>& asked_with,
                       const app::ShownHead& shown, app::Store& store) {
  const exchange::Partner who = partner->link.partner;
  const auto held = store.last_head(who);
  if (held != asked_with) return;  // two were under way, and the proof continues another one
  const KeyOfPartner key{who, partner->head_key};
  const app::HeadRow head = app::row_of(who, shown);
  auto verdict = app::accept_head(crypto::sha256, store, key, head, shown.proof, held);
  const bool is_fault = verdict == app::HeadVerdict::went_back || verdict == app::HeadVerdict::not_consistent;
  if (is_fault && is_explained(*held)) {
    // A store tells the newest of an owner by its size, so the next one is taken once the log has grown
    // again.
    if (head.head.size <= held->head.size) return not_gone_back(who);
    verdict = app::accept_head(crypto::sha256, store, key, head, {}, std::nullopt);
  }
  switch (verdict) {
    case app::HeadVerdict::accepted:
      not_gone_back(who);
      if (!held || head.head.size > held->head.size)
        options_.watch.log(LogEvent::partner_head_taken,
                           {{"partner", who.str()}, {"leaves", static_cast<std::int64_t>(head.head.size)}});
      return;
    case app::HeadVerdict::bad_signature:
      return refuse(who, "not signed with the head key of its identity document");
    case app::HeadVerdict::went_back: return gone_back(who, *held, shown);
    case app::HeadVerdict::not_consistent: return contradicted(who, *held, shown);
  }
}

void AuditHeads::contradicted(exchange::Partner partner, const app::HeadRow& held,
                              const app::ShownHead& shown) {
  const auto file = contradiction_of(options_.folder, partner);
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {  // the first one stays
    const app::Contradiction both{.owner = partner.number(), .held = app::shown(held, {}), .shown = shown};
    const auto kept = replace_durably(file.string(), as_text(to_cbor(both)));
    if (!kept) refuse(partner, kept.error());
  }
  not_gone_back(partner);
  options_.watch.log(LogEvent::partner_log_rewritten, {{"partner", partner.str()},
                                                       {"held", static_cast<std::int64_t>(held.head.size)},
                                                       {"leaves", static_cast<std::int64_t>(shown.size)},
                                                       {"file", file.string()}});
}

void AuditHeads::gone_back(exchange::Partner partner, const app::HeadRow& held, const app::ShownHead& shown) {
  const app::Contradiction both{.owner = partner.number(), .held = app::shown(held, {}), .shown = shown};
  const auto kept = replace_durably(went_back_of(options_.folder, partner).string(), as_text(to_cbor(both)));
  if (!kept) refuse(partner, kept.error());
  note(partner);
  options_.watch.log(LogEvent::partner_log_went_back, {{"partner", partner.str()},
                                                       {"held", static_cast<std::int64_t>(held.head.size)},
                                                       {"leaves", static_cast<std::int64_t>(shown.size)}});
}

void AuditHeads::not_gone_back(exchange::Partner partner) {
  std::error_code error;
  std::filesystem::remove(went_back_of(options_.folder, partner), error);
  if (error)
    refuse(partner, format("{}: {}", went_back_of(options_.folder, partner).string(), error.message()));
  note(partner);
}

bool AuditHeads::is_explained(const app::HeadRow& held) const {
  const auto text = read_file(explained_of(options_.folder, held.owner).string(), Secrecy::open,
                              2 * limits::head_answer_bytes_max);
  if (!text) return false;
  const auto both = from_cbor<app::Contradiction>(as_bytes(*text));
  return both && both->owner == held.owner.number() && app::row_of(held.owner, both->held) == held;
}

// ---- told

void AuditHeads::refuse(exchange::Partner partner, std::string_view what) {
  options_.watch.log(LogEvent::partner_head_refused, {{"partner", partner.str()}, {"what", what}});
}

void AuditHeads::note(exchange::Partner partner) {
  const std::string_view fault = log_of(options_.folder, partner, std::nullopt).fault;
  const std::string name = partner.str();
  for (const std::string_view one : api::log_faults)
    options_.watch.metrics().set(Metric::partner_log_fault, {name, one}, fault == one ? 1 : 0);
}

void AuditHeads::stop() {
  std::unique_ptr<net::Client> client;
  {
    const std::scoped_lock lock{mutex_};
    client.swap(client_);
  }
}

}  // namespace lintas::node
