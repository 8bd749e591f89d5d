#include "cli/http.hpp"

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "shell/net/client.hpp"
#include "shell/net/http.hpp"
#include "shell/net/target.hpp"

namespace lintas::cli {

namespace {

/// Retry-After in seconds, as our nodes send it; nothing if the answer does not ask to come again.
std::optional<std::chrono::seconds> pause_wanted(const net::Response& response) {
  if (response.status != 429 && response.status != 503) return std::nullopt;
  const auto text = response.headers.find("Retry-After");
  if (!text) return std::nullopt;
  std::uint16_t seconds = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), seconds);
  if (error != std::errc{} || end != text->data() + text->size()) return std::nullopt;
  return std::chrono::seconds{seconds};
}

bool may_come_back(net::ClientErrorKind kind) {
  using enum net::ClientErrorKind;
  return kind == cannot_connect || kind == timeout || kind == closed || kind == busy;
}

/// What is sent takes its time: a file of ten megabytes over a line of half a megabit some minutes.
std::chrono::milliseconds time_for(std::size_t body_bytes) {
  constexpr std::size_t bytes_in_a_second = 64UL * 1024;
  return limits::client_request_time_max + std::chrono::seconds{body_bytes / bytes_in_a_second};
}

std::string_view name_of(net::ClientErrorKind kind) {
  using enum net::ClientErrorKind;
  switch (kind) {
    case cannot_resolve: return "its name leads to no address";
    case cannot_connect: return "nobody answers at its address";
    case not_public: return "its name leads to no address of the internet";
    case tls: return "it is not believed, or does not believe us; --ca names who is";
    case timeout: return "no answer in time";
    case closed: return "the connection ended before the answer did";
    case malformed: return "what answers there is no node";
    case too_large: return "the answer is too large";
    case busy:
    case stopped: return "too much is asked at once";
  }
  std::unreachable();
}

}  // namespace

Http::Http(Account account, std::chrono::seconds patience)
    : account_(std::move(account)), patience_(patience), client_(loop_) {}
Http::~Http() = default;

Http::Result Http::ask(const Ask& ask) {
  const auto end = std::chrono::steady_clock::now() + patience_;
  while (true) {
    auto result = ask_once(ask);
    const auto pause = result ? pause_wanted(*result) : std::nullopt;
    if (!pause || std::chrono::steady_clock::now() + *pause > end) return result;
    std::this_thread::sleep_for(*pause);
  }
}

Http::Result Http::ask_once(const Ask& ask) {
  net::ClientRequest request{.method = ask.method,
                             .url = account_.node,
                             .headers = {{.name = "Accept", .value = std::string{ask.accept}}},
                             .body = copy_of(as_bytes(ask.body)),
                             .tls = account_.tls,
                             .time_max = time_for(ask.body.size())};
  request.url.target = ask.path;
  if (!ask.content_type.empty()) request.headers.set("Content-Type", ask.content_type);
  if (!account_.key.empty()) request.headers.set("Authorization", format("Bearer {}", account_.key));
  if (!ask.idempotency_key.empty()) request.headers.set("Idempotency-Key", ask.idempotency_key);
  for (const auto& [name, value] : ask.headers) request.headers.set(name, value);
  bool enough = false;
  if (ask.on_piece) {
    request.on_piece = [&](ByteView piece) {
      enough = !ask.on_piece(as_text(piece));
      return !enough;
    };
  }
  auto answer = client_.ask(std::move(request));
  if (enough) return net::Response{};
  if (answer) return *std::move(answer);
  const net::ClientError& error = answer.error();
  return std::unexpected(Unreachable{.what = format("{} ({})", name_of(error.kind), error.what),
                                     .may_have_arrived = error.may_have_arrived,
                                     .may_come_back = may_come_back(error.kind)});
}

std::string with_query(std::string path, const std::vector<net::Parameter>& query) {
  char sign = '?';
  for (const auto& [name, value] : query) {
    if (value.empty()) continue;
    path += format("{}{}={}", sign, name, net::percent_encoded(value));
    sign = '&';
  }
  return path;
}

std::string new_idempotency_key() {
  std::random_device source;
  std::string key;
  for (int i = 0; i < 4; ++i) key += format("{:08x}", static_cast<std::uint32_t>(source()));
  return key;
}

}  // namespace lintas::cli
