#pragma once

#include <expected>
#include <iosfwd>
#include <string>
#include <vector>

#include "shell/node/config.hpp"
#include "shell/node/secrets.hpp"
#include "shell/store/sqlite/prints.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"

/// Whether the files of the secret and of the signing key are those that the store was written with. With
/// another secret a node runs and finds nothing of what it has; with another signing key it signs heads that
/// no partner takes, or speaks with a key that is for something else.
namespace lintas::node {

[[nodiscard]] store::Prints prints_of(const Secrets& secrets);

/// What does not belong to a store that has `held`: each names key, file and what to do. Where nothing was
/// kept yet nothing is wrong.
[[nodiscard]] std::vector<std::string> faults_of_prints(const Config& config, const Secrets& secrets,
                                                        const store::Prints& held);
/// The same of the store that the configuration names, beside a running node or without one; nothing where
/// there is no store yet, or none that this program reads.
[[nodiscard]] std::vector<std::string> faults_of_prints(const Config& config, const Secrets& secrets);

/// At a start: the error where something does not belong; else a store that has none yet takes them.
[[nodiscard]] std::expected<void, std::string> keep_prints(store::SqliteStore& store, const Config& config,
                                                           const Secrets& secrets);

/// `lintas keys signing`: from now on the store belongs to the signing key that the file has now. The node
/// has to be stopped; its secret has to be right. Answers 0 when it is done, 1 where the secret is another, 2
/// where a file or the store cannot be used.
[[nodiscard]] int take_signing_key(const std::string& config_file, std::ostream& out, std::ostream& err);

}  // namespace lintas::node
