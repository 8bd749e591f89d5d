#include "core/paper/certificate.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "base/time.hpp"
#include "core/documents/names.hpp"
#include "core/documents/wire.hpp"
#include "core/model/document_groups.hpp"
#include "core/model/scalars.hpp"
#include "core/model/values/country.hpp"
#include "core/paper/content.hpp"
#include "core/paper/sheet.hpp"
#include "core/paper/standing.hpp"
#include "core/paper/texts.hpp"
#include "core/refdata/snapshot.hpp"

namespace lintas::paper {

namespace {

namespace wco = message::wco;

/// What the boxes are filled from.
struct Given {
  const wco::Declaration& certificate;
  const wco::GoodsShipment& goods;
  const Standing& standing;
  const refdata::View& reference;
  bool has_code = false;
};

void add_line(std::string& text, std::string_view line) {
  if (line.empty()) return;
  if (!text.empty()) text += '\n';
  text += line;
}
void add_word(std::string& text, std::string_view word, std::string_view before = " ") {
  if (word.empty()) return;
  if (!text.empty()) text += before;
  text += word;
}

/// Ends with a full stop, so that nothing can be written behind it.
Series closed(std::string text) {
  if (text.empty()) return {};
  return {.instances = {std::move(text)}};
}

/// "Thailand (TH)"; the code alone of a country that the reference data do not know.
std::string country_of(std::string_view code, const refdata::View& reference) {
  const auto country = Country::parse(code);
  const auto* row = country ? reference.country(*country) : nullptr;
  return row == nullptr ? std::string{code} : format("{} ({})", row->value.name, code);
}

std::string code_name(std::string_view list, std::string_view code, const refdata::View& reference) {
  const auto* row = reference.code_list(list).find(code, reference.day());
  return row == nullptr ? std::string{code} : std::string{row->text};
}

std::string text_of_party(const wco::Party& party, const refdata::View& reference) {
  std::string text{party.name};
  if (party.address) {
    const wco::Address& address = *party.address;
    add_line(text, address.line);
    std::string town{address.postcode_id};
    add_word(town, address.city_name);
    add_word(town, address.country_sub_division_name, ", ");
    if (!address.country_code.empty()) add_word(town, country_of(address.country_code, reference), ", ");
    add_line(text, town);
  }
  if (!party.id.empty()) add_line(text, format("No. {}", party.id));
  return text;
}

std::string party_or_nothing(const message::One<wco::Party>& party, const refdata::View& reference) {
  return party ? text_of_party(*party, reference) : std::string{};
}

// ---- the boxes

Series exporter(const Given& given) {
  return closed(party_or_nothing(given.certificate.exporter, given.reference));
}

Series consignee(const Given& given) {
  std::string text = party_or_nothing(given.goods.consignee, given.reference);
  if (given.goods.exhibition_location)
    add_line(text, "Exhibition: " + text_of_party(*given.goods.exhibition_location, given.reference));
  return closed(std::move(text));
}

Series means(const Given& given) {
  if (!given.goods.consignment) return {};
  const wco::Consignment& carriage = *given.goods.consignment;
  std::string text;
  if (carriage.departure_date_time.has())
    add_line(text, "Departure date: " + text_of(carriage.departure_date_time));
  if (carriage.border_transport_means) {
    const wco::BorderTransportMeans& carrier = *carriage.border_transport_means;
    std::string named{carrier.name};
    add_word(named, carrier.id);
    if (!carrier.mode_code.empty()) {
      const std::string mode = code_name("CL912", carrier.mode_code, given.reference);
      add_word(named, named.empty() ? mode : format("({})", mode));
    }
    add_line(text, "Vessel, aircraft or vehicle: " + named);
  }
  if (carriage.unloading_location) {
    std::string port{carriage.unloading_location->name};
    add_word(port, carriage.unloading_location->id);
    add_line(text, "Port of discharge: " + port);
  }
  return closed(std::move(text));
}

Series reference_number(const Given& given) { return single(std::string{given.certificate.id}); }
Series issued_in(const Given& given) {
  return single(country_of(given.certificate.issuing_country_code, given.reference));
}
Series version(const Given& given) { return single(text_of(given.certificate.version_id)); }

std::string day_of(const wco::Declaration& certificate) {
  constexpr std::size_t day_chars = 10;
  return std::string{std::string_view{certificate.issue_date_time}.substr(0, day_chars)};
}
Series day_of_issue(const Given& given) { return single(day_of(given.certificate)); }

Series ticked_if(bool it_is) { return single(it_is ? "1" : ""); }
Series treated_items(const Given& given) { return single(given.standing.treatment.items); }

Series declared(const Given& given) {
  const auto named = [&](const message::One<wco::CountryRole>& country) {
    return country ? country_of(country->country_code, given.reference) : std::string{"\u2013"};
  };
  std::string text = format(
      "The undersigned hereby declares that the above details and statements are correct, that all the "
      "products were produced in\n{}\nand that they comply with the origin requirements specified for these "
      "products in the ASEAN Trade in Goods Agreement for products exported to\n{}",
      named(given.goods.origin), named(given.goods.destination));
  if (given.certificate.declarant) {
    const wco::Declarant& declarant = *given.certificate.declarant;
    std::string signed_at{declarant.signature_location_name};
    add_word(signed_at, text_of(declarant.signature_date_time), ", ");
    add_line(text, " ");
    add_line(text, "Place and date: " + signed_at);
    add_line(text, "Authorised signatory: " + std::string{declarant.name});
  }
  return closed(std::move(text));
}

Series certified(const Given& given) {
  std::string text =
      "It is hereby certified, on the basis of control carried out, that the declaration by the exporter is "
      "correct.";
  std::string office;
  if (given.certificate.submitter) {
    office = given.certificate.submitter->name;
    add_word(office, given.certificate.submitter->id, ", ");
  }
  add_line(text, " ");
  add_line(text, "Issuing office: " + office);
  add_line(text, "Day of issue: " + day_of(given.certificate));
  if (given.certificate.authenticator) {
    const wco::Authenticator& official = *given.certificate.authenticator;
    add_line(text, "Certified by: " + std::string{official.name});
    if (!given.standing.is_signed_by_hand) add_line(text, official.authentication);
  }
  return closed(std::move(text));
}

Series what_it_is(const Given& given) {
  std::string text{given.standing.what};
  if (given.standing.has_code && !given.has_code)
    text += " This node has no document key, so there is no code: ask the authority.";
  return single(std::move(text));
}
Series state_when_printed(const Given& given) {
  std::string minute = to_text(given.standing.at).substr(0, std::string_view{"2026-11-23T08:00"}.size());
  std::ranges::replace(minute, 'T', ' ');
  return single(format("{}\nprinted {} UTC", given.standing.state, minute));
}

template <std::size_t place>
Series flag(const Given& given) {
  const auto& statements = given.certificate.additional_information;
  const bool has_it = std::ranges::any_of(statements, [](const wco::AdditionalInformation& one) {
    return one.statement_code == documents::flag_codes[place].code;
  });
  return single(has_it ? "1" : "");
}

struct FormBox {
  Box box;
  Series (*text)(const Given&) = nullptr;
};

using enum Look;

constexpr int left = printed.x;
constexpr int half = printed.width / 2;
constexpr int middle = left + half;
constexpr int code_side = 330;
constexpr int code_left = left + printed.width - code_side;
constexpr int titles_width = code_left - middle - 20;

// The columns of the items, boxes 5 to 10.
constexpr std::array widths{110, 280, 720, 190, 330, 270};
constexpr std::array<std::string_view, widths.size()> headings{
    "5. Item number",
    "6. Marks and numbers on packages",
    "7. Number and type of packages, description of products (including quantity where appropriate and HS "
    "number of the importing country)",
    "8. Origin criterion",
    "9. Gross weight or other quantity, and value (FOB) where RVC is applied",
    "10. Number and date of invoices"};
constexpr int headings_height = 105;

consteval int left_of(std::size_t column) {
  int x = left;
  for (std::size_t i = 0; i < column; ++i) x += widths[i];
  return x;
}
static_assert(left_of(widths.size()) == left + printed.width);

constexpr int front_heading = 830;
constexpr int front_end = 2130;
constexpr int signatures = 2140;
constexpr int signatures_height = 430;
constexpr int flags = 2580;
constexpr int flags_height = 90;
constexpr int standing_box = 2680;
constexpr int standing_height = 170;
constexpr int flag_width = 271;

constexpr std::array front_boxes{
    FormBox{{.label = "1. Products consigned from (exporter's business name, address, country)",
             .frame = {.x = left, .y = 100, .width = half, .height = 230}},
            &exporter},
    FormBox{{.label = "2. Products consigned to (consignee's name, address, country)",
             .frame = {.x = left, .y = 330, .width = half, .height = 230}},
            &consignee},
    FormBox{{.label = "3. Means of transport and route (as far as known)",
             .frame = {.x = left, .y = 560, .width = half, .height = 260}},
            &means},
    FormBox{{.label = "Reference No.",
             .frame = {.x = middle, .y = 100, .width = code_left - middle, .height = 90},
             .look = value,
             .border = Border::thick},
            &reference_number},
    FormBox{{.label = "ASEAN TRADE IN GOODS AGREEMENT",
             .frame = {.x = middle + 20, .y = 200, .width = titles_width, .height = 45},
             .look = heading}},
    FormBox{{.label = "CERTIFICATE OF ORIGIN",
             .frame = {.x = middle + 20, .y = 245, .width = titles_width, .height = 55},
             .look = title}},
    FormBox{{.label = "(COMBINED DECLARATION AND CERTIFICATE)",
             .frame = {.x = middle + 20, .y = 300, .width = titles_width, .height = 45},
             .look = heading}},
    FormBox{{.label = "FORM D",
             .frame = {.x = middle + 20, .y = 345, .width = titles_width, .height = 55},
             .look = title}},
    FormBox{{.label = "Issued in (country)",
             .frame = {.x = middle, .y = 410, .width = code_left - middle, .height = 75},
             .look = value},
            &issued_in},
    FormBox{{.label = "Day of issue",
             .frame = {.x = middle, .y = 485, .width = 400, .height = 75},
             .look = value},
            &day_of_issue},
    FormBox{{.label = "Version",
             .frame = {.x = middle + 400, .y = 485, .width = code_left - middle - 400, .height = 75},
             .look = value},
            &version},
    FormBox{{.label = "4. For official use: preferential treatment given",
             .frame = {.x = middle, .y = 560, .width = half / 2, .height = 80},
             .look = tick},
            [](const Given& g) { return ticked_if(g.standing.treatment.given); }},
    FormBox{{.label = "Not given (please state reasons)",
             .frame = {.x = middle + (half / 2), .y = 560, .width = half / 2, .height = 80},
             .look = tick},
            [](const Given& g) { return ticked_if(g.standing.treatment.refused); }},
    FormBox{{.label = "Items and reasons", .frame = {.x = middle, .y = 640, .width = half, .height = 100}},
            &treated_items},
    FormBox{{.label = "Signature of authorised signatory of the importing country",
             .frame = {.x = middle, .y = 740, .width = half, .height = 80},
             .look = blank}},
    FormBox{{.label = "11. Declaration by the exporter",
             .frame = {.x = left, .y = signatures, .width = half, .height = signatures_height}},
            &declared},
};

/// Where the authority signs the page itself its box is parted.
constexpr int certified_height = 240;
constexpr FormBox certified_box{
    {.label = "12. Certification",
     .frame = {.x = middle, .y = signatures, .width = half, .height = signatures_height}},
    &certified};
constexpr std::array signed_boxes{
    FormBox{{.label = "12. Certification",
             .frame = {.x = middle, .y = signatures, .width = half, .height = certified_height}},
            &certified},
    FormBox{{.label = "Place and date, signature and stamp of the certifying authority",
             .frame = {.x = middle,
                       .y = signatures + certified_height,
                       .width = half,
                       .height = signatures_height - certified_height},
             .look = blank}}};

constexpr Box code_box{.label = "Code: lintas verify",
                       .frame = {.x = code_left, .y = 100, .width = code_side, .height = 460},
                       .look = check};
constexpr FormBox no_code_box{
    {.label = "Code", .frame = {.x = code_left, .y = 100, .width = code_side, .height = 460}},
    [](const Given&) { return single("No code is signed for this print."); }};

/// In the order of documents::flag_codes.
constexpr std::array<std::string_view, documents::flag_codes.size()> flag_labels{
    "13. Third-country invoicing", "Exhibition",        "Accumulation", "De minimis", "Back-to-back",
    "Issued retroactively",        "Partial cumulation"};
constexpr std::array<Series (*)(const Given&), documents::flag_codes.size()> flag_texts{
    &flag<0>, &flag<1>, &flag<2>, &flag<3>, &flag<4>, &flag<5>, &flag<6>};

constexpr std::array standing_boxes{
    FormBox{{.label = "What this page is",
             .frame = {.x = left, .y = standing_box, .width = 1350, .height = standing_height},
             .border = Border::thick},
            &what_it_is},
    FormBox{{.label = "State when printed",
             .frame = {.x = left + 1350, .y = standing_box, .width = 550, .height = standing_height},
             .border = Border::thick},
            &state_when_printed}};

constexpr int overleaf_heading = 260;
constexpr std::array overleaf_boxes{
    FormBox{{.label = "CERTIFICATE OF ORIGIN \u2013 FORM D",
             .frame = {.x = left, .y = 100, .width = 1300, .height = 65},
             .look = title}},
    FormBox{
        {.label = "OVERLEAF", .frame = {.x = 1400, .y = 100, .width = 600, .height = 65}, .look = corner}},
    FormBox{{.label = "Reference No.",
             .frame = {.x = left, .y = 170, .width = half, .height = 85},
             .look = value,
             .border = Border::thick},
            &reference_number},
    FormBox{{.label = "Issued in (country)",
             .frame = {.x = middle, .y = 170, .width = 600, .height = 85},
             .look = value},
            &issued_in},
    FormBox{{.label = "Day of issue",
             .frame = {.x = middle + 600, .y = 170, .width = half - 600, .height = 85},
             .look = value},
            &day_of_issue}};

void add(std::vector<Filled>& boxes, const FormBox& one, const Given& given) {
  boxes.push_back({.box = one.box, .text = one.text == nullptr ? Series{} : one.text(given)});
}

void add_headings(std::vector<Filled>& boxes, int y) {
  int x = left;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    boxes.push_back({.box = {.label = headings[i],
                             .frame = {.x = x, .y = y, .width = widths[i], .height = headings_height},
                             .look = column},
                     .text = {}});
    x += widths[i];
  }
}

std::vector<Filled> front_of(const Given& given) {
  std::vector<Filled> boxes;
  for (const FormBox& one : front_boxes) add(boxes, one, given);
  if (given.standing.is_signed_by_hand) {
    for (const FormBox& one : signed_boxes) add(boxes, one, given);
  } else {
    add(boxes, certified_box, given);
  }
  if (given.has_code) {
    boxes.push_back({.box = code_box, .text = {}});
  } else {
    add(boxes, no_code_box, given);
  }
  add_headings(boxes, front_heading);
  for (std::size_t i = 0; i < flag_labels.size(); ++i) {
    const bool last = i + 1 == flag_labels.size();
    const int x = left + (static_cast<int>(i) * flag_width);
    boxes.push_back({.box = {.label = flag_labels[i],
                             .frame = {.x = x,
                                       .y = flags,
                                       .width = last ? left + printed.width - x : flag_width,
                                       .height = flags_height},
                             .look = tick},
                     .text = flag_texts[i](given)});
  }
  for (const FormBox& one : standing_boxes) add(boxes, one, given);
  return boxes;
}

std::vector<Filled> overleaf_of(const Given& given) {
  std::vector<Filled> boxes;
  for (const FormBox& one : overleaf_boxes) add(boxes, one, given);
  add_headings(boxes, overleaf_heading);
  return boxes;
}

// ---- the items

std::string packages_in(const wco::GovernmentAgencyGoodsItem& item) {
  std::string text;
  for (const wco::Packaging& one : item.packaging) {
    std::string packages = text_of(one.quantity_quantity);
    add_word(packages, one.type_code);
    add_word(text, packages, ", ");
  }
  return text;
}

std::string goods_in(const wco::GovernmentAgencyGoodsItem& item) {
  std::string text = packages_in(item);
  if (item.commodity) {
    const wco::Commodity& goods = *item.commodity;
    add_line(text, goods.description);
    for (const wco::AdditionalDescription& more : goods.additional_description)
      add_line(text, more.description);
    if (!goods.brand_name.empty()) add_line(text, format("Trade mark: {}", goods.brand_name));
  }
  if (item.manufacturer) add_line(text, format("Manufacturer: {}", item.manufacturer->name));
  if (item.commodity && item.commodity->classification)
    add_line(text, format("HS {}", item.commodity->classification->id));
  return text;
}

std::string marks_in(const wco::GovernmentAgencyGoodsItem& item) {
  std::string text;
  for (const wco::Packaging& one : item.packaging) add_line(text, one.marks_numbers_id);
  return text;
}

/// With its cents: FOB USD 20160.00.
std::string money(message::Number amount) {
  constexpr std::size_t cents = 2;
  std::string text = text_of(amount);
  const auto point = text.find('.');
  const std::size_t has = point == std::string::npos ? 0 : text.size() - point - 1;
  if (point == std::string::npos) text += '.';
  if (has < cents) text.append(cents - has, '0');
  return text;
}

std::string quantity_in(const wco::GovernmentAgencyGoodsItem& item, const refdata::View& reference) {
  std::string text;
  if (item.commodity && item.commodity->goods_measure) {
    const wco::GoodsMeasure& measure = *item.commodity->goods_measure;
    text = format("{} {}", text_of(measure.tariff_quantity), measure.unit_code);
    if (!measure.qualifier_code.empty())
      add_line(text, code_name("CL905", measure.qualifier_code, reference));
  }
  if (item.customs_valuation) {
    const wco::CustomsValuation& value = *item.customs_valuation;
    add_line(text, format("FOB {} {}", value.currency_code, money(value.free_on_board_amount)));
  }
  return text;
}

std::string invoices_in(const wco::GovernmentAgencyGoodsItem& item) {
  std::string text;
  for (const wco::Invoice& one : item.invoice) {
    std::string invoice{one.id};
    add_word(invoice, text_of(one.issue_date_time), ", ");
    add_line(text, invoice);
  }
  return text;
}

Row row_of(std::array<std::string, widths.size()> texts) {
  Row row;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    row.push_back(
        {.number = {}, .label = {}, .width = widths[i], .text = std::move(texts[i]), .bold = i == 0});
  }
  return row;
}

Block block_of(const wco::GovernmentAgencyGoodsItem& item, const refdata::View& reference) {
  const std::string number = text_of(item.sequence_numeric);
  const std::string criterion = item.origin ? documents::criterion_text(*item.origin) : std::string{};
  return {.name = number,
          .rows = {row_of({number, marks_in(item), goods_in(item), criterion, quantity_in(item, reference),
                           invoices_in(item)})}};
}

/// What box 7 says of the certificate as a whole, and the reasons of box 4 in words, which its room is too
/// small for.
std::string remarks_in(const Given& given) {
  std::string text;
  if (given.goods.seller)
    add_line(text, "Third-country invoice issued by: " + text_of_party(*given.goods.seller, given.reference));
  for (const wco::ReferencedDocument& one : given.certificate.previous_document) {
    std::string named = format("{} {}", one.issuing_country_code, one.id);
    if (one.issue_date_time.has()) named += format(" of {}", text_of(one.issue_date_time));
    if (!one.certified_exporter_id.empty()) named += format(" by {}", one.certified_exporter_id);
    const std::string_view what =
        one.category_code == documents::original_category  ? "Original proof of origin"
        : one.category_code == documents::reissue_category ? "Issued again, in the place of"
                                                           : "In the place of";
    add_line(text, format("{}: {}", what, named));
  }
  for (const std::string& reason : given.standing.treatment.reasons)
    add_line(text, "Box 4, reason " + reason);
  return text;
}

std::vector<Block> items_of(const Given& given) {
  std::vector<Block> blocks;
  for (const wco::GovernmentAgencyGoodsItem& item : given.goods.government_agency_goods_item)
    blocks.push_back(block_of(item, given.reference));
  if (std::string remarks = remarks_in(given); !remarks.empty())
    blocks.push_back({.name = "remarks", .rows = {row_of({"", "", std::move(remarks), "", "", ""})}});
  return blocks;
}

}  // namespace

CertificatePaper certificate_paper(const wco::Declaration& certificate, const Standing& standing,
                                   const refdata::View& reference, std::string check) {
  static const wco::GoodsShipment nothing;
  const Given given{.certificate = certificate,
                    .goods = certificate.goods_shipment ? *certificate.goods_shipment : nothing,
                    .standing = standing,
                    .reference = reference,
                    .has_code = !check.empty()};
  const std::size_t items = given.goods.government_agency_goods_item.size();
  const std::string office = certificate.submitter ? std::string{certificate.submitter->id} : std::string{};
  constexpr int heading_and_gap = headings_height;
  constexpr int line_below = 45;
  return {.title = format("Certificate of origin {}", certificate.id),
          .foot = format("Certificate {}, {}, {}   Version {}   Issued {}", certificate.issuing_country_code,
                         office, certificate.id, text_of(certificate.version_id), day_of(certificate)),
          .day = day_of(certificate),
          .check = std::move(check),
          .mark = std::string{standing.mark},
          .front = front_of(given),
          .front_items = {.from = front_heading + heading_and_gap, .to = front_end - line_below},
          .overleaf = overleaf_of(given),
          .overleaf_items = {.from = overleaf_heading + heading_and_gap,
                             .to = printed.y + printed.height - line_below},
          .items = items_of(given),
          .items_end = format("End of the list: {} {}", items, items == 1 ? "item" : "items")};
}

}  // namespace lintas::paper
