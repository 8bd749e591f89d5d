#include "bench/declarations.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <iterator>

#include "base/require.hpp"
#include "base/text.hpp"
#include "core/model/values/country.hpp"

namespace lintas::bench {

namespace {

std::size_t place_of(std::string_view text, std::string_view what) {
  const auto at = text.find(what);
  require(at != std::string_view::npos, "the example says what it said");
  return at;
}

void replace(std::string& text, std::string_view what, std::string_view with) {
  text.replace(place_of(text, what), what.size(), with);
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

/// The last part of the text that lies between the two, both included.
std::string last_block(std::string_view text, std::string_view begin, std::string_view end) {
  const auto from = text.rfind(begin);
  const auto to = text.rfind(end);
  require(from != std::string_view::npos && to != std::string_view::npos && from < to,
          "the example says what it said");
  return std::string{text.substr(from, to + end.size() - from)};
}

/// Where declarations differ, in the order of the text: what stands there in the example, found by what
/// stands behind it.
struct Difference {
  std::string_view here;
  std::string_view before;
};
constexpr std::array differences{Difference{"SG26112300001", "<"},
                                 Difference{"SGTH-2026-0417", "<"},
                                 Difference{"26SG0000000000771", "<"},
                                 Difference{"29840.00", "<"},
                                 Difference{"950.5", "<"},
                                 Difference{"SGC0048211", "<"},
                                 Difference{"", "    </TransportEquipment>"},  // references to further items
                                 Difference{"CN-2026-004417", "<"},
                                 Difference{"950.5", "<"},
                                 Difference{"", "    </HouseConsignment>"}};  // further items

constexpr std::int64_t amount_of_example = 29'840;
constexpr std::int64_t amount_of_further_item = 100;  ///< above the duties on goods of 100 dollars
constexpr double mass_of_example = 950.5;
constexpr double mass_of_further_item = 310;

/// To Bangkok instead of Sadao.
std::string example() {
  std::string xml = file_text("examples/sg-th-electronics.xml");
  replace(xml, "<referenceNumber>THSDO001<", "<referenceNumber>THBKK001<");
  replace(xml, "  <HolderOfTheTransitProcedure>",
          "  <CustomsOfficeOfTransitDeclared>\n    <sequenceNumber>3</sequenceNumber>\n"
          "    <referenceNumber>THSDO001</referenceNumber>\n"
          "    <arrivalDateAndTimeEstimated>2026-11-24T22:00:00</arrivalDateAndTimeEstimated>\n"
          "  </CustomsOfficeOfTransitDeclared>\n  <HolderOfTheTransitProcedure>");
  replace(xml, "MYBKH001;THSDO001<", "MYBKH001;THSDO001;THBKK001<");
  return xml;
}

/// Sizes of a usual day: up to which so large a part of the declarations goes.
struct Quantile {
  double part;
  double bytes;
};
constexpr std::array sizes{Quantile{0, 9'000}, Quantile{0.5, 12'000}, Quantile{0.95, 40'000},
                           Quantile{1, 120'000}};
constexpr std::size_t one_is_largest_of = 5'000;

/// Between two quantiles sizes grow by factors.
double bytes_at(double part) {
  const auto* above = std::ranges::lower_bound(sizes, part, {}, &Quantile::part);
  if (above == sizes.begin()) return above->bytes;
  const auto* below = std::prev(above);
  const double way = (part - below->part) / (above->part - below->part);
  return below->bytes * std::pow(above->bytes / below->bytes, way);
}

}  // namespace

Grn grn_of(std::size_t n) {
  return Grn::issue(std::chrono::year{2026}, Country::parse("SG").value(),
                    format("{:012}", 1 + (n % guarantees)))
      .value();
}

Instant morning() { return *parse_instant("2026-11-23T06:05:00Z"); }

std::chrono::days moved_to(Instant now) {
  using std::chrono::days;
  return std::chrono::floor<days>(now) - std::chrono::floor<days>(morning());
}

std::string file_text(const std::string& path) {
  std::ifstream in{std::string{LINTAS_ROOT "/"} + path};
  require(in.good(), "an example is where it was");
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::string moved(std::string text, const std::vector<std::string_view>& before, std::chrono::days by) {
  constexpr std::size_t day_chars = 10;
  for (const std::string_view what : before) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
      const std::size_t from = at + what.size();
      if (from + day_chars > text.size()) break;
      const auto day = parse_day(std::string_view{text}.substr(from, day_chars));
      if (day) text.replace(from, day_chars, to_text(*day + by));
    }
  }
  return text;
}

Declarations::Declarations(std::chrono::days moved_by) {
  std::string xml = moved(
      example(), {"<preparationDateAndTime>", "<limitDate>", "<arrivalDateAndTimeEstimated>", ";"}, moved_by);
  bytes_ = xml.size();

  item_ = last_block(xml, "      <ConsignmentItem>", "</ConsignmentItem>\n");
  replace(item_, "<goodsItemNumber>2<", "<goodsItemNumber>@<");
  replace(item_, "<declarationGoodsItemNumber>2<", "<declarationGoodsItemNumber>@<");
  replace(item_, "27400.00 USD", "100.00 USD");
  goods_reference_ = last_block(xml, "      <GoodsReference>", "</GoodsReference>\n");
  replace(goods_reference_, "<sequenceNumber>2<", "<sequenceNumber>@<");
  replace(goods_reference_, "<declarationGoodsItemNumber>2<", "<declarationGoodsItemNumber>@<");
  bytes_of_item_ = item_.size() + goods_reference_.size();

  for (const auto& [here, before] : differences) {
    const auto at = place_of(xml, std::string{here} + std::string{before});
    parts_.push_back(xml.substr(0, at));
    xml.erase(0, at + here.size());
  }
  parts_.push_back(xml);
}

std::string Declarations::text(std::size_t n, std::size_t items) const {
  require(items >= items_of_example && items <= items_max, "as many items as the law allows");
  const std::size_t further = items - items_of_example;
  std::string blocks;
  std::string references;
  for (std::size_t i = items_of_example + 1; i <= items; ++i) {
    const std::string number = format("{}", i);
    std::string one = item_;
    replace_all(one, "@", number);
    blocks += one;
    one = goods_reference_;
    replace_all(one, "@", number);
    references += one;
  }
  const auto many = static_cast<std::int64_t>(further);
  const std::string mass =
      format("{:.1f}", mass_of_example + (mass_of_further_item * static_cast<double>(many)));
  const std::vector<std::string> names = numbered(n);
  const std::array<std::string, differences.size()> different{
      names[0],
      names[1],
      std::string{grn_of(n).str()},
      format("{}.00", amount_of_example + (amount_of_further_item * many)),
      mass,
      format("SGD{:07}", n % 10'000'000),
      std::move(references),
      format("CN-2026-{:09}", n),
      mass,
      std::move(blocks)};
  std::string xml;
  xml.reserve(bytes_ + (further * (bytes_of_item_ + 4)));
  for (std::size_t i = 0; i < different.size(); ++i) {
    xml += parts_[i];
    xml += different.at(i);
  }
  return xml + parts_.back();
}

std::vector<std::string> Declarations::numbered(std::size_t n) {
  return {format("SG261123{:09}", n), format("SGTH-2026-{:09}", n)};
}

std::size_t Declarations::items_of(std::size_t n) const {
  constexpr std::size_t largest = 100;  // early, so that short runs have one
  if (n % one_is_largest_of == largest) return items_max;
  // Multiples of the golden ratio are spread evenly, wherever a run begins.
  constexpr double golden = 0.618'033'988'749'894'9;
  const double turns = static_cast<double>(n) * golden;
  const double bytes = bytes_at(turns - std::floor(turns));
  const double further = (bytes - static_cast<double>(bytes_)) / static_cast<double>(bytes_of_item_);
  return items_of_example + static_cast<std::size_t>(std::max(0.0, std::round(further)));
}

}  // namespace lintas::bench
