#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/sslerr.h>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "shell/crypto/certificates.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/net/loop.hpp"
#include "shell/net/router.hpp"
#include "shell/net/server.hpp"
#include "shell/net/target.hpp"
#include "shell/net/tls.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/temporary_folder.hpp"

namespace lintas::net {
namespace {

using namespace std::chrono_literals;
using crypto::Certificate;
using crypto::TlsKey;

Instant now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

crypto::CertificateRequest named(const std::string& name, std::chrono::hours until = 24h) {
  return {.common_name = name,
          .hosts = {"127.0.0.1", "node.example"},
          .not_before = now() - 48h,
          .not_after = now() + until};
}

/// A key and a certificate of it.
struct Party {
  TlsKey key = TlsKey::generate();
  Certificate certificate;

  explicit Party(const crypto::CertificateRequest& request)
      : certificate(crypto::self_signed(key, request)) {}
  Party(const Party& issuer, const crypto::CertificateRequest& request)
      : certificate(crypto::signed_by(issuer.certificate, issuer.key, key, request)) {}
  [[nodiscard]] TlsIdentity identity() const { return {certificate.pem(), key.secret_pem()}; }
  [[nodiscard]] TlsTrust pem() const { return {certificate.pem(), {}}; }
  [[nodiscard]] TlsTrust pin() const { return {"", {certificate.fingerprint()}}; }
};

crypto::CertificateRequest authority() {
  auto request = named("root");
  request.use = crypto::CertificateUse::authority;
  request.hosts.clear();
  return request;
}

/// Takes a body in pieces; one that begins with an x is refused with its first piece.
class Counting final : public Incoming {
 public:
  explicit Counting(Responder respond) : respond_(std::move(respond)) {}
  void take(Bytes piece, Next next) override {
    const bool is_refused = bytes_ == 0 && piece.front() == std::byte{'x'};
    bytes_ += piece.size();
    if (is_refused) return respond_(text_response(400, "text/plain", "no x"));
    next(0);
  }
  void end() override { respond_(text_response(200, "text/plain", format("{}", bytes_))); }

 private:
  Responder respond_;
  std::size_t bytes_ = 0;
};

class Tls : public testing::Test {
 protected:
  Tls() {
    router_.add({.method = Method::get,
                 .pattern = "/who",
                 .handle = [this](const Request& request, Responder respond) {
                   const auto& who = request.peer.certificate;
                   if (who) chain_ = who->chain;
                   port_ = request.peer.port;
                   if (at_request_) at_request_();
                   respond(text_response(200, "text/plain", who ? who->common_name : "nobody"));
                 }});
    router_.add({.method = Method::post,
                 .pattern = "/small",
                 .body_bytes_max = 10,
                 .handle = [](const Request&, Responder respond) { respond({}); }});
    router_.add({.method = Method::post,
                 .pattern = "/long",
                 .body_bytes_max = 20'000'000,
                 .handle = [](const Request&, Responder respond) { respond({}); },
                 .admit = {},
                 .stream = [](const Request&, Responder respond) -> std::shared_ptr<Incoming> {
                   return std::make_shared<Counting>(std::move(respond));
                 },
                 .whole_bytes_max = 100'000});
  }
  void serve(const ServerTls::Options& options) {
    tls_ = ServerTls::make(options).value();
    server_ =
        std::make_unique<Server>(loop_, router_, ServerOptions{.listeners = {{.name = "api", .tls = tls_}}});
  }
  Client::Result ask(const ClientTls::Options& options, const std::string& host = "127.0.0.1") {
    return client_.ask({.url = {.tls = true, .host = host, .port = server_->port(0), .target = "/who"},
                        .tls = ClientTls::make(options).value(),
                        .time_max = 5s});
  }
  /// Over the connection that is open to the same server, if any.
  Client::Result again(const std::shared_ptr<const ClientTls>& tls) {
    return client_.ask({.url = {.tls = true, .host = "127.0.0.1", .port = server_->port(0), .target = "/who"},
                        .tls = tls,
                        .time_max = 5s});
  }
  static bool eventually(const std::function<bool()>& holds) {
    for (int i = 0; i < 500 && !holds(); ++i) std::this_thread::sleep_for(10ms);
    return holds();
  }
  std::string who(const ClientTls::Options& options) {
    const auto answer = ask(options);
    return answer ? std::string{as_text(answer->body)} : "error: " + answer.error().what;
  }
  ClientErrorKind error(const ClientTls::Options& options, const std::string& host = "127.0.0.1") {
    const auto answer = ask(options, host);
    EXPECT_FALSE(answer);
    if (answer) return ClientErrorKind::busy;
    EXPECT_FALSE(answer.error().may_have_arrived && answer.error().kind == ClientErrorKind::tls);
    return answer.error().kind;
  }

  Party root_{authority()};
  Party node_{root_, named("node")};
  std::vector<Hash256> chain_;        ///< of who asked last
  std::uint16_t port_ = 0;            ///< from where
  std::function<void()> at_request_;  ///< on the loop's thread
  Router router_;
  Loop loop_;
  std::shared_ptr<ServerTls> tls_;
  std::unique_ptr<Server> server_;
  Client client_{loop_};
};

TEST_F(Tls, believes_what_a_trusted_authority_signed_for_this_host) {
  serve({.identity = node_.identity()});
  EXPECT_EQ(who({.servers = root_.pem()}), "nobody");
  EXPECT_EQ(error({.servers = Party{authority()}.pem()}), ClientErrorKind::tls);
  EXPECT_EQ(error({.servers = root_.pem()}, "localhost"), ClientErrorKind::tls) << "not its name";
}

TEST_F(Tls, believes_a_certificate_by_its_fingerprint_whoever_signed_it) {
  serve({.identity = node_.identity()});
  EXPECT_EQ(who({.servers = node_.pin()}), "nobody");
  EXPECT_EQ(who({.servers = node_.pem()}), "nobody");
  EXPECT_TRUE(ask({.servers = node_.pin()}, "localhost")) << "a pin needs no name";
  EXPECT_EQ(error({.servers = root_.pin()}), ClientErrorKind::tls) << "a pinned signer is not its leaf";
}

TEST_F(Tls, a_revoked_certificate_is_not_believed_whoever_signed_it_nor_what_it_signed) {
  const auto without = [](TlsTrust trust, const Party& revoked) {
    trust.revoked = {revoked.certificate.fingerprint()};
    return trust;
  };
  const Party other{root_, named("other")};
  serve({.identity = node_.identity()});
  EXPECT_EQ(error({.servers = without(root_.pem(), node_)}), ClientErrorKind::tls);
  EXPECT_EQ(error({.servers = without(root_.pem(), root_)}), ClientErrorKind::tls);
  EXPECT_EQ(error({.servers = without(node_.pin(), node_)}), ClientErrorKind::tls);
  EXPECT_EQ(error({.servers = without(node_.pem(), node_)}), ClientErrorKind::tls);
  EXPECT_EQ(who({.servers = without(root_.pem(), other)}), "nobody");
  EXPECT_EQ(who({.servers = without(node_.pin(), other)}), "nobody");
  const Party middle{root_, authority()};
  const Party below{middle, named("below")};
  TlsIdentity chained = below.identity();
  chained.certificates_pem += middle.certificate.pem();
  serve({.identity = chained});
  EXPECT_EQ(who({.servers = root_.pem()}), "nobody");
  EXPECT_EQ(error({.servers = without(root_.pem(), middle)}), ClientErrorKind::tls);
}

TEST_F(Tls, an_expired_certificate_is_not_believed_even_if_pinned) {
  const Party old{root_, named("old", -1h)};
  serve({.identity = old.identity()});
  EXPECT_EQ(error({.servers = root_.pem()}), ClientErrorKind::tls);
  EXPECT_EQ(error({.servers = old.pin()}), ClientErrorKind::tls);
  EXPECT_EQ(error({.servers = old.pem()}), ClientErrorKind::tls);
}

TEST_F(Tls, a_partner_is_known_by_its_certificate) {
  const Party partner{root_, named("partner")};
  const Party pinned{named("pinned")};
  serve({.identity = node_.identity(),
         .clients = {root_.certificate.pem(), {pinned.certificate.fingerprint()}}});
  EXPECT_EQ(who({.servers = root_.pem(), .identity = partner.identity()}), "partner");
  EXPECT_EQ(who({.servers = root_.pem(), .identity = pinned.identity()}), "pinned");
}

/// A partner whose server has a certificate of a public authority may ask for one all the same.
TEST_F(Tls, a_partner_of_a_public_authority_is_shown_our_certificate_where_it_asks) {
  const Party partner{root_, named("partner")};
  const test::TemporaryFolder folder;
  const std::string public_ones = (folder.path() / "authorities.pem").string();
  std::ofstream{public_ones} << root_.certificate.pem();
  ASSERT_EQ(::setenv("SSL_CERT_FILE", public_ones.c_str(), 1), 0);
  const auto nothing = ClientTls::of_system();
  const auto ours = ClientTls::of_system({}, partner.identity());
  ASSERT_EQ(::unsetenv("SSL_CERT_FILE"), 0);
  ASSERT_TRUE(nothing && ours);
  serve({.identity = node_.identity(), .clients = root_.pem()});
  EXPECT_FALSE(again(*nothing)) << "it has to show one";
  const auto answer = again(*ours);
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(as_text(answer->body), "partner");
}

TEST_F(Tls, a_certificate_is_told_with_the_chain_that_it_is_believed_by) {
  const Party other{authority()};
  const Party partner{other, named("node,CN=partner")};
  serve({.identity = node_.identity(), .clients = {root_.certificate.pem() + other.certificate.pem(), {}}});
  EXPECT_EQ(who({.servers = root_.pem(), .identity = partner.identity()}), "node,CN=partner");
  EXPECT_EQ(chain_, (std::vector{partner.certificate.fingerprint(), other.certificate.fingerprint()}));
  EXPECT_EQ(fingerprints_of(root_.certificate.pem() + other.certificate.pem()),
            (std::vector{root_.certificate.fingerprint(), other.certificate.fingerprint()}));
}

TEST_F(Tls, a_partner_without_or_with_a_wrong_certificate_gets_nowhere) {
  const Party stranger{named("stranger")};
  const Party expired{root_, named("expired", -1h)};
  serve({.identity = node_.identity(), .clients = root_.pem()});
  EXPECT_EQ(error({.servers = root_.pem()}), ClientErrorKind::tls);
  EXPECT_EQ(error({.servers = root_.pem(), .identity = stranger.identity()}), ClientErrorKind::tls);
  EXPECT_EQ(error({.servers = root_.pem(), .identity = expired.identity()}), ClientErrorKind::tls);
}

/// Software of others shows the certificate that it has to whoever asks for one.
TEST_F(Tls, a_client_may_show_nothing_where_that_is_allowed_and_is_nobody_by_what_nobody_knows) {
  const Party partner{root_, named("partner")};
  const Party stranger{named("partner")};
  const Party of_another{Party{authority()}, named("partner")};
  const Party expired{root_, named("partner", -1h)};
  const Party revoked{root_, named("partner")};
  TlsTrust clients = root_.pem();
  clients.revoked = {revoked.certificate.fingerprint()};
  serve({.identity = node_.identity(), .clients = clients, .clients_have_to_show = false});
  EXPECT_EQ(who({.servers = root_.pem()}), "nobody");
  EXPECT_EQ(who({.servers = root_.pem(), .identity = partner.identity()}), "partner");
  for (const Party* const one : {&stranger, &of_another, &expired, &revoked})
    EXPECT_EQ(who({.servers = root_.pem(), .identity = one->identity()}), "nobody");
}

TEST_F(Tls, hears_an_early_refusal_while_it_still_sends) {
  serve({.identity = node_.identity()});
  const auto trusted = ClientTls::make({.servers = root_.pem()}).value();
  // What is still being sent when the refusal comes lies in memory until the sending has ended.
  for (int i = 0; i < 20; ++i) {
    const auto answer =
        client_.ask({.method = Method::post,
                     .url = {.tls = true, .host = "127.0.0.1", .port = server_->port(0), .target = "/small"},
                     .body = Bytes(4'000'000),
                     .tls = trusted});
    ASSERT_TRUE(answer) << answer.error().what;
    EXPECT_EQ(answer->status, 413);
  }
}

TEST_F(Tls, a_long_body_comes_in_pieces) {
  serve({.identity = node_.identity()});
  const auto trusted = ClientTls::make({.servers = root_.pem()}).value();
  const auto post = [&](char first) {
    Bytes body(15'000'000);
    body.front() = static_cast<std::byte>(first);
    return client_.ask(
        {.method = Method::post,
         .url = {.tls = true, .host = "127.0.0.1", .port = server_->port(0), .target = "/long"},
         .body = std::move(body),
         .tls = trusted});
  };
  for (int i = 0; i < 3; ++i) {
    const auto answer = post('a');
    ASSERT_TRUE(answer) << answer.error().what;
    EXPECT_EQ(as_text(answer->body), "15000000");
    const auto refused = post('x');
    ASSERT_TRUE(refused) << refused.error().what;
    EXPECT_EQ(refused->status, 400);
  }
}

TEST_F(Tls, reloading_changes_what_new_connections_see) {
  const Party partner{named("partner")};
  serve({.identity = node_.identity(), .clients = partner.pin()});
  const auto trusted = ClientTls::make({.servers = root_.pem(), .identity = partner.identity()}).value();
  ASSERT_TRUE(again(trusted));
  EXPECT_FALSE(tls_->reload({.identity = {"", {}}})) << "and all stays as it was";
  EXPECT_EQ(who({.servers = root_.pem(), .identity = partner.identity()}), "partner");
  EXPECT_TRUE(tls_->reload({.identity = node_.identity(), .clients = Party{named("other")}.pin()}));
  EXPECT_EQ(error({.servers = root_.pem(), .identity = partner.identity()}), ClientErrorKind::tls);
}

TEST_F(Tls, an_open_connection_ends_where_others_are_believed_than_when_it_began) {
  const Party partner{named("partner")};
  serve({.identity = node_.identity()});
  const auto trusted = ClientTls::make({.servers = root_.pem(), .identity = partner.identity()}).value();
  const auto told = [&] {
    const auto answer = again(trusted);
    return answer ? std::string{as_text(answer->body)} : answer.error().what;
  };
  ASSERT_EQ(told(), "nobody") << "nobody was asked for a certificate";
  ASSERT_TRUE(tls_->reload({.identity = node_.identity(), .clients = partner.pin()}));
  EXPECT_TRUE(eventually([&] { return server_->connections() == 0; }));
  EXPECT_EQ(told(), "partner");
  ASSERT_TRUE(tls_->reload({.identity = node_.identity(), .clients = Party{named("other")}.pin()}));
  EXPECT_TRUE(eventually([&] { return server_->connections() == 0; }));
  EXPECT_FALSE(again(trusted)) << "it is believed no more";
}

TEST_F(Tls, an_open_connection_ends_also_where_reloads_before_changed_nothing_of_that) {
  const Party partner{named("partner")};
  serve({.identity = node_.identity(), .clients = partner.pin()});
  const auto trusted = ClientTls::make({.servers = root_.pem(), .identity = partner.identity()}).value();
  ASSERT_TRUE(again(trusted));
  for (int day = 0; day < 2; ++day)
    ASSERT_TRUE(tls_->reload({.identity = node_.identity(), .clients = partner.pin()}));
  std::this_thread::sleep_for(300ms);  // longer than between two looks at what ends
  EXPECT_EQ(server_->connections(), 1U);
  ASSERT_TRUE(tls_->reload({.identity = node_.identity(), .clients = Party{named("other")}.pin()}));
  EXPECT_TRUE(eventually([&] { return server_->connections() == 0; }));
}

TEST_F(Tls, what_is_under_way_at_a_reload_is_answered_before_its_connection_ends) {
  const Party partner{named("partner")};
  serve({.identity = node_.identity(), .clients = partner.pin()});
  const auto trusted = ClientTls::make({.servers = root_.pem(), .identity = partner.identity()}).value();
  at_request_ = [&] {
    const auto done =
        tls_->reload({.identity = node_.identity(), .clients = partner.pin(), .clients_have_to_show = false});
    EXPECT_TRUE(done);
  };
  const auto answer = again(trusted);
  ASSERT_TRUE(answer) << answer.error().what;
  EXPECT_EQ(answer->headers.find("Connection"), "close");
}

TEST_F(Tls, an_open_connection_goes_on_where_the_same_are_believed) {
  const Party partner{named("partner")};
  serve({.identity = node_.identity(), .clients = partner.pin()});
  const auto trusted = ClientTls::make({.servers = root_.pem(), .identity = partner.identity()}).value();
  ASSERT_TRUE(again(trusted));
  const std::uint16_t port = port_;
  const Party renewed{root_, named("node")};
  ASSERT_TRUE(tls_->reload({.identity = renewed.identity(), .clients = partner.pin()}));
  std::this_thread::sleep_for(300ms);  // longer than between two looks at what ends
  ASSERT_TRUE(again(trusted));
  EXPECT_EQ(port_, port);
}

TEST_F(Tls, says_which_text_is_wrong) {
  const Party other{named("other")};
  const auto what = [](const ServerTls::Options& options) { return ServerTls::make(options).error().what; };
  EXPECT_EQ(what({.identity = {"", {}}}), "the certificate file holds no certificate in PEM");
  EXPECT_EQ(what({.identity = {node_.certificate.pem(), KeyPem{"x"}}}),
            "the key file holds no private key in PEM without a password");
  EXPECT_EQ(what({.identity = {node_.certificate.pem(), other.key.secret_pem()}}),
            "the private key does not belong to the certificate");
  EXPECT_EQ(what({.identity = node_.identity(), .clients = {"x", {}}}),
            "the file of trusted certificates holds none in PEM");
  EXPECT_FALSE(ClientTls::make({.servers = {}})) << "nobody is trusted";
}

TEST_F(Tls, plain_talk_and_silence_end_the_connection) {
  tls_ = ServerTls::make({.identity = node_.identity()}).value();
  server_ = std::make_unique<Server>(
      loop_, router_,
      ServerOptions{.listeners = {{.name = "api", .tls = tls_}}, .limits = {.handshake = 200ms}});
  const RawClient plain{server_->port(0)};
  plain.send("GET / HTTP/1.1\r\nHost: node\r\n\r\n");
  EXPECT_FALSE(plain.read_to_end().contains("HTTP"));
  const RawClient silent{server_->port(0)};
  EXPECT_TRUE(silent.is_at_end());
}

/// A client of OpenSSL that speaks one version of TLS and believes everybody: the page that it gets, behind
/// the version that was agreed on, or why there is none.
std::string asked_in(int version, std::uint16_t port) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{SSL_CTX_new(TLS_client_method()),
                                                                  &SSL_CTX_free};
  SSL_CTX_set_security_level(context.get(), 0);  // on any other OpenSSL does not even offer 1.1
  EXPECT_EQ(SSL_CTX_set_min_proto_version(context.get(), version), 1);
  EXPECT_EQ(SSL_CTX_set_max_proto_version(context.get(), version), 1);
  const std::unique_ptr<SSL, decltype(&SSL_free)> line{SSL_new(context.get()), &SSL_free};
  const RawClient client{port};
  EXPECT_EQ(SSL_set_fd(line.get(), client.socket()), 1);
  ERR_clear_error();
  if (SSL_connect(line.get()) != 1) {
    return ERR_GET_REASON(ERR_peek_error()) == SSL_R_TLSV1_ALERT_PROTOCOL_VERSION ? "alert: protocol version"
                                                                                  : "no handshake";
  }
  const std::string request = "GET /who HTTP/1.1\r\nHost: node\r\nConnection: close\r\n\r\n";
  EXPECT_EQ(SSL_write(line.get(), request.data(), static_cast<int>(request.size())),
            static_cast<int>(request.size()));
  std::string answer = std::string{SSL_get_version(line.get())} + ' ';
  std::array<char, 1024> piece{};
  for (int read = 0; (read = SSL_read(line.get(), piece.data(), static_cast<int>(piece.size()))) > 0;)
    answer.append(piece.data(), static_cast<std::size_t>(read));
  return answer;
}

TEST_F(Tls, versions_1_2_and_1_3_are_spoken_and_nothing_older) {
  serve({.identity = node_.identity()});
  for (const auto& [version, name] : {std::pair{TLS1_2_VERSION, "TLSv1.2 "}, {TLS1_3_VERSION, "TLSv1.3 "}}) {
    const std::string answer = asked_in(version, server_->port(0));
    EXPECT_TRUE(answer.starts_with(std::string{name} + "HTTP/1.1 200 ")) << answer;
    EXPECT_TRUE(answer.ends_with("nobody")) << answer;
  }
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION})
    EXPECT_EQ(asked_in(version, server_->port(0)), "alert: protocol version")
        << "it was offered, and refused";
}

}  // namespace
}  // namespace lintas::net
