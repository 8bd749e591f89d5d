#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "core/acdd/document.hpp"
#include "core/documents/fault.hpp"

/// What a message about a document says, as far as the machines need it. Which of it a message has, follows
/// from its number (messages.hpp). Field numbers are never used again for something else.
namespace lintas::acdd {

/// What an L2 answers.
enum class Answers : std::uint8_t { document = 0, cancellation = 1 };

struct Letter {
  std::optional<Permit> permit = {};          ///< first, for whoever has to find the stream only
  std::optional<Contents> contents = {};      ///< of a document that could be read
  std::uint16_t version = 0;                  ///< that it is about; 0 where it is not said: the newest
  std::vector<documents::Fault> faults = {};  ///< what was found wrong: by the sender of an L2
  Answers answers = Answers::document;
  bool refuses = false;    ///< a response: what was asked was not done
  FreeText text = {};      ///< why it is cancelled, or what the response says
  Hash256 document = {};   ///< the message itself, where it could not be read
  std::int32_t clock = 0;  ///< of the office that speaks: its minutes before UTC

  static constexpr std::string_view record = "acdd.letter";
  static constexpr auto fields() {
    return Fields{Field{1, "permit", &Letter::permit},   Field{2, "contents", &Letter::contents},
                  Field{3, "version", &Letter::version}, Field{4, "faults", &Letter::faults},
                  Field{5, "answers", &Letter::answers}, Field{6, "refuses", &Letter::refuses},
                  Field{7, "text", &Letter::text},       Field{8, "document", &Letter::document},
                  Field{9, "clock", &Letter::clock}};
  }
  friend bool operator==(const Letter&, const Letter&) = default;
};

}  // namespace lintas::acdd
