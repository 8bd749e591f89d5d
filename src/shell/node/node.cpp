#include "shell/node/node.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/audit_tree.hpp"
#include "base/bytes.hpp"
#include "base/certain.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/attachments/records.hpp"
#include "core/code/trust.hpp"
#include "core/exchange/partner.hpp"
#include "core/model/groups.hpp"
#include "core/model/values/country.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"
#include "core/transit/movement.hpp"
#include "core/webhooks/state.hpp"
#include "core/workflow/attachments_part.hpp"
#include "core/workflow/audit.hpp"
#include "core/workflow/command.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "core/workflow/risk_amount.hpp"
#include "shell/api/api.hpp"
#include "shell/api/compact_code.hpp"
#include "shell/api/keys.hpp"
#include "shell/api/link_token.hpp"
#include "shell/api/refusals.hpp"
#include "shell/api/status_lists.hpp"
#include "shell/app/executor.hpp"
#include "shell/app/fresh_letters.hpp"
#include "shell/app/heads.hpp"
#include "shell/app/message_names.hpp"
#include "shell/app/ports.hpp"
#include "shell/app/service.hpp"
#include "shell/app/store.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/crypto/sealing.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/gateway/links.hpp"
#include "shell/gateway/names.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "shell/net/tls.hpp"
#include "shell/node/agreement_watch.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/attachment_folder.hpp"
#include "shell/node/audit_heads.hpp"
#include "shell/node/config.hpp"
#include "shell/node/documents.hpp"
#include "shell/node/exchange_watch.hpp"
#include "shell/node/introductions.hpp"
#include "shell/node/kept_identities.hpp"
#include "shell/node/kinds.hpp"
#include "shell/node/limits.hpp"
#include "shell/node/lines.hpp"
#include "shell/node/log.hpp"
#include "shell/node/metrics.hpp"
#include "shell/node/operations.hpp"
#include "shell/node/own_files.hpp"
#include "shell/node/own_identity.hpp"
#include "shell/node/pool.hpp"
#include "shell/node/prints.hpp"
#include "shell/node/secrets.hpp"
#include "shell/node/watch.hpp"
#include "shell/node/webhook_sender.hpp"
#include "shell/node/writer.hpp"
#include "shell/print/limits.hpp"
#include "shell/store/payload_codec.hpp"
#include "shell/store/sqlite/prints.hpp"
#include "shell/store/sqlite/reads.hpp"
#include "shell/store/sqlite/sqlite_reader.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"
#include "shell/store/sqlite/window.hpp"

namespace lintas::node {

namespace {

api::Sealing sealing_with(const crypto::SealingKey& key) {
  return {.seal = [key](ByteView content) { return crypto::seal(key, content); },
          .open = [key](ByteView sealed) { return crypto::open_sealed(key, sealed); }};
}

Instant system_now() { return std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()); }

/// Documents are packed on many threads, each with a codec of its own.
app::Packer& packer_of_this_thread() {
  thread_local store::PayloadCodec codec{crypto::sha256};
  return codec;
}

template <class Made>
Made must(std::expected<Made, std::string> made) {
  if (made) return *std::move(made);
  throw StartFailure(made.error());
}

/// Signs audit heads with the node's key.
class HeadSigner final : public app::Signer {
 public:
  explicit HeadSigner(const crypto::SigningKey& key) : key_(key) {}
  [[nodiscard]] Bytes sign(ByteView content) override {
    const auto signature = key_.sign(content);
    return {signature.begin(), signature.end()};
  }

 private:
  const crypto::SigningKey& key_;
};

/// Before the store is opened: what fails here has changed nothing.
Node::Options listenable(Node::Options options) {
  std::string all;
  for (const std::string& fault : faults_of_listeners(options.config))
    all += format("{}{}", all.empty() ? "" : "\n", fault);
  if (!all.empty()) throw StartFailure(all);
  return options;
}

std::shared_ptr<const std::vector<Country>> states_in(const std::vector<PartnerConfig>& partners) {
  std::vector<Country> states;
  for (const PartnerConfig& partner : partners)
    if (const auto state = Country::parse(partner.country)) states.push_back(*state);
  return std::make_shared<const std::vector<Country>>(std::move(states));
}

}  // namespace

class Node::Core {
 public:
  Core(Options options, app::Service& service)
      : options_(listenable(std::move(options))),
        watch_(options_.log),
        home_(country_of(options_.config.country)),
        reference_(must(with_pairs_of_administration(seed::reference(home_), options_.config))),
        secrets_(must(read_secrets(options_.config))),
        domain_(workflow::national_parts(), setting()),
        store_({.folder = options_.config.store_folder, .vfs = {}, .room = {}}),
        attachments_(std::filesystem::path{options_.config.store_folder} / attachments_name),
        codec_(crypto::sha256),
        executor_({.domain = domain_,
                   .store = store_,
                   .entropy = entropy_,
                   .packer = codec_,
                   .sha256 = crypto::sha256,
                   .letters = &letters_}),
        pool_(
            std::max(2U, std::thread::hardware_concurrency()),
            {limits::pool_queue_of_people_max, limits::pool_queue_of_officers_max,
             limits::pool_queue_of_partners_max, limits::pool_queue_of_sending_max,
             limits::pool_queue_of_strangers_max},
            [this] { return store_.reader(); }, log_of_failed_work()),
        press_(
            limits::printing_threads,
            {limits::printing_queue_of_people_max, limits::printing_queue_of_officers_max, 0, 0, 0},
            [this] { return store_.reader(); }, log_of_failed_work()),
        gateway_(loop_, service, gateway_options()),
        api_(api_ports(service)),
        writer_(std::make_unique<Writer>(executor_, store_, writer_options())) {
    watch_.metrics().set(Metric::build_info, {LINTAS_VERSION}, 1);
    watch_.metrics().set(Metric::quarantined, {}, static_cast<double>(store_.quarantined().size()));
    watch_.read_only(std::nullopt);
    if (!losses_.empty()) {
      watch_.log(LogEvent::store_came_back, {{"events", std::to_underlying(losses_.back().last)},
                                             {"times", static_cast<std::int64_t>(losses_.size())}});
    }
    if (begins_by_clock_)
      watch_.log(LogEvent::clock_believed, {{"newest_event", options_.config.dated_ahead}});
    gateway_.add_routes(partner_routes_);
    introductions_.add_routes(partner_routes_);
    audit_heads_.add_routes(partner_routes_);
    api_.add_to(api_routes_);
    add_operations(operations_routes_, operations_ports());
  }

  /// Once whoever made this holds it: what waits from an earlier life is sent at once, from other threads,
  /// and they come back to the node for its pool and its writer.
  void start() {
    listen();
    // What a start that fails has not changed: so behind all that may fail. What is asked meanwhile waits.
    if (options_.opened) {
      if (const auto done = options_.opened(); !done) throw StartFailure(done.error());
    }
    writer_->start();
    keep_identities(agreements_);
    introductions_.look(links_of(options_.config, agreements_));
    audit_heads_.look();
    api_.happened();
    const auto took = std::chrono::steady_clock::now() - begin_;
    watch_.log(LogEvent::node_started, {{"version", LINTAS_VERSION}, {"country", home_.str()}});
    watch_.log(LogEvent::node_ready,
               {{"ms", std::int64_t{std::chrono::duration_cast<std::chrono::milliseconds>(took).count()}}});
    tell_of_document_key();
    watch_lists();
  }

  ~Core() { (void)stop(); }
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  bool stop() {
    if (!writer_) return true;
    stopping_ = true;  // load balancers look at /ready, which is the last to go
    {
      const std::scoped_lock lock{watching_->mutex};
      watching_->has_ended = true;
    }
    const auto begin = std::chrono::steady_clock::now();
    // One grace for all: a supervisor waits for the node, not for each of its listeners.
    const auto end = begin + options_.config.limits.stop_grace;
    const auto left = [&] {
      const auto rest = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
      return std::max(rest, std::chrono::milliseconds{0});
    };
    // Where a start failed half-way some listeners are not there.
    bool clean = !api_server_ || api_server_->stop(left());
    if (partners_server_) clean = partners_server_->stop(left()) && clean;
    gateway_.stop();
    introductions_.stop();
    audit_heads_.stop();
    nobody_waits_ = true;
    press_.stop();
    // What is under way ends without an answer, and that is not the subscriber's failure.
    api_.stop();
    webhook_sender_.stop();
    pool_.stop();
    writer_->stop();
    if (operations_server_) clean = operations_server_->stop(left()) && clean;
    const auto took = std::chrono::steady_clock::now() - begin;
    watch_.log(LogEvent::node_stopped,
               {{"clean", clean},
                {"ms", std::int64_t{std::chrono::duration_cast<std::chrono::milliseconds>(took).count()}}});
    writer_.reset();
    return clean;
  }

  [[nodiscard]] std::expected<std::vector<std::string>, std::string> reload(const Config& config) {
    const std::scoped_lock one_at_a_time{reload_};
    auto done = take(config, Partners::are_asked);
    if (!done) heed_revocations();
    return done;
  }

  /// Whether partners are asked for newer documents: not because one of them gave one, or two would keep a
  /// node at it for ever.
  enum class Partners : std::uint8_t { are_asked, are_left };
  /// Precondition: reload_ is held.
  [[nodiscard]] std::expected<std::vector<std::string>, std::string> take(const Config& config,
                                                                          Partners partners_then) try {
    // `lintas identity renew` may be at work: what is taken here is all of what it wrote, or nothing.
    const OwnFiles own = must(OwnFiles::take(config));
    // Everything is read and tried before anything changes.
    // A document that named another head key than this process signs with would have partners refuse its
    // heads.
    const Secrets files = must(read_secrets(config));
    if (const auto faults = faults_of_prints(config, files, prints_); !faults.empty())
      return std::unexpected(faults.front());
    std::string lists = marks_of_lists(config);
    Agreements agreements = agreements_in(config, system_now());
    auto links = links_of(config, agreements);
    const auto partners = partners_tls(config, agreements);
    const auto api = api_tls(config);
    const auto ends = certificate_ends(config, system_now());
    auto document_key = read_document_key(config);
    if (!document_key) return std::unexpected(std::move(document_key.error()));
    try_out(partners, api);
    // A document that is signed and a keys file that is refused would leave partners sealing for a
    // certificate that this process does not have.
    if (auto good = keys_file_.try_out(config.keys_file); !good)
      return std::unexpected(std::move(good.error()));
    if (introductions_.keep(config)) {
      agreements = agreements_in(config, system_now());
      links = links_of(config, agreements);
    }
    const auto lines = line_certificates(config, agreements);
    if (auto read = keys_file_.read(config.keys_file); !read) return std::unexpected(std::move(read.error()));
    if (api) require(api_tls_->reload(*api).has_value(), "what was tried is taken");
    exchange_watch_.set(links, lines);
    audit_heads_.set(links, agreements);
    gateway_.set_partners(links);
    taken_ = {.own = agreements.own, .links = links, .lines = lines};
    // Then: whoever connects under the new ones is judged by the new links.
    if (partners) require(partners_tls_->reload(*partners).has_value(), "what was tried is taken");
    agreement_watch_.take(agreements);
    keep_identities(agreements);
    watch_.set_lowest(config.log_level);
    {
      const std::scoped_lock lock{partners_lock_};
      states_of_partners_ = states_in(config.partners);
    }
    {
      const std::scoped_lock lock{config_lock_};
      config_ = config;
      lists_read_ = std::move(lists);
      document_key_ = *std::move(document_key);
    }
    if (partners_then == Partners::are_asked) introductions_.look(links);
    audit_heads_
        .look();  // also then: a newer document may name another key, and no head leads to another look
    tell_of(ends);
    tell_of_document_key();
    return waiting_for_start(options_.config, config);
  } catch (const StartFailure& failure) {
    return std::unexpected(failure.what());
  }

  /// What cannot be taken as a whole, for a file that has nothing to do with partners, leaves what was taken
  /// before in force. What others say of a partner's keys holds all the same: a list, the end of a document,
  /// of an authority. Lines stay as they are, and so do our own keys. Precondition: reload_ is held.
  void heed_revocations() {
    const Agreements agreements = agreements_with(config(), taken_.own, system_now());
    taken_.links = links_under(std::move(taken_.links), agreements);
    exchange_watch_.set(taken_.links, taken_.lines);
    audit_heads_.set(taken_.links, agreements);
    gateway_.set_partners(taken_.links);
    agreement_watch_.take(agreements);
  }

  Writer& writer() { return *writer_; }
  Pool& pool() { return pool_; }
  [[nodiscard]] const workflow::National& domain() const { return domain_; }
  [[nodiscard]] Listening ports() const {
    return {.api = api_server_->port(0),
            .partners = partners_server_ ? partners_server_->port(0) : std::uint16_t{0},
            .operations = operations_server_->port(0)};
  }

 private:
  /// Listeners gain or lose TLS with a new start only, and what they would take has to be good.
  void try_out(const std::optional<net::ServerTls::Options>& partners,
               const std::optional<net::ServerTls::Options>& api) const {
    if (partners.has_value() != (partners_tls_ != nullptr))
      throw StartFailure("[partners] gets its listener, or loses it, with a new start only");
    if (api.has_value() != (api_tls_ != nullptr))
      throw StartFailure("[api] changes between plain HTTP and TLS with a new start only");
    for (const auto& tls : {partners, api}) {
      if (!tls) continue;
      if (const auto made = net::ServerTls::make(*tls); !made) throw StartFailure(made.error().what);
    }
  }
  static Country country_of(const std::string& text) {
    const auto country = Country::parse(text);
    if (!country) throw StartFailure("node.country: two capital letters");
    return *country;
  }
  [[nodiscard]] Pool::OnFailure log_of_failed_work() {
    return [this](const std::exception& failure) {
      watch_.log(LogEvent::work_failed, {{"what", failure.what()}});
    };
  }
  [[nodiscard]] workflow::Setting setting() const {
    return {.home = home_,
            .reference = &reference_,
            .sha256 = crypto::sha256,
            .mrn_key = secrets_.mrn_key.reveal(),
            .partners = states_of_partners()};
  }
  [[nodiscard]] std::shared_ptr<const std::vector<Country>> states_of_partners() const {
    const std::scoped_lock lock{partners_lock_};
    return states_of_partners_;
  }
  /// On the thread that decides, before it does: one batch is decided under one setting.
  void take_partners() {
    if (domain_.setting().partners != states_of_partners()) domain_.set(setting());
  }
  [[nodiscard]] gateway::EarlierLife earlier_life() {
    std::vector<exchange::Partner> partners;
    for (const PartnerConfig& partner : options_.config.partners)
      if (const auto state = exchange::Partner::parse(partner.country)) partners.push_back(*state);
    return gateway::earlier_life_of(store_, partners);
  }
  [[nodiscard]] exchange::Partner self() const {
    return certain(exchange::Partner::parse(options_.config.country), "the configuration's country was read");
  }
  [[nodiscard]] Config config() const {
    const std::scoped_lock lock{config_lock_};
    return config_;
  }
  [[nodiscard]] std::shared_ptr<const api::DocumentKey> document_key() const {
    const std::scoped_lock lock{config_lock_};
    return document_key_;
  }
  [[nodiscard]] std::expected<store::Prints, std::string> proven_prints() {
    if (const auto kept = keep_prints(store_, options_.config, secrets_); !kept)
      return std::unexpected(kept.error());
    return prints_of(secrets_);
  }
  /// Without those whose file cannot be read: the daily look at them says so.
  [[nodiscard]] std::vector<std::pair<std::string, Instant>> certificates() const {
    std::vector<std::pair<std::string, Instant>> all;
    try {
      for (const CertificateEnd& end : certificate_ends(config(), system_now()))
        all.emplace_back(end.whose, end.at);
    } catch (const StartFailure&) {
      all.clear();
    }
    return all;
  }
  void look_at_certificates() try {
    tell_of(certificate_ends(config(), system_now()));
  } catch (const StartFailure& failure) {
    watch_.log(LogEvent::certificate_unreadable, {{"what", failure.what()}});
  }
  void tell_of_document_key() {
    const auto key = document_key();
    if (key == nullptr) return;
    if (const auto fault = code::fault_of_key(key->trusted, system_now()))
      watch_.log(LogEvent::document_key_idle, {{"rule", fault->rule}, {"what", fault->detail}});
    tell_of_held_list();
  }
  void tell_of_held_list() try {
    if (losses_.empty() || status_lists_->is_known()) return;
    auto reader = store_.reader();
    reader.read([&](store::Reads& reads) {
      store::Window window{reads};
      if (!api::knows_what_holds(losses_, window)) watch_.log(LogEvent::status_list_held);
    });
  } catch (const app::StoreFailure&) {
    // Nobody is refused for that, and the next day tells it.
    return;
  }
  [[nodiscard]] Introductions::Options introductions_options() {
    return {.config = [this] { return config(); },
            .clock = system_now,
            .post =
                [this](std::move_only_function<void()> work) {
                  return pool_.post(app::Share::officers,
                                    [work = std::move(work)](store::SqliteReader&) mutable { work(); });
                },
            .changed = [this] { take_what_changed(Partners::are_left); },
            .watch = watch_};
  }
  [[nodiscard]] AuditHeads::Options audit_heads_options() {
    return {.self = self(),
            .folder = options_.config.store_folder,
            .clock = system_now,
            .sign = [this](ByteView content) { return HeadSigner{secrets_.signing_key}.sign(content); },
            .read =
                [this](std::move_only_function<void(store::Reads&)> work) {
                  return pool_.post(app::Share::partners,
                                    [work = std::move(work)](store::SqliteReader& reader) mutable {
                                      reader.read([&](store::Reads& reads) { work(reads); });
                                    });
                },
            .write =
                [this](std::move_only_function<void(app::Store&)> work) { writer_->beside(std::move(work)); },
            .watch = watch_};
  }
  [[nodiscard]] Agreements first_agreements() {
    const OwnFiles own = must(OwnFiles::take(options_.config));  // as at a reload
    introductions_.keep(options_.config);
    Agreements agreements = agreements_in(options_.config, system_now());
    agreement_watch_.take(agreements);
    return agreements;
  }
  /// What cannot be written now is asked for again each day, and at each reload.
  void keep_identities(const Agreements& agreements) {
    for (workflow::Command& command :
         to_keep(agreements, introductions_.own(), packer_of_this_thread(), system_now()))
      writer_->ask(std::move(command), [](const workflow::Reply&) {});
  }
  /// Under the configuration that holds once nobody else reloads.
  void take_what_changed(Partners partners_then) {
    const std::scoped_lock one_at_a_time{reload_};
    if (const auto done = take(config(), partners_then); !done) {
      watch_.log(LogEvent::configuration_refused, {{"what", done.error()}});
      heed_revocations();
    }
  }
  /// Each day: certificates that end soon get their next ones, partners may have newer documents, one may
  /// have ended, and what could not be taken yesterday is tried again.
  void renew() { take_what_changed(Partners::are_asked); }
  /// Others put newer lists of revoked certificates into their files, at an hour of theirs.
  void watch_lists() {
    loop_.after(limits::revocation_list_look_interval, [this, watching = watching_] {
      const std::scoped_lock lock{watching->mutex};
      if (watching->has_ended) return;
      (void)pool_.post(app::Share::officers, [this](store::SqliteReader&) { look_at_lists(); });
      watch_lists();
    });
  }
  void look_at_lists() {
    const std::string lists = marks_of_lists(config());
    {
      const std::scoped_lock lock{config_lock_};
      if (lists == lists_read_ && system_now() <= agreement_watch_.lists_end()) return;
    }
    take_what_changed(Partners::are_left);
  }
  void tell_of(const std::vector<CertificateEnd>& ends) {
    for (const CertificateEnd& end : ends) watch_.certificate(end.whose, days_left(end, system_now()));
  }

  [[nodiscard]] gateway::Gateway::Options gateway_options() {
    auto links = links_of(options_.config, agreements_);
    taken_ = {
        .own = agreements_.own, .links = links, .lines = line_certificates(options_.config, agreements_)};
    exchange_watch_.set(links, taken_.lines);
    audit_heads_.set(links, agreements_);
    return {.home = self(),
            .partners = std::move(links),
            .clock = system_now,
            .reference = [this]() -> const refdata::Snapshot& { return reference_; },
            .packer = packer_of_this_thread,
            .entropy = &entropy_,
            .sha256 = crypto::sha256,
            .losses = losses_,
            .before = before_,
            .letters = &letters_,
            .attachments = &attachments_,
            .spool_folder = options_.config.store_folder,
            .receipted =
                [this](app::SentRow proof) {
                  const std::int64_t id = proof.id;
                  writer_->receipted(id, std::move(proof));
                },
            .refused = [this](std::int64_t id, app::Death death) { writer_->refused(id, std::move(death)); },
            .revived = [this](std::int64_t id) { writer_->revived(id); },
            .let_go = [this](std::int64_t id) { writer_->receipted(id); },
            .report =
                [this](const gateway::Report& report) {
                  exchange_watch_.take(report, system_now());
                  watch_.message(report, crypto::sha256);
                },
            .is_named =
                [this](exchange::Partner partner) {
                  const std::scoped_lock lock{config_lock_};
                  return std::ranges::find(config_.partners, partner.str(), &PartnerConfig::country) !=
                         config_.partners.end();
                }};
  }

  [[nodiscard]] api::Ports api_ports(app::Service& service) {
    if (const auto read = keys_file_.read(); !read) throw StartFailure(read.error());
    return {
        .service = service,
        .national = domain_,
        .setting = [this] { return setting(); },
        .packer = packer_of_this_thread,
        .entropy = entropy_,
        .clock = system_now,
        .hash = secrets_.access_code_hasher(),
        .keys = keys_,
        .keep_key =
            [this](std::string_view line) {
              const auto kept = keys_file_.keep(line, system_now());
              if (!kept) watch_.log(LogEvent::key_not_kept, {{"what", kept.error()}});
              return kept.has_value();
            },
        .at_risk =
            [](transit::Declaration& declared, const message::Message& message, const refdata::View& rates) {
              auto risk = workflow::fill_risk_amount(declared, message, rates, crypto::sha256);
              return api::AtRisk{.findings = std::move(risk.findings),
                                 .explanation = std::move(risk.explanation)};
            },
        .losses = losses_,
        .print =
            [this](app::Share share, std::move_only_function<void()> work) {
              return press_.post(share, [this, work = std::move(work)](store::SqliteReader&) mutable {
                if (!nobody_waits_) work();
              });
            },
        .document_key = [this] { return document_key(); },
        .code_handle = [this](std::string_view reference) { return secrets_.code_handle(reference); },
        .status_lists = status_lists_.get(),
        .certificate_lists = certificate_lists_.get(),
        .later = [this](std::chrono::milliseconds pause,
                        net::Loop::Work work) { loop_.after(pause, std::move(work)); },
        .webhooks = webhook_ports(),
        .cursor_secret = secrets_.page_key.reveal(),
        .certificates = [this] { return certificates(); },
        .test_partner =
            [this](exchange::Partner partner, gateway::Gateway::OnTest done) {
              if (auto why = agreement_watch_.why_left_out(partner)) return done(std::move(why));
              gateway_.test(partner, std::move(done));
            },
        .link_sealing = sealing_with(secrets_.link_key.reveal()),
        .exchange = {.message_id = gateway::as4_id, .partners = [this] { return partner_lines(); }},
        .attachments = &attachments_,
        .attachments_of_party_max =
            static_cast<std::int64_t>(options_.config.limits.attachments_of_party_mib << 20U),
        .attachments_of_office_max =
            static_cast<std::int64_t>(options_.config.limits.attachments_of_office_mib << 20U),
        .is_sandbox = options_.config.is_sandbox};
  }

  [[nodiscard]] std::vector<api::PartnerLine> partner_lines() {
    auto lines = exchange_watch_.partners(gateway_.backlogs());
    auto reader = store_.reader();
    reader.read([&](store::Reads& reads) {
      for (api::PartnerLine& line : lines)
        line.log = log_of(options_.config.store_folder, line.partner, reads.last_head(line.partner));
    });
    return lines;
  }

  [[nodiscard]] api::WebhookPorts webhook_ports() {
    return {.secret = [this](std::string_view id,
                             const webhooks::SecretName& name) { return secrets_.webhook_secret(id, name); },
            .hmac = crypto::hmac_sha256,
            .sign =
                [this](std::string_view id, ByteView content) {
                  const auto signature = secrets_.webhook_signer(id).sign(content);
                  return Bytes{signature.begin(), signature.end()};
                },
            .public_key =
                [this](std::string_view id) {
                  const auto signer = secrets_.webhook_signer(id);
                  return Bytes{signer.public_key().begin(), signer.public_key().end()};
                },
            .private_addresses = options_.config.webhooks.private_addresses,
            .post = [this](api::WebhookPost post) { webhook_sender_.send(std::move(post)); }};
  }

  [[nodiscard]] OperationsPorts operations_ports() {
    return {.not_ready =
                [this] {
                  std::vector<std::string> reasons;
                  if (stopping_) reasons.emplace_back("stopping");
                  if (writer_->read_only()) reasons.emplace_back("store_read_only");
                  if (writer_->waiting() >= limits::queue_of_traders_max) reasons.emplace_back("overloaded");
                  return reasons;
                },
            .metrics = [this] { return metrics(); },
            .post =
                [this](std::move_only_function<void()> work) {
                  return pool_.post(app::Share::officers,
                                    [work = std::move(work)](store::SqliteReader&) mutable { work(); });
                }};
  }

  [[nodiscard]] std::string metrics() {
    Metrics& all = watch_.metrics();
    all.set(Metric::writer_queue, {}, static_cast<double>(writer_->waiting()));
    all.set(Metric::event_streams, {}, static_cast<double>(api_.streams()));
    const auto webhooks = api_.webhooks();
    all.set(Metric::webhooks, {"live"}, static_cast<double>(webhooks.live));
    all.set(Metric::webhooks, {"failing"}, static_cast<double>(webhooks.failing));
    all.set(Metric::webhooks, {"stopped"}, static_cast<double>(webhooks.stopped));
    all.set(Metric::store_log_bytes, {}, static_cast<double>(writer_->log_bytes()));
    audit_heads_.measure();
    auto reader = store_.reader();
    for (const auto& backlog : gateway_.backlogs()) {
      const std::string partner = backlog.partner.str();
      all.set(Metric::outbox_waiting, {partner}, static_cast<double>(backlog.waiting));
      all.set(Metric::dead_letters, {partner}, static_cast<double>(backlog.dead));
      double age = 0;
      if (backlog.oldest) {
        const auto seq = std::to_underlying(app::event_of_outbox(*backlog.oldest));
        const auto events =
            reader.read([&](store::Reads& reads) { return reads.feed(app::Seq{seq - 1}, 1); });
        if (!events.empty()) age = std::chrono::duration<double>(system_now() - events.front().at).count();
      }
      all.set(Metric::outbox_oldest_seconds, {partner}, age);
    }
    return watch_.text();
  }

  /// Octets that nobody's file of that hash is held or named for. What has just come is named in a moment.
  void sweep_attachments(store::SqliteReader& reader) {
    const auto is_wanted = [&](const Hash256& hash) {
      bool wanted = false;
      reader.read([&](store::Reads& reads) {
        store::Window window{reads};
        const Bytes prefix = workflow::attachment_file_prefix(hash);
        Bytes after;
        for (auto page = window.find_all(prefix, after, limits::attachment_owners_at_once);
             !page.empty() && !wanted;
             page = window.find_all(prefix, after, limits::attachment_owners_at_once)) {
          wanted = std::ranges::any_of(page, [&](const auto& one) {
            const auto row = window.stream(one.second);
            return row && row->status != std::to_underlying(attachments::FileStatus::put_away);
          });
          after = page.back().first.value;
        }
      });
      return wanted;
    };
    const std::size_t gone = attachments_.sweep(system_now() - std::chrono::days{1}, is_wanted);
    if (gone > 0) watch_.log(LogEvent::attachments_put_away, {{"files", static_cast<std::int64_t>(gone)}});
  }

  void listen() {
    const auto make = [](std::optional<net::ServerTls::Options> options, const char* what) {
      if (!options) return std::shared_ptr<net::ServerTls>{};
      auto tls = net::ServerTls::make(*options);
      if (!tls) throw StartFailure(format("[{}]: {}", what, tls.error().what));
      return *std::move(tls);
    };
    const Config& config = options_.config;
    api_tls_ = make(api_tls(config), "api");
    partners_tls_ = make(partners_tls(config, agreements_), "partners");
    const auto serve = [&](const char* name, net::Handler& routes, const ListenConfig& listen,
                           std::shared_ptr<net::ServerTls> tls) {
      net::ServerOptions options = server_options(name, listen, config.limits, std::move(tls));
      options.observer = watch_.observer();
      if (config.is_sandbox) options.of_every_answer.set("Lintas-Sandbox", "not valid");
      return std::make_unique<net::Server>(loop_, routes, std::move(options));
    };
    try {
      operations_server_ = serve("operations", operations_routes_, config.operations, nullptr);
      if (partners_tls_)
        partners_server_ = serve("partners", partner_routes_, config.partners_listen, partners_tls_);
      api_server_ = serve("api", refusals_, config.api, api_tls_);
    } catch (const net::ListenFailure& failure) {
      throw StartFailure(failure.what());
    }
  }

  [[nodiscard]] Writer::Options writer_options() {
    return {.clock = system_now,
            .send = [this](const std::vector<app::OutboxRow>& rows) { gateway_.add(rows); },
            .discard = [this](const std::vector<app::OutboxRow>& rows) { gateway_.discard(rows); },
            .answer =
                [this](app::Share share, std::move_only_function<void()> answer) {
                  pool_.post_always(share,
                                    [answer = std::move(answer)](store::SqliteReader&) mutable { answer(); });
                },
            .failed =
                [this](const std::string& what) {
                  watch_.log(LogEvent::store_failed, {{"what", what}});
                  options_.failed(what);
                },
            .before = [this] { take_partners(); },
            .decided =
                [this](auto commands, auto replies, std::chrono::microseconds took) {
                  watch_.batch(domain_, commands, replies, took);
                  api_.happened();
                },
            .read_only = [this](const std::optional<std::string>& why) { watch_.read_only(why); },
            .sign_head =
                [this](app::Store& store, const TreeHead& head, Instant at) {
                  HeadSigner signer{secrets_.signing_key};
                  audit_heads_.signed_own(app::publish_head(store, signer, self(), head, at));
                  watch_.log(LogEvent::audit_head_signed, {{"leaves", static_cast<std::int64_t>(head.size)}});
                },
            .quarantined =
                [this](const std::vector<app::QuarantineRow>& rows) { watch_.quarantined(domain_, rows); },
            .daily =
                [this] {
                  look_at_certificates();
                  tell_of_document_key();
                  (void)pool_.post(app::Share::officers, [this](store::SqliteReader&) { renew(); });
                  (void)pool_.post(app::Share::officers,
                                   [this](store::SqliteReader& reader) { sweep_attachments(reader); });
                },
            .clock_behind =
                [this](Instant newest) {
                  watch_.log(LogEvent::clock_behind, {{"newest_event", lintas::to_text(newest)}});
                },
            .begins_by_clock = begins_by_clock_};
  }

  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  const Options options_;  ///< as at the start
  std::mutex reload_;
  mutable std::mutex config_lock_;
  Config config_{options_.config};                           ///< as of the last reload
  std::string lists_read_{marks_of_lists(options_.config)};  ///< the same, of lists of revoked certificates
  struct Watching {
    std::mutex mutex;
    bool has_ended = false;
  };
  const std::shared_ptr<Watching> watching_ = std::make_shared<Watching>();
  Watch watch_;
  AgreementWatch agreement_watch_{watch_, system_now, [this] { return gateway_.backlogs(); }};
  Country home_;
  refdata::Snapshot reference_;
  Secrets secrets_;
  mutable std::mutex partners_lock_;
  std::shared_ptr<const std::vector<Country>> states_of_partners_ = states_in(options_.config.partners);
  std::shared_ptr<const api::DocumentKey> document_key_{must(read_document_key(options_.config))};
  [[nodiscard]] ListTroubles list_troubles() {
    return {
        .not_kept =
            [this](const std::string& what) { watch_.log(LogEvent::status_list_not_kept, {{"what", what}}); },
        .dated_ahead =
            [this](const std::string& file, Instant as_of) {
              watch_.log(LogEvent::status_list_ahead, {{"file", file}, {"as_of", lintas::to_text(as_of)}});
            }};
  }
  std::unique_ptr<api::StatusLists> status_lists_ =
      status_lists_in(options_.config.store_folder, list_troubles());
  std::unique_ptr<api::CertificateLists> certificate_lists_ =
      certificate_lists_in(options_.config.store_folder, list_troubles());
  workflow::National domain_;
  store::SqliteStore store_;
  AttachmentFolder attachments_;
  /// Before anything is signed or written with them.
  const store::Prints prints_ = must(proven_prints());
  const std::vector<app::Loss> losses_ = store_.losses();
  /// So that nothing is dated by a clock that lost its years.
  const bool begins_by_clock_ =
      must(begins_by_clock(newest_event_at(store_), system_now(), options_.config.dated_ahead));
  const gateway::EarlierLife before_ = earlier_life();
  crypto::SystemEntropy entropy_;
  store::PayloadCodec codec_;
  app::FreshLetters letters_;
  app::Executor executor_;
  net::Loop loop_;
  Pool pool_;
  std::atomic<bool> nobody_waits_ = false;  ///< for a document: the listeners have ended
  Pool press_;  ///< sets documents in type, which takes up to many seconds: nothing else waits behind that
  net::Router partner_routes_;
  net::Router api_routes_;
  api::Refusals refusals_{
      api_routes_, [this](const api::Refused& one) {
        watch_.log(LogEvent::request_refused,
                   {{"method", one.method}, {"status", std::int64_t{one.status}}, {"rule", one.rule}},
                   one.trace);
      }};
  net::Router operations_routes_;
  Introductions introductions_{loop_, introductions_options()};
  const Agreements agreements_ = first_agreements();  ///< as at the start
  /// What partners are held to, as it was taken last; under reload_.
  struct Taken {
    OwnKeys own;
    std::vector<gateway::PartnerLink> links;
    LineCertificates lines;
  };
  Taken taken_;
  ExchangeWatch exchange_watch_;
  AuditHeads audit_heads_{loop_, audit_heads_options()};
  gateway::Gateway gateway_;
  api::Keys keys_{crypto::sha256};
  KeysFile keys_file_{options_.config.keys_file, keys_};
  WebhookSender webhook_sender_{options_.config};
  api::Api api_;
  std::shared_ptr<net::ServerTls> api_tls_;
  std::shared_ptr<net::ServerTls> partners_tls_;
  std::unique_ptr<net::Server> api_server_;
  std::unique_ptr<net::Server> partners_server_;
  std::unique_ptr<net::Server> operations_server_;
  std::atomic<bool> stopping_ = false;
  std::unique_ptr<Writer> writer_;
};

Node::Node(Options options) : core_(std::make_unique<Core>(std::move(options), *this)) { core_->start(); }
Node::~Node() = default;

bool Node::stop() { return core_->stop(); }
std::expected<std::vector<std::string>, std::string> Node::reload(const Config& config) {
  return core_->reload(config);
}

void Node::ask(workflow::Command command, OnReply on_reply) {
  core_->writer().ask(std::move(command), std::move(on_reply));
}
void Node::consider(workflow::Command command, OnConsidered on_considered) {
  core_->writer().consider(std::move(command), std::move(on_considered));
}

bool Node::read(app::Share share, std::move_only_function<void(app::Reader&)> work) {
  return core_->pool().post(share, [work = std::move(work)](store::SqliteReader& reader) mutable {
    reader.read([&](store::Reads& reads) {
      store::Window window{reads};
      work(window);
    });
  });
}

bool Node::post(app::Share share, std::move_only_function<void()> work) {
  return core_->pool().post(share, [work = std::move(work)](store::SqliteReader&) mutable { work(); });
}

const workflow::National& Node::domain() const { return core_->domain(); }
Node::Listening Node::ports() const { return core_->ports(); }

}  // namespace lintas::node
