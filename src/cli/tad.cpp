#include <array>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/connection.hpp"

namespace lintas::cli {

namespace {

constexpr std::array tad_operand{Operand{.name = "MRN", .meaning = "the movement"}};
constexpr std::array tad_options{
    Option{.name = "--out",
           .value = "FILE",
           .meaning = "the file to write; TAD-MRN.pdf in this folder if left out"}};

Exit tad(const Given& given, const Streams& streams) {
  auto session = Session::open(given, streams);
  if (!session) return session.error();
  const auto named = given.value("--out");
  // Only an MRN, letters and digits, is answered with a document.
  const std::string file = named ? std::string{*named} : format("TAD-{}.pdf", given.operand(0));
  return session->save(
      {.path = path_of("/v1/movements/", given.operand(0), "/tad"), .accept = "application/pdf"}, file);
}

}  // namespace

constexpr Command tad_command{
    .name = "tad",
    .summary = "print the transit accompanying document with its list of items, as PDF",
    .about =
        "From the release until the movement is written off, for its holder, an agent of it and the office "
        "of\ndeparture. Prints where the file is.\n",
    .operands = tad_operand,
    .options = tad_options,
    .asks_node = true,
    .example = "lintas tad 26SG0000010000A1J0 --out tad.pdf",
    .run = &tad};

}  // namespace lintas::cli
