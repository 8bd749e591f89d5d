#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

/// Requests and answers as values, without the library that reads them from a socket.
namespace lintas::net {

/// `trace` and `query` are known, and no route takes them: the one would show headers to whoever stands
/// between, what the other asks for is asked by GET.
enum class Method : std::uint8_t { get, head, post, put, patch, remove, options, trace, query };

/// "GET"; `remove` is DELETE.
[[nodiscard]] std::string_view to_text(Method method) noexcept;
/// Nothing for a method that HTTP does not ask of everybody to know (CONNECT, those of others).
[[nodiscard]] std::optional<Method> parse_method(std::string_view text) noexcept;

/// Header fields in the order they came. Names are compared without regard to case (RFC 9110 5.1).
class Headers {
 public:
  struct Field {
    std::string name;
    std::string value;
  };

  Headers() = default;
  Headers(std::initializer_list<Field> fields);

  /// The first field of that name; nothing when there is none.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;
  [[nodiscard]] std::size_t count(std::string_view name) const noexcept;
  [[nodiscard]] const std::vector<Field>& all() const noexcept { return fields_; }

  /// One more field. A value with a line break or another control character is our bug, for it would become a
  /// header of its own.
  void add(std::string_view name, std::string_view value);
  /// The only field of that name.
  void set(std::string_view name, std::string_view value);

 private:
  std::vector<Field> fields_;
};

/// What the other side of a connection proved with its certificate.
struct PeerCertificate {
  /// SHA-256 over the certificate (DER).
  Hash256 fingerprint;
  /// The common name of its subject, byte for byte; empty where it has none, or more than one.
  std::string common_name;
  /// Fingerprints of the chain that it was believed by, itself first. One list may hold the signers of
  /// several parties: who signed for whom is for the handler to judge.
  std::vector<Hash256> chain;
};

struct Peer {
  /// "192.0.2.7" or "2001:db8::7": of the connection, whatever a header says.
  std::string address;
  std::uint16_t port = 0;
  /// Present on a listener that asks for one; then it was verified.
  std::optional<PeerCertificate> certificate;
};

/// A name and its value from a query or a path, decoded.
struct Parameter {
  std::string name;
  std::string value;
  friend bool operator==(const Parameter&, const Parameter&) = default;
};

struct Request {
  Method method = Method::get;
  /// As it came: "/v1/movements?status=released".
  std::string target;
  /// Decoded segments of the path; none for "/". A segment may hold any character but control characters.
  std::vector<std::string> path;
  std::vector<Parameter> query;
  Headers headers;
  Bytes body;
  Peer peer;
  /// Name of the listener it came in by.
  std::string listener;
  /// Filled in by Router: {"id"} of the pattern.
  std::vector<Parameter> parameters;
  /// Noted by who admits it: the next request of this connection is begun behind those of others that have
  /// come by then. So however many ask so, others do not wait for them before anybody knows who they are.
  bool gives_way = false;

  /// First of that name.
  [[nodiscard]] std::optional<std::string_view> query_value(std::string_view name) const noexcept;
  /// A part of the path by its name in the pattern; asking for one that the pattern does not have is a bug.
  [[nodiscard]] std::string_view parameter(std::string_view name) const;
};

/// The body of an answer that goes on: see server.hpp.
class Ongoing;

struct Response {
  std::uint16_t status = 200;
  /// Without Content-Length, Connection and Date, which are written by the server.
  Headers headers;
  Bytes body;
  /// In place of the body, where that is not there yet. The connection owns it until one of them ends.
  std::shared_ptr<Ongoing> ongoing = {};
};

/// An answer with a body of text.
[[nodiscard]] Response text_response(std::uint16_t status, std::string_view content_type,
                                     std::string_view text);

/// "Not Found"; "" for a status that nobody registered.
[[nodiscard]] std::string_view reason_phrase(std::uint16_t status) noexcept;

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 5.6.7).
[[nodiscard]] std::string http_date(std::chrono::sys_seconds at);

/// True for a token of RFC 9110 5.6.2, as names of methods and fields are.
[[nodiscard]] bool is_token(std::string_view text) noexcept;
/// True for what may stand in the value of a field: no control characters but the tabulator.
[[nodiscard]] bool is_field_value(std::string_view text) noexcept;
[[nodiscard]] bool same_ignoring_case(std::string_view a, std::string_view b) noexcept;

}  // namespace lintas::net
