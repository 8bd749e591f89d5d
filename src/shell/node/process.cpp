#include "shell/node/process.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/kinds/kind.hpp"
#include "core/kinds/versions.hpp"
#include "core/model/values/country.hpp"
#include "core/seed/seed.hpp"
#include "shell/api/keys.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/net/tls.hpp"
#include "shell/node/agreements.hpp"
#include "shell/node/config.hpp"
#include "shell/node/documents.hpp"
#include "shell/node/kinds.hpp"
#include "shell/node/lines.hpp"
#include "shell/node/log.hpp"
#include "shell/node/node.hpp"
#include "shell/node/own_files.hpp"
#include "shell/node/prints.hpp"
#include "shell/node/secrets.hpp"

namespace lintas::node {

namespace {

constexpr int ok = 0;
constexpr int wrong = 1;
constexpr int unusable = 2;
constexpr int store_lost = 70;

void print(std::ostream& err, const std::vector<ConfigError>& errors) {
  for (const ConfigError& error : errors) err << error.str() << '\n';
}

/// For whoever has called it, and for whoever reads the log alone.
int not_started(Log& log, std::ostream& err, const std::string& what) {
  err << what << '\n';
  log.write(LogEvent::node_not_started, "", {{"what", what}});
  return unusable;
}

void reload(Node& node, const std::string& config_file, Log& log) {
  const auto config = load_config(config_file);
  if (!config) {
    for (const ConfigError& error : config.error())
      log.write(LogEvent::configuration_refused, "", {{"what", error.str()}});
    return;
  }
  const auto done = node.reload(*config);
  if (!done) {
    log.write(LogEvent::configuration_refused, "", {{"what", done.error()}});
  } else {
    log.write(LogEvent::configuration_reloaded, "",
              {{"partners", static_cast<std::int64_t>(config->partners.size())}});
    std::string keys;
    for (const std::string& key : *done) keys += (keys.empty() ? "" : " ") + key;
    if (!keys.empty()) log.write(LogEvent::configuration_waits, "", {{"keys", keys}});
  }
}

Instant now() { return std::chrono::floor<Instant::duration>(std::chrono::system_clock::now()); }

/// What a start would refuse of what the configuration names, each once.
std::vector<std::string> faults_of_files(const Config& config) {
  std::vector<std::string> faults;
  const auto add = [&](const std::string& what) {
    if (std::ranges::find(faults, what) == faults.end()) faults.push_back(what);
  };
  const auto own = OwnFiles::take(config);
  if (!own) return {own.error()};
  const auto tried = [&](auto read) {
    try {
      read();
    } catch (const StartFailure& failure) {
      add(failure.what());
    }
  };
  const auto served = [&](const char* section, const std::optional<net::ServerTls::Options>& options) {
    if (!options) return;
    if (const auto made = net::ServerTls::make(*options); !made)
      add(format("[{}]: {}", section, made.error().what));
  };
  tried([&] {
    const Agreements agreements = agreements_in(config, now());
    const auto look = [&](const Reach& reach) {
      if (const auto why = why_not_connected_to(reach))
        add(format("partner {}: {}", reach.partner.str(), *why));
    };
    for (const Agreement& one : agreements.all) look(one.reach);
    for (const LeftOut& one : agreements.left_out) {
      add(one.what);
      if (one.reach) look(*one.reach);
    }
    (void)links_of(config, agreements);
    served("partners", partners_tls(config, agreements));
  });
  for (const std::string& fault : faults_of_listeners(config)) add(fault);
  tried([&] { (void)api_tls(config); });
  tried([&] { (void)certificate_ends(config, now()); });
  if (const auto secrets = read_secrets(config); !secrets) {
    add(secrets.error());
  } else {
    for (const std::string& fault : faults_of_prints(config, *secrets)) add(fault);
  }
  if (const auto key = read_document_key(config); !key) add(key.error());
  if (const auto kinds = kinds_of_administration(config); !kinds)
    for (const std::string& fault : kinds.error()) add(fault);
  if (const auto home = Country::parse(config.country)) {
    if (const auto pairs = with_pairs_of_administration(seed::reference(*home), config); !pairs)
      add(pairs.error());
  }
  api::Keys keys{crypto::sha256};
  if (const auto read = KeysFile{config.keys_file, keys}.read(); !read) add(read.error());
  std::error_code ignored;
  if (!std::filesystem::is_directory(config.store_folder, ignored))
    add(format("store.folder: {} is no folder; make it", config.store_folder));
  return faults;
}

}  // namespace

void leave_no_core() {
  // The limit alone does not bind a collector behind a pipe (core(5)); what is not dumpable never gets there.
  // The limit shows in /proc/PID/limits, and goes on to what the process starts.
  const rlimit none{};
  const bool is_limited = ::setrlimit(RLIMIT_CORE, &none) == 0;
  const bool is_closed =
      ::prctl(PR_SET_DUMPABLE, 0UL, 0UL, 0UL, 0UL) == 0;  // NOLINT(*-vararg): of the system
  require(is_limited && is_closed, "no system refuses a process less than it has");
}

sigset_t hold_signals() {
  sigset_t awaited;
  sigemptyset(&awaited);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&awaited, signal);
  pthread_sigmask(SIG_BLOCK, &awaited, nullptr);
  std::signal(SIGPIPE, SIG_IGN);  // a peer that hung up is an error of one call
  return awaited;
}

int run(const std::string& config_file, std::ostream& err) {
  const auto config = load_config(config_file);
  Log log{STDOUT_FILENO, config ? config->log_level : Level::info, now};
  if (!config) {
    for (const ConfigError& error : config.error()) not_started(log, err, error.str());
    return unusable;
  }
  if (config->is_sandbox) {
    return not_started(log, err,
                       format("{}: node.purpose is sandbox: run it by `lintas sandbox`, or make a node by "
                              "`lintas init`",
                              config_file));
  }
  // Before anything is read or decided: the process has one node.
  auto kinds = kinds_of_administration(*config);
  if (!kinds) {
    for (const std::string& fault : kinds.error()) not_started(log, err, fault);
    return unusable;
  }
  if (auto& read = kinds->kinds; read) kinds::take(*std::move(read));
  const sigset_t awaited = hold_signals();
  try {
    Node node{{.config = *config,
               .log = &log,
               .failed = [](const std::string&) { std::_Exit(store_lost); },
               .opened = [&] { return keep_kinds(*config, kinds->files); }}};
    for (;;) {
      int signal = 0;
      if (sigwait(&awaited, &signal) != 0) continue;
      if (signal == SIGHUP) {
        reload(node, config_file, log);
        continue;
      }
      log.write(LogEvent::node_stopping, "", {{"reason", signal == SIGTERM ? "SIGTERM" : "SIGINT"}});
      return node.stop() ? ok : wrong;
    }
  } catch (const StartFailure& failure) {
    return not_started(log, err, format("{}: {}", config_file, failure.what()));
  } catch (const app::StoreFailure& failure) {
    return not_started(log, err, format("{}: {}", config->store_folder, failure.what()));
  } catch (const std::exception& failure) {
    return not_started(log, err, format("lintas node: a mistake of the program: {}", failure.what()));
  }
}

int check(const std::string& config_file, std::ostream& out, std::ostream& err) {
  const auto config = load_config(config_file);
  if (!config) {
    print(err, config.error());
    return std::ranges::any_of(config.error(), &ConfigError::is_unread) ? unusable : wrong;
  }
  std::size_t width = 0;
  for (const Setting& setting : config->settings) width = std::max(width, setting.key.size());
  for (const Setting& setting : config->settings)
    out << format("{:<{}}  {}  ({})\n", setting.key, width, setting.value, setting.origin);
  const auto faults = faults_of_files(*config);
  for (const std::string& fault : faults) err << config_file << ": " << fault << '\n';
  return faults.empty() ? ok : wrong;
}

}  // namespace lintas::node
