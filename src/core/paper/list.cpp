#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "core/model/groups.hpp"
#include "core/model/totals.hpp"
#include "core/paper/content.hpp"
#include "core/paper/paper.hpp"
#include "core/paper/sheet.hpp"
#include "core/paper/texts.hpp"

/// The list of items: house consignments and their items, in rows that grow downwards.
namespace lintas::paper {

namespace {

using enum Look;

constexpr std::array head{
    BoxRow{{.label = "LIST OF ITEMS",
            .frame = {.x = 100, .y = 100, .width = 1300, .height = 65},
            .look = title}},
    BoxRow{{.label = "TRANSIT ACCOMPANYING DOCUMENT",
            .frame = {.x = 1400, .y = 100, .width = 600, .height = 65},
            .look = corner}},
    BoxRow{
        {"11 01", "Declaration type", {.x = 100, .y = 170, .width = 300, .height = 85}, value, Border::thick},
        [](const Source& s) { return single(s.released.transit_operation->declaration_type); }},
    BoxRow{{"11 07", "Security", {.x = 400, .y = 170, .width = 250, .height = 85}, value, Border::thick},
           [](const Source& s) { return single(s.released.transit_operation->security); }},
    BoxRow{{"", "Forms", {.x = 650, .y = 170, .width = 290, .height = 85}, forms}},
    BoxRow{{"", "Total items", {.x = 100, .y = 255, .width = 300, .height = 85}, value},
           [](const Source& s) { return single(format("{}", message::items_in(s.goods))); }},
    BoxRow{{"", "Total packages", {.x = 400, .y = 255, .width = 250, .height = 85}, value},
           [](const Source& s) { return single(format("{}", message::packages_in(s.goods))); }},
    BoxRow{{"18 04", "Total gross mass (kg)", {.x = 650, .y = 255, .width = 290, .height = 85}, value},
           [](const Source& s) { return single(text_of(s.goods.gross_mass)); }},
    BoxRow{{"", "MRN", {.x = 940, .y = 170, .width = 1060, .height = 170}, number, Border::thick},
           [](const Source& s) { return single(s.released.transit_operation->mrn); }},
};

/// A cell and the fields of a group that its text comes from.
template <class Group>
struct Column {
  std::string_view number;
  std::string_view label;
  int width = 0;
  Series (*text)(const Group&);
  bool bold = false;
};

using House = Column<message::HouseConsignment>;
using Item = Column<message::ConsignmentItem>;

template <class Columns>
constexpr bool fills_the_sheet(const Columns& columns) {
  int width = 0;
  for (const auto& column : columns) width += column.width;
  return width == printed.width;
}

constexpr std::array house_first{
    House{"", "House consignment", 200,
          [](const message::HouseConsignment& h) { return single(text_of(h.sequence_number)); }, true},
    House{"18 04", "Gross mass (kg)", 250,
          [](const message::HouseConsignment& h) { return single(text_of(h.gross_mass)); }},
    House{"16 06", "Dispatch", 150,
          [](const message::HouseConsignment& h) { return single(h.country_of_dispatch); }},
    House{"16 03", "Destination", 170,
          [](const message::HouseConsignment& h) { return single(h.country_of_destination); }},
    House{"12 08", "Reference number / UCR", 480,
          [](const message::HouseConsignment& h) { return single(h.reference_number_ucr); }},
    House{"19 05", "Departure transport means", 650,
          [](const message::HouseConsignment& h) { return text_of(h.departure_transport_means); }},
};
constexpr std::array house_second{
    House{"13 02", "Consignor", 650,
          [](const message::HouseConsignment& h) { return text_of_party(h.consignor); }},
    House{"13 03", "Consignee", 650,
          [](const message::HouseConsignment& h) { return text_of_party(h.consignee); }},
    House{"13 14", "Additional supply chain actors", 600,
          [](const message::HouseConsignment& h) { return text_of(h.additional_supply_chain_actor); }},
};
constexpr std::array house_third{
    House{"12 01", "Previous documents", 380,
          [](const message::HouseConsignment& h) { return text_of(h.previous_document); }},
    House{"12 03", "Supporting documents", 380,
          [](const message::HouseConsignment& h) { return text_of(h.supporting_document, Papers::all); }},
    House{"12 05", "Transport documents", 380,
          [](const message::HouseConsignment& h) { return text_of(h.transport_document); }},
    House{"12 04", "Additional references", 380,
          [](const message::HouseConsignment& h) { return text_of(h.additional_reference); }},
    House{"12 02", "Additional information", 380,
          [](const message::HouseConsignment& h) {
            return text_of(h.additional_information, Statements::of_consignment);
          }},
};

const message::GoodsMeasure* measure_of(const message::ConsignmentItem& item) {
  return item.commodity && item.commodity->goods_measure ? &*item.commodity->goods_measure : nullptr;
}

/// The number that other boxes name the item by; behind it that within its house consignment.
Series item_number(const message::ConsignmentItem& item) {
  return single(
      format("{}/{}", text_of(item.declaration_goods_item_number), text_of(item.goods_item_number)));
}

Series commodity_code(const message::ConsignmentItem& item) {
  if (!item.commodity || !item.commodity->commodity_code) return single({});
  const message::CommodityCode& code = *item.commodity->commodity_code;
  std::string text = code.harmonized_system_sub_heading_code;
  if (!code.combined_nomenclature_code.empty()) text += ' ' + code.combined_nomenclature_code;
  return single(std::move(text));
}

Series description(const message::ConsignmentItem& item) {
  if (!item.commodity || item.commodity->description_of_goods.empty()) return {};
  return {.instances = {item.commodity->description_of_goods}};
}

Series packages(const message::ConsignmentItem& item) {
  Series series;
  for (const message::Packaging& one : item.packaging) {
    const std::vector<std::string> parts{text_of(one.number_of_packages), one.type_of_packages,
                                         one.shipping_marks};
    series.instances.push_back(numbered(one.sequence_number.value, item.packaging.size(), joined(parts)));
  }
  return series;
}

Series dangerous_goods(const message::ConsignmentItem& item) {
  Series series;
  if (!item.commodity) return series;
  const auto& all = item.commodity->dangerous_goods;
  for (const message::DangerousGoods& one : all)
    series.instances.push_back(numbered(one.sequence_number.value, all.size(), one.un_number));
  return series;
}

constexpr std::array item_first{
    Item{"11 03", "Item", 150, &item_number, true},
    Item{"18 09", "Commodity code", 220, &commodity_code},
    Item{"18 05", "Description of goods", 680, &description},
    Item{"16 08", "Origin", 130,
         [](const message::ConsignmentItem& i) {
           return single(text_under("AV002", i.additional_information));
         }},
    Item{"18 06", "Packages: number, type, marks", 365, &packages},
    Item{"18 04", "Gross mass (kg)", 180,
         [](const message::ConsignmentItem& i) {
           const auto* measure = measure_of(i);
           return single(measure == nullptr ? std::string{} : text_of(measure->gross_mass));
         }},
    Item{"18 01", "Net mass (kg)", 175,
         [](const message::ConsignmentItem& i) {
           const auto* measure = measure_of(i);
           return single(measure == nullptr ? std::string{} : text_of(measure->net_mass));
         }},
};
constexpr std::array item_second{
    Item{"11 01", "Type", 150, [](const message::ConsignmentItem& i) { return single(i.declaration_type); }},
    Item{"16 06", "Dispatch", 170,
         [](const message::ConsignmentItem& i) { return single(i.country_of_dispatch); }},
    Item{"16 03", "Destination", 180,
         [](const message::ConsignmentItem& i) { return single(i.country_of_destination); }},
    Item{"12 08", "Reference number / UCR", 440,
         [](const message::ConsignmentItem& i) { return single(i.reference_number_ucr); }},
    Item{"18 08", "CUS code", 180,
         [](const message::ConsignmentItem& i) {
           return single(i.commodity ? i.commodity->cus_code : std::string{});
         }},
    Item{"18 07", "Dangerous goods", 250, &dangerous_goods},
    Item{"13 14", "Additional supply chain actors", 530,
         [](const message::ConsignmentItem& i) { return text_of(i.additional_supply_chain_actor); }},
};
constexpr std::array item_third{
    Item{"12 01", "Previous documents", 475,
         [](const message::ConsignmentItem& i) { return text_of(i.previous_document); }},
    Item{"12 03", "Supporting documents", 475,
         [](const message::ConsignmentItem& i) { return text_of(i.supporting_document, Papers::all); }},
    Item{"12 04", "Additional references", 475,
         [](const message::ConsignmentItem& i) { return text_of(i.additional_reference); }},
    Item{"12 02", "Additional information", 475,
         [](const message::ConsignmentItem& i) {
           return text_of(i.additional_information, Statements::of_item);
         }},
};

static_assert(fills_the_sheet(house_first) && fills_the_sheet(house_second) && fills_the_sheet(house_third));
static_assert(fills_the_sheet(item_first) && fills_the_sheet(item_second) && fills_the_sheet(item_third));

/// A long text is not set in a narrow column beside empty ones: they give it of their width.
void share_room(Row& row) {
  constexpr std::size_t long_text = 160;
  const auto longest = std::ranges::max_element(row, {}, [](const Cell& cell) { return cell.text.size(); });
  if (longest->text.size() < long_text) return;
  for (Cell& cell : row) {
    if (!cell.text.empty()) continue;
    const int given = cell.width * 2 / 5;  // the label needs the rest
    cell.width -= given;
    longest->width += given;
  }
}

/// A row that says nothing is left out. In the first one columns stay where they are, for the eye to follow.
template <class Group, std::size_t count>
void add_row(Block& block, const std::array<Column<Group>, count>& columns, const Group& group) {
  Row row;
  for (const Column<Group>& column : columns) {
    row.push_back({.number = column.number,
                   .label = column.label,
                   .width = column.width,
                   .text = text_of(column.text(group)),
                   .bold = column.bold});
  }
  const bool says_nothing = std::ranges::all_of(row, [](const Cell& cell) { return cell.text.empty(); });
  if (says_nothing) return;
  if (!block.rows.empty()) share_room(row);
  block.rows.push_back(std::move(row));
}

}  // namespace

std::vector<Filled> list_head_of(const Source& source) {
  std::vector<Filled> boxes;
  boxes.reserve(std::size(head));
  for (const BoxRow& row : head)
    boxes.push_back({.box = row.box, .text = row.text == nullptr ? Series{} : row.text(source)});
  return boxes;
}

std::vector<Block> list_of(const Source& source) {
  std::vector<Block> blocks;
  for (const message::HouseConsignment& house : source.goods.house_consignment) {
    Block& block = blocks.emplace_back();
    block.house = true;
    block.name = format("house consignment {}", text_of(house.sequence_number));
    add_row(block, house_first, house);
    add_row(block, house_second, house);
    add_row(block, house_third, house);
    for (const message::ConsignmentItem& item : house.consignment_item) {
      Block& rows = blocks.emplace_back();
      rows.name = format("item {}", text_of(item_number(item)));
      add_row(rows, item_first, item);
      add_row(rows, item_second, item);
      add_row(rows, item_third, item);
    }
  }
  return blocks;
}

std::string list_end_of(const Source& source) {
  const std::size_t items = message::items_in(source.goods);
  const std::int64_t packages = message::packages_in(source.goods);
  return format("End of the list: {} {}, {} {}", items, items == 1 ? "item" : "items", packages,
                packages == 1 ? "package" : "packages");
}

}  // namespace lintas::paper
