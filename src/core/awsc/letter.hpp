#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "base/words.hpp"
#include "core/awsc/exporter.hpp"
#include "core/documents/fault.hpp"

namespace lintas::awsc {

/// How the authorisation stands. Stored, and list CL927: a number is never used again for another one.
enum class Status : std::uint8_t { certified = 1, suspended, withdrawn };
inline constexpr std::array status_words{Word{Status::certified, "certified", "VAL"},
                                         Word{Status::suspended, "suspended", "SUS"},
                                         Word{Status::withdrawn, "withdrawn", "WDN"}};
[[nodiscard]] constexpr const auto& words_for(Status) { return status_words; }

/// What a message about a record of the register says: a notice how it stands, whole, an answer whether it
/// was taken (messages.hpp). Field numbers are never used again for something else.
struct Letter {
  std::optional<ExporterReference> reference = {};  ///< first, for whoever has to find the stream only
  std::uint32_t version = 0;                        ///< of the record, at the state that keeps it
  std::optional<Instant> effective = {};            ///< of a notice: from when on it stands so
  Status status = Status::certified;                ///< of a notice
  std::optional<Record> content = {};               ///< of a notice
  std::vector<documents::Fault> faults = {};        ///< what was found wrong: by the sender of an answer
  std::int32_t clock = 0;                           ///< of the state that speaks: its minutes before UTC
  std::optional<std::string> digest = {};           ///< of an answer: of the copy, where it took the notice

  static constexpr std::string_view record = "exporter.letter";
  static constexpr auto fields() {
    return Fields{Field{1, "reference", &Letter::reference}, Field{2, "version", &Letter::version},
                  Field{3, "effective", &Letter::effective}, Field{4, "status", &Letter::status},
                  Field{5, "content", &Letter::content},     Field{6, "faults", &Letter::faults},
                  Field{7, "clock", &Letter::clock},         Field{8, "digest", &Letter::digest}};
  }
  friend bool operator==(const Letter&, const Letter&) = default;
};

}  // namespace lintas::awsc
