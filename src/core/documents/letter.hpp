#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/free_text.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/documents/exporter.hpp"
#include "core/documents/fault.hpp"

/// What a message between national windows says, as far as the machines need it: read from the message and
/// written into it (wire.hpp). Which of it a message has, follows from its number (messages.hpp). Field
/// numbers are never used again for something else.
namespace lintas::documents {

/// What an L1, L2 or C1 answers: a reply names the message that it answers.
enum class Answers : std::uint8_t {
  certificate = 0,
  cancellation = 1,
  other = 2,     ///< what was asked; of a node of an earlier edition what was said of items, too
  response = 3,  ///< what customs said of items
};

struct Letter {
  std::optional<Reference> certificate = {};  ///< first, for whoever has to find the stream only
  std::optional<Contents> contents = {};      ///< of a certificate that could be read
  Day issued = {};                            ///< of the same
  std::vector<Fault> faults = {};  ///< what was found wrong: by the sender of an L2, of what it answers
  Answers answers = Answers::certificate;
  std::vector<ItemResult> results = {};
  std::vector<std::uint16_t> items = {};    ///< that a request to verify is about; none: all
  std::optional<DocumentId> request = {};   ///< to verify, by the number of the state that asks
  std::optional<bool> consents = {};        ///< the exporter, to a visit
  std::optional<Reference> successor = {};  ///< takes the place of what is cancelled
  std::optional<Drawn> draw = {};           ///< a back-to-back certificate that lives on this one, or did
  Hash256 document = {};                    ///< the message itself, where it could not be read
  FreeText text = {};
  std::uint16_t version = 0;  ///< of the certificate; 0 where it is not said
  bool random = false;        ///< a request to verify without a doubt
  std::int32_t clock = 0;     ///< of the office that speaks: its minutes before UTC
  /// What the rules of the treaty say against a certificate that came, where nobody refuses it for that:
  /// customs judges. Found on arrival, never in a message.
  std::vector<Fault> remarks = {};
  /// Of what customs says of items: it has the paper certificate, and counts what is used of it together with
  /// the data.
  std::optional<bool> covers_paper = {};
  /// Of a certificate that came: found on arrival, as the remarks are.
  std::optional<ExporterNumber> exporter = {};
  /// Of an L2 about what customs said of items: when it had decided the newest of that, as it said itself.
  std::optional<Instant> said = {};

  static constexpr std::string_view record = "documents.letter";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &Letter::certificate},
                  Field{2, "contents", &Letter::contents},
                  Field{3, "issued", &Letter::issued},
                  Field{4, "faults", &Letter::faults},
                  Field{5, "answers", &Letter::answers},
                  Field{6, "results", &Letter::results},
                  Field{7, "items", &Letter::items},
                  Field{8, "request", &Letter::request},
                  Field{9, "consents", &Letter::consents},
                  Field{10, "successor", &Letter::successor},
                  Field{11, "draw", &Letter::draw},
                  Field{12, "document", &Letter::document},
                  Field{13, "text", &Letter::text},
                  Field{14, "version", &Letter::version},
                  Field{15, "random", &Letter::random},
                  Field{16, "clock", &Letter::clock},
                  Field{17, "remarks", &Letter::remarks},
                  Field{18, "covers_paper", &Letter::covers_paper},
                  Field{19, "exporter", &Letter::exporter},
                  Field{20, "said", &Letter::said}};
  }
  friend bool operator==(const Letter&, const Letter&) = default;
};

}  // namespace lintas::documents
