#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "shell/net/client.hpp"
#include "shell/net/http.hpp"

/// The public interface of a node of the sandbox, as anybody's software uses it: whoever plays here has no
/// other way in.
namespace lintas::sandbox {

using Json = nlohmann::json;

/// A node that did not answer. It says nothing of what became of the request.
class Unanswered : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Answer {
  std::uint16_t status = 0;
  Json json;
  std::string etag;

  [[nodiscard]] bool done() const { return status == 200 || status == 201; }
  /// Rule and text of the first fault.
  [[nodiscard]] std::string why() const;
};

/// Of one node, on loopback. Waits for each answer; not from the loop of `http`.
class Client {
 public:
  Client(net::Client& http, std::uint16_t port) : http_(&http), port_(port) {}

  /// Throws Unanswered.
  [[nodiscard]] Answer get(const std::string& key, const std::string& target) const;
  [[nodiscard]] Answer post(const std::string& key, const std::string& target, std::string_view body,
                            const std::vector<net::Headers::Field>& headers = {}) const;

 private:
  [[nodiscard]] Answer ask(net::ClientRequest request, const std::string& key,
                           const std::string& target) const;

  net::Client* http_;
  std::uint16_t port_;
};

}  // namespace lintas::sandbox
