#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/finding.hpp"
#include "base/require.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "core/messages/acdd_parameters.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/values/ahtn.hpp"
#include "core/refdata/calendar.hpp"
#include "core/refdata/snapshot.hpp"
#include "core/rules/judge.hpp"

namespace lintas::rules {

namespace {

using message::wco::AdditionalInformation;
using message::wco::Declaration;
using message::wco::GoodsShipment;
using message::wco::GovernmentAgencyGoodsItem;
using message::wco::Origin;
using message::wco::OriginCriterion;

// ---- where things stand

const Declaration& certificate(const Judge& judge) { return the(judge.message.declaration); }
const GoodsShipment& shipment(const Judge& judge) { return the(certificate(judge).goods_shipment); }
Path certificate_path(const Judge& judge) { return {.parent = &judge.root, .name = "Declaration"}; }

template <class Use>
void in_shipment(const Judge& judge, const Use& use) {
  const Path certificate = certificate_path(judge);
  use(shipment(judge), Path{.parent = &certificate, .name = "GoodsShipment"});
}

template <class Use>
void each_certified_item(const Judge& judge, const Use& use) {
  in_shipment(judge, [&](const GoodsShipment& goods, const Path& at) {
    each(at, "GovernmentAgencyGoodsItem", goods.government_agency_goods_item, use);
  });
}

/// The statement of box 13, if it is made.
const AdditionalInformation* find_flag(const Judge& judge, std::string_view code) {
  const auto& all = certificate(judge).additional_information;
  const auto found = std::ranges::find(all, code, &AdditionalInformation::statement_code);
  return found == all.end() ? nullptr : &*found;
}

void add_of_flag(Judge& judge, std::string_view rule, const AdditionalInformation& flag, std::string detail) {
  const auto& all = certificate(judge).additional_information;
  const Path certificate = certificate_path(judge);
  const Path at{.parent = &certificate,
                .name = "AdditionalInformation",
                .place = static_cast<std::size_t>(&flag - all.data()) + 1};
  judge.add(rule, at, "StatementCode", flag.statement_code, std::move(detail));
}

bool has_one_of(const GovernmentAgencyGoodsItem& item, std::initializer_list<std::string_view> codes) {
  return std::ranges::any_of(the(item.origin).origin_criterion, [&](const OriginCriterion& criterion) {
    return contains(codes, std::string_view{criterion.type_code});
  });
}

bool has(const GovernmentAgencyGoodsItem& item, std::string_view code) { return has_one_of(item, {code}); }

// ---- flags

/// R-ASW-020.
void third_country_invoice_names_its_issuer(Judge& judge) {
  in_shipment(judge, [&](const GoodsShipment& goods, const Path& at) {
    if (find_flag(judge, "TCI") != nullptr && !goods.seller) judge.add("R-ASW-020", at, "Seller");
  });
}

/// R-ASW-022.
void exhibition_is_named(Judge& judge) {
  in_shipment(judge, [&](const GoodsShipment& goods, const Path& at) {
    if (find_flag(judge, "EXH") != nullptr && !goods.exhibition_location)
      judge.add("R-ASW-022", at, "ExhibitionLocation");
  });
}

/// R-ASW-024: the flag and the criterion PC, with its percentage, stand together.
void partial_cumulation_below_forty(Judge& judge) {
  constexpr std::int64_t least = 20;
  constexpr std::int64_t below = 40;
  const AdditionalInformation* flag = find_flag(judge, "PCU");
  bool any = false;
  each_certified_item(judge, [&](const GovernmentAgencyGoodsItem& item, const Path& at) {
    if (!has(item, "PC")) return;
    any = true;
    const Path origin{.parent = &at, .name = "Origin"};
    if (flag == nullptr)
      judge.add("R-ASW-024", origin, "OriginCriterion", "PC", "the statement PCU is missing");
    const auto percent = the(item.origin).regional_value_content_percent;
    if (percent.has() && (percent.value < least || percent.value >= below)) {
      judge.add("R-ASW-024", origin, "RegionalValueContentPercent", std::to_string(percent.value),
                format("expected: {} to {}", least, below - 1));
    }
  });
  if (flag != nullptr && !any) add_of_flag(judge, "R-ASW-024", *flag, "no item has the criterion PC");
}

/// R-ASW-026, as far as the certificate tells: the materials themselves only the issuing authority knows.
void de_minimis_needs_a_change_of_classification(Judge& judge) {
  const AdditionalInformation* flag = find_flag(judge, "DMI");
  if (flag == nullptr) return;
  const bool any = std::ranges::any_of(
      shipment(judge).government_agency_goods_item,
      [](const GovernmentAgencyGoodsItem& item) { return has_one_of(item, {"CC", "CTH", "CTSH"}); });
  if (!any) add_of_flag(judge, "R-ASW-026", *flag, "no item has the criterion CC, CTH or CTSH");
}

/// R-ASW-028.
void wholly_obtained_stands_alone(Judge& judge) {
  bool all = true;
  each_certified_item(judge, [&](const GovernmentAgencyGoodsItem& item, const Path& at) {
    if (!has(item, "WO")) {
      all = false;
      return;
    }
    const Path origin{.parent = &at, .name = "Origin"};
    const auto& stated = the(item.origin);
    if (stated.origin_criterion.size() > 1)
      judge.add("R-ASW-028", origin, "OriginCriterion", "WO", "another criterion stands beside it");
    if (stated.regional_value_content_percent.has()) {
      judge.add("R-ASW-028", origin, "RegionalValueContentPercent",
                std::to_string(stated.regional_value_content_percent.value));
    }
  });
  if (!all) return;
  for (const std::string_view code : {"ACU", "DMI", "PCU"}) {
    if (const AdditionalInformation* flag = find_flag(judge, code))
      add_of_flag(judge, "R-ASW-028", *flag, "all items are wholly obtained");
  }
}

/// R-DOC-020.
void percentage_with_its_criterion(Judge& judge) {
  each_certified_item(judge, [&](const GovernmentAgencyGoodsItem& item, const Path& at) {
    const auto percent = the(item.origin).regional_value_content_percent;
    // Of what is wholly obtained R-ASW-028 speaks.
    if (percent.has() == has_one_of(item, {"RVC", "PC"}) || has(item, "WO")) return;
    judge.add("R-DOC-020", {.parent = &at, .name = "Origin"}, "RegionalValueContentPercent",
              percent.has() ? std::to_string(percent.value) : std::string{});
  });
}

// ---- goods, states and days

/// The day of issue, where it is said; else the day that is asked about.
Day issued_on(const Judge& judge) {
  constexpr std::size_t day_length = 10;  // 2026-11-23
  return parse_day(std::string_view{certificate(judge).issue_date_time}.substr(0, day_length))
      .value_or(judge.reference.day());
}

/// Chapter 77 is kept free, and from 98 on chapters are for states' own use: none certifies goods.
bool is_of_a_chapter(std::string_view code) { return code >= "01" && code < "98" && !code.starts_with("77"); }

/// R-ASW-096. No more than the chapter: the reference data have an excerpt of each tariff, and what is not in
/// it may well be goods.
void goods_code_is_of_a_chapter(Judge& judge) {
  each_certified_item(judge, [&](const GovernmentAgencyGoodsItem& item, const Path& at) {
    const std::string_view text = the(the(item.commodity).classification).id;
    // What is no code at all is R-DOC-007, where it is booked.
    if (!Ahtn::parse(text) || is_of_a_chapter(text)) return;
    const Path commodity{.parent = &at, .name = "Commodity"};
    judge.add("R-ASW-096", {.parent = &commodity, .name = "Classification"}, "ID", text, {});
  });
}

/// R-ASW-097: an exhibition may be held where the consignee is not.
void consignee_is_in_the_importing_state(Judge& judge) {
  if (find_flag(judge, "EXH") != nullptr) return;
  in_shipment(judge, [&](const GoodsShipment& goods, const Path& at) {
    const std::string_view importer = the(goods.destination).country_code;
    const std::string_view state = the(the(goods.consignee).address).country_code;
    if (state.empty() || importer.empty() || state == importer) return;
    const Path consignee{.parent = &at, .name = "Consignee"};
    judge.add("R-ASW-097", {.parent = &consignee, .name = "Address"}, "CountryCode", state,
              format("expected: {}", importer));
  });
}

/// R-DOC-006, as it is booked; and where the exporter itself is in the importing state.
void goods_go_to_another_state(Judge& judge) {
  const Declaration& said = certificate(judge);
  in_shipment(judge, [&](const GoodsShipment& goods, const Path& at) {
    const std::string_view importer = the(goods.destination).country_code;
    const std::string_view exporter = the(the(said.exporter).address).country_code;
    if (importer.empty() || (importer != said.issuing_country_code && importer != exporter)) return;
    judge.add("R-DOC-006", {.parent = &at, .name = "Destination"}, "CountryCode", importer,
              importer == said.issuing_country_code ? "it issues the certificate" : "the exporter is there");
  });
}

/// R-ASW-006, R-ASW-007. Before the form of that day the mark was due after three days only.
void goods_that_left_are_marked(Judge& judge) {
  constexpr Day form_in_force = std::chrono::sys_days{std::chrono::year{2022} / 5 / 1};
  constexpr refdata::Limit year{.count = 12, .unit = refdata::LimitUnit::months};
  const Day issued = issued_on(judge);
  if (issued < form_in_force) return;
  in_shipment(judge, [&](const GoodsShipment& goods, const Path& at) {
    const auto departure = the(goods.consignment).departure_date_time;
    if (!departure.has() || departure.calendar_day() >= issued) return;
    const Path consignment{.parent = &at, .name = "Consignment"};
    const std::string left = to_text(departure.calendar_day());
    if (issued > refdata::last_day(departure.calendar_day(), year, {})) {
      judge.add("R-ASW-007", consignment, "DepartureDateTime", left, format("issued on {}", to_text(issued)));
    } else if (find_flag(judge, "IRA") == nullptr) {
      judge.add("R-ASW-006", consignment, "DepartureDateTime", left,
                format("issued on {}: the statement IRA is missing", to_text(issued)));
    }
  });
}

// ---- the value free on board

/// R-ASW-030 to R-ASW-034: stated if and only if the criterion is a value content and one of the two states
/// asks for it. Which states do is data by the day of issue (R-ASW-032); a back-to-back certificate is no
/// exception (R-ASW-034).
void value_only_where_it_is_asked_for(Judge& judge) {
  const Declaration& said = certificate(judge);
  const Day issued = issued_on(judge);
  const auto states = judge.reference.code_list("CL907");
  const auto asks = [&](std::string_view state) { return states.find(state, issued) != nullptr; };
  const bool asked = asks(said.issuing_country_code) || asks(the(shipment(judge).destination).country_code);
  each_certified_item(judge, [&](const GovernmentAgencyGoodsItem& item, const Path& at) {
    const bool by_value = has(item, "RVC");
    const bool stated = static_cast<bool>(item.customs_valuation);
    if (by_value && asked && !stated) judge.add("R-ASW-033", at, "CustomsValuation");
    if (!by_value && stated) judge.add("R-ASW-030", at, "CustomsValuation");
    if (by_value && !asked && stated) judge.add("R-ASW-031", at, "CustomsValuation");
  });
}

// ---- what a message is for

struct FunctionOf {
  std::string_view root;
  std::string_view codes;  ///< UNCL 1225
};

constexpr std::array functions{
    FunctionOf{"ACDD.ACK", "27 29"},      FunctionOf{"ACDD.CANCEL.REQ", "1"},
    FunctionOf{"ACDD.RESPONSE", "11 27"}, FunctionOf{"ACDD.SEND", "9"},
    FunctionOf{"CO.ACK", "27 29"},        FunctionOf{"CO.CANCEL", "1"},
    FunctionOf{"CO.CLARIFY", "11"},       FunctionOf{"CO.CONFLICT", "27"},
    FunctionOf{"CO.DRAWN", "2"},          FunctionOf{"CO.DRAW.UNDONE", "1"},
    FunctionOf{"CO.ISSUE", "5 7 9"},      FunctionOf{"CO.RESPONSE", "11"},
    FunctionOf{"CO.RETRANSMIT", "5 7 9"}, FunctionOf{"CO.RETRANSMIT.REQ", "13"},
    FunctionOf{"CO.REVERSAL", "11"},      FunctionOf{"CO.VERIFY.DECISION", "11"},
    FunctionOf{"CO.VERIFY.REQ", "13"},    FunctionOf{"CO.VERIFY.RESULT", "11"},
    FunctionOf{"CO.VISIT.NOTICE", "13"},  FunctionOf{"DOC.ANSWER", "11"},
    FunctionOf{"DOC.CANCEL", "1"},        FunctionOf{"DOC.USE", "11"},
    FunctionOf{"OD.DECLARATION", "9"},    FunctionOf{"CE.RECORD", "9"},
    FunctionOf{"DOC.FILES", "9"},         FunctionOf{"DOC.FILE.REQ", "13"},
    FunctionOf{"DOC.FILE.PART", "11"},    FunctionOf{"CE.NOTICE", "9"},
    FunctionOf{"CE.ACK", "27 29"},        FunctionOf{"AEO.RECORD", "9"},
    FunctionOf{"AEO.NOTICE", "9"},        FunctionOf{"AEO.ACK", "27 29"},
};

// CL910
constexpr std::string_view declaration_type = "830";
constexpr std::string_view certificate_type = "861";
constexpr std::string_view origin_declaration_type = "862";

/// A check is one of either proof of origin.
constexpr std::string_view proofs_of_origin = "861 862";

std::string_view types_of(std::string_view root) {
  if (root.starts_with("ACDD.")) return declaration_type;
  if (root.starts_with("OD.")) return origin_declaration_type;
  const bool checks = root.starts_with("CO.VERIFY.") || root == "CO.VISIT.NOTICE" || root == "CO.ACK";
  return checks ? proofs_of_origin : certificate_type;
}

bool is_word_of(std::string_view list, std::string_view word) {
  for (std::size_t at = 0; at < list.size();) {
    const auto end = std::min(list.find(' ', at), list.size());
    if (list.substr(at, end - at) == word) return true;
    at = end + 1;
  }
  return false;
}

/// R-DOC-021.
void function_is_that_of_the_message(Judge& judge) {
  const auto* row = std::ranges::find(functions, judge.root.name, &FunctionOf::root);
  require(row != functions.end(), "every message about certificates has its functions");
  const bool answers = static_cast<bool>(judge.message.response);
  const std::string_view code = answers ? std::string_view{judge.message.response->function_code}
                                        : std::string_view{certificate(judge).function_code};
  if (is_word_of(row->codes, code)) return;
  judge.add("R-DOC-021", {.parent = &judge.root, .name = answers ? "Response" : "Declaration"},
            "FunctionCode", code, format("expected: {}", row->codes));
}

/// R-DOC-039.
void type_is_that_of_the_message(Judge& judge) {
  if (judge.root.name.starts_with("DOC.")) return;  // names its kind instead
  // About a record of a register or a list, which has no type.
  if (judge.root.name == "CE.ACK" || judge.root.name.starts_with("AEO.")) return;
  const bool answers = static_cast<bool>(judge.message.response);
  const auto& said = answers ? judge.message.response->declaration : judge.message.declaration;
  if (!said) return;  // an acknowledgement of what could not be read names none
  const std::string_view types = types_of(judge.root.name);
  if (is_word_of(types, said->type_code)) return;
  judge.add("R-DOC-039", {.parent = &judge.root, .name = answers ? "Response/Declaration" : "Declaration"},
            "TypeCode", said->type_code, format("expected: {}", types));
}

/// R-ASW-080, of the request.
void doubt_has_a_reason(Judge& judge) {
  if (judge.root.name != "CO.VERIFY.REQ") return;
  const auto* doubt = find_flag(judge, "DBT");
  if (doubt == nullptr || !doubt->statement_description.empty()) return;
  const Path certificate = certificate_path(judge);
  judge.add("R-ASW-080", {.parent = &certificate, .name = "AdditionalInformation"}, "StatementDescription");
}

// ---- the customs declaration document

/// R-ASW-111.
void all_fifteen_parameters_are_there(Judge& judge) {
  if (judge.root.name != "ACDD.SEND") return;
  const std::string own{judge.root.name};
  for (const Finding& missing : message::missing_acdd_parameters(certificate(judge), own)) {
    const auto below = std::string_view{missing.pointer}.substr(own.size() + 2);
    judge.add(missing.rule, {.parent = &judge.root, .name = below}, {}, {}, missing.detail);
  }
}

// ---- the origin declaration of a certified exporter

constexpr std::string_view invoice = "IV";  // CL920

/// R-ASW-092: what Attachment 1 of OCP R12B asks of each item.
void item_has_what_attachment_1_asks(Judge& judge, const GovernmentAgencyGoodsItem& item, const Path& at) {
  const Path commodity{.parent = &at, .name = "Commodity"};
  const Path origin{.parent = &at, .name = "Origin"};
  const auto& goods = the(item.commodity);
  const auto& stated = the(item.origin);
  if (goods.description.empty()) judge.add("R-ASW-092", commodity, "Description");
  if (!goods.classification) judge.add("R-ASW-092", commodity, "Classification");
  if (!goods.goods_measure) judge.add("R-ASW-092", commodity, "GoodsMeasure");
  if (stated.country_code.empty()) judge.add("R-ASW-092", origin, "CountryCode");
  if (stated.origin_criterion.empty()) judge.add("R-ASW-092", origin, "OriginCriterion");
  if (has(item, "RVC") && !item.customs_valuation) {
    judge.add("R-ASW-092", at, "CustomsValuation", {}, "the criterion RVC asks for the value free on board");
  }
}

/// R-ASW-092: what it asks of the original proofs of goods that were certified before.
void original_proofs_are_named_whole(Judge& judge) {
  const auto& proofs = certificate(judge).previous_document;
  const Path declaration = certificate_path(judge);
  if (find_flag(judge, "B2B") != nullptr && proofs.empty())
    judge.add("R-ASW-092", declaration, "PreviousDocument", {}, "the statement B2B is made");
  each(declaration, "PreviousDocument", proofs,
       [&](const message::wco::ReferencedDocument& proof, const Path& at) {
         if (proof.id.empty()) judge.add("R-ASW-092", at, "ID");
         if (!proof.issue_date_time.has()) judge.add("R-ASW-092", at, "IssueDateTime");
         if (proof.issuing_country_code.empty()) judge.add("R-ASW-092", at, "IssuingCountryCode");
       });
}

/// R-ASW-092.
void all_of_attachment_1_is_there(Judge& judge) {
  if (!certificate(judge).declarant)
    judge.add("R-ASW-092", certificate_path(judge), "Declarant", {}, "the signatory");
  each_certified_item(judge, [&](const GovernmentAgencyGoodsItem& item, const Path& at) {
    item_has_what_attachment_1_asks(judge, item, at);
  });
  original_proofs_are_named_whole(judge);
}

/// R-ASW-093.
void invoice_stands_beside_another_document(Judge& judge) {
  const auto& carrier = the(certificate(judge).carrying_document);
  if (carrier.category_code == invoice) return;
  each_certified_item(judge, [&](const GovernmentAgencyGoodsItem& item, const Path& at) {
    if (item.invoice.empty())
      judge.add("R-ASW-093", at, "Invoice", {}, format("the declaration stands on {}", carrier.id));
  });
}

/// R-ASW-030, of a declaration: which states ask for the value is no matter here.
void value_goes_with_a_value_content(Judge& judge) {
  each_certified_item(judge, [&](const GovernmentAgencyGoodsItem& item, const Path& at) {
    if (!has(item, "RVC") && item.customs_valuation) judge.add("R-ASW-030", at, "CustomsValuation");
  });
}

/// R-ASW-040, R-ASW-046.
void original_proofs_are_of_another_state(Judge& judge) {
  const Declaration& said = certificate(judge);
  const Path declaration = certificate_path(judge);
  if (find_flag(judge, "B2B") == nullptr && !said.previous_document.empty())
    judge.add("R-ASW-040", declaration, "PreviousDocument", {}, "the statement B2B is missing");
  each(declaration, "PreviousDocument", said.previous_document,
       [&](const message::wco::ReferencedDocument& proof, const Path& at) {
         if (proof.issuing_country_code == said.issuing_country_code)
           judge.add("R-ASW-046", at, "IssuingCountryCode", proof.issuing_country_code);
       });
}

/// R-OD-001. Where no proof says its state R-ASW-092 speaks.
void origin_is_the_exporting_state(Judge& judge) {
  const Declaration& said = certificate(judge);
  const bool back_to_back = !said.previous_document.empty();
  const auto exported = [&](std::string_view state) {
    if (!back_to_back) return state == said.issuing_country_code;
    return std::ranges::any_of(said.previous_document, [&](const auto& proof) {
      return proof.issuing_country_code.empty() || proof.issuing_country_code == state;
    });
  };
  each_certified_item(judge, [&](const GovernmentAgencyGoodsItem& item, const Path& at) {
    const std::string_view state = the(item.origin).country_code;
    if (state.empty() || exported(state)) return;
    judge.add("R-OD-001", {.parent = &at, .name = "Origin"}, "CountryCode", state,
              back_to_back ? std::string{"expected: the state of an original proof"}
                           : format("expected: {}", said.issuing_country_code));
  });
}

/// R-OD-002, R-ASW-096: of six digits (HS) or eight (AHTN).
void judge_declared_code(Judge& judge, const Path& goods, std::string_view code) {
  constexpr std::size_t hs_digits = 6;
  constexpr std::size_t ahtn_digits = 8;
  const Path place{.parent = &goods, .name = "Classification"};
  if (code.size() != hs_digits && code.size() != ahtn_digits) {
    judge.add("R-OD-002", place, "ID", code);
  } else if (!is_of_a_chapter(code)) {
    judge.add("R-ASW-096", place, "ID", code);
  }
}

void declared_codes_have_their_digits(Judge& judge) {
  each_certified_item(judge, [&](const GovernmentAgencyGoodsItem& item, const Path& at) {
    const auto& code = the(item.commodity).classification;
    if (code) judge_declared_code(judge, {.parent = &at, .name = "Commodity"}, code->id);
  });
}

/// R-OD-003.
template <class T>
void judge_numbers(Judge& judge, const Path& parent, std::string_view name, const message::Many<T>& rows) {
  std::vector<std::int64_t> seen;
  each(parent, name, rows, [&](const T& row, const Path& at) {
    const auto number = row.sequence_numeric.value;
    if (contains(seen, number)) judge.add("R-OD-003", at, "SequenceNumeric", std::to_string(number));
    seen.push_back(number);
  });
}

void items_are_told_apart(Judge& judge) {
  in_shipment(judge, [&](const GoodsShipment& goods, const Path& at) {
    judge_numbers(judge, at, "GovernmentAgencyGoodsItem", goods.government_agency_goods_item);
  });
}

// ---- the record of a certified exporter

template <class Use>
void in_record(const Judge& judge, const Use& use) {
  const Path declaration = certificate_path(judge);
  use(the(certificate(judge).certified_exporter), Path{.parent = &declaration, .name = "CertifiedExporter"});
}

/// R-OD-004.
void authorisation_has_days(Judge& judge) {
  in_record(judge, [&](const message::wco::CertifiedExporter& record, const Path& at) {
    const Day last = record.expiration_date_time.calendar_day();
    if (last < record.effective_date_time.calendar_day())
      judge.add("R-OD-004", at, "ExpirationDateTime", to_text(last));
  });
}

/// R-ASW-091.
void signatories_are_ten_at_most(Judge& judge) {
  constexpr std::size_t signatories_max = 10;
  in_record(judge, [&](const message::wco::CertifiedExporter& record, const Path& at) {
    if (record.signatory.size() > signatories_max)
      judge.add("R-ASW-091", at, "Signatory", std::to_string(record.signatory.size()));
  });
}

/// R-OD-003, R-OD-005 and of the code of each R-OD-002, R-ASW-096.
void products_are_told_apart(Judge& judge) {
  in_record(judge, [&](const message::wco::CertifiedExporter& record, const Path& at) {
    judge_numbers(judge, at, "Product", record.product);
    judge_numbers(judge, at, "Signatory", record.signatory);
    std::vector<std::pair<std::string_view, std::string_view>> seen;
    each(at, "Product", record.product,
         [&](const message::wco::CertifiedProduct& product, const Path& place) {
           const std::pair<std::string_view, std::string_view> goods{the(product.classification).id,
                                                                     product.description};
           if (contains(seen, goods)) judge.add("R-OD-005", place, "Description", product.description);
           seen.push_back(goods);
           judge_declared_code(judge, place, goods.first);
         });
  });
}

constexpr std::array checks{
    Check{"R-ASW-006,R-ASW-007", certificates, goods_that_left_are_marked},
    Check{"R-ASW-096", certificates, goods_code_is_of_a_chapter},
    Check{"R-ASW-097", certificates, consignee_is_in_the_importing_state},
    Check{"R-DOC-006", certificates, goods_go_to_another_state},
    Check{"R-ASW-020", certificates | origin_declarations, third_country_invoice_names_its_issuer},
    Check{"R-ASW-022", certificates, exhibition_is_named},
    Check{"R-ASW-024", certificates | origin_declarations, partial_cumulation_below_forty},
    Check{"R-ASW-026", certificates | origin_declarations, de_minimis_needs_a_change_of_classification},
    Check{"R-ASW-028", certificates | origin_declarations, wholly_obtained_stands_alone},
    Check{"R-ASW-030,R-ASW-031,R-ASW-033", certificates, value_only_where_it_is_asked_for},
    Check{"R-ASW-080", about_certificates, doubt_has_a_reason},
    Check{"R-ASW-111", about_certificates, all_fifteen_parameters_are_there},
    Check{"R-DOC-020", certificates | origin_declarations, percentage_with_its_criterion},
    Check{"R-DOC-021", certificates | about_certificates | origin_declarations | exporter_records,
          function_is_that_of_the_message},
    Check{"R-DOC-039", certificates | about_certificates | origin_declarations, type_is_that_of_the_message},
    Check{"R-ASW-092", origin_declarations, all_of_attachment_1_is_there},
    Check{"R-ASW-093", origin_declarations, invoice_stands_beside_another_document},
    Check{"R-ASW-030", origin_declarations, value_goes_with_a_value_content},
    Check{"R-ASW-040,R-ASW-046", origin_declarations, original_proofs_are_of_another_state},
    Check{"R-OD-001", origin_declarations, origin_is_the_exporting_state},
    Check{"R-ASW-096,R-OD-002", origin_declarations, declared_codes_have_their_digits},
    Check{"R-OD-003", origin_declarations, items_are_told_apart},
    Check{"R-OD-004", exporter_records, authorisation_has_days},
    Check{"R-ASW-091", exporter_records, signatories_are_ten_at_most},
    Check{"R-ASW-096,R-OD-002,R-OD-003,R-OD-005", exporter_records, products_are_told_apart},
};

}  // namespace

std::span<const Check> certificate_rules() { return checks; }

}  // namespace lintas::rules
