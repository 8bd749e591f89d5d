#pragma once

#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "core/kinds/kind.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/samples.hpp"

/// Kinds that are data, and documents of theirs.
namespace lintas::test {

/// A permit for timber, as an administrator would write it: lines that are drawn on until nothing is left.
inline constexpr std::string_view permit_kind = R"(row,name,value,format,list,condition,meaning
kind,code,timber,,,,
kind,title,export permit for timber,,,,
kind,root,DOC.TIMBER,,,,
kind,element,Permit,,,,
kind,life,issued-consumed,,,,
place,number,Number,,,,
place,issued_at,IssuedAt,,,,
place,issuing_state,From,,,,
place,receiving_state,To,,,,
place,replaces,Replaces,,,,
place,valid_until,LastDay,,,,
place,line_number,Line/Number,,,,
place,line_quantity,Line/Volume,,,,
place,line_unit,Line/Unit,,,,
may,issue,other_agency,,,,
may,receive,other_agency,,,,
may,use,officer_of_destination national_system,,,,
limit,answer_days,2,,,,
limit,valid_months,6,,,,
limit,kept_months,12,,,,
field,Number,1,tight35,,,number of the permit
field,IssuedAt,1,zoned_time,,,when it was issued
field,From,1,country,CL009,,issuing state
field,To,1,country,CL009,,receiving state
field,Replaces,0-1,tight35,,,number of the one it replaces
field,Reason,0-1,text70,,required with Replaces; absent without Replaces,why
field,FirstDay,0-1,date,,,first day on which it holds
field,LastDay,0-1,date,,not before FirstDay,last day on which it holds
field,Line,1-99,,,,a line of timber
field,Line/Number,1,from1to999,,unique,number of the line
field,Line/Species,1,text70,,is teak|meranti,species
field,Line/Volume,1,positive_mass,,,how much
field,Line/Unit,1,code2to3,,,its unit
)";

inline constexpr std::string_view permit = R"(<k:DOC.TIMBER xmlns:k="urn:lintas:kinds:1">
  <messageSender>NTA.MY</messageSender>
  <messageRecipient>NTA.SG</messageRecipient>
  <preparationDateAndTime>2026-11-20T03:12:40</preparationDateAndTime>
  <messageIdentification>MY-TP-20261120-000017</messageIdentification>
  <messageType>DOC.TIMBER</messageType>
  <Permit>
    <Number>MTIB/2026/00412</Number>
    <IssuedAt>2026-11-20T11:10:00+08:00</IssuedAt>
    <From>MY</From>
    <To>SG</To>
    <FirstDay>2026-11-20</FirstDay>
    <LastDay>2027-02-28</LastDay>
    <Line>
      <Number>1</Number>
      <Species>meranti</Species>
      <Volume>120.5</Volume>
      <Unit>MTQ</Unit>
    </Line>
    <Line>
      <Number>2</Number>
      <Species>teak</Species>
      <Volume>14</Volume>
      <Unit>MTQ</Unit>
    </Line>
  </Permit>
</k:DOC.TIMBER>
)";

inline std::string listed_kind_findings(const Findings& findings) {
  std::string text;
  for (const auto& one : findings)
    text += "  " + one.rule + ' ' + one.pointer + " '" + one.value + "' " + one.detail + '\n';
  return text.empty() ? "  nothing\n" : text;
}

/// Precondition: the table has no faults.
inline std::unique_ptr<const kinds::Kind> kind_of(std::string_view text) {
  auto kind = kinds::Kind::parse(text);
  if (kind) return std::move(*kind);
  ADD_FAILURE() << listed_kind_findings(kind.error());
  return nullptr;
}

}  // namespace lintas::test
