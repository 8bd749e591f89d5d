#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "core/acdd/document.hpp"
#include "core/acdd/limits.hpp"
#include "core/acdd/matching.hpp"
#include "core/acdd/messages.hpp"
#include "tests/support/documents_stage.hpp"
#include "tests/support/scenario.hpp"

/// What the scenarios of customs declaration documents have in common.
namespace lintas::test {

inline acdd::Permit permit(const std::string& state, const std::string& number) {
  return {.state = *Country::parse(state), .number = *acdd::PermitNumber::parse(number)};
}

/// Items as "08109010:100:KGM,…", numbered from 1.
inline std::vector<acdd::Item> acdd_items(const std::string& text) {
  std::vector<acdd::Item> items;
  std::uint16_t number = 0;
  for (const std::string& one : split(text, ',')) {
    const auto parts = split(one, ':');
    items.push_back({.number = ++number,
                     .hs = *Ahtn::parse(parts.at(0)),
                     .quantity = Decimal::parse(parts.at(1)).value(),
                     .unit = *Unit::parse(parts.size() > 2 ? parts[2] : "KGM"),
                     .origin = *Country::parse("SG")});
  }
  return items;
}

/// A document of Singapore for Malaysia: 100 KGM of fruit and 50 of frozen fish, unless the options say
/// otherwise.
inline acdd::Contents acdd_contents(const Step& step) {
  acdd::Contents made;
  made.permit = permit(step.option("state", "SG"), step.option("permit", "P-1"));
  made.version = static_cast<std::uint16_t>(std::stoi(step.option("version", "1")));
  made.importer = *Country::parse(step.option("importer", "MY"));
  made.exporter = *acdd::ExporterId::parse(step.option("exporter", "UEN1"));
  made.departure = parse_day(step.option("departure", "2026-03-02")).value();
  made.items = acdd_items(step.option("items", "08109010:100,03038900:50"));
  made.document.bytes[0] = std::byte(std::stoi(step.option("content", "1")));
  return made;
}

/// Lines as "08109010:100:KGM;…"; "08109010:100@2" names the item.
inline std::vector<acdd::DeclaredLine> declared_lines(const std::string& text) {
  std::vector<acdd::DeclaredLine> lines;
  for (const std::string& one : split(text, ';')) {
    const auto at = one.find('@');
    const acdd::Item item = acdd_items(one.substr(0, at)).at(0);
    acdd::DeclaredLine line{.item = 0, .hs = item.hs, .quantity = item.quantity, .unit = item.unit};
    if (at != std::string::npos) line.item = static_cast<std::uint16_t>(std::stoi(one.substr(at + 1)));
    lines.push_back(line);
  }
  return lines;
}

inline acdd::DeclarationNumber declaration_number(const std::string& text) {
  return *acdd::DeclarationNumber::parse(text);
}

/// Scenarios of either side.
template <class Machine, class Document, class Event>
using AcddStage = DocumentStage<Machine, Document, Event, acdd::Limits>;

}  // namespace lintas::test
