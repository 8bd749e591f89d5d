#include "shell/node/administrator_key.hpp"

#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>

#include "base/hex.hpp"
#include "base/text.hpp"
#include "core/access/access.hpp"
#include "core/model/values/bounded_text.hpp"
#include "shell/api/keys.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/node/config.hpp"
#include "shell/node/files.hpp"
#include "shell/node/secrets.hpp"
#include "shell/store/sqlite/folder.hpp"

namespace lintas::node {

namespace {

constexpr int done = 0;
constexpr int unusable = 2;
constexpr int usage = 64;

int refused(std::ostream& err, std::string_view what) {
  err << "lintas keys administrator: " << what << '\n';
  return unusable;
}

int make_key(const Config& config, const AdministratorKeyOptions& options, std::ostream& out,
             std::ostream& err) {
  api::Keys keys{crypto::sha256};
  KeysFile file{config.keys_file, keys};
  if (const auto read = file.read(); !read) return refused(err, read.error());
  crypto::SystemEntropy entropy;
  const auto made = keys.draw({.actor = {.role = access::Role::node_administrator,
                                         .party = {},
                                         .person = options.person,
                                         .office = {},
                                         .authenticated = access::Authentication::api_key},
                               .created = options.now,
                               .expires = std::nullopt,
                               .by_operator = true},
                              entropy);
  // First the key, then what makes it good: a crash between them leaves a file that opens nothing.
  if (const auto written = write_new(options.to, made.key + '\n', secret_mode); !written)
    return refused(err, written.error());
  if (const auto kept = file.keep(made.line, options.now); !kept) {
    std::error_code ignored;
    std::filesystem::remove(options.to, ignored);
    return refused(err, kept.error());
  }
  out << format(
      "{}: a key of role node_administrator for {}, hash {}\n"
      "Start the node. `lintas keys list` shows this key as made by the operator, and the others; withdraw "
      "those that were\nlost (`lintas keys withdraw`).\n",
      options.to, options.person, to_hex(made.hash.view()));
  return done;
}

}  // namespace

int make_administrator_key(const AdministratorKeyOptions& options, std::ostream& out, std::ostream& err) {
  if (!PersonId::parse(options.person)) {
    err << format("lintas keys administrator: --person: give an account of {} characters at most\n",
                  PersonIdKind::characters_max);
    return usage;
  }
  const auto config = load_config(options.config_file);
  if (!config) {
    for (const ConfigError& error : config.error()) err << error.str() << '\n';
    return unusable;
  }
  try {
    // A running node has the keys in its memory and writes the same file.
    const store::NodeLock stopped{config->store_folder};
    return make_key(*config, options, out, err);
  } catch (const app::StoreFailure& failure) {
    return refused(err, failure.what());
  }
}

}  // namespace lintas::node
