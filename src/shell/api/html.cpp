#include "shell/api/html.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "shell/api/webhook_signing.hpp"
#include "shell/net/http.hpp"

namespace lintas::api {

namespace {

struct Entity {
  char sign;
  std::string_view text;
};
constexpr std::array entities{Entity{'&', "&amp;"}, Entity{'<', "&lt;"}, Entity{'>', "&gt;"},
                              Entity{'"', "&quot;"}, Entity{'\'', "&#39;"}};

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto* found = std::ranges::find(entities, c, &Entity::sign);
    out.append(found == entities.end() ? std::string_view{&c, 1} : found->text);
  }
  return out;
}

void keep_to_itself(net::Response& page, std::string_view style, Sha256 sha256) {
  const Hash256 hash = sha256(std::array{as_bytes(style)});
  page.headers.set("Content-Security-Policy",
                   format("default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'; "
                          "frame-ancestors 'none'",
                          base64(hash.view())));
  page.headers.set("X-Content-Type-Options", "nosniff");
}

}  // namespace lintas::api
