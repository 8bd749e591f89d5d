#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/require.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/as4/reception.hpp"
#include "tests/support/as4_partners.hpp"
#include "wire/as4/envelope.hpp"
#include "wire/as4/limits.hpp"
#include "wire/as4/names.hpp"
#include "wire/as4/reference.hpp"
#include "wire/as4/suite.hpp"
#include "wire/xml/canonical.hpp"
#include "wire/xml/tree.hpp"

namespace {

using namespace lintas;  // NOLINT(google-build-using-namespace): one function's worth of names

std::string recorded(const std::string& name) {
  std::ifstream in{std::string{LINTAS_ROOT "/tests/as4/recorded/"} + name, std::ios::binary};
  require(in.good(), "a recorded file is there");
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// eb:Messaging in canonical form, if there is an envelope.
std::optional<std::string> messaging_of(std::string_view soap) {
  const auto tree = xml::Tree::read(soap, as4::bounds::soap_tree, as4::ns::known);
  if (!tree) return std::nullopt;
  const auto envelope = as4::read_envelope(*tree);
  if (!envelope) return std::nullopt;
  std::string canonical;
  xml::canonicalise(*tree, envelope->messaging, {}, canonical);
  return canonical;
}

/// A message that was sent, and everything its receiver ever signed about it.
struct Sent {
  as4::Partner partner;
  std::string id;
  std::vector<as4::Reference> references;
  std::set<std::string> said;
};

Sent sent(as4::Suite suite, const std::string& name) {
  const auto receiver =
      std::make_shared<const as4::Directory>(std::vector{test::recorded_partner(suite, 'b', 'a')});
  test::Spool spool;
  as4::Reception reception{receiver, recorded(name + ".request.content-type"), test::time_of_recording(),
                           spool.maker()};
  const std::string body = recorded(name + ".request.body");
  require(reception.take(as_bytes(body)).has_value(), "a recorded request is taken");
  const auto received = reception.close().value();
  Sent made{.partner = test::recorded_partner(suite, 'a', 'b'),
            .id = received.message.info.id,
            .references = received.references,
            .said = {}};
  for (const std::string_view answer : {".answer.xml", ".duplicate.answer.xml", ".tampered.answer.xml"})
    made.said.insert(messaging_of(recorded(name + std::string{answer})).value());
  return made;
}

}  // namespace

// Whatever comes back, it decides only if it is, to the letter, what the partner once signed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<Sent> messages{sent(as4::Suite::rsa, "v1.key-identifier"),
                                          sent(as4::Suite::edwards, "v2.key-identifier")};
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  for (const Sent& one : messages) {
    const as4::Answer answer = as4::read_answer(one.partner, one.id, one.references, as4::soap_type,
                                                as_bytes(bytes), test::time_of_recording());
    if (answer.kind == as4::Answer::Kind::doubtful) {
      require(!answer.why.empty(), "a doubt has a reason");
      continue;
    }
    const auto said = messaging_of(bytes);
    require(said && one.said.contains(*said), "an answer that decides was signed so");
  }
  return 0;
}
