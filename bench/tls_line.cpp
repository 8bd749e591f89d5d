#include "bench/tls_line.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "base/require.hpp"
#include "base/time.hpp"
#include "shell/crypto/certificates.hpp"

namespace lintas::bench {

namespace {

template <auto release>
struct Free {
  template <class T>
  void operator()(T* object) const noexcept {
    release(object);
  }
};
using Context = std::unique_ptr<SSL_CTX, Free<&SSL_CTX_free>>;
using Connection = std::unique_ptr<SSL, Free<&SSL_free>>;

constexpr std::size_t ahead = 16;
constexpr std::size_t answer_bytes = 100;

/// A server's context with a key as nodes have them.
Context server_context() {
  using namespace std::chrono_literals;
  const auto key = crypto::TlsKey::generate();
  crypto::CertificateRequest request;
  request.common_name = "bench";
  request.hosts = {"127.0.0.1"};
  const auto now = std::chrono::floor<Instant::duration>(std::chrono::system_clock::now());
  request.not_before = now - 1h;
  request.not_after = now + 24h;
  const std::string pem = crypto::self_signed(key, request).pem();
  Context context{SSL_CTX_new(TLS_server_method())};
  const std::unique_ptr<BIO, Free<&BIO_free_all>> text{
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  const std::unique_ptr<X509, Free<&X509_free>> certificate{
      PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr)};
  require(certificate && SSL_CTX_use_certificate(context.get(), certificate.get()) == 1 &&
              SSL_CTX_use_PrivateKey(context.get(), &key.native()) == 1,
          "a certificate of ours is one");
  SSL_CTX_set_num_tickets(context.get(), 0);
  return context;
}

/// Two ends of a connection over loopback, as nodes and people on one machine have it.
std::array<int, 2> connected() {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  require(::bind(listener, raw, size) == 0 && ::listen(listener, 1) == 0 &&
              ::getsockname(listener, raw, &size) == 0,
          "a port is free");
  const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  require(::connect(client, raw, size) == 0, "who listens is reached");
  const int server = ::accept(listener, nullptr, nullptr);
  ::close(listener);
  const int yes = 1;
  for (const int end : {client, server}) ::setsockopt(end, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  return {client, server};
}

void send(SSL* connection, const std::vector<char>& bytes, std::size_t count) {
  require(SSL_write(connection, bytes.data(), static_cast<int>(count)) == static_cast<int>(count),
          "what is sent goes out");
}

void receive(SSL* connection, std::vector<char>& bytes, std::size_t count) {
  while (count > 0) {
    const int got = SSL_read(connection, bytes.data(), static_cast<int>(std::min(bytes.size(), count)));
    require(got > 0, "what is sent comes in");
    count -= static_cast<std::size_t>(got);
  }
}

}  // namespace

struct TlsLine::Ends {
  Context server_side = server_context();
  Context client_side{SSL_CTX_new(TLS_client_method())};
  std::array<int, 2> sockets = connected();
  Connection client{SSL_new(client_side.get())};
  Connection server{SSL_new(server_side.get())};
};

TlsLine::TlsLine() : ends_(std::make_unique<Ends>()) {
  SSL_set_fd(ends_->client.get(), ends_->sockets[0]);
  SSL_set_fd(ends_->server.get(), ends_->sockets[1]);
  std::jthread server{[this] { require(SSL_accept(ends_->server.get()) == 1, "hands are shaken"); }};
  require(SSL_connect(ends_->client.get()) == 1, "hands are shaken");
}

TlsLine::~TlsLine() {
  for (const int end : ends_->sockets) ::close(end);
}

std::vector<std::chrono::microseconds> TlsLine::wait_for(std::size_t bytes, std::size_t times) {
  using Clock = std::chrono::steady_clock;
  std::jthread server{[&] {
    std::vector<char> room(std::max(bytes, answer_bytes), 'x');
    for (std::size_t n = 0; n < times; ++n) {
      receive(ends_->server.get(), room, bytes);
      send(ends_->server.get(), room, answer_bytes);
    }
  }};
  const std::vector<char> sent(bytes, 'x');
  std::vector<char> answer(answer_bytes);
  std::vector<std::chrono::microseconds> took;
  for (std::size_t n = 0; n < times; ++n) {
    const auto begun = Clock::now();
    send(ends_->client.get(), sent, bytes);
    receive(ends_->client.get(), answer, answer_bytes);
    took.push_back(std::chrono::ceil<std::chrono::microseconds>(Clock::now() - begun));
  }
  return took;
}

void TlsLine::exchange(std::span<const std::size_t> sizes, std::size_t times) {
  const std::size_t largest = std::max(answer_bytes, *std::ranges::max_element(sizes));
  const std::size_t count = sizes.size() * times;
  std::jthread server{[&] {
    std::vector<char> bytes(largest, 'x');
    for (std::size_t n = 0; n < count; ++n) {
      receive(ends_->server.get(), bytes, sizes[n % sizes.size()]);
      send(ends_->server.get(), bytes, answer_bytes);
    }
  }};
  std::vector<char> bytes(largest, 'x');
  std::vector<char> answers(answer_bytes);
  for (std::size_t n = 0; n < count; n += ahead) {
    const std::size_t end = std::min(count, n + ahead);
    for (std::size_t i = n; i < end; ++i) send(ends_->client.get(), bytes, sizes[i % sizes.size()]);
    receive(ends_->client.get(), answers, (end - n) * answer_bytes);
  }
}

}  // namespace lintas::bench
