#include "shell/node/audit_heads.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
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

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/fields.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/code/cose.hpp"
#include "core/exchange/identity.hpp"
#include "core/exchange/partner.hpp"
#include "shell/api/api.hpp"
#include "shell/app/heads.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/store.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/gateway/links.hpp"
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
// As whoever asks is told, the words of the metric, and the endings of files.
constexpr std::string_view fault_rewritten = api::log_faults[0];
constexpr std::string_view fault_not_continued = api::log_faults[1];
constexpr std::string_view fault_went_back = api::log_faults[2];

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
  [[nodiscard]] app::HeadSignature verify(exchange::Partner partner, Instant /*at*/, ByteView content,
                                          ByteView signature) const override {
    return partner == partner_ && crypto::verify(key_.bytes, content, signature)
               ? app::HeadSignature::good
               : app::HeadSignature::foreign;
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

/// `newest`: of this node, of before `reads` were begun.
app::ShownHead shown_since(std::uint64_t size, const app::HeadRow& newest, store::Reads& reads) {
  // Whoever holds a longer one sees by the size that this log went back.
  const bool grows = size > 0 && size <= newest.head.size;
  return app::shown(newest, grows ? app::prove_growth(crypto::sha256, log_of(reads), size, newest.head)
                                  : std::vector<Hash256>{});
}

/// Nothing for what no node shows.
std::optional<app::ShownHead> read_shown(ByteView answer) {
  auto shown = from_cbor<app::ShownHead>(answer);
  const bool is_head = shown && shown->size > 0 && shown->size <= limits::head_size_max &&
                       shown->at >= limits::head_at_min &&
                       shown->proof.size() <= limits::head_proof_hashes_max;
  return is_head ? std::optional{*std::move(shown)} : std::nullopt;
}

bool is_fault(app::HeadVerdict verdict) {
  using enum app::HeadVerdict;
  return verdict == rewritten || verdict == not_continued || verdict == went_back;
}

/// "audit-head-MY-"
std::string beginning_of_evidence(exchange::Partner partner) {
  return format("audit-head-{}-", partner.str());
}

/// "20261129T123300Z"
std::string compact(std::chrono::sys_seconds at) {
  std::string text = lintas::to_text(Instant{at});
  text.erase(text.find('.'));
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text + 'Z';
}

/// Whatever their ending; none where the folder cannot be read.
std::vector<std::filesystem::path> all_evidence_of(const std::filesystem::path& folder,
                                                   exchange::Partner partner) {
  const std::string beginning = beginning_of_evidence(partner);
  std::vector<std::filesystem::path> all;
  std::error_code error;
  for (std::filesystem::directory_iterator one{folder, error}, end; !error && one != end;
       one.increment(error)) {
    if (one->path().filename().string().starts_with(beginning)) all.push_back(one->path());
  }
  std::ranges::sort(all);
  return all;
}

bool is_of(const app::ShownHead& shown, const TreeHead& head) {
  return shown.size == head.size && shown.root == head.root;
}

/// Nothing for a file that says something else.
std::optional<app::Contradiction> read_evidence(const std::filesystem::path& file) {
  const auto text = read_file(file.string(), Secrecy::open, 2 * limits::head_answer_bytes_max);
  if (!text) return std::nullopt;
  auto both = from_cbor<app::Contradiction>(as_bytes(*text));
  return both ? std::optional{*std::move(both)} : std::nullopt;
}

}  // namespace

struct AuditHeads::Known {
  gateway::PartnerLink link;
  code::PublicKey head_key;
  Instant introduced;  ///< its document got its place here
};

std::vector<std::filesystem::path> evidence_of(const std::filesystem::path& folder, exchange::Partner partner,
                                               std::string_view ending) {
  auto all = all_evidence_of(folder, partner);
  std::erase_if(all, [&](const auto& file) { return file.extension() != format(".{}", ending); });
  return all;
}

std::filesystem::path new_evidence(const std::filesystem::path& folder, exchange::Partner partner,
                                   std::string_view fault, Instant now) {
  const auto all = all_evidence_of(folder, partner);
  auto at = std::chrono::floor<std::chrono::seconds>(now);
  const auto stem = [&] { return beginning_of_evidence(partner) + compact(at); };
  while (std::ranges::any_of(all, [&](const auto& file) { return file.stem() == stem(); }))
    at += std::chrono::seconds{1};
  return folder / format("{}.{}", stem(), fault);
}

api::PartnerLine::Log log_of(const std::filesystem::path& folder, exchange::Partner partner,
                             const std::optional<app::HeadRow>& head) {
  api::PartnerLine::Log log;
  if (head) log.head = api::PartnerLine::Log::Head{.events = head->head.size, .signed_at = head->at};
  for (const std::string_view fault : api::log_faults) {
    if (evidence_of(folder, partner, fault).empty()) continue;
    log.fault = fault;
    break;
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
    const exchange::IdentityDocument& document = agreement.identity->document;
    partners.emplace(link->partner,
                     std::make_shared<const Known>(Known{*link, document.head_key, agreement.taken}));
  }
  {
    const std::scoped_lock lock{mutex_};
    const auto before = std::exchange(partners_, partners);
    std::erase_if(newest_, [&](const auto& one) { return !partners.contains(one.first); });
    for (const auto& [partner, known] : before) {
      if (partners.contains(partner)) continue;
      options_.watch.metrics().forget(Metric::partner_log_fault, partner.str());
      options_.watch.metrics().forget(Metric::partner_head_age_seconds, partner.str());
    }
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
  std::optional<app::HeadRow> own;
  if (asker && is_recent) {
    const std::scoped_lock lock{mutex_};
    const auto found = partners_.find(*asker);
    if (found != partners_.end()) known = found->second;
    own = own_;
  }
  // Proved before it takes a place among what partners ask: who proves nothing takes none from them.
  if (known == nullptr || !known->link.admits(request.peer) ||
      !crypto::verify(known->head_key.bytes, asked->content, asked->signature))
    return respond(refusal());
  const auto later = std::make_shared<net::Responder>(std::move(respond));
  const bool looked = options_.read([this, later, own,
                                     from = asked->request.from](store::Reads& reads) mutable {
    if (!own) own = reads.last_head(options_.self);  // none was signed in this life yet
    if (!own) return (*later)(net::text_response(404, "text/plain", "No head is signed yet.\n"));
    (*later)(net::text_response(200, "application/cbor", as_text(to_cbor(shown_since(from, *own, reads)))));
  });
  if (!looked) (*later)(busy());
}

void AuditHeads::signed_own(const app::HeadRow& head) {
  const std::scoped_lock lock{mutex_};
  own_ = head;
}

// ---- asking partners

void AuditHeads::look() {
  std::map<exchange::Partner, KnownPtr> partners;
  {
    const std::scoped_lock lock{mutex_};
    partners = partners_;
  }
  options_.write([this](app::Store&) { keep_again(); });
  for (const auto& [partner, known] : partners) {
    // Where there is no room it is asked the next day.
    (void)options_.read([this, known](store::Reads& reads) {
      auto held = reads.last_head(known->link.partner);
      know_age(known->link.partner, held ? held->at : known->introduced);
      ask({.partner = known, .held = std::move(held)});
    });
  }
}

void AuditHeads::ask(Question question) {
  const gateway::PartnerLink& link = question.partner->link;
  const Bytes content = to_cbor(app::HeadRequest{.asker = options_.self.number(),
                                                 .owner = link.partner.number(),
                                                 .from = question.from(),
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
  client_->send(std::move(request), [this, question = std::move(question)](
                                        const net::Client::Result& result) { take(question, result); });
}

void AuditHeads::take(const Question& question, const net::Client::Result& result) {
  if (question.about) return take_of_evidence(question, result);
  const exchange::Partner who = question.partner->link.partner;
  const auto refused = [&](std::string_view what) {
    refuse(who, what);
    tell_age(who);
  };
  if (!result) {
    if (result.error().kind == net::ClientErrorKind::too_large) return refused("too large");
    return tell_age(who);  // whether a partner is there, the messages for it tell
  }
  if (result->status == 404) {
    if (!question.held) return know_age(who, options_.clock());  // nothing happened there yet
    return options_.write([this, question, who](app::Store& store) {
      // It takes back what it has shown.
      if (store.last_head(who) == question.held && !is_explained(*question.held))
        gone_back(who, *question.held, {});
      tell_age(who);
    });
  }
  if (result->status != 200) return refused(format("HTTP {}", result->status));
  auto shown = read_shown(result->body);
  if (!shown) return refused("malformed");
  options_.write(
      [this, question, shown = *std::move(shown)](app::Store& store) { judge(question, shown, store); });
}

/// Whatever else is answered, it is asked again the next day.
void AuditHeads::take_of_evidence(const Question& question, const net::Client::Result& result) {
  auto shown = result && result->status == 200 ? read_shown(result->body) : std::nullopt;
  if (!shown) return;
  options_.write([this, question, shown = *std::move(shown)](app::Store& store) {
    judge_evidence(question, shown, store);
  });
}

void AuditHeads::judge(const Question& question, const app::ShownHead& shown, app::Store& store) {
  const exchange::Partner who = question.partner->link.partner;
  const auto held = store.last_head(who);
  if (held != question.held) return;  // two were under way, and the proof continues another one
  const KeyOfPartner key{who, question.partner->head_key};
  const app::HeadRow head = app::row_of(who, shown);
  const app::HeadClock clock{.now = options_.clock(), .ahead_max = limits::head_request_skew_max};
  auto verdict = app::accept_head(crypto::sha256, store, key, head, shown.proof, held, clock);
  const auto earlier = [&]() -> const app::HeadRow& {
    return certain(held, "only what does not go with an earlier head is a fault");
  };
  if (is_fault(verdict) && is_explained(earlier())) {
    // A store tells the newest of an owner by its instant.
    verdict = head.at > earlier().at
                  ? app::accept_head(crypto::sha256, store, key, head, {}, std::nullopt, clock)
                  : app::HeadVerdict::dated_before;
  }
  switch (verdict) {
    case app::HeadVerdict::accepted: accepted(question.partner, head, held); break;
    case app::HeadVerdict::bad_signature:
      refuse(who, "not signed with the head key of its identity document");
      break;
    case app::HeadVerdict::dated_ahead: refuse(who, "dated ahead of our clock"); break;
    case app::HeadVerdict::dated_before: refuse(who, "signed before the one held"); break;
    case app::HeadVerdict::rewritten: rewritten(who, earlier(), shown); break;
    case app::HeadVerdict::went_back: gone_back(who, earlier(), shown); break;
    case app::HeadVerdict::not_continued:
      // It may have been damaged on its way, or by a mistake of the partner's that passes.
      if (!question.is_repeated)
        return ask({.partner = question.partner, .held = question.held, .is_repeated = true});
      not_continued(who, earlier(), shown);
      break;
  }
  tell_age(who);
}

/// As for any answer; that it continues the head of the evidence counts of the head that is held now alone.
void AuditHeads::judge_evidence(const Question& question, const app::ShownHead& shown, app::Store& store) {
  const exchange::Partner who = question.partner->link.partner;
  const auto held = store.last_head(who);
  const app::HeadRow head = app::row_of(who, shown);
  const KeyOfPartner key{who, question.partner->head_key};
  if (!held || held->head != head.head || app::signature_of(key, head) != app::HeadSignature::good) return;
  const auto& about = certain(question.about, "what is asked of evidence says of which");
  const app::ShownHead& told = about.both.shown;
  if (extends(crypto::sha256, {.size = told.size, .root = told.root}, head.head, shown.proof))
    ended(who, about);
  look_back(question.partner, *held, about.name);
}

void AuditHeads::accepted(const KnownPtr& known, const app::HeadRow& head,
                          const std::optional<app::HeadRow>& held) {
  const exchange::Partner partner = known->link.partner;
  know_age(partner, held ? std::max(held->at, head.at) : head.at);
  if (!held || head.head != held->head) {
    options_.watch.log(LogEvent::partner_head_taken,
                       {{"partner", partner.str()}, {"leaves", static_cast<std::int64_t>(head.head.size)}});
  }
  look_back(known, head, {});
}

/// A head that was signed is not forgotten because another one is good: what was told ends once the newest
/// one continues that as well, or people end it.
void AuditHeads::look_back(const KnownPtr& known, const app::HeadRow& newest, std::string_view behind) {
  const exchange::Partner partner = known->link.partner;
  for (const Evidence& one : open_evidence(partner)) {
    if (one.name <= behind) continue;
    const app::ShownHead& told = one.both.shown;
    if (told.size == 0 || is_of(told, newest.head)) {  // of size 0: none was shown, and now one is
      ended(partner, one);
    } else if (told.size == newest.head.size) {
      // Two roots, both signed: there it is kept, too.
      if (rewritten(partner, newest, told)) remove(partner, one);
    } else if (told.size < newest.head.size) {
      note(partner);
      return ask({.partner = known, .held = newest, .about = one});
    }
  }
  note(partner);
}

std::vector<AuditHeads::Evidence> AuditHeads::open_evidence(exchange::Partner partner) const {
  std::vector<Evidence> all;
  for (const std::string_view fault : {fault_not_continued, fault_went_back}) {
    for (const auto& file : evidence_of(options_.folder, partner, fault)) {
      if (auto both = read_evidence(file))
        all.push_back({.name = file.string(), .fault = fault, .is_file = true, .both = *std::move(both)});
    }
    const std::scoped_lock lock{mutex_};
    if (const auto found = unkept_.find({partner, fault}); found != unkept_.end())
      all.push_back({.name = std::string{fault}, .fault = fault, .both = found->second});
  }
  std::ranges::sort(all, {}, &Evidence::name);
  return all;
}

void AuditHeads::ended(exchange::Partner partner, const Evidence& evidence) {
  if (!remove(partner, evidence)) return;
  options_.watch.log(LogEvent::partner_log_explained,
                     {{"partner", partner.str()},
                      {"leaves", static_cast<std::int64_t>(evidence.both.shown.size)},
                      {"what", evidence.fault}});
}

bool AuditHeads::remove(exchange::Partner partner, const Evidence& evidence) {
  if (!evidence.is_file) {
    const std::scoped_lock lock{mutex_};
    unkept_.erase({partner, evidence.fault});
    return true;
  }
  std::error_code error;
  std::filesystem::remove(evidence.name, error);
  if (error) refuse(partner, format("{}: {}", evidence.name, error.message()));
  return !error;
}

std::optional<std::string> AuditHeads::keep(exchange::Partner partner, std::string_view fault,
                                            const app::Contradiction& both) {
  const auto kept = evidence_of(options_.folder, partner, fault);
  for (const auto& file : kept) {
    const auto known = read_evidence(file);
    if (known && is_of(known->held, {.size = both.held.size, .root = both.held.root}) &&
        is_of(known->shown, {.size = both.shown.size, .root = both.shown.root}))
      return file.string();
  }
  if (kept.size() >= limits::log_evidence_files_max) return std::nullopt;
  const auto file = new_evidence(options_.folder, partner, fault, options_.clock());
  const auto written = replace_durably(file.string(), as_text(to_cbor(both)));
  if (!written) refuse(partner, written.error());
  const std::scoped_lock lock{mutex_};
  if (!written) {
    unkept_.insert_or_assign({partner, fault}, both);
    return std::nullopt;
  }
  unkept_.erase({partner, fault});
  return file.string();
}

void AuditHeads::keep_again() {
  std::map<std::pair<exchange::Partner, std::string_view>, app::Contradiction> unkept;
  {
    const std::scoped_lock lock{mutex_};
    unkept = unkept_;
  }
  for (const auto& [what, both] : unkept) (void)keep(what.first, what.second, both);
}

bool AuditHeads::rewritten(exchange::Partner partner, const app::HeadRow& held, const app::ShownHead& shown) {
  return tell(LogEvent::partner_log_rewritten, fault_rewritten, held, shown, partner);
}

void AuditHeads::not_continued(exchange::Partner partner, const app::HeadRow& held,
                               const app::ShownHead& shown) {
  (void)tell(LogEvent::partner_log_not_continued, fault_not_continued, held, shown, partner);
}

void AuditHeads::gone_back(exchange::Partner partner, const app::HeadRow& held, const app::ShownHead& shown) {
  (void)tell(LogEvent::partner_log_went_back, fault_went_back, held, shown, partner);
}

bool AuditHeads::tell(LogEvent event, std::string_view fault, const app::HeadRow& held,
                      const app::ShownHead& shown, exchange::Partner partner) {
  const auto file =
      keep(partner, fault, {.owner = partner.number(), .held = app::shown(held, {}), .shown = shown});
  note(partner);
  const std::string who = partner.str();
  const LogField of{"partner", who};
  const LogField size_held{"held", static_cast<std::int64_t>(held.head.size)};
  const LogField leaves{"leaves", static_cast<std::int64_t>(shown.size)};
  if (file) {
    options_.watch.log(event, {of, size_held, leaves, {"file", *file}});
  } else {
    options_.watch.log(event, {of, size_held, leaves});
  }
  return file.has_value();
}

bool AuditHeads::is_explained(const app::HeadRow& held) const {
  return std::ranges::any_of(
      evidence_of(options_.folder, held.owner, explained_ending), [&](const auto& file) {
        const auto both = read_evidence(file);
        // Signed anew it is the same head.
        return both && both->owner == held.owner.number() && is_of(both->held, held.head);
      });
}

// ---- told

void AuditHeads::refuse(exchange::Partner partner, std::string_view what) {
  options_.watch.log(LogEvent::partner_head_refused, {{"partner", partner.str()}, {"what", what}});
}

void AuditHeads::note(exchange::Partner partner) {
  // Under the lock: one that is taken out meanwhile is forgotten afterwards.
  const std::scoped_lock lock{mutex_};
  if (!partners_.contains(partner)) return;
  const std::string name = partner.str();
  bool is_told = false;
  for (const std::string_view fault : api::log_faults) {
    const bool is_this = !is_told && (unkept_.contains({partner, fault}) ||
                                      !evidence_of(options_.folder, partner, fault).empty());
    is_told = is_told || is_this;
    options_.watch.metrics().set(Metric::partner_log_fault, {name, fault}, is_this ? 1 : 0);
  }
}

void AuditHeads::know_age(exchange::Partner partner, Instant since) {
  const std::scoped_lock lock{mutex_};
  if (partners_.contains(partner)) newest_[partner] = std::max<Instant>(since, limits::head_at_min);
}

void AuditHeads::tell_age(exchange::Partner partner) {
  std::optional<Instant> since;
  {
    const std::scoped_lock lock{mutex_};
    const auto found = newest_.find(partner);
    if (found != newest_.end()) since = found->second;
  }
  if (!since || *since >= options_.clock() - limits::head_age_max) return;
  options_.watch.log(LogEvent::partner_head_old,
                     {{"partner", partner.str()}, {"since", lintas::to_text(*since)}});
}

void AuditHeads::measure() {
  const Instant now = options_.clock();
  const std::scoped_lock lock{mutex_};
  for (const auto& [partner, since] : newest_) {
    options_.watch.metrics().set(Metric::partner_head_age_seconds, {partner.str()},
                                 std::chrono::duration<double>(now - since).count());
  }
}

void AuditHeads::stop() {
  std::unique_ptr<net::Client> client;
  {
    const std::scoped_lock lock{mutex_};
    client.swap(client_);
  }
}

}  // namespace lintas::node
