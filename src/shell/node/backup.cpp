#include "shell/node/backup.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <iterator>
#include <optional>
#include <ostream>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/types.h>
#include <system_error>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/workflow/mrn_numbers.hpp"
#include "shell/app/audit.hpp"
#include "shell/app/store_failure.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/crypto/entropy.hpp"
#include "shell/node/attachment_folder.hpp"
#include "shell/node/audit.hpp"
#include "shell/node/backup_manifest.hpp"
#include "shell/node/config.hpp"
#include "shell/node/files.hpp"
#include "shell/node/former_documents.hpp"
#include "shell/node/kinds.hpp"
#include "shell/node/own_files.hpp"
#include "shell/store/sqlite/folder.hpp"
#include "shell/store/sqlite/losses.hpp"
#include "shell/store/sqlite/sqlite_archive.hpp"
#include "shell/store/sqlite/sqlite_store.hpp"

namespace lintas::node {

namespace {

namespace fs = std::filesystem;

constexpr int done = 0;
constexpr int wrong = 1;
constexpr int unusable = 2;
constexpr int incomplete = 4;

/// Nothing more is done; says why.
class Stopped : public std::runtime_error {
 public:
  Stopped(int code, const std::string& why) : std::runtime_error(why), code_(code) {}
  [[nodiscard]] int code() const noexcept { return code_; }

 private:
  int code_;
};

template <class Value>
Value must(std::expected<Value, std::string> made) {
  if (!made) throw Stopped(unusable, made.error());
  return *std::move(made);
}
void must(const std::expected<void, std::string>& made) {
  if (!made) throw Stopped(unusable, made.error());
}

Config must(std::expected<Config, std::vector<ConfigError>> read) {
  if (read) return *std::move(read);
  std::string all;
  for (const ConfigError& error : read.error()) all += (all.empty() ? "" : "\n") + error.str();
  throw Stopped(unusable, all);
}

/// Any file that a configuration names, or itself.
std::string content_of(const fs::path& path, bool secret) {
  return must(read_file(path.string(), secret ? Secrecy::secret : Secrecy::open,
                        std::max(limits::keys_file_bytes_max, limits::configuration_bytes_max)));
}

/// Beside each identity document those that are kept for the keys in them, where there are any.
constexpr std::string_view former_documents = ".former";

/// Everything that the configuration names, or that lies beside it.
std::vector<NamedFile> saved_files_of(const Config& config) {
  std::vector<NamedFile> files = files_of(config);
  std::vector<NamedFile> beside;
  for (const NamedFile& file : files) {
    if (file.key.ends_with(".identity_file")) {
      beside.push_back({.key = format("{}{}", file.key, former_documents),
                        .path = former_documents_of(file.path),
                        .secret = false});
    }
  }
  std::ranges::move(beside, std::back_inserter(files));
  std::ranges::move(kind_files_of(config), std::back_inserter(files));
  std::ranges::move(kept_kind_files_of(config), std::back_inserter(files));
  return files;
}

/// Tables of kinds have the names that the backup says: the folder is not there yet, or has others.
std::vector<NamedFile> kind_files_in(const std::vector<SavedFile>& saved, const Config& config) {
  std::vector<NamedFile> files;
  const std::string begin = format("{}{}", saved_files, key_of_kind_files);
  for (const SavedFile& file : saved) {
    if (!file.name.starts_with(begin) || config.kinds_folder.empty()) continue;
    const std::string name = file.name.substr(begin.size());
    if (name.contains('/')) continue;
    files.push_back({.key = format("{}{}", key_of_kind_files, name),
                     .path = (fs::path{config.kinds_folder} / name).string(),
                     .secret = false});
  }
  return files;
}

/// Files that come with documents, each under its hash: their names say what has to be in them, and no list
/// has to. Both are folders; nothing is done where there is nothing. One that is damaged is left out.
struct CopiedAttachments {
  std::size_t count = 0;
  std::vector<std::string> damaged;
};
CopiedAttachments copy_attachments(const fs::path& from, const fs::path& to) {
  CopiedAttachments copied;
  if (!fs::exists(from)) return copied;
  const auto make = [](const fs::path& folder) {
    if (fs::create_directory(folder)) fs::permissions(folder, fs::perms::owner_all);
  };
  make(to);
  for (const auto& folder : fs::directory_iterator{from}) {
    if (!folder.is_directory()) continue;  // what is still coming
    const fs::path target = to / folder.path().filename();
    make(target);
    for (const auto& file : fs::directory_iterator{folder}) {
      const fs::path copy = target / file.path().filename();
      std::error_code error;
      fs::copy_file(file.path(), copy, error);
      // One that was put away meanwhile is named by no document any more; the copied store may still do so
      // (docs/operations/backup.md).
      if (error == std::errc::no_such_file_or_directory) continue;
      const bool is_lost = error == std::errc::io_error;  // the disk gives it no more
      if (error && !is_lost) throw fs::filesystem_error("cannot be copied", file.path(), copy, error);
      const std::string name = folder.path().filename().string() + file.path().filename().string();
      if (is_lost || to_hex(must(print_of(copy)).sha256.view()) != name) {
        copied.damaged.push_back(file.path().string());
        fs::remove(copy);
        continue;
      }
      fs::permissions(copy, fs::perms::owner_read | fs::perms::owner_write);
      must(make_durable(copy));
      ++copied.count;
    }
    must(make_durable(target));
  }
  must(make_durable(to));
  return copied;
}

/// Answers what the work does, or by what was thrown; `cleanup` is called then.
template <class Work, class Cleanup>
int answered(std::ostream& err, Work work, Cleanup cleanup) {
  int code = unusable;
  try {
    return work();
  } catch (const Stopped& stopped) {
    err << stopped.what() << '\n';
    code = stopped.code();
  } catch (const app::StoreFailure& failure) {
    err << failure.what() << '\n';
  } catch (const fs::filesystem_error& failure) {
    err << failure.what() << '\n';
  }
  cleanup();
  return code;
}

// ---- backup

constexpr std::string_view secrets_warning =
    "It holds the node's secrets: whoever reads it can sign and speak as this node. Keep it as safe as the "
    "node itself,\naway from this machine. Without the file of node.secret_file no access code, no MRN and "
    "no "
    "cursor of a list fits any more.\n";
/// `lintas init` puts them beside the configuration, which names neither.
constexpr std::string_view not_in_it =
    "NOT in it: the keys in the hands of people, administrator.key too (the node has their hashes only), and "
    "root.key.\nKeep them yourself. Where no administrator has a key any more, `lintas keys "
    "administrator` makes one.\n";

class Backup {
 public:
  Backup(const BackupOptions& options, std::ostream& out, std::ostream& err)
      : options_(options),
        out_(out),
        err_(err),
        end_(without_slash(options.folder)),
        part_(end_.string() + ".part") {}

  int run() {
    const Config config = must(load_config(options_.config_file));
    make_folder();
    copy_store(config.store_folder);
    // Behind the store: each file that the copy names was durable before its event, and is there unless it
    // was put away since.
    attachments_ =
        copy_attachments(fs::path{config.store_folder} / attachments_name, part_ / attachments_name);
    save(std::string{saved_configuration}, content_of(options_.config_file, false));
    must_make(part_ / saved_files);
    const OwnFiles own = must(OwnFiles::take(config));  // which change together
    for (const NamedFile& file : saved_files_of(config)) {
      if (file.key.ends_with(former_documents) && !fs::exists(file.path)) continue;
      save(format("{}{}", saved_files, file.key), content_of(file.path, file.secret));
    }
    manifest_.version = LINTAS_VERSION;
    manifest_.country = config.country;
    manifest_.at = options_.now;
    for (const auto& [name, value] : environment_of_process())
      manifest_.environment.push_back(format("{}={}", name, value));
    must(write_new(part_ / manifest_name, to_text(manifest_), secret_mode));
    must(make_durable(part_ / saved_files));
    must(make_durable(part_));
    fs::rename(part_, end_);
    must(make_durable(end_.parent_path()));
    tell();
    return attachments_.damaged.empty() ? done : incomplete;
  }

  /// What was begun goes again; what was there before never does.
  void undo() const {
    std::error_code ignored;
    if (made_) fs::remove_all(part_, ignored);
  }

 private:
  static fs::path without_slash(const fs::path& folder) {
    const fs::path whole = fs::absolute(folder).lexically_normal();
    return whole.has_filename() ? whole : whole.parent_path();
  }

  static void must_make(const fs::path& folder) {
    if (::mkdir(folder.c_str(), S_IRWXU) == 0) return;
    const int error = errno;
    throw Stopped(unusable, format("{}: {}", folder.string(), std::generic_category().message(error)));
  }

  void make_folder() {
    if (fs::exists(fs::symlink_status(end_)))
      throw Stopped(unusable, format("{} is there already; give a new folder", end_.string()));
    if (fs::exists(part_)) {
      throw Stopped(unusable,
                    format("{} is left from a backup that did not end; remove it, or give another folder",
                           part_.string()));
    }
    must_make(part_);
    made_ = true;
  }

  void copy_store(const fs::path& folder) {
    // Of a stopped node the lock is held, so that it is stopped until the end.
    std::optional<store::NodeLock> lock;
    manifest_.node_ran = store::is_locked(folder);
    if (!manifest_.node_ran && fs::exists(folder / saved_store)) lock.emplace(folder);
    const fs::path copy = part_ / saved_store;
    store::SqliteArchive{folder}.copy_to(copy);
    {
      // As its node would open it: what cannot be opened is no backup.
      store::SqliteStore opened{{.folder = part_, .vfs = {}, .room = {}}};
      manifest_.events = static_cast<std::uint64_t>(std::to_underlying(opened.counters().seq));
      manifest_.root = app::restore_tree(crypto::sha256, opened).root();
    }
    fs::remove(part_ / "node.lock");
    fs::permissions(copy, fs::perms::owner_read | fs::perms::owner_write);
    must(make_durable(copy));
    manifest_.files.push_back({.name = std::string{saved_store}, .print = must(print_of(copy))});
  }

  /// Secret or not: a backup is for its owner only.
  void save(const std::string& name, const std::string& content) {
    must(write_new(part_ / name, content, secret_mode));
    manifest_.files.push_back({.name = name, .print = must(print_of(part_ / name))});
  }

  void tell() const {
    out_ << format("{}: {} as of {}, {} events, root {}{}\n", end_.string(), manifest_.country,
                   lintas::to_text(manifest_.at), manifest_.events, to_hex(manifest_.root.view()),
                   manifest_.node_ran ? "; the node runs on, and what it does from now on is not in it" : "");
    for (const SavedFile& file : manifest_.files)
      out_ << format("  {} ({} bytes)\n", file.name, file.print.bytes);
    if (attachments_.count > 0) out_ << format("  {} ({} files)\n", attachments_name, attachments_.count);
    if (!manifest_.environment.empty()) {
      out_ << "Variables of the environment (LINTAS__…) go over the saved configuration: the backup lists "
              "them.\n";
    }
    out_ << secrets_warning << not_in_it;
    if (attachments_.damaged.empty()) return;
    err_ << "NOT in it, for they are damaged: their SHA-256 is not their name, or the disk does not give "
            "them. All else is. Put\nthe right ones there, which an older backup has, or move them away:\n";
    for (const std::string& file : attachments_.damaged) err_ << format("  {}\n", file);
  }

  const BackupOptions& options_;
  std::ostream& out_;
  std::ostream& err_;
  fs::path end_;
  fs::path part_;
  bool made_ = false;
  CopiedAttachments attachments_;
  BackupManifest manifest_;
};

// ---- restore

constexpr std::string_view what_is_lost =
    "What the node did behind the backup is lost. What this restore has seen to, and what has to be done by "
    "people now:\n"
    "  - No MRN is given twice: the numbers that may have been given are left out.\n"
    "  - Messages from now on have names of their own; a partner refuses one whose number in its lane was "
    "used (EXC-001)\n"
    "    and it becomes a dead letter. Officers look at each: `lintas exchange dead-letters`.\n"
    "  - Movements, releases, guarantees and decisions of that time are not known here any more, but to "
    "traders and partners.\n"
    "    Ask them; the newest MRNs that they have tell how much is missing.\n"
    "  - No status list is signed: readers of codes say that they do not know. When officers have gone "
    "through "
    "the movements,\n"
    "    two supervisors say so: `lintas decide codes.resume`.\n"
    "  - API keys that were withdrawn behind the backup are good again if the file of the keys was "
    "restored.\n"
    "docs/operations/backup.md goes through all of it.\n";

class Restore {
 public:
  Restore(const RestoreOptions& options, std::ostream& out)
      : options_(options), out_(out), backup_(fs::absolute(options.folder)) {}

  void run() {
    read_manifest();
    check_since();
    read_configuration();
    plan_files();
    take_folder();
    write_files();
    put_store();
    tell();
  }

  /// Files that were written stay: they are whole, and a second try finds them as it would write them.
  void undo() const {
    std::error_code ignored;
    if (!staging_.empty()) fs::remove_all(staging_, ignored);
    if (!puts_beside_) return;
    fs::remove_all(store_ / attachments_name, ignored);
    fs::remove_all(store_ / kept_kinds_name, ignored);
  }

 private:
  struct Target {
    NamedFile file;
    std::string content;
  };

  void read_manifest() {
    const fs::path file = backup_ / manifest_name;
    const auto read = parse_manifest(content_of(file, false));
    if (!read) throw Stopped(wrong, format("{}: {}", file.string(), read.error()));
    manifest_ = *read;
    std::string faults;
    for (const SavedFile& saved : manifest_.files) {
      const auto print = print_of(backup_ / saved.name);
      if (!print) faults += format("{}\n", print.error());
      if (print && *print != saved.print) {
        faults += format("{} is not what was saved: its size or SHA-256 is another\n",
                         (backup_ / saved.name).string());
      }
    }
    if (!faults.empty()) throw Stopped(wrong, faults + "the backup is damaged: use another one");
  }

  void check_since() const {
    if (options_.since == Since::nothing_happened && manifest_.node_ran) {
      throw Stopped(
          wrong,
          "the node ran while this backup was made and may have gone on behind it: --nothing-lost cannot "
          "be true; restore it with --after-loss");
    }
  }

  void read_configuration() {
    saved_text_ = content_of(backup_ / saved_configuration, false);
    is_new_ = !fs::exists(options_.config_file);
    config_ = is_new_ ? must(parse_config(saved_text_, options_.config_file, environment_of_process()))
                      : must(load_config(options_.config_file));
    if (config_.country != manifest_.country) {
      throw Stopped(wrong, format("{} is the configuration of {}, and the backup is of {}",
                                  options_.config_file, config_.country, manifest_.country));
    }
  }

  /// Where each saved file goes: to the path that the same key names now.
  void plan_files() {
    std::string conflicts;
    std::vector<NamedFile> files = saved_files_of(config_);
    std::erase_if(files, [](const NamedFile& file) {
      return file.key.starts_with(key_of_kind_files) || file.key.starts_with(key_of_kept_kinds);
    });
    std::ranges::move(kind_files_in(manifest_.files, config_), std::back_inserter(files));
    for (const NamedFile& file : files) {
      const std::string name = format("{}{}", saved_files, file.key);
      if (std::ranges::find(manifest_.files, name, &SavedFile::name) == manifest_.files.end()) continue;
      std::string content = content_of(backup_ / name, false);
      if (!fs::exists(file.path)) {
        targets_.push_back({.file = file, .content = std::move(content)});
      } else if (file.key == "api.keys_file") {
        // It grows with each key that is issued or withdrawn: the one that is there knows more.
        notes_ += format("{} is there and stays as it is\n", file.path);
      } else if (content_of(file.path, file.secret) != content) {
        conflicts += format("{} ({}) is another one than the saved: move it away, or name another path\n",
                            file.path, file.key);
      }
    }
    if (!conflicts.empty()) throw Stopped(wrong, conflicts + "nothing was written");
  }

  void take_folder() {
    store_ = config_.store_folder;
    if (fs::exists(store_)) {
      if (store::is_locked(store_)) {
        throw Stopped(unusable, format("{}: a node works on it; a backup goes to a folder of its own",
                                       store_.string()));
      }
      for (const auto& entry : fs::directory_iterator{store_}) {
        if (entry.path().filename() == "node.lock") continue;
        throw Stopped(unusable,
                      format("{} is not empty: there is {}; name an empty folder in the configuration, or "
                             "move away what is there",
                             store_.string(), entry.path().filename().string()));
      }
    } else {
      fs::create_directories(store_);
      fs::permissions(store_, fs::perms::owner_all);
    }
    lock_.emplace(store_);
  }

  void write_files() const {
    for (const Target& target : targets_)
      write(target.file.path, target.content, target.file.secret ? secret_mode : open_mode);
    if (is_new_) write(options_.config_file, saved_text_, open_mode);
  }

  static void write(const fs::path& path, const std::string& content, mode_t mode) {
    const fs::path folder = fs::absolute(path).parent_path();
    if (!fs::exists(folder)) {
      fs::create_directories(folder);
      fs::permissions(folder, fs::perms::owner_all);
    }
    must(write_new(path, content, mode));
    must(make_durable(folder));
  }

  void put_store() {
    staging_ = store_ / "restore.part";
    fs::create_directory(staging_);
    const fs::path copy = staging_ / saved_store;
    fs::copy_file(backup_ / saved_store, copy);
    if (options_.since == Since::events_were_lost)
      store::mark_loss(staging_, new_mark(), workflow::numbers_spent_by(options_.now));
    std::ostringstream faults;
    const Soundness found = verify_store(config_, staging_, false, out_, faults);
    // What follows from the events was so in the store that was saved: the backup is no worse than its node.
    if (found == Soundness::other_projections) {
      notes_ +=
          "The store is whole, and goes into its place. Rows or lists in it say otherwise than this program "
          "makes of\nits events (see above): docs/operations/upgrades.md says what that means.\n";
    } else if (found != Soundness::sound) {
      throw Stopped(wrong, faults.str() +
                               "the store in the backup is not sound (see above); nothing was put in its "
                               "place. Use another backup");
    }
    // Whoever only reads leaves an empty log behind.
    const fs::path log = copy.string() + "-wal";
    if (fs::exists(log) && fs::file_size(log) != 0)
      throw Stopped(unusable, format("{}: somebody else works on it", copy.string()));
    must(make_durable(copy));
    puts_beside_ = true;
    const auto copied = copy_attachments(backup_ / attachments_name, store_ / attachments_name);
    if (!copied.damaged.empty()) {
      throw Stopped(wrong,
                    format("{} is not what was saved: its SHA-256 is not its name, or the disk does not "
                           "give it; use another backup, or take it out: its document is shown without it "
                           "then (R-ATT-018)",
                           copied.damaged.front()));
    }
    put_kept_kinds();
    fs::rename(copy, store_ / saved_store);
    puts_beside_ = false;
    fs::remove_all(staging_);
    must(make_durable(store_));
  }

  /// The tables that the node ran with: its documents lie in the store, and are to be read by nothing
  /// narrower.
  void put_kept_kinds() const {
    const std::string begin = format("{}{}", saved_files, key_of_kept_kinds);
    for (const SavedFile& file : manifest_.files) {
      if (!file.name.starts_with(begin)) continue;
      const std::string name = file.name.substr(begin.size());
      if (name.contains('/')) continue;
      write(store_ / kept_kinds_name / name, content_of(backup_ / file.name, false), open_mode);
    }
  }

  static std::uint32_t new_mark() {
    std::uint32_t mark = 0;
    crypto::SystemEntropy entropy;
    while (mark == 0) entropy.fill(std::as_writable_bytes(std::span{&mark, 1}));
    return mark;
  }

  void tell() const {
    out_ << format("{}: the node of {} as of {}, {} events, from {}\n", store_.string(), manifest_.country,
                   lintas::to_text(manifest_.at), manifest_.events, backup_.string());
    for (const Target& target : targets_) out_ << format("  {} ({})\n", target.file.path, target.file.key);
    if (is_new_) out_ << format("  {}\n", options_.config_file);
    out_ << notes_;
    for (const std::string& variable : manifest_.environment)
      out_ << format("At the backup the environment said {}\n", variable);
    if (options_.since == Since::events_were_lost) out_ << what_is_lost;
    out_ << format(
        "Keys in the hands of people are in no backup; those that they have are good as the file of the keys "
        "says.\nWhere no administrator has one: lintas keys administrator --config {0} --person ACCOUNT --to "
        "FILE\nStart it: lintas node --config {0}\n",
        options_.config_file);
  }

  const RestoreOptions& options_;
  std::ostream& out_;
  fs::path backup_;
  BackupManifest manifest_;
  std::string saved_text_;
  bool is_new_ = false;
  Config config_;
  std::vector<Target> targets_;
  std::string notes_;
  fs::path store_;
  fs::path staging_;
  bool puts_beside_ = false;  ///< the store, into a folder that was empty
  std::optional<store::NodeLock> lock_;
};

}  // namespace

int backup(const BackupOptions& options, std::ostream& out, std::ostream& err) {
  Backup run{options, out, err};
  return answered(err, [&] { return run.run(); }, [&] { run.undo(); });
}

int restore(const RestoreOptions& options, std::ostream& out, std::ostream& err) {
  Restore run{options, out};
  const auto work = [&] {
    run.run();
    return done;
  };
  return answered(err, work, [&] { run.undo(); });
}

}  // namespace lintas::node
