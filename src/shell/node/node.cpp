#include "shell/node/node.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/guarantee/profile.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/seed/seed.hpp"
#include "core/transit/ruling.hpp"
#include "core/workflow/law.hpp"
#include "core/workflow/national.hpp"
#include "core/workflow/part.hpp"
#include "shell/app/executor.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/crypto/signing.hpp"
#include "shell/gateway/gateway.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "shell/net/target.hpp"
#include "shell/net/tls.hpp"
#include "shell/node/config.hpp"
#include "shell/node/log.hpp"
#include "shell/node/pool.hpp"
#include "shell/node/writer.hpp"
#include "shell/store/payload_codec.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"
#include "shell/store/sqlite/window.hpp"

namespace lintas::node {

namespace {

Instant system_now() { return std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()); }

std::string text_of(const std::string& path, Secrecy secrecy) {
  auto text = read_file(path, secrecy);
  if (!text) throw StartFailure(text.error());
  return *std::move(text);
}

crypto::SigningKey signing_key_of(const Config& config, std::array<std::byte, 16>& mrn_key) {
  std::string text = text_of(config.signing_key_file, Secrecy::secret);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  const auto bytes = from_hex(text);
  if (!bytes || bytes->size() != 32)
    throw StartFailure(format("{}: not 64 hexadecimal digits; make a new key", config.signing_key_file));
  std::array<std::byte, 32> seed{};
  std::ranges::copy(*bytes, seed.begin());
  // A key of its own for each use: who learns MRNs learns nothing about signatures.
  const std::array<ByteView, 2> parts{as_bytes("lintas MRN permutation"), ByteView{seed}};
  const Hash256 derived = crypto::sha256(parts);
  std::copy_n(derived.bytes.begin(), mrn_key.size(), mrn_key.begin());
  return crypto::SigningKey::from_seed(seed);
}

/// Documents are packed on many threads, each with a codec of its own.
app::Packer& packer_of_this_thread() {
  thread_local store::PayloadCodec codec{crypto::sha256};
  return codec;
}

std::span<const workflow::Part* const> parts() {
  static const std::array<const workflow::Part*, 3> all{
      &workflow::guarantee_part(), &workflow::departure_part(), &workflow::journey_part()};
  return all;
}

template <class Made, class Error>
Made must(std::expected<Made, Error> made, std::string_view what) {
  if (made) return *std::move(made);
  throw StartFailure(format("{}: {}", what, made.error().what));
}

}  // namespace

class Node::Core {
 public:
  Core(Options options, app::Service& service)
      : options_(std::move(options)),
        home_(country_of(options_.config.country)),
        reference_(seed::reference(home_)),
        law_(workflow::guarantee_law_of(today().home())),
        terms_(workflow::terms_of(today().home())),
        key_(signing_key_of(options_.config, mrn_key_)),
        domain_(parts(), setting()),
        store_({.folder = std::filesystem::path{options_.config.store_file}.parent_path(),
                .vfs = {},
                .room = {}}),
        codec_(crypto::sha256),
        executor_({.domain = domain_,
                   .store = store_,
                   .entropy = entropy_,
                   .packer = codec_,
                   .sha256 = crypto::sha256}),
        pool_(std::max(2U, std::thread::hardware_concurrency()), limits::pool_queue_max,
              [this] { return store_.reader(); }),
        gateway_(loop_, service, gateway_options()) {
    gateway_.add_routes(partner_routes_);
    start_server();
    writer_ = std::make_unique<Writer>(executor_, store_, writer_options());
    log(LogEvent::node_ready);
  }

  ~Core() {
    log(LogEvent::node_stopping);
    if (server_) (void)server_->stop(options_.config.limits.stop_grace);
    gateway_.stop();
    pool_.stop();
    writer_.reset();
    server_.reset();
    log(LogEvent::node_stopped);
  }
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  Writer& writer() { return *writer_; }
  Pool& pool() { return pool_; }
  [[nodiscard]] const workflow::National& domain() const { return domain_; }
  [[nodiscard]] std::uint16_t partners_port() const { return server_ ? server_->port(0) : std::uint16_t{0}; }

 private:
  static Country country_of(const std::string& text) {
    const auto country = Country::parse(text);
    if (!country) throw StartFailure("node.country: two capital letters");
    return *country;
  }
  [[nodiscard]] refdata::View today() const {
    return reference_.at(std::chrono::floor<std::chrono::days>(system_now()));
  }
  [[nodiscard]] workflow::Setting setting() const {
    return {.home = home_,
            .reference = &reference_,
            .guarantee_law = &law_,
            .transit_law = &terms_,
            .sha256 = crypto::sha256,
            .mrn_key = mrn_key_};
  }
  void log(LogEvent event, std::initializer_list<LogField> fields = {}) {
    if (options_.log != nullptr) options_.log->write(event, "", fields);
  }

  [[nodiscard]] net::TlsIdentity identity() const {
    return {.certificates_pem = text_of(options_.config.partners_listen.certificate_file, Secrecy::open),
            .key_pem = text_of(options_.config.partners_listen.key_file, Secrecy::secret)};
  }
  static net::TlsTrust trust_in(const PartnerConfig& partner) {
    if (partner.certificate_fingerprint)
      return {.certificates_pem = {}, .fingerprints = {*partner.certificate_fingerprint}};
    return {.certificates_pem = text_of(partner.ca_file, Secrecy::open), .fingerprints = {}};
  }

  [[nodiscard]] gateway::Gateway::Options gateway_options() {
    const auto home = exchange::Partner::parse(options_.config.country);
    require(home.has_value(), "the configuration's country was read");
    gateway::Gateway::Options made{.home = *home,
                                   .partners = {},
                                   .signing_key = &key_,
                                   .clock = system_now,
                                   .reference = [this]() -> const refdata::Snapshot& { return reference_; },
                                   .packer = packer_of_this_thread,
                                   .sha256 = crypto::sha256,
                                   .receipted = [this](std::int64_t id) { writer_->receipted(id); },
                                   .refused = [this](std::int64_t id) { writer_->refused(id); },
                                   .log = {}};
    made.log = [this](gateway::Outcome outcome, exchange::Partner partner, std::string_view id) {
      static constexpr std::array events{LogEvent::message_sent, LogEvent::message_received,
                                         LogEvent::message_refused, LogEvent::message_dead,
                                         LogEvent::partner_lost};
      const std::string name = partner.str();
      if (outcome == gateway::Outcome::unreachable) return log(LogEvent::partner_lost, {{"partner", name}});
      log(events[static_cast<std::size_t>(outcome)], {{"partner", name}, {"message", id}});
    };
    for (const PartnerConfig& partner : options_.config.partners) {
      const auto url = net::parse_url(partner.url);
      const auto who = exchange::Partner::parse(partner.country);
      require(url && who, "the configuration's partners were read");
      made.partners.push_back(
          {.partner = *who,
           .url = *url,
           .tls = must(net::ClientTls::make({.servers = trust_in(partner), .identity = identity()}),
                       partner.country),
           .certificate = partner.certificate_fingerprint,
           .signing_key = partner.signing_key});
    }
    return made;
  }

  void start_server() {
    if (options_.config.partners.empty()) return;
    net::TlsTrust clients;
    for (const PartnerConfig& partner : options_.config.partners) {
      const net::TlsTrust one = trust_in(partner);
      clients.certificates_pem += one.certificates_pem;
      clients.fingerprints.insert(clients.fingerprints.end(), one.fingerprints.begin(),
                                  one.fingerprints.end());
    }
    const auto tls = must(net::ServerTls::make({.identity = identity(), .clients = clients}), "partners");
    server_ = std::make_unique<net::Server>(
        loop_, partner_routes_,
        net::ServerOptions{.listeners = {{.name = "partners",
                                          .address = options_.config.partners_listen.address,
                                          .port = options_.config.partners_listen.port,
                                          .tls = tls}}});
  }

  [[nodiscard]] Writer::Options writer_options() {
    return {.clock = system_now,
            .send = [this](std::vector<app::OutboxRow> rows) { gateway_.add(rows); },
            .answer =
                [this](std::move_only_function<void()> answer) {
                  pool_.post_always([answer = std::move(answer)](store::SqliteReader&) mutable { answer(); });
                },
            .failed =
                [this](const std::string& what) {
                  log(LogEvent::store_failed);
                  options_.failed(what);
                },
            .committed = [](std::size_t, std::chrono::microseconds) {}};
  }

  Options options_;
  Country home_;
  refdata::Snapshot reference_;
  guarantee::Profile law_;
  transit::Terms terms_;
  std::array<std::byte, 16> mrn_key_{};
  crypto::SigningKey key_;
  workflow::National domain_;
  store::SqliteStore store_;
  crypto::SystemEntropy entropy_;
  store::PayloadCodec codec_;
  app::Executor executor_;
  net::Loop loop_;
  Pool pool_;
  net::Router partner_routes_;
  gateway::Gateway gateway_;
  std::unique_ptr<net::Server> server_;
  std::unique_ptr<Writer> writer_;
};

Node::Node(Options options) : core_(std::make_unique<Core>(std::move(options), *this)) {}
Node::~Node() = default;

void Node::ask(workflow::Command command, OnReply on_reply) {
  core_->writer().ask(std::move(command), std::move(on_reply));
}

bool Node::read(std::move_only_function<void(app::Reader&)> work) {
  return core_->pool().post([work = std::move(work)](store::SqliteReader& reader) mutable {
    reader.read([&](store::Reads& reads) {
      store::Window window{reads};
      work(window);
    });
  });
}

bool Node::post(std::move_only_function<void()> work) {
  return core_->pool().post([work = std::move(work)](store::SqliteReader&) mutable { work(); });
}

const workflow::National& Node::domain() const { return core_->domain(); }
std::uint16_t Node::partners_port() const { return core_->partners_port(); }

}  // namespace lintas::node
