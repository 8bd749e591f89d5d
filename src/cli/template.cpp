#include <array>
#include <ostream>
#include <string>

#include "base/text.hpp"
#include "cli/cli.hpp"
#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "core/messages/program.hpp"
#include "wire/csv/table.hpp"

/// The heading of a table of documents, for `doc bulk`.
namespace lintas::cli {

namespace {

constexpr std::array template_operands{Operand{
    .name = "MESSAGE", .meaning = "the name of the message that each document is, as CO.ISSUE or ACDD.SEND"}};
constexpr std::array template_options{
    Option{.name = "--all",
           .meaning = "with the values that a document may have, not only those that it must",
           .kind = Kind::flag},
    Option{.name = "--to", .value = "FILE", .meaning = "write it to a file instead of the screen"}};

Exit make_template(const Given& given, const Streams& streams) {
  const message::Program* const program = message::find_program(given.operand(0));
  if (program == nullptr)
    return refuse(given, streams, format("'{}' is no message; `lintas schema` lists them", given.operand(0)));
  const std::string line = csv::heading_of(*program, given.has("--all")) + "\n";
  const auto file = given.value("--to");
  if (!file) {
    streams.out << line;
    return Exit::ok;
  }
  if (const auto written = write_file(std::string{*file}, line); !written) {
    streams.err << "lintas doc template: " << written.error() << '\n';
    return Exit::unreadable;
  }
  streams.out << *file << '\n';
  return Exit::ok;
}

}  // namespace

constexpr Command doc_template_command{
    .name = "doc template",
    .summary = "print the heading of a table of documents, for a spreadsheet",
    .about =
        "The first column has the number of each document (messageIdentification), which each of its rows "
        "repeats or "
        "leaves\nempty. Every other one is called by where its value stands in the message.\n",
    .operands = template_operands,
    .options = template_options,
    .example = "lintas doc template CO.ISSUE --to certificates.csv",
    .run = &make_template};

}  // namespace lintas::cli
