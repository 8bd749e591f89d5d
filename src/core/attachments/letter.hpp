#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/machine.hpp"
#include "base/words.hpp"
#include "core/attachments/media.hpp"
#include "core/attachments/records.hpp"

/// What two nodes say to each other about the files of a document, by numbers of ours beside those of
/// certificates, customs declaration documents and documents of kinds. Stored: neither a number of a message
/// nor one of a field is ever used again for something else.
namespace lintas::attachments {

using machine::MessageNumber;

inline constexpr MessageNumber files_listed = 2071;  ///< to the other state: all files that come with it now
inline constexpr MessageNumber file_asked = 2072;    ///< to the state that issued it: octets from here on
inline constexpr MessageNumber file_part = 2073;     ///< to the other state: these, or that there are none

struct MessageName {
  MessageNumber number;
  std::string_view root;  ///< on the wire, and what people call it
};
inline constexpr std::array message_names{
    MessageName{files_listed, "DOC.FILES"},
    MessageName{file_asked, "DOC.FILE.REQ"},
    MessageName{file_part, "DOC.FILE.PART"},
};
/// Empty for a number that is none of these.
[[nodiscard]] constexpr std::string_view name_of(MessageNumber number) {
  for (const MessageName& one : message_names)
    if (one.number == number) return one.root;
  return {};
}
[[nodiscard]] constexpr std::optional<MessageNumber> number_of(std::string_view root) {
  for (const MessageName& one : message_names)
    if (one.root == root) return one.number;
  return std::nullopt;
}

// The kinds of documents that no table describes; others are called by the code of their table.
inline constexpr std::string_view certificate_kind = "e_form_d";
inline constexpr std::string_view acdd_kind = "acdd";

/// What is made of the octets of a part that came. Stored.
enum class Verdict : std::uint8_t {
  part = 0,   ///< more are missing
  right = 1,  ///< all are here, and their hash is that of the file
  wrong = 2,  ///< all came, and their hash is another one
  unfit = 3,  ///< all are here, and may not come with a document
};
inline constexpr std::array verdict_words{Word{Verdict::part, "part"}, Word{Verdict::right, "right"},
                                          Word{Verdict::wrong, "wrong"}, Word{Verdict::unfit, "unfit"}};
[[nodiscard]] constexpr const auto& words_for(Verdict /*verdict*/) { return verdict_words; }

struct Letter {
  std::optional<DocumentName> document = {};  ///< first, for whoever has to find the stream only
  std::vector<NamedFile> files = {};          ///< all of them
  // Of a request and of a part.
  Hash256 hash = {};
  std::int64_t from = 0;  ///< octets of the file before it
  std::int64_t size = 0;  ///< of the whole file
  bool is_gone = false;   ///< the file is not there any more
  // Of a part that came: what this node has done with its octets.
  std::int64_t have = 0;  ///< so many from the beginning on lie here
  Verdict verdict = Verdict::part;
  std::optional<Media> media = {};  ///< of the whole, by what is in it

  static constexpr std::string_view record = "attachments.letter";
  static constexpr auto fields() {
    return Fields{Field{1, "document", &Letter::document}, Field{2, "files", &Letter::files},
                  Field{3, "hash", &Letter::hash},         Field{4, "from", &Letter::from},
                  Field{5, "size", &Letter::size},         Field{6, "is_gone", &Letter::is_gone},
                  Field{7, "have", &Letter::have},         Field{8, "verdict", &Letter::verdict},
                  Field{9, "media", &Letter::media}};
  }
  friend bool operator==(const Letter&, const Letter&) = default;
};

}  // namespace lintas::attachments
