#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/access/access.hpp"
#include "core/attachments/media.hpp"
#include "core/model/values/bounded_text.hpp"

/// Files that come with a document of the single window (docs/adr/0041). Two things are kept: of each file
/// who brought it and how many documents name it; of each document which files it names, and who has read
/// them. The octets lie apart, under their hash. Field numbers are never used again for something else.
namespace lintas::attachments {

/// What everybody may know of a file.
struct File {
  Hash256 hash;
  std::int64_t size = 0;
  Media media = Media::pdf;

  static constexpr std::string_view record = "attachments.file";
  static constexpr auto fields() {
    return Fields{Field{1, "hash", &File::hash}, Field{2, "size", &File::size},
                  Field{3, "media", &File::media}};
  }
  friend bool operator==(const File&, const File&) = default;
};

/// A file under the name that it has with a document.
struct NamedFile {
  File file;
  std::string name;

  static constexpr std::string_view record = "attachments.named_file";
  static constexpr auto fields() {
    return Fields{Field{1, "file", &NamedFile::file}, Field{2, "name", &NamedFile::name}};
  }
  friend bool operator==(const NamedFile&, const NamedFile&) = default;
};

/// What two nodes call a document whose files they speak of.
struct DocumentName {
  std::string state;   ///< that issued it
  std::string kind;    ///< "e_form_d"
  std::string office;  ///< of a certificate: its number is unique there only; else empty
  std::string number;

  static constexpr std::string_view record = "attachments.document_name";
  static constexpr auto fields() {
    return Fields{Field{1, "state", &DocumentName::state}, Field{2, "kind", &DocumentName::kind},
                  Field{3, "office", &DocumentName::office}, Field{4, "number", &DocumentName::number}};
  }
  friend bool operator==(const DocumentName&, const DocumentName&) = default;
};

/// Why the name cannot be taken, for a person; nothing if it can: letters, digits, point, hyphen, underscore
/// and an ending of the type. The log keeps it for ever, and no program that opens it has to guess.
[[nodiscard]] std::optional<std::string> fault_in_name(std::string_view name, Media media);

/// Whose a file is that the actor brings: its party's or its office's, whichever person it was.
[[nodiscard]] std::string owner_of(const access::Actor& actor);

// ---- a file that an owner brought

struct Kept {
  Instant at;
  PersonId by;
  std::string owner;
  File file;
  Instant until;            ///< a document has to name it before
  bool is_counted = false;  ///< in what its owner has; those that were brought before anybody counted are not

  static constexpr std::string_view record = "attachment_file.kept";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Kept::at},       Field{2, "by", &Kept::by},
                  Field{3, "owner", &Kept::owner}, Field{4, "file", &Kept::file},
                  Field{5, "until", &Kept::until}, Field{6, "is_counted", &Kept::is_counted}};
  }
  friend bool operator==(const Kept&, const Kept&) = default;
};
struct Named {
  static constexpr std::string_view record = "attachment_file.named";
  static constexpr auto fields() { return Fields{}; }
  friend bool operator==(const Named&, const Named&) = default;
};
struct Unnamed {
  std::optional<Instant> until;  ///< where no document names it any more

  static constexpr std::string_view record = "attachment_file.unnamed";
  static constexpr auto fields() { return Fields{Field{1, "until", &Unnamed::until}}; }
  friend bool operator==(const Unnamed&, const Unnamed&) = default;
};
struct PutAway {
  static constexpr std::string_view record = "attachment_file.put_away";
  static constexpr auto fields() { return Fields{}; }
  friend bool operator==(const PutAway&, const PutAway&) = default;
};
using FileEvent = std::variant<Kept, Named, Unnamed, PutAway>;

/// Stored: a number is never used again for another state.
enum class FileStatus : std::uint8_t { none = 0, held = 1, named = 2, put_away = 3 };

struct FileState {
  FileStatus status = FileStatus::none;
  File file;
  std::string owner;
  std::uint32_t documents = 0;  ///< that name it
  std::optional<Instant> until;
  bool is_counted = false;
};

// ---- all that an owner has here

/// Files that came to them, and that went.
struct Grown {
  std::int64_t bytes = 0;

  static constexpr std::string_view record = "attachment_share.grown";
  static constexpr auto fields() { return Fields{Field{1, "bytes", &Grown::bytes}}; }
  friend bool operator==(const Grown&, const Grown&) = default;
};
struct Shrunk {
  std::int64_t bytes = 0;

  static constexpr std::string_view record = "attachment_share.shrunk";
  static constexpr auto fields() { return Fields{Field{1, "bytes", &Shrunk::bytes}}; }
  friend bool operator==(const Shrunk&, const Shrunk&) = default;
};
using ShareEvent = std::variant<Grown, Shrunk>;

struct ShareState {
  std::int64_t bytes = 0;
};

// ---- the files of a document

struct Added {
  Instant at;
  PersonId by;
  File file;
  std::string name;
  std::string owner;  ///< whose the file is
  // The stream of the document and its kind, as the workflow numbers them.
  std::int64_t document = 0;
  std::uint16_t kind = 0;

  static constexpr std::string_view record = "attachment.added";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Added::at},       Field{2, "by", &Added::by},
                  Field{3, "file", &Added::file},   Field{4, "name", &Added::name},
                  Field{5, "owner", &Added::owner}, Field{6, "document", &Added::document},
                  Field{7, "kind", &Added::kind}};
  }
  friend bool operator==(const Added&, const Added&) = default;
};
struct Removed {
  Instant at;
  PersonId by;
  Hash256 hash;

  static constexpr std::string_view record = "attachment.removed";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Removed::at}, Field{2, "by", &Removed::by},
                  Field{3, "hash", &Removed::hash}};
  }
  friend bool operator==(const Removed&, const Removed&) = default;
};
/// Somebody was given the octets.
struct Read {
  Instant at;
  PersonId by;
  access::Role role{};
  std::string office;  ///< empty for a party
  std::string party;
  Hash256 hash;

  static constexpr std::string_view record = "attachment.read";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Read::at},       Field{2, "by", &Read::by},
                  Field{3, "role", &Read::role},   Field{4, "office", &Read::office},
                  Field{5, "party", &Read::party}, Field{6, "hash", &Read::hash}};
  }
  friend bool operator==(const Read&, const Read&) = default;
};
/// It is looked whether the document is still kept.
struct Looked {
  Instant at;

  static constexpr std::string_view record = "attachment.looked";
  static constexpr auto fields() { return Fields{Field{1, "at", &Looked::at}}; }
  friend bool operator==(const Looked&, const Looked&) = default;
};
/// The document was put away, and with it what it named.
struct LetGo {
  Hash256 hash;

  static constexpr std::string_view record = "attachment.let_go";
  static constexpr auto fields() { return Fields{Field{1, "hash", &LetGo::hash}}; }
  friend bool operator==(const LetGo&, const LetGo&) = default;
};
/// The other state was told which files it has now.
struct Told {
  Instant at;
  std::string receiver;  ///< the state
  std::vector<NamedFile> files;

  static constexpr std::string_view record = "attachment.told";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Told::at}, Field{2, "receiver", &Told::receiver},
                  Field{3, "files", &Told::files}};
  }
  friend bool operator==(const Told&, const Told&) = default;
};
/// The other state was sent a part of one, or told that it is not there any more.
struct Given {
  Instant at;
  Hash256 hash;
  std::int64_t from = 0;
  bool is_gone = false;

  static constexpr std::string_view record = "attachment.given";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Given::at}, Field{2, "hash", &Given::hash}, Field{3, "from", &Given::from},
                  Field{4, "is_gone", &Given::is_gone}};
  }
  friend bool operator==(const Given&, const Given&) = default;
};
/// What others call the document is known, for they are told of its files.
struct KnownAs {
  DocumentName name;

  static constexpr std::string_view record = "attachment.known_as";
  static constexpr auto fields() { return Fields{Field{1, "name", &KnownAs::name}}; }
  friend bool operator==(const KnownAs&, const KnownAs&) = default;
};
/// Others spoke of the files before they were told of any: the list goes on in the stream where they did.
struct GoneOn {
  static constexpr std::string_view record = "attachment.gone_on";
  static constexpr auto fields() { return Fields{}; }
  friend bool operator==(const GoneOn&, const GoneOn&) = default;
};
/// The document goes on in another stream, and the list is of that.
struct Moved {
  std::int64_t document = 0;

  static constexpr std::string_view record = "attachment.moved";
  static constexpr auto fields() { return Fields{Field{1, "document", &Moved::document}}; }
  friend bool operator==(const Moved&, const Moved&) = default;
};
using ListEvent = std::variant<Added, Removed, Read, Looked, LetGo, Told, Given, KnownAs, GoneOn, Moved>;

struct ListState {
  std::vector<Added> files;
  std::string receiver;         ///< the state that was told of them; empty: none
  std::vector<NamedFile> told;  ///< what it knows of
  std::vector<Read> recent;     ///< within bounds::read_again of the newest
  std::optional<Instant> look;  ///< when it is looked next whether the document is still kept

  [[nodiscard]] const Added* find(const Hash256& hash) const;
};

}  // namespace lintas::attachments
