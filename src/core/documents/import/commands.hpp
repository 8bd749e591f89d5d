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
#include "core/documents/certificate.hpp"
#include "core/documents/import/code_on_page.hpp"
#include "core/documents/quantities.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/office_id.hpp"

/// What customs, and the declarations it handles, do with a certificate of another state. Stored: places in
/// the variant and field numbers are never used again for something else. A certificate is named as
/// declarations quote it, by its reference. Who acts, and when, comes with the command.
namespace lintas::documents::import_side {

/// An import declaration quotes the certificate (OCP R30.1).
struct ClaimPreference {
  Reference certificate;
  std::string declaration;
  std::vector<std::string> invoices;
  std::vector<Line> lines;
  bool through_non_member = false;  ///< the goods passed a state that is none
  bool through_bill = false;        ///< a through bill of lading was presented
  std::optional<Day> arrived;       ///< the goods
  std::string force_majeure;        ///< why it comes late
  OfficeId office;                  ///< that handles the declaration: from now on its officers decide
  /// What the certificate takes the place of, as it says itself: whoever makes the command looks it up, and
  /// the decision is made on that one too.
  std::optional<Reference> replaces = {};

  static constexpr std::string_view record = "import.claim";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &ClaimPreference::certificate},
                  Field{2, "declaration", &ClaimPreference::declaration},
                  Field{3, "invoices", &ClaimPreference::invoices},
                  Field{4, "lines", &ClaimPreference::lines},
                  Field{5, "through_non_member", &ClaimPreference::through_non_member},
                  Field{6, "through_bill", &ClaimPreference::through_bill},
                  Field{7, "arrived", &ClaimPreference::arrived},
                  Field{8, "force_majeure", &ClaimPreference::force_majeure},
                  Field{9, "office", &ClaimPreference::office},
                  Field{10, "replaces", &ClaimPreference::replaces}};
  }
  friend bool operator==(const ClaimPreference&, const ClaimPreference&) = default;
};

/// The declaration was cancelled, or does not quote it any more.
struct ReleaseClaim {
  Reference certificate;
  std::string declaration;

  static constexpr std::string_view record = "import.release_claim";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &ReleaseClaim::certificate},
                  Field{2, "declaration", &ReleaseClaim::declaration}};
  }
  friend bool operator==(const ReleaseClaim&, const ReleaseClaim&) = default;
};

struct AcceptItems {
  Reference certificate;
  std::vector<std::uint16_t> items;
  bool minor_discrepancy = false;
  std::string text;

  static constexpr std::string_view record = "import.accept";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &AcceptItems::certificate}, Field{2, "items", &AcceptItems::items},
                  Field{3, "minor_discrepancy", &AcceptItems::minor_discrepancy},
                  Field{4, "text", &AcceptItems::text}};
  }
  friend bool operator==(const AcceptItems&, const AcceptItems&) = default;
};

/// Items, all for one reason: a result N1 to N13.
struct RefuseItems {
  Reference certificate;
  std::vector<std::uint16_t> items;
  Result result{};
  std::string reason;

  static constexpr std::string_view record = "import.refuse";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &RefuseItems::certificate}, Field{2, "items", &RefuseItems::items},
                  Field{3, "result", &RefuseItems::result}, Field{4, "reason", &RefuseItems::reason}};
  }
  friend bool operator==(const RefuseItems&, const RefuseItems&) = default;
};

struct ClassifyOtherwise {
  Reference certificate;
  std::vector<std::uint16_t> items;
  std::string reason;

  static constexpr std::string_view record = "import.classify";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &ClassifyOtherwise::certificate},
                  Field{2, "items", &ClassifyOtherwise::items},
                  Field{3, "reason", &ClassifyOtherwise::reason}};
  }
  friend bool operator==(const ClassifyOtherwise&, const ClassifyOtherwise&) = default;
};

struct SettleClassification {
  Reference certificate;
  bool in_favour = false;
  std::string reason;

  static constexpr std::string_view record = "import.settle";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &SettleClassification::certificate},
                  Field{2, "in_favour", &SettleClassification::in_favour},
                  Field{3, "reason", &SettleClassification::reason}};
  }
  friend bool operator==(const SettleClassification&, const SettleClassification&) = default;
};

/// A retroactive check. Not random: then `reason` says what is doubted.
struct CheckOrigin {
  Reference certificate;
  std::vector<std::uint16_t> items;
  bool random = false;
  std::string reason;
  DocumentId request;  ///< our number of it: the issuing authority answers under it

  static constexpr std::string_view record = "import.check";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &CheckOrigin::certificate}, Field{2, "items", &CheckOrigin::items},
                  Field{3, "random", &CheckOrigin::random}, Field{4, "reason", &CheckOrigin::reason},
                  Field{5, "request", &CheckOrigin::request}};
  }
  friend bool operator==(const CheckOrigin&, const CheckOrigin&) = default;
};

struct EndCheck {
  Reference certificate;
  std::string text;

  static constexpr std::string_view record = "import.satisfied";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &EndCheck::certificate}, Field{2, "text", &EndCheck::text}};
  }
  friend bool operator==(const EndCheck&, const EndCheck&) = default;
};

/// The notice went to exporter or producer, issuing authority, customs there, and importer (OCP R19.2).
struct NotifyVisit {
  Reference certificate;
  bool all_notified = false;

  static constexpr std::string_view record = "import.visit";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &NotifyVisit::certificate},
                  Field{2, "all_notified", &NotifyVisit::all_notified}};
  }
  friend bool operator==(const NotifyVisit&, const NotifyVisit&) = default;
};

struct KeepUse {
  Reference certificate;
  std::string reason;

  static constexpr std::string_view record = "import.keep_use";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &KeepUse::certificate}, Field{2, "reason", &KeepUse::reason}};
  }
  friend bool operator==(const KeepUse&, const KeepUse&) = default;
};

struct ReverseUse {
  Reference certificate;
  std::string reason;

  static constexpr std::string_view record = "import.reverse_use";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &ReverseUse::certificate}, Field{2, "reason", &ReverseUse::reason}};
  }
  friend bool operator==(const ReverseUse&, const ReverseUse&) = default;
};

struct AskAgain {
  Reference certificate;

  static constexpr std::string_view record = "import.ask_again";
  static constexpr auto fields() { return Fields{Field{1, "certificate", &AskAgain::certificate}}; }
  friend bool operator==(const AskAgain&, const AskAgain&) = default;
};

/// The issuing authority replied to a check by letter.
struct RecordReply {
  Reference certificate;
  DocumentId request;  ///< that it replies to, by our number
  std::string text;

  static constexpr std::string_view record = "import.record_reply";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &RecordReply::certificate},
                  Field{2, "request", &RecordReply::request}, Field{3, "text", &RecordReply::text}};
  }
  friend bool operator==(const RecordReply&, const RecordReply&) = default;
};

/// A paper certificate is presented: what its page says, as far as decisions need it.
struct RecordPaper {
  Reference certificate;
  Country importer;  ///< the state, box 11
  Day issued;        ///< box 12
  std::vector<Item> items;
  std::optional<Flags> flags;  ///< box 13
  std::optional<Earlier> replaces;
  std::vector<Original> originals;  ///< of a back-to-back certificate
  std::string code;                 ///< of its QR code, "LC1:…", where it was scanned
  /// Whoever records it has compared both: a certificate that is here under the same number, written
  /// otherwise, is another office's, and another one.
  std::optional<bool> other_office = {};
  /// Where no code is given: whether the page has none, or it was not scanned (R-DOC-065).
  std::optional<CodeOnPage> page_code = {};

  static constexpr std::string_view record = "import.record_paper";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &RecordPaper::certificate},
                  Field{2, "importer", &RecordPaper::importer},
                  Field{3, "issued", &RecordPaper::issued},
                  Field{4, "items", &RecordPaper::items},
                  Field{5, "flags", &RecordPaper::flags},
                  Field{6, "replaces", &RecordPaper::replaces},
                  Field{7, "originals", &RecordPaper::originals},
                  Field{8, "code", &RecordPaper::code},
                  Field{9, "other_office", &RecordPaper::other_office},
                  Field{10, "page_code", &RecordPaper::page_code}};
  }
  friend bool operator==(const RecordPaper&, const RecordPaper&) = default;
};

/// What the code on a page says. Whether it is genuine is found with the keys of its state
/// (`lintas verify`); here it is compared.
struct PageCode {
  Reference certificate;
  Day issued;
  Country importer;
  bool is_the_certificate = false;  ///< and no copy, of it or of data
  Hash256 content;

  friend bool operator==(const PageCode&, const PageCode&) = default;
};

/// The data hold: what was recorded of the page was wrong; or the page that is here is of another
/// certificate, whose number reads alike.
struct TakeData {
  Reference certificate;
  std::string reason;
  /// What the data take the place of: as in ClaimPreference.
  std::optional<Reference> replaces = {};

  static constexpr std::string_view record = "import.take_data";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &TakeData::certificate}, Field{2, "reason", &TakeData::reason},
                  Field{3, "replaces", &TakeData::replaces}};
  }
  friend bool operator==(const TakeData&, const TakeData&) = default;
};

/// The page holds, until its issuer was asked by a check: the data stay here, and of no item more is claimed
/// than they have.
struct KeepPaper {
  Reference certificate;
  std::string reason;

  static constexpr std::string_view record = "import.keep_paper";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &KeepPaper::certificate}, Field{2, "reason", &KeepPaper::reason}};
  }
  friend bool operator==(const KeepPaper&, const KeepPaper&) = default;
};

/// The issuing authority cancelled the certificate by letter.
struct RecordCancellation {
  Reference certificate;
  std::string text;
  std::optional<Reference> successor;  ///< takes its place

  static constexpr std::string_view record = "import.record_cancellation";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &RecordCancellation::certificate},
                  Field{2, "text", &RecordCancellation::text},
                  Field{3, "successor", &RecordCancellation::successor}};
  }
  friend bool operator==(const RecordCancellation&, const RecordCancellation&) = default;
};

/// The page was recorded wrongly, or under a wrong number, and nothing hangs on it yet: nothing of it is here
/// any more.
struct WithdrawPage {
  Reference certificate;
  std::string reason;

  static constexpr std::string_view record = "import.withdraw_page";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &WithdrawPage::certificate},
                  Field{2, "reason", &WithdrawPage::reason}};
  }
  friend bool operator==(const WithdrawPage&, const WithdrawPage&) = default;
};

/// The declaration was released with preference: what it takes is claimed, unless it was before, accepted,
/// and told to the issuer, all at once. Said again it is what it was.
struct UtiliseItems {
  Reference certificate;
  std::string declaration;
  std::vector<std::string> invoices;
  std::vector<Line> lines;
  bool through_non_member = false;  ///< as in ClaimPreference, and so on
  bool through_bill = false;
  std::optional<Day> arrived = {};
  std::string force_majeure = {};
  OfficeId office;
  std::optional<Reference> replaces = {};

  static constexpr std::string_view record = "import.utilise";
  static constexpr auto fields() {
    return Fields{Field{1, "certificate", &UtiliseItems::certificate},
                  Field{2, "declaration", &UtiliseItems::declaration},
                  Field{3, "invoices", &UtiliseItems::invoices},
                  Field{4, "lines", &UtiliseItems::lines},
                  Field{5, "through_non_member", &UtiliseItems::through_non_member},
                  Field{6, "through_bill", &UtiliseItems::through_bill},
                  Field{7, "arrived", &UtiliseItems::arrived},
                  Field{8, "force_majeure", &UtiliseItems::force_majeure},
                  Field{9, "office", &UtiliseItems::office},
                  Field{10, "replaces", &UtiliseItems::replaces}};
  }
  friend bool operator==(const UtiliseItems&, const UtiliseItems&) = default;
};

/// The issuing authority did not take what was said of items, and can by now: it is told the same once more.
struct SayAgain {
  Reference certificate;

  static constexpr std::string_view record = "import.say_again";
  static constexpr auto fields() { return Fields{Field{1, "certificate", &SayAgain::certificate}}; }
  friend bool operator==(const SayAgain&, const SayAgain&) = default;
};

using Act = std::variant<ClaimPreference, ReleaseClaim, AcceptItems, RefuseItems, ClassifyOtherwise,
                         SettleClassification, CheckOrigin, EndCheck, NotifyVisit, KeepUse, ReverseUse,
                         AskAgain, RecordReply, RecordPaper, TakeData, KeepPaper, RecordCancellation,
                         WithdrawPage, UtiliseItems, SayAgain>;

}  // namespace lintas::documents::import_side
