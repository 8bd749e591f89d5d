#pragma once

#include <string>
#include <string_view>

namespace lintas::test {

/// An arrival notification that is as small as may be and valid.
inline constexpr std::string_view arrival =
    R"(<n:CC007C xmlns:n="http://ncts.dgtaxud.ec" PhaseID="NCTS6">
  <messageSender>trader.sg</messageSender>
  <messageRecipient>NTA.SG</messageRecipient>
  <preparationDateAndTime>2026-03-06T03:40:10</preparationDateAndTime>
  <messageIdentification>SG26030600042K</messageIdentification>
  <messageType>CC007C</messageType>
  <TransitOperation>
    <MRN>26LA000101A1B2C3J0</MRN>
    <arrivalNotificationDateAndTime>2026-03-06T03:40:00</arrivalNotificationDateAndTime>
    <simplifiedProcedure>0</simplifiedProcedure>
  </TransitOperation>
  <CustomsOfficeOfDestinationActual><referenceNumber>SG000401</referenceNumber></CustomsOfficeOfDestinationActual>
  <TraderAtDestination><identificationNumber>SG201912345Z</identificationNumber></TraderAtDestination>
  <Consignment>
    <LocationOfGoods>
      <typeOfLocation>A</typeOfLocation>
      <qualifierOfIdentification>V</qualifierOfIdentification>
      <CustomsOffice><referenceNumber>SG000401</referenceNumber></CustomsOffice>
    </LocationOfGoods>
  </Consignment>
</n:CC007C>
)";

/// The text with the first occurrence of one part replaced by another.
inline std::string with(std::string_view text, std::string_view part, std::string_view other) {
  std::string changed{text};
  const auto at = changed.find(part);
  return at == std::string::npos ? changed : changed.replace(at, part.size(), other);
}

}  // namespace lintas::test
