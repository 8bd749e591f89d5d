#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/fields.hpp"
#include "base/time.hpp"
#include "core/documents/certificate.hpp"
#include "core/model/values/country.hpp"

/// What the issuing authority does with a request to verify. Stored: places in the variant and field numbers
/// are never used again for something else.
namespace lintas::documents::verification {

/// A request that came by letter, outside the exchange. The ninety days run from the day on which the letter
/// came, not from the one on which somebody enters it.
struct RecordRequest {
  Reference certificate;
  DocumentId request;
  std::vector<std::uint16_t> items;
  std::string reason;
  Day received_on = {};

  static constexpr std::string_view record = "verification.record";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &RecordRequest::certificate},
                  Field{2, "request", &RecordRequest::request}, Field{3, "items", &RecordRequest::items},
                  Field{4, "reason", &RecordRequest::reason},
                  Field{5, "received_on", &RecordRequest::received_on}};
  }
  friend bool operator==(const RecordRequest&, const RecordRequest&) = default;
};

/// `asked_by`: the state that asked; needed where several did under one number. Without it the letter of that
/// number is meant, if there is one.
struct AnswerRequest {
  Reference certificate;
  DocumentId request;
  std::string text;
  std::optional<Country> asked_by = {};

  static constexpr std::string_view record = "verification.answer";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &AnswerRequest::certificate},
                  Field{2, "request", &AnswerRequest::request}, Field{3, "text", &AnswerRequest::text},
                  Field{4, "asked_by", &AnswerRequest::asked_by}};
  }
  friend bool operator==(const AnswerRequest&, const AnswerRequest&) = default;
};

struct AnswerVisit {
  Reference certificate;
  DocumentId request;
  bool consents = false;
  std::string text;
  std::optional<Country> asked_by = {};  ///< as of AnswerRequest

  static constexpr std::string_view record = "verification.answer_visit";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &AnswerVisit::certificate},
                  Field{2, "request", &AnswerVisit::request}, Field{3, "consents", &AnswerVisit::consents},
                  Field{4, "text", &AnswerVisit::text}, Field{5, "asked_by", &AnswerVisit::asked_by}};
  }
  friend bool operator==(const AnswerVisit&, const AnswerVisit&) = default;
};

using Act = std::variant<RecordRequest, AnswerRequest, AnswerVisit>;

}  // namespace lintas::documents::verification
