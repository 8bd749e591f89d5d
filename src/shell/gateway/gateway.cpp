#include "shell/gateway/gateway.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <expected>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/values/mrn.hpp"
#include "core/workflow/command.hpp"
#include "shell/app/mail.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/pump.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"

namespace lintas::gateway {

namespace {

constexpr std::string_view path = "/exchange/v1/messages";
constexpr std::string_view lane_header = "Lintas-Lane";
constexpr std::string_view id_header = "Lintas-Message-Id";
/// A refusal of a message that could be read which leaves nothing behind: what any other rule says about a
/// message is business, its lane has gone on, and a receipt is never taken back by it.
struct NotTaken {
  std::string_view rule;
  std::string_view detail;
};
constexpr std::array not_taken{NotTaken{"EXC-001", "Another message was taken under this number."},
                               NotTaken{"EXC-014", "Nothing is known here by this name."}};

/// What is known of a message under way, for its answer.
struct Sent {
  app::OutboxRow row;
  std::string id;
  std::string type;
  std::optional<Mrn> mrn;
  Hash256 content;
  crypto::PublicKeyBytes key{};
};

/// What is known of a message that came, for its answer.
struct Taken {
  exchange::Partner partner;
  std::string id;
  std::string type;
  std::optional<Mrn> mrn;
  Hash256 content;
};

using Links = std::shared_ptr<const std::vector<PartnerLink>>;
using Link = std::shared_ptr<const PartnerLink>;

net::Response problem(std::uint16_t status, std::string_view rule, std::string_view detail) {
  return net::text_response(status, "application/problem+json",
                            format(R"({{"status":{},"code":"{}","detail":"{}"}})", status, rule, detail));
}

}  // namespace

bool refuses_for_good(std::uint16_t status) { return status == 422; }

class Gateway::Core : public std::enable_shared_from_this<Core> {
 public:
  Core(net::Loop& loop, app::Service& service, Options options)
      : loop_(loop),
        service_(service),
        options_(std::move(options)),
        mail_({.home = options_.home,
               .reference = options_.reference,
               .packer = options_.packer,
               .sha256 = options_.sha256,
               .letters = options_.letters}),
        links_(std::make_shared<const std::vector<PartnerLink>>(std::move(options_.partners))),
        client_(std::make_unique<net::Client>(loop)) {}

  void set_partners(std::vector<PartnerLink> partners) {
    auto links = std::make_shared<const std::vector<PartnerLink>>(std::move(partners));
    const std::scoped_lock lock{mutex_};
    links_ = std::move(links);
  }

  [[nodiscard]] std::vector<Backlog> backlogs() const {
    std::vector<Backlog> all;
    const std::scoped_lock lock{mutex_};
    std::set<exchange::Partner> partners = pump_.partners();
    for (const PartnerLink& link : *links_) partners.insert(link.partner);
    for (const exchange::Partner partner : partners) {
      const app::Pump::Backlog now = pump_.backlog(partner);
      all.push_back({.partner = partner, .waiting = now.waiting, .dead = now.dead, .oldest = now.oldest});
    }
    return all;
  }

  void add(const std::vector<app::OutboxRow>& rows) {
    if (rows.empty()) return;
    {
      const std::scoped_lock lock{mutex_};
      for (const app::OutboxRow& row : rows) pump_.add(row);
    }
    step();
  }

  void discard(const std::vector<app::OutboxRow>& rows) {
    if (rows.empty()) return;
    {
      const std::scoped_lock lock{mutex_};
      for (const app::OutboxRow& row : rows) pump_.discard(row);
    }
    step();
  }

  void stop() {
    {
      const std::scoped_lock lock{mutex_};
      stopped_ = true;
    }
    client_.reset();
  }

  void receive(net::Request request, net::Responder responder) {
    const auto shared =
        std::make_shared<std::pair<net::Request, net::Responder>>(std::move(request), std::move(responder));
    const bool taken = service_.post(app::Share::partners, [self = shared_from_this(), shared] {
      self->take(shared->first, std::move(shared->second));
    });
    if (!taken) shared->second(problem(503, "NET-006", "Too much waits here. Send it again later."));
  }

 private:
  // ---- sending

  /// Whatever the pump lets go now, and again when the next pause ends.
  void step() {
    std::vector<app::OutboxRow> rows;
    std::optional<Instant> next;
    const Instant now = options_.clock();
    {
      const std::scoped_lock lock{mutex_};
      if (stopped_) return;
      rows = pump_.take(now);
      next = pump_.next_try();
    }
    for (const app::OutboxRow& row : rows) send(row);
    if (next) step_at(*next, now);
  }

  /// Unless something is done earlier.
  void step_at(Instant then, Instant now) {
    {
      const std::scoped_lock lock{mutex_};
      if (stopped_ || (wake_ && *wake_ <= then)) return;
      wake_ = then;
    }
    const auto pause = std::max(std::chrono::duration_cast<std::chrono::milliseconds>(then - now),
                                std::chrono::milliseconds{10});
    loop_.after(pause, [weak = weak_from_this()] {
      const auto self = weak.lock();
      if (!self) return;
      {
        const std::scoped_lock lock{self->mutex_};
        self->wake_.reset();
      }
      self->step();
    });
  }

  /// A message that the pool is to write. Dropped before it was begun, for want of room or because the store
  /// could not be read, it waits again: the partner has nothing to do with it.
  class Attempt {
   public:
    Attempt(std::shared_ptr<Core> core, const app::OutboxRow& row) : core_(std::move(core)), row_(row) {}
    Attempt(const Attempt&) = delete;
    Attempt& operator=(const Attempt&) = delete;
    ~Attempt() {
      if (!begun_) core_->put_back(row_);
    }
    void begin(app::Reader& reader) {
      begun_ = true;
      try {
        const std::string id = core_->names_.of(row_.id);
        core_->post(row_, id, core_->mail_.write(row_, id, reader));
      } catch (const std::logic_error& bug) {
        core_->unwritable(row_, bug.what());
      } catch (const std::exception&) {
        begun_ = false;  // our own store, which says so itself
      }
    }

   private:
    std::shared_ptr<Core> core_;
    app::OutboxRow row_;
    bool begun_ = false;
  };

  void send(const app::OutboxRow& row) {
    (void)service_.read(app::Share::sending, [attempt = std::make_unique<Attempt>(shared_from_this(), row)](
                                                 app::Reader& reader) { attempt->begin(reader); });
  }

  /// A mistake of ours: tried again it would fail again, and as the oldest it would stand before everything
  /// that the partner could have. It holds its own lane, as a dead letter, until an officer decides.
  void unwritable(const app::OutboxRow& row, std::string_view why) {
    options_.report({.outcome = Outcome::dead,
                     .partner = row.partner,
                     .type = {},
                     .message = names_.of(row.id),
                     .mrn = std::nullopt,
                     .why = why});
    give_up(row);
  }

  void give_up(const app::OutboxRow& row) {
    {
      const std::scoped_lock lock{mutex_};
      pump_.refused(row.id);
    }
    options_.refused(row.id);
    step();
  }

  void put_back(const app::OutboxRow& row) {
    {
      const std::scoped_lock lock{mutex_};
      pump_.put_back(row.id);
    }
    const Instant now = options_.clock();
    step_at(now + limits::pool_full_pause, now);
  }

  void post(const app::OutboxRow& row, const std::string& id, app::Written written) {
    const Link link = find([&](const PartnerLink& one) { return one.partner == row.partner; });
    if (!link) {
      unreachable(row.partner, "no such partner in the configuration");
      failed(row);  // it stays, and goes when the partner is configured
      return;
    }
    net::ClientRequest request{.method = net::Method::post, .url = link->url, .tls = link->tls};
    request.url.target = std::string{path};
    request.headers.add("Content-Type", written.content_type);
    request.headers.add(id_header, id);
    request.headers.add(lane_header, std::to_string(row.n));
    const std::array<ByteView, 1> parts{ByteView{written.body}};
    auto sent = std::make_shared<const Sent>(Sent{.row = row,
                                                  .id = id,
                                                  .type = std::move(written.type),
                                                  .mrn = written.mrn,
                                                  .content = options_.sha256(parts),
                                                  .key = link->signing_key});
    request.body = std::move(written.body);
    const std::scoped_lock lock{mutex_};
    if (stopped_) return;
    client_->send(std::move(request), [self = shared_from_this(), sent](net::Client::Result result) {
      self->answered(*sent, result);
    });
  }

  void answered(const Sent& sent, const net::Client::Result& result) {
    if (!result) {
      unreachable(sent.row.partner, result.error().what);
      return failed(sent.row);
    }
    if (result->status == 200) {
      const auto receipt = Receipt::parse(as_text(result->body));
      const bool good = receipt && receipt->message_id == sent.id && receipt->content == sent.content &&
                        crypto::verify(sent.key, as_bytes(receipt->signed_text()), receipt->signature);
      if (!good) {
        unreachable(sent.row.partner, "its receipt does not fit the message or its key");
        return failed(sent.row);  // nobody proved that it arrived
      }
      {
        const std::scoped_lock lock{mutex_};
        pump_.receipted(sent.row.id);
      }
      report(Outcome::sent, sent, {});
      options_.receipted(sent.row.id);
      return step();
    }
    if (!refuses_for_good(result->status)) {
      unreachable(sent.row.partner, format("it answers {}", result->status));
      return failed(sent.row);
    }
    report(Outcome::dead, sent, code_of(as_text(result->body)));
    give_up(sent.row);
  }

  /// The rule that a partner names: letters, digits and hyphens of its `code`, nothing else of its text.
  [[nodiscard]] static std::string_view code_of(std::string_view problem) {
    constexpr std::string_view member = "\"code\":\"";
    const auto at = problem.find(member);
    if (at == std::string_view::npos) return {};
    problem.remove_prefix(at + member.size());
    const auto end = std::ranges::find_if_not(
        problem, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; });
    return problem.substr(0, std::min<std::size_t>(static_cast<std::size_t>(end - problem.begin()), 24));
  }

  void unreachable(exchange::Partner partner, std::string_view why) const {
    options_.report({.outcome = Outcome::unreachable,
                     .partner = partner,
                     .type = {},
                     .message = {},
                     .mrn = std::nullopt,
                     .why = why});
  }
  void report(Outcome outcome, const Sent& sent, std::string_view why) const {
    options_.report({.outcome = outcome,
                     .partner = sent.row.partner,
                     .type = sent.type,
                     .message = sent.id,
                     .mrn = sent.mrn,
                     .why = why});
  }

  void failed(const app::OutboxRow& row) {
    {
      const std::scoped_lock lock{mutex_};
      pump_.failed(row.id, options_.clock(), static_cast<std::uint8_t>(row.id));
    }
    step();
  }

  // ---- receiving

  /// The link stays as it is for whoever holds it, whatever is configured meanwhile.
  template <class Fits>
  [[nodiscard]] Link find(Fits fits) const {
    const std::scoped_lock lock{mutex_};
    const auto found = std::ranges::find_if(*links_, fits);
    return found == links_->end() ? nullptr : Link{links_, &*found};
  }

  [[nodiscard]] Link who(const net::Request& request) const {
    if (!request.peer.certificate) return nullptr;
    const net::PeerCertificate& shown = *request.peer.certificate;
    return find([&](const PartnerLink& link) {
      if (link.certificate) return *link.certificate == shown.fingerprint;
      // The listener believes the signers of all partners: here each signs for its own partner only.
      return shown.common_name == app::node_name(link.partner) &&
             std::ranges::find_first_of(shown.chain, link.signers) != shown.chain.end();
    });
  }

  void take(const net::Request& request, net::Responder responder) {
    const Link link = who(request);
    if (!link) return responder(problem(403, "EXC-010", "No partner has this certificate."));
    auto command = command_of(request, *link);
    if (!command) return responder(std::move(command.error()));
    const std::array<ByteView, 1> parts{ByteView{request.body}};
    auto taken = std::make_shared<const Taken>(Taken{.partner = link->partner,
                                                     .id = command->command.lane->message_id,
                                                     .type = std::move(command->type),
                                                     .mrn = command->mrn,
                                                     .content = options_.sha256(parts)});
    auto answer = std::make_shared<net::Responder>(std::move(responder));
    service_.ask(std::move(command->command),
                 [self = shared_from_this(), taken, answer](const workflow::Reply& reply) {
                   (*answer)(self->answer_of(reply, *taken));
                 });
  }

  void report(Outcome outcome, const Taken& taken, std::string_view why) const {
    options_.report({.outcome = outcome,
                     .partner = taken.partner,
                     .type = taken.type,
                     .message = taken.id,
                     .mrn = taken.mrn,
                     .why = why});
  }

  [[nodiscard]] net::Response answer_of(const workflow::Reply& reply, const Taken& taken) const {
    switch (reply.kind) {
      case workflow::Reply::Kind::accepted: break;
      case workflow::Reply::Kind::busy:
        return problem(503, "NET-006", "Too much waits here. Send it again later.");
      case workflow::Reply::Kind::internal:
        return problem(500, "EXC-012", "The message is kept and looked at by people. Send it again later.");
      case workflow::Reply::Kind::refused:
        require(!reply.findings.empty(), "a refusal says why");
        report(Outcome::refused, taken, reply.findings.front().rule);
        if (const auto* const found =
                std::ranges::find(not_taken, reply.findings.front().rule, &NotTaken::rule);
            found != not_taken.end())
          return problem(422, found->rule, found->detail);
        return receipt_for(taken);
      case workflow::Reply::Kind::conflict:
      case workflow::Reply::Kind::stale:
        require(false, "only requests of the API carry a print or a version that could differ");
    }
    report(Outcome::received, taken, {});
    return receipt_for(taken);
  }

  [[nodiscard]] net::Response receipt_for(const Taken& taken) const {
    Receipt receipt{
        .message_id = taken.id, .content = taken.content, .at = options_.clock(), .signature = {}};
    const auto signature = options_.signing_key->sign(as_bytes(receipt.signed_text()));
    receipt.signature.assign(signature.begin(), signature.end());
    return net::text_response(200, "application/json", receipt.json());
  }

  using Refusable = std::expected<app::Read, net::Response>;

  [[nodiscard]] Refusable command_of(const net::Request& request, const PartnerLink& link) {
    const auto id = request.headers.find(id_header);
    const auto lane = request.headers.find(lane_header);
    const auto n = lane ? number(*lane) : std::nullopt;
    if (!id || id->empty() || id->size() > 35 || !n)
      return std::unexpected(problem(422, "EXC-013", "Lintas-Message-Id and Lintas-Lane are required."));
    auto read = mail_.read({.from = link.partner,
                            .id = *id,
                            .lane = *n,
                            .content_type = request.headers.find("Content-Type").value_or(""),
                            .body = request.body},
                           options_.clock());
    if (!read) return std::unexpected(problem(422, read.error().rule, read.error().detail));
    return *std::move(read);
  }

  [[nodiscard]] static std::optional<std::uint32_t> number(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
  }

  net::Loop& loop_;
  app::Service& service_;
  Options options_;
  const app::MessageNames names_{options_.home, options_.losses};
  app::Mail mail_;
  mutable std::mutex mutex_;
  Links links_;
  app::Pump pump_;
  std::optional<Instant> wake_;
  bool stopped_ = false;
  std::unique_ptr<net::Client> client_;
};

Gateway::Gateway(net::Loop& loop, app::Service& service, Options options)
    : core_(std::make_shared<Core>(loop, service, std::move(options))) {}

Gateway::~Gateway() { core_->stop(); }

void Gateway::add(const std::vector<app::OutboxRow>& rows) { core_->add(rows); }
void Gateway::discard(const std::vector<app::OutboxRow>& rows) { core_->discard(rows); }
void Gateway::set_partners(std::vector<PartnerLink> partners) { core_->set_partners(std::move(partners)); }
std::vector<Gateway::Backlog> Gateway::backlogs() const { return core_->backlogs(); }
void Gateway::stop() { core_->stop(); }

void Gateway::add_routes(net::Router& router) {
  router.add({.method = net::Method::post,
              .pattern = std::string{path},
              .body_bytes_max = limits::message_bytes_max,
              .handle =
                  [core = core_](net::Request request, net::Responder responder) {
                    core->receive(std::move(request), std::move(responder));
                  },
              .admit = {}});
}

}  // namespace lintas::gateway
