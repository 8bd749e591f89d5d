#include "wire/xml/xml_writer.hpp"

#include <gtest/gtest.h>
#include <string>

#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "tests/support/samples.hpp"
#include "wire/xml/xml_reader.hpp"

namespace lintas::xml {
namespace {

std::string written(const message::Document& document) {
  std::string out;
  write(document, out);
  return out;
}

TEST(XmlWriter, writes_the_canonical_form) {
  const auto document = read(test::arrival);
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(
      written(*document),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<ncts:CC007C xmlns:ncts=\"http://ncts.dgtaxud.ec\" PhaseID=\"NCTS6\">"
      "<messageSender>trader.sg</messageSender><messageRecipient>NTA.SG</messageRecipient>"
      "<preparationDateAndTime>2026-03-06T03:40:10</preparationDateAndTime>"
      "<messageIdentification>SG26030600042K</messageIdentification><messageType>CC007C</messageType>"
      "<TransitOperation><MRN>26LA000101A1B2C3J0</MRN>"
      "<arrivalNotificationDateAndTime>2026-03-06T03:40:00</arrivalNotificationDateAndTime>"
      "<simplifiedProcedure>0</simplifiedProcedure></TransitOperation>"
      "<CustomsOfficeOfDestinationActual><referenceNumber>SG000401</referenceNumber></"
      "CustomsOfficeOfDestinationActual>"
      "<TraderAtDestination><identificationNumber>SG201912345Z</identificationNumber></TraderAtDestination>"
      "<Consignment><LocationOfGoods><typeOfLocation>A</typeOfLocation>"
      "<qualifierOfIdentification>V</qualifierOfIdentification>"
      "<CustomsOffice><referenceNumber>SG000401</referenceNumber></CustomsOffice>"
      "</LocationOfGoods></Consignment></ncts:CC007C>\n");
}

TEST(XmlWriter, leaves_out_what_the_view_does_not_show) {
  message::Document document{.program = message::find_program("CD002C"), .phase = {}, .message = {}};
  document.message.transit_operation.emplace().mrn = "26LA000101A1B2C3J0";
  document.message.transit_operation->lrn = "not shown";
  EXPECT_EQ(written(document),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ncts:CD002C xmlns:ncts=\"http://ncts.dgtaxud.ec\">"
            "<TransitOperation><MRN>26LA000101A1B2C3J0</MRN></TransitOperation></ncts:CD002C>\n");
}

TEST(XmlWriter, our_notice_has_our_namespace_and_escapes_like_every_message) {
  message::Document document{.program = message::find_program("CX095A"), .phase = {}, .message = {}};
  document.message.status_notice.emplace().text = "a<b>&\"'\r";
  EXPECT_EQ(
      written(document),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<lintas:CX095A xmlns:lintas=\"urn:lintas:transit:1\">"
      "<StatusNotice><text>a&lt;b&gt;&amp;\"'&#13;</text></StatusNotice></lintas:CX095A>\n");
}

}  // namespace
}  // namespace lintas::xml
