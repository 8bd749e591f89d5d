#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "core/documents/fault.hpp"
#include "core/kinds/contents.hpp"
#include "core/kinds/messages.hpp"

namespace lintas::kinds {

/// What a message about a document says, as far as the machines need it. Which of it a message has, follows
/// from its number (messages.hpp). Field numbers are never used again for something else.
struct Letter {
  std::optional<Reference> reference = {};    ///< first, for whoever has to find the stream only
  std::optional<Contents> contents = {};      ///< of a document that could be read
  std::vector<documents::Fault> faults = {};  ///< what was found wrong: by the sender of an answer
  Answer answer = Answer::taken;
  std::optional<Number> replaced_by = {};  ///< of a cancellation
  std::optional<Use> use = {};
  FreeText text = {};      ///< why it is cancelled or refused
  Hash256 document = {};   ///< the message itself, where it could not be read
  std::int32_t clock = 0;  ///< of the office that speaks: its minutes before UTC

  static constexpr std::string_view record = "kinds.letter";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &Letter::reference},
                  Field{2, "contents", &Letter::contents},
                  Field{3, "faults", &Letter::faults},
                  Field{4, "answer", &Letter::answer},
                  Field{5, "replaced_by", &Letter::replaced_by},
                  Field{6, "use", &Letter::use},
                  Field{7, "text", &Letter::text},
                  Field{8, "document", &Letter::document},
                  Field{9, "clock", &Letter::clock}};
  }
  friend bool operator==(const Letter&, const Letter&) = default;
};

}  // namespace lintas::kinds
