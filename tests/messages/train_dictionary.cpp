// Makes a dictionary for stored documents (data/dictionaries):
//
//     train_dictionary FILE EXAMPLE…
//
// from generated messages of every kind, which teach it their structure, and from example declarations with
// the letters and records made of them, which teach it what people write. The same program and examples make
// the same file. A dictionary that a release has stored with is never made anew: a better one gets the next
// number.
//
// Dictionary 1 was made from the examples without sg-th-electronics.xml: bench/lifecycle plays that one, and
// what it says of the disk would flatter.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/fields.hpp"
#include "base/require.hpp"
#include "base/time.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/model/values/access_code.hpp"
#include "core/model/values/country.hpp"
#include "core/model/values/grn.hpp"
#include "core/model/values/mrn.hpp"
#include "core/seed/seed.hpp"
#include "core/transit/letters.hpp"
#include "shell/store/dictionaries.hpp"
#include "tests/support/dictionary_file.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/random.hpp"
#include "wire/xml/xml_reader.hpp"
#include "wire/xml/xml_writer.hpp"

namespace {

using namespace lintas;

constexpr std::size_t dictionary_bytes = std::size_t{32} * 1024;
constexpr std::uint64_t generated_of_each = 20;
/// Declarations, and the letters made of them, are most of what a store holds.
constexpr int weight_of_examples = 100;

Bytes canonical(const message::Document& document) {
  std::string text;
  xml::write(document, text);
  return copy_of(as_bytes(text));
}

std::vector<Bytes> generated() {
  std::vector<Bytes> samples;
  for (const message::Program& program : message::programs()) {
    for (std::uint64_t seed = 0; seed < generated_of_each; ++seed) {
      test::Random random{seed};
      samples.push_back(canonical(test::any_document(program, test::Fill::random, random)));
    }
  }
  return samples;
}

/// As it is kept, and as it goes to the states of the route: as a letter, and as the records of arrival and
/// transit.
void add_example(std::vector<Bytes>& samples, const std::filesystem::path& path,
                 const refdata::View& reference) {
  std::ifstream file{path};
  require(file.good(), "an example can be read");
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  auto document = xml::read(text);
  require(document.has_value(), "an example is valid");
  auto letter =
      transit::read_letter(*document, {.document = {},
                                       .hash = [](const Grn&, const AccessCode&) { return AccessCodeHash{}; },
                                       .reference = reference});
  require(letter.has_value(), "an example can be taken");
  transit::mask_access_codes(document->message);
  letter->mrn = Mrn::issue(std::chrono::year{2026}, *Country::parse("SG"), "000000000001").value();
  letter->accepted = letter->released = letter->limit = reference.day();
  const transit::Head head{.sender = "NTA.SG",
                           .recipient = "NTA.TH",
                           .prepared = *parse_instant("2026-11-23T02:03:04Z"),
                           .identification = "SG00000000000017A0",
                           .correlation = {},
                           .reference = reference};
  const auto add = [&](const Bytes& sample) { samples.insert(samples.end(), weight_of_examples, sample); };
  add(to_cbor(*letter));
  add(canonical(*document));
  for (const transit::Ie record : {transit::Ie{1}, transit::Ie{50}})
    add(canonical(transit::write_letter(record, *letter, head, &document->message)));
}

Bytes dictionary(std::span<char* const> examples) {
  const auto snapshot = seed::reference(Country::parse("SG").value());
  const refdata::View reference = snapshot.at(*parse_day("2026-11-23"));
  std::vector<Bytes> samples = generated();
  for (const char* example : examples) add_example(samples, example, reference);
  return store::train_dictionary(samples, dictionary_bytes);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) {
    std::fprintf(stderr, "train_dictionary FILE EXAMPLE…\n");
    return 2;
  }
  const std::span given{arguments, static_cast<std::size_t>(count)};
  return lintas::test::write_dictionary(arguments[1], [&] { return dictionary(given.subspan(2)); });
}
