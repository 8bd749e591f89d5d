#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "core/attachments/letter.hpp"
#include "core/attachments/limits.hpp"
#include "core/attachments/records.hpp"
#include "core/documents/wire.hpp"
#include "core/exchange/partner.hpp"
#include "core/workflow/attachments_message.hpp"
#include "shell/api/exchange_identity.hpp"
#include "shell/api/exchange_proof.hpp"
#include "shell/as4/dispatch.hpp"
#include "shell/as4/partner.hpp"
#include "shell/crypto/digest.hpp"
#include "shell/gateway/octets.hpp"
#include "tests/support/as4_nodes.hpp"
#include "tests/support/as4_partners.hpp"
#include "tests/support/ed25519.hpp"
#include "tests/support/kept_identity.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/world.hpp"
#include "wire/as4/base64.hpp"
#include "wire/as4/suite.hpp"
#include "wire/xml/xml_writer.hpp"

/// The evidence of a message as a court has it: each command of its text is run by the shell over the files
/// that lie beside it, with OpenSSL and nothing of ours.
namespace lintas::api {
namespace {

struct Ran {
  std::string out;
  int status = -1;
};

Ran run(const std::string& folder, const std::string& command) {
  const std::string line = "cd '" + folder + "' && { " + command + "\n} 2>&1";
  Ran ran;
  std::FILE* pipe = popen(line.c_str(), "r");  // NOLINT(bugprone-command-processor): our own words
  if (pipe == nullptr) return ran;
  std::array<char, 4096> some{};
  for (std::size_t read = 0; (read = std::fread(some.data(), 1, some.size(), pipe)) > 0;)
    ran.out.append(some.data(), read);
  ran.status = pclose(pipe);
  return ran;
}

/// The lines that begin with a tool, two blanks before it, each with those that it goes on in.
std::vector<std::string> commands_in(std::string_view text) {
  std::vector<std::string> commands;
  bool goes_on = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    const auto begins = [&](std::string_view tool) { return line.starts_with("  " + std::string{tool}); };
    if (goes_on) {
      commands.back() += '\n' + std::string{line};
    } else if (begins("openssl ") || begins("tail ") || begins("od ")) {
      commands.emplace_back(line);
    } else {
      at = end + 1;
      continue;
    }
    goes_on = line.ends_with('\\');
    at = end + 1;
  }
  return commands;
}

class Evidences : public testing::TestWithParam<as4::Suite> {
 public:
  /// Without one of them each command would fail, and none would say why.
  void SetUp() override {
    for (const std::string_view tool : {"openssl", "od", "tr", "grep", "tail", "python3"})
      ASSERT_EQ(run("/", format("command -v {}", tool)).status, 0) << tool << " is not on the path";
  }
  /// One certificate in its envelope, or named alone, and the authority above it.
  Proof proof_of(std::string_view soap) {
    auto proof = read_proof(soap);
    EXPECT_TRUE(proof);
    proof->beside.push_back(test::recorded_root());
    return *std::move(proof);
  }
  KeptIdentity vouching_for(exchange::Partner state, const Proof& signed_one) {
    return read_kept_identity(test::identity_document(state, root, {Bytes(3), *certificate_of(signed_one)},
                                                      test::time_of_recording()),
                              crypto::sha256)
        .value();
  }
  void lay_out(const Evidence& made) {
    for (const Exhibit& one : made.exhibits) {
      std::ofstream file{folder.path() / one.name, std::ios::binary};
      file << as_text(one.content);
    }
  }
  /// What goes wrong, of all of them.
  std::vector<std::string> faults_of(const Evidence& made) {
    lay_out(made);
    // Digests stand in the text, or in what was signed of the receipt.
    std::string known = made.text;
    for (const Exhibit& one : made.exhibits)
      if (one.name.ends_with("-signed-info.xml")) known += as_text(one.content);
    std::vector<std::string> faults;
    for (const std::string& command : commands_in(made.text)) {
      Ran ran = run(folder.path().string(), command);
      while (ran.out.ends_with('\n')) ran.out.pop_back();
      if (const auto fault = fault_of(command, ran, known))
        faults.push_back(format("{}: {} (status {}): {}", *fault, command, ran.status, ran.out));
    }
    return faults;
  }
  std::optional<std::string> fault_of(const std::string& command, const Ran& ran, const std::string& known) {
    if (!WIFEXITED(ran.status) || WEXITSTATUS(ran.status) != 0) return "it fails";
    const auto has = [&](std::string_view part) { return command.contains(part); };
    if (has("dgst -sha256 -binary") && (ran.out.size() != 44 || !known.contains(ran.out)))
      return "the digest stands nowhere";
    if (has("dgst -sha256 -verify") && ran.out != "Verified OK") return "the signature";
    if (has("pkeyutl -verify") && ran.out != "Signature Verified Successfully") return "the signature";
    if (has("openssl verify") && !ran.out.ends_with(": OK")) return "the authority";
    if (has("grep -c") && ran.out != "1") return "it does not stand there";
    if (has("tail -c 32 ") && has("| openssl dgst -sha256")) {
      std::string digits = identity_root;
      std::erase(digits, '-');
      if (!ran.out.contains("= " + digits)) return "the fingerprint";
    }
    return std::nullopt;
  }

  test::TemporaryFolder folder;
  test::SeededEntropy entropy{3};
  const test::ThrowAwayKey root{1};
  std::string identity_root;
};

INSTANTIATE_TEST_SUITE_P(EachSuite, Evidences, testing::Values(as4::Suite::edwards, as4::Suite::rsa));

/// A message that came alone, then in a bundle, with everything that evidence may have.
struct Case {
  std::shared_ptr<const gateway::Octets> alone;
  std::shared_ptr<const gateway::Octets> bundle;
  std::string receipt;
  std::string receipt_of_bundle;
};
Case played(as4::Suite suite, test::SeededEntropy& entropy) {
  const test::Passage passage;
  Case made{.alone = test::octets_of(passage, test::shared_agreement(test::malaysia, suite), entropy),
            .bundle = test::bundle_of({passage, {.id = "MY2", .n = 2}},
                                      test::bundling_agreement(test::malaysia, suite), entropy),
            .receipt = {},
            .receipt_of_bundle = {}};
  const auto receipt_of = [&](const as4::Outgoing& message, std::string id) {
    return as4::make_receipt(test::agreement(test::singapore, suite), message.message_id, message.references,
                             std::move(id), test::time_of_recording())
        .value();
  };
  made.receipt = receipt_of(made.alone->message, "r1@nta.sg");
  made.receipt_of_bundle = receipt_of(made.bundle->message, "r2@nta.sg");
  return made;
}

TEST_P(Evidences, EachCommandOfTheTextSaysWhatTheTextSays) {
  const Case made = played(GetParam(), entropy);
  const Proof message = proof_of(made.alone->message.soap);
  const Proof receipt = proof_of(made.receipt);
  FurtherWay way{.at = "2026-11-23T23:10:00.000Z",
                 .envelope = made.bundle->message.soap,
                 .message = proof_of(made.bundle->message.soap),
                 .receipt = made.receipt_of_bundle,
                 .confirmation = proof_of(made.receipt_of_bundle)};
  way.message.part = made.alone->message.message_id;
  const auto payload =
      as_signed(message, copy_of(as_bytes(test::passage_xml({}))), "application/xml", crypto::sha256);
  ASSERT_TRUE(payload.fits);
  const KeptIdentity signer = vouching_for(test::malaysia, message);
  identity_root = signer.root;
  const Evidence evidence =
      evidence_of({}, made.alone->message.soap, message, payload, made.receipt, receipt,
                  {.again = {way}, .signer = signer, .confirmer = vouching_for(test::singapore, receipt)});
  const auto commands = commands_in(evidence.text);
  EXPECT_EQ(
      std::ranges::count_if(commands, [](const std::string& one) { return one.contains("openssl verify"); }),
      4)
      << evidence.text;
  EXPECT_EQ(std::ranges::count_if(commands, [](const std::string& one) { return one.contains("grep -c"); }),
            4)
      << evidence.text;
  EXPECT_EQ(faults_of(evidence), std::vector<std::string>{}) << evidence.text;
}

/// Or nobody would notice if they said so of anything.
TEST_P(Evidences, OfWhatWasChangedTheCommandsSayIt) {
  const Case made = played(GetParam(), entropy);
  const Proof message = proof_of(made.alone->message.soap);
  const Proof receipt = proof_of(made.receipt);
  const KeptIdentity signer = vouching_for(test::malaysia, message);
  identity_root = signer.root;
  const auto payload =
      as_signed(message, copy_of(as_bytes(test::passage_xml({}))), "application/xml", crypto::sha256);
  for (const std::string_view name :
       {"message-header.xml", "message-signed-info.xml", "message-signature.bin", "message-authority-1.cer",
        "message-root.der", "message-exchange.der", "message-delegation.bin", "message-identity.bin",
        "payload.gz", "receipt-signed-info.xml", "receipt-header.xml"}) {
    Evidence evidence = evidence_of({}, made.alone->message.soap, message, payload, made.receipt, receipt,
                                    {.signer = signer, .confirmer = std::nullopt});
    const auto exhibit = std::ranges::find(evidence.exhibits, name, &Exhibit::name);
    ASSERT_NE(exhibit, evidence.exhibits.end()) << name;
    exhibit->content.at(exhibit->content.size() / 2) ^= std::byte{1};
    EXPECT_FALSE(faults_of(evidence).empty()) << name;
  }
}

/// Of a part of a file the octets are for others: whoever has the file makes of it what was signed.
TEST_P(Evidences, APartOfAFileIsMadeOfTheFile) {
  std::string file;
  for (std::int64_t i = 0; i < 300'000; ++i) file += static_cast<char>('a' + ((i * i) % 23));
  const attachments::Letter letter{
      .document = attachments::DocumentName{.state = "MY", .kind = "phyto", .office = {}, .number = "MY-1"},
      .hash = crypto::sha256(std::array{as_bytes(file)}),
      .from = attachments::bounds::part_bytes,
      .size = static_cast<std::int64_t>(file.size())};
  const documents::Head head{.sender = "NTA.MY",
                             .recipient = "NTA.SG",
                             .prepared = test::time_of_recording(),
                             .identification = "MY1",
                             .correlation = {}};
  const auto written = [&](const std::string& base64) {
    std::string xml;
    xml::write(workflow::write_of_files(attachments::file_part, letter, base64, head), xml);
    return xml;
  };
  const std::string whole = written(as4::to_base64(as_bytes(file).subspan(attachments::bounds::part_bytes)));
  const auto sent =
      test::octets_of({.body = whole}, test::shared_agreement(test::malaysia, GetParam()), entropy);
  const Proof message = proof_of(sent->message.soap);
  Evidence evidence =
      evidence_of({}, sent->message.soap, message, {}, "", {}, {.frame = written({}), .is_of_file = true});
  lay_out(evidence);
  std::ofstream{folder.path() / "list.csv", std::ios::binary} << file;
  const std::string make = "  python3 payload.py FILE > payload.gz\n";
  ASSERT_TRUE(evidence.text.contains(make)) << evidence.text;
  const Ran made = run(folder.path().string(), "python3 payload.py list.csv > payload.gz");
  ASSERT_EQ(made.status, 0) << made.out;
  const Ran digest = run(folder.path().string(), "openssl dgst -sha256 -binary payload.gz | openssl base64");
  EXPECT_EQ(digest.out, as4::to_base64(payload_digest(message)->view()) + "\n");

  const Evidence of_theirs = evidence_of({}, sent->message.soap, message, {}, "", {}, {.is_of_file = true});
  EXPECT_TRUE(of_theirs.text.contains("AttachmentBinaryObject")) << of_theirs.text;
}

TEST(KeptIdentities, SaysNothingOfWhatIsNone) {
  EXPECT_FALSE(read_kept_identity({}, crypto::sha256));
  EXPECT_FALSE(read_kept_identity(copy_of(as_bytes("0\x82")), crypto::sha256));
}

}  // namespace
}  // namespace lintas::api
