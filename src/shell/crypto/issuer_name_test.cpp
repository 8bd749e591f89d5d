#include "shell/crypto/issuer_name.hpp"

#include <gtest/gtest.h>
#include <memory>
#include <openssl/asn1.h>
#include <openssl/x509.h>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/hex.hpp"
#include "shell/crypto/handles.hpp"

namespace lintas::crypto {
namespace {

using Name = std::unique_ptr<X509_NAME, FreeBy<X509_NAME_free>>;

struct Part {
  const char* type;
  std::string value;
  bool joined = false;
};

/// In the order of the certificate, the country first.
Name made_of(const std::vector<Part>& parts) {
  Name name{X509_NAME_new()};
  for (const auto& [type, value, joined] : parts) {
    const int added = X509_NAME_add_entry_by_txt(name.get(), type, MBSTRING_UTF8, input(as_bytes(value)),
                                                 static_cast<int>(value.size()), -1, joined ? -1 : 0);
    EXPECT_EQ(added, 1) << type;
  }
  return name;
}

TEST(IssuerName, IsTheSameHoweverItIsWritten) {
  const Name name = made_of({{"C", "SG"}, {"O", "Zoll, Amt + Süd"}, {"CN", " Test \"CA\" #1"}});
  const std::string unit_in_der = "#" + to_hex(as_bytes("\x0C\x10Zoll, Amt + Süd"));
  const std::vector<std::string> ways{
      R"(CN=\ Test \"CA\" #1,O=Zoll\, Amt \+ S\C3\BCd,C=SG)",
      R"(CN=\ Test \"CA\" #1, O=Zoll\, Amt \+ Süd, C=SG)",
      R"(cn = \20Test \22CA\22 \#1 , o = Zoll\2c Amt \2B Süd , c = SG )",
      R"(CN=" Test \"CA\" #1", O="Zoll, Amt + Süd", C=SG)",
      R"(2.5.4.3=\ Test \"CA\" #1,OID.2.5.4.10=Zoll\, Amt \+ Süd,C=SG)",
      R"(CN=\ Test \"CA\" #1,2.5.4.10=)" + unit_in_der + ",C=SG",
      R"(commonName=\ Test \"CA\" #1,organizationName=Zoll\, Amt \+ Süd,countryName=#)" +
          to_hex(as_bytes("\x13\x02SG")),
      R"(CN=test  "ca" #1,O=ZOLL\, AMT \+ Süd,C=sg)",  // last: a bare quote is no name
  };
  for (const std::string& way : ways) {
    const bool bare_quote = &way == &ways.back();
    EXPECT_EQ(is_name(*name, way), !bare_quote) << way;
  }
  EXPECT_TRUE(is_name(*name, R"(CN=test  \"ca\" #1,O=ZOLL\, AMT \+ Süd,C=sg)")) << "RFC 5280, 7.1";
}

TEST(IssuerName, HasTheTypesThatOthersWriteTheirWay) {
  const Name name = made_of({{"C", "XX"}, {"ST", "North"}, {"emailAddress", "ca@example.org"}, {"CN", "CA"}});
  EXPECT_TRUE(is_name(*name, "CN=CA,emailAddress=ca@example.org,ST=North,C=XX")) << "OpenSSL";
  EXPECT_TRUE(is_name(*name, "CN=CA, E=ca@example.org, S=North, C=XX")) << ".NET";
  EXPECT_TRUE(is_name(*name, "CN=CA,1.2.840.113549.1.9.1=#160e6361406578616d706c652e6f7267,ST=North,C=XX"))
      << "Java";
}

TEST(IssuerName, MayHaveTwoAttributesInOnePart) {
  const Name name = made_of({{"C", "XX"}, {"OU", "Keys"}, {"CN", "CA", true}});
  EXPECT_TRUE(is_name(*name, "CN=CA+OU=Keys,C=XX"));
  EXPECT_TRUE(is_name(*name, "OU=Keys + CN=CA, C=XX")) << "a part has no order";
  EXPECT_FALSE(is_name(*name, "CN=CA,OU=Keys,C=XX"));
}

TEST(IssuerName, IsNoOtherAndNothingThatCannotBeRead) {
  const Name name = made_of({{"C", "XX"}, {"O", "Test"}, {"CN", "Test CA"}});
  ASSERT_TRUE(is_name(*name, "CN=Test CA,O=Test,C=XX"));
  for (const char* other : {"C=XX,O=Test,CN=Test CA",
                            "CN=Test CA,O=Test",
                            "CN=Test CA,O=Test,C=XX,C=XX",
                            "CN=Test CA 2,O=Test,C=XX",
                            "CN=Test CA,OU=Test,C=XX",
                            "",
                            " ",
                            ",",
                            "CN",
                            "CN=",
                            "=Test CA,O=Test,C=XX",
                            "CN=Test CA,O=Test,C=XX,",
                            "CN=Test CA;O=Test;C=XX",
                            "CN=\"Test CA,O=Test,C=XX",
                            "CN=\"Test CA\" x,O=Test,C=XX",
                            "CN=Test CA,O=Test,C=XX\\",
                            "CN=Test CA,O=Test,C=\\X",
                            "CN=Test CA,O=Test,C=#1302",
                            "CN=Test CA,O=Test,C=#13025858FF",
                            "CN=Test CA,O=Test,C=#0101FF",
                            "CN=Test CA,O=Test,C=#XX",
                            "unheardOf=Test CA,O=Test,C=XX",
                            "CN=Test CA,O=\\FF,C=XX"})
    EXPECT_FALSE(is_name(*name, other)) << other;
  EXPECT_FALSE(is_name(*name, std::string(5000, ' ') + "CN=Test CA,O=Test,C=XX")) << "no end of blanks";
}

}  // namespace
}  // namespace lintas::crypto
