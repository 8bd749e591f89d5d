// What a letter costs beside the XML it is read from and written to.

#include "core/transit/letters.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "bench/report.hpp"

#include "base/money.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/refdata/readers.hpp"
#include "core/refdata/snapshot.hpp"
#include "tests/support/declaration.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace {

using namespace lintas;

constexpr std::size_t wanted_bytes = 12'000;

/// The sample declaration with as many items as make the wanted size.
message::Document declaration() {
  auto document = xml::read(test::declaration);
  require(document.has_value(), "the sample declaration is valid");
  auto& items = document->message.consignment->house_consignment.front().consignment_item;
  for (std::string text; text.size() < wanted_bytes;) {
    const auto number = static_cast<std::int64_t>(items.size()) + 1;
    items.push_back(items.front());
    items.back().goods_item_number = items.back().declaration_goods_item_number = {number};
    text.clear();
    xml::write(*document, text);
  }
  return std::move(*document);
}

}  // namespace

int main(int count, char** arguments) {
  bench::Report report{count, arguments};
  const refdata::Snapshot snapshot{{.home = *Currency::parse("SGD"),
                                    .currencies = *refdata::read_currencies(
                                        "currency,minor_digits,from,until,source\nSGD,2,2000-01-01,,s\n"),
                                    .exchange_rates = {},
                                    .countries = {},
                                    .offices = {},
                                    .tariff = {}}};
  const refdata::View reference = snapshot.at(*parse_day("2026-11-23"));
  const transit::ReadContext context{.document = {},
                                     .hash = [](const Grn&, const AccessCode&) { return AccessCodeHash{}; },
                                     .reference = reference};
  const transit::Head head{.sender = "NTA.SG",
                           .recipient = "NTA.TH",
                           .prepared = *parse_instant("2026-11-23T02:03:04Z"),
                           .identification = "SG26112300017A",
                           .correlation = {},
                           .reference = reference};

  const message::Document document = declaration();
  std::string text;
  xml::write(document, text);
  report.add({.name = "CC015C, XML", .value = static_cast<double>(text.size()), .unit = "bytes"});
  const double reading = bench::microseconds([&] { require(xml::read(text).has_value(), "valid"); });
  report.add({.name = "CC015C, XML read and checked", .value = reading, .unit = "us"});
  report.add({.name = "CC015C, letter read of the message",
              .value = bench::microseconds(
                  [&] { require(transit::read_letter(document, context).has_value(), "a letter"); }),
              .unit = "us"});

  auto letter = transit::read_letter(document, context);
  require(letter.has_value(), "a letter");
  letter->mrn = Mrn::issue(std::chrono::year{2026}, *Country::parse("SG"), "000000000001").value();
  letter->accepted = letter->released = letter->limit = reference.day();
  std::string out;
  const message::Document record = transit::write_letter(1, *letter, head, &document.message);
  const double writing = bench::microseconds([&] {
    out.clear();
    xml::write(record, out);
  });
  report.add({.name = "CD001C, XML written", .value = writing, .unit = "us"});
  report.add(
      {.name = "CD001C, message made of letter and declaration",
       .value = bench::microseconds([&] {
         require(
             transit::write_letter(1, *letter, head, &document.message).message.consignment.operator bool(),
             "a record");
       }),
       .unit = "us"});
}
