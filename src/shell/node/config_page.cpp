#include <set>
#include <span>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "shell/node/config.hpp"
#include "shell/node/config_table.hpp"

namespace lintas::node {

namespace {

template <class Target>
void add_rows(std::string& out, std::span<const Row<Target>> table, std::string_view section) {
  out += "| key | value | default | on reload | meaning |\n| --- | --- | --- | --- | --- |\n";
  for (const Row<Target>& row : table) {
    if (row.section != section) continue;
    const std::string by_default = row.required             ? "required"
                                   : row.by_default.empty() ? ""
                                                            : format("`{}`", row.by_default);
    out += format("| `{}` | {}{} | {} | {} | {} |\n", row.key, row.allowed(),
                  row.secret ? " of a secret file" : "", by_default, name_of(row.taken), row.meaning);
  }
}

}  // namespace

std::string configuration_page() {
  std::string out =
      "# Configuration\n\n"
      "One TOML file. A variable of the environment goes over it: `LINTAS__API__PORT=8080` is `port` in "
      "`[api]`. A key\n"
      "that is not listed here, or a value that is not allowed, is an error that names file and line; all "
      "errors are\n"
      "shown at once. Secrets are files that only their owner may read; the configuration says where they "
      "are.\n\n"
      "A running node reads it again on SIGHUP. Keys with `yes` under *on reload* are taken then, with the "
      "contents of the\n"
      "files they name; the others wait for a new start, and the log names those that have changed "
      "(`configuration_waits`).\n"
      "This page is written from the table in `src/shell/node/config_table.cpp`; a test compares them.\n";
  std::set<std::string_view> done;
  for (const Row<Config>& row : rows()) {
    if (!done.insert(row.section).second) continue;
    out += format("\n## [{}]\n\n", row.section);
    add_rows(out, rows(), row.section);
  }
  out +=
      "\n## [[partner]]\n\nOne section for each state, written by `lintas partner add`. Not in the "
      "environment. "
      "Address, certificates and keys\nof a partner stand in its [identity "
      "document](../protocols/identity.md), "
      "not here. A partner whose access point is another product has\nnone: then `root` and `identity_file` "
      "are "
      "left out, and `url`, `profile` and its certificates are required\n"
      "([as4.md](../protocols/as4.md#a-partner-with-another-product)).\n\n";
  add_rows(out, partner_rows(), "");
  out +=
      "\n## [[revoked]]\n\nOne section for each certificate of a partner, or delegation of its root, that "
      "counts no more, whoever vouches\nfor it: of messages, of TLS, or an authority of either with "
      "whatever its key signed. Not in the environment.\n\n";
  add_rows(out, revoked_rows(), "");
  return out;
}

}  // namespace lintas::node
