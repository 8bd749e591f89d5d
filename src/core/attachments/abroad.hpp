#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/decision.hpp"
#include "base/fields.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/attachments/letter.hpp"
#include "core/attachments/list.hpp"
#include "core/attachments/records.hpp"

/// The files of a document of another state, where its goods are imported: known by what their state tells of
/// them, and fetched when the first one here asks (docs/adr/0041). A file is asked for a part at a time, the
/// next one when one has come: what a broken line or a stopped node leaves is asked for from there on, and
/// between two parts other messages have the line.
namespace lintas::attachments {

/// Stored: a number is never used again for another one.
enum class Fetch : std::uint8_t {
  told = 1,  ///< the other state says that there is one
  asked,     ///< and was asked for it
  here,      ///< all octets, and their hash is right
  gone,      ///< the other state has it no more
  wrong,     ///< what came has another hash
  unfit,     ///< what came is of another type than was told, or may not come with a document
};
inline constexpr std::array fetch_words{
    Word{Fetch::told, "told", "TOLD"},    Word{Fetch::asked, "asked", "ASKED"},
    Word{Fetch::here, "here", "HERE"},    Word{Fetch::gone, "gone", "GONE"},
    Word{Fetch::wrong, "wrong", "WRONG"}, Word{Fetch::unfit, "unfit", "UNFIT"},
};
[[nodiscard]] constexpr const auto& words_for(Fetch /*fetch*/) { return fetch_words; }

/// These are its files now.
struct Listed {
  Instant at;
  DocumentName document;
  std::vector<NamedFile> files;
  std::vector<Hash256> dropped = {};  ///< of those before, and their octets are here

  static constexpr std::string_view record = "attachment_abroad.listed";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Listed::at}, Field{2, "document", &Listed::document},
                  Field{3, "files", &Listed::files}, Field{4, "dropped", &Listed::dropped}};
  }
  friend bool operator==(const Listed&, const Listed&) = default;
};
/// Somebody asked for one, and it is fetched.
struct Asked {
  Instant at;
  PersonId by;
  access::Role role{};
  std::string office;
  Hash256 hash;
  std::int64_t from = 0;  ///< octets that are here already
  // The stream of the document here and its kind, as the workflow numbers them.
  std::int64_t document = 0;
  std::uint16_t kind = 0;

  static constexpr std::string_view record = "attachment_abroad.asked";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Asked::at},
                  Field{2, "by", &Asked::by},
                  Field{3, "role", &Asked::role},
                  Field{4, "office", &Asked::office},
                  Field{5, "hash", &Asked::hash},
                  Field{6, "from", &Asked::from},
                  Field{7, "document", &Asked::document},
                  Field{8, "kind", &Asked::kind}};
  }
  friend bool operator==(const Asked&, const Asked&) = default;
};
/// A part of it, and the next one is asked for.
struct Came {
  Instant at;
  Hash256 hash;
  std::int64_t have = 0;

  static constexpr std::string_view record = "attachment_abroad.came";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Came::at}, Field{2, "hash", &Came::hash}, Field{3, "have", &Came::have}};
  }
  friend bool operator==(const Came&, const Came&) = default;
};
/// All of it: here, gone or wrong.
struct Fetched {
  Instant at;
  Hash256 hash;
  Fetch as = Fetch::here;

  static constexpr std::string_view record = "attachment_abroad.fetched";
  static constexpr auto fields() {
    return Fields{Field{1, "at", &Fetched::at}, Field{2, "hash", &Fetched::hash},
                  Field{3, "as", &Fetched::as}};
  }
  friend bool operator==(const Fetched&, const Fetched&) = default;
};
/// Somebody here was given the octets.
struct ReadHere {
  Read read;

  static constexpr std::string_view record = "attachment_abroad.read";
  static constexpr auto fields() { return Fields{Field{1, "read", &ReadHere::read}}; }
  friend bool operator==(const ReadHere&, const ReadHere&) = default;
};
/// It is looked whether the document is still kept here.
struct LookedHere {
  Instant at;

  static constexpr std::string_view record = "attachment_abroad.looked";
  static constexpr auto fields() { return Fields{Field{1, "at", &LookedHere::at}}; }
  friend bool operator==(const LookedHere&, const LookedHere&) = default;
};
/// The document is kept no more, and neither is what was fetched.
struct LetGoHere {
  Hash256 hash;

  static constexpr std::string_view record = "attachment_abroad.let_go";
  static constexpr auto fields() { return Fields{Field{1, "hash", &LetGoHere::hash}}; }
  friend bool operator==(const LetGoHere&, const LetGoHere&) = default;
};
using AbroadEvent = std::variant<Listed, Asked, Came, Fetched, ReadHere, LookedHere, LetGoHere>;

struct KnownFile {
  NamedFile named;
  Instant told;  ///< when it was told of first
  Fetch fetch = Fetch::told;
  std::int64_t have = 0;
  std::optional<Instant> asked = {};  ///< when the newest part was asked for
  bool is_kept = false;               ///< it was here, and is kept for this document
};
struct AbroadState {
  std::optional<DocumentName> document;
  std::vector<KnownFile> files;
  std::vector<Read> recent;     ///< within bounds::read_again of the newest
  std::int64_t stream = 0;      ///< of the document here, once somebody asked
  std::uint16_t kind = 0;       ///< likewise
  std::optional<Instant> look;  ///< when it is looked next whether the document is still kept

  [[nodiscard]] const KnownFile* find(const Hash256& hash) const;
};

using AbroadDecision = Decision<AbroadEvent>;

/// Nothing happens where nothing is new.
[[nodiscard]] AbroadDecision list(const AbroadState& state, const DocumentName& document,
                                  const std::vector<NamedFile>& files, Instant at);
/// R-ATT-015: it has no such file. R-ATT-022: its state has it no more. `is_missing`: what was here is not on
/// the disk any more. Nothing happens where it is here, or is on its way.
[[nodiscard]] AbroadDecision ask(const AbroadState& state, const Document& document, const Hash256& hash,
                                 bool is_missing, const Act& act);
/// What nobody asked for changes nothing.
[[nodiscard]] AbroadDecision come(const AbroadState& state, const Letter& part, Instant at);
/// R-ATT-015: it has no such file. R-ATT-021: it is not here.
[[nodiscard]] AbroadDecision read(const AbroadState& state, const Hash256& hash, const Act& act);

/// Twice a year it is looked whether the document is still kept.
[[nodiscard]] AbroadDecision look(const AbroadState& state, Instant at);
/// Of a document that has no work here and was told of long ago; else nothing happens.
[[nodiscard]] AbroadDecision let_go(const AbroadState& state, const Hash256& hash, bool has_work, Instant at);

/// The octets that the event asks the other state for, from here on; nothing where it asks for none.
[[nodiscard]] std::optional<std::int64_t> asks_from(const AbroadEvent& event);

[[nodiscard]] AbroadState evolve(AbroadState state, const AbroadEvent& event);

}  // namespace lintas::attachments
