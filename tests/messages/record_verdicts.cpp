// Records what two independent validators say about wrong messages:
//
//     record_verdicts FOLDER_WITH_SCHEMAS FOLDER_FOR_THE_RECORD
//
// FOLDER_WITH_SCHEMAS holds <ROOT>.xsd for each message (tools/assemble_schemas.py makes it from the
// published files). Messages in the record's folder are kept, missing ones are made; so are series in its
// verdicts.txt: without that file all are recorded anew. Prints what the validators disagree about.

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include <xercesc/framework/MemBufInputSource.hpp>
#include <xercesc/framework/XMLGrammarPoolImpl.hpp>
#include <xercesc/parsers/SAX2XMLReaderImpl.hpp>
#include <xercesc/sax2/DefaultHandler.hpp>
#include <xercesc/util/PlatformUtils.hpp>
#include <xercesc/util/XMLString.hpp>
#include <xercesc/util/XMLUni.hpp>

#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/model/format.hpp"
#include "tests/support/instances.hpp"
#include "tests/support/mutants.hpp"
#include "tests/support/verdicts.hpp"
#include "wire/xml/xml_writer.hpp"

namespace {

using lintas::message::Program;
using lintas::test::each_element;
using lintas::test::Series;

void ignore(void* /*context*/, const char* /*text*/, ...) {
}  // libxml2 speaks to a C function with any arguments

class Libxml {
 public:
  explicit Libxml(const std::string& schema) {
    const std::unique_ptr<xmlSchemaParserCtxt, decltype(&xmlSchemaFreeParserCtxt)> parser{
        xmlSchemaNewParserCtxt(schema.c_str()), &xmlSchemaFreeParserCtxt};
    schema_.reset(xmlSchemaParse(parser.get()));
    if (schema_ == nullptr) throw std::runtime_error("libxml2 cannot read " + schema);
  }

  [[nodiscard]] bool accepts(std::string_view text) const {
    constexpr int quiet = XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET;
    const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document{
        xmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, nullptr, quiet), &xmlFreeDoc};
    if (document == nullptr) return false;
    const std::unique_ptr<xmlSchemaValidCtxt, decltype(&xmlSchemaFreeValidCtxt)> context{
        xmlSchemaNewValidCtxt(schema_.get()), &xmlSchemaFreeValidCtxt};
    return xmlSchemaValidateDoc(context.get(), document.get()) == 0;
  }

 private:
  std::unique_ptr<xmlSchema, decltype(&xmlSchemaFree)> schema_{nullptr, &xmlSchemaFree};
};

class Xerces : xercesc::DefaultHandler {
 public:
  explicit Xerces(const std::string& schema) {
    using xercesc::XMLUni;
    reader_.setFeature(XMLUni::fgSAX2CoreNameSpaces, true);
    reader_.setFeature(XMLUni::fgSAX2CoreValidation, true);
    reader_.setFeature(XMLUni::fgXercesSchema, true);
    reader_.setFeature(XMLUni::fgXercesSchemaFullChecking, false);
    reader_.setErrorHandler(this);
    if (reader_.loadGrammar(schema.c_str(), xercesc::Grammar::SchemaGrammarType, true) == nullptr || wrong_)
      throw std::runtime_error("Xerces cannot read " + schema);
    reader_.setFeature(XMLUni::fgXercesUseCachedGrammarInParse, true);
    reader_.setFeature(XMLUni::fgXercesLoadSchema, false);
  }

  [[nodiscard]] bool accepts(std::string_view text) {
    wrong_ = false;
    const xercesc::MemBufInputSource source{reinterpret_cast<const XMLByte*>(text.data()), text.size(),
                                            "message"};
    try {
      reader_.parse(source);
    } catch (const xercesc::XMLException&) {
      return false;
    } catch (const xercesc::SAXException&) {
      return false;
    }
    return !wrong_;
  }

  /// Of the last document that was refused.
  [[nodiscard]] std::string why() const {
    const std::unique_ptr<char, void (*)(char*)> text{
        xercesc::XMLString::transcode(said_.c_str()),
        [](char* chars) { xercesc::XMLString::release(&chars); }};
    return text.get();
  }

 private:
  void error(const xercesc::SAXParseException& exception) override {
    if (!std::exchange(wrong_, true)) said_ = exception.getMessage();
  }
  void fatalError(const xercesc::SAXParseException& exception) override { error(exception); }

  bool wrong_ = false;
  std::basic_string<XMLCh> said_;
  xercesc::SAX2XMLReaderImpl reader_;
};

std::string instance(const std::filesystem::path& folder, const Program& program, lintas::test::Fill fill,
                     std::string_view name) {
  const auto path = folder / "instances" / (std::string{program.root()} + "-" + std::string{name} + ".xml");
  if (std::ifstream file{path, std::ios::binary}; file) return (std::ostringstream{} << file.rdbuf()).str();
  lintas::test::Random random{7};
  std::string text;
  lintas::xml::write(lintas::test::any_document(program, fill, random), text);
  std::ofstream{path, std::ios::binary} << text;
  return text;
}

/// What was recorded before.
struct Record {
  std::string lines;
  std::set<std::string_view> roots;                  ///< whose mutants are
  std::set<const lintas::message::Format*> formats;  ///< whose values are
};

Record read_record(const std::filesystem::path& path) {
  Record record;
  std::ifstream file{path};
  Series series;
  while (file >> series.kind >> series.root >> series.leaf >> series.sum >> series.bits >> series.second) {
    record.lines += series.kind + ' ' + series.root + ' ' + std::to_string(series.leaf) + ' ' + series.sum +
                    ' ' + series.bits + ' ' + series.second + '\n';
    const Program* program = lintas::message::find_program(series.root);
    if (program == nullptr) throw std::runtime_error("the record has a message that is none: " + series.root);
    if (series.kind == "mutants") record.roots.insert(program->root());
    each_element(*program, [&](std::size_t index, const lintas::message::Node& element) {
      if (series.kind == "values" && index == series.leaf) record.formats.insert(element.format);
    });
  }
  return record;
}

/// For each format that is not known the leaf of the smallest message that has it, as the index of its
/// element in the full instance.
std::map<std::string_view, std::vector<Series>> leaves_by_root(
    const std::map<std::string_view, std::string>& full, std::set<const lintas::message::Format*> known) {
  std::vector<const Program*> by_size;
  for (const Program& program : lintas::message::programs()) by_size.push_back(&program);
  std::ranges::sort(by_size, {}, [&](const Program* program) { return full.at(program->root()).size(); });
  std::map<std::string_view, std::vector<Series>> series;
  for (const Program* program : by_size) {
    each_element(*program, [&](std::size_t index, const lintas::message::Node& element) {
      if (element.format == nullptr || !known.insert(element.format).second) return;
      series[program->root()].push_back({.kind = "values",
                                         .root = std::string{program->root()},
                                         .leaf = index,
                                         .sum = {},
                                         .bits = {},
                                         .second = {}});
    });
  }
  return series;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 64;
  const std::filesystem::path schemas{argv[1]};
  const std::filesystem::path record{argv[2]};
  std::filesystem::create_directories(record / "instances");
  xmlInitParser();
  xercesc::XMLPlatformUtils::Initialize();
  xmlSetGenericErrorFunc(nullptr, &ignore);

  std::map<std::string_view, std::string> full;
  for (const Program& program : lintas::message::programs())
    full[program.root()] = instance(record, program, lintas::test::Fill::each, "full");
  const Record before = read_record(record / "verdicts.txt");
  auto values = leaves_by_root(full, before.formats);

  std::ofstream out{record / "verdicts.txt"};
  out << before.lines;
  std::size_t documents = 0;
  std::size_t accepted = 0;
  std::size_t disagreements = 0;
  for (const Program& program : lintas::message::programs()) {
    const bool has_mutants = before.roots.contains(program.root());
    if (has_mutants && values[program.root()].empty()) continue;
    const auto minimal = instance(record, program, lintas::test::Fill::minimal, "minimal");
    const auto schema = (schemas / (std::string{program.root()} + ".xsd")).string();
    const Libxml libxml{schema};
    Xerces xerces{schema};
    if (!libxml.accepts(full[program.root()]) || !libxml.accepts(minimal))
      std::cout << program.root() << ": an instance is not valid\n";
    auto all = values[program.root()];
    if (!has_mutants) {
      all.push_back({.kind = "mutants",
                     .root = std::string{program.root()},
                     .leaf = 0,
                     .sum = {},
                     .bits = {},
                     .second = {}});
    }
    for (Series& series : all) {
      lintas::test::Sum sum;
      lintas::test::Bits bits;
      lintas::test::Bits second;
      lintas::test::make_series(series, minimal, full[program.root()], [&](const std::string& text) {
        const bool valid = libxml.accepts(text);
        const bool other = xerces.accepts(text);
        if (valid != other && ++disagreements <= 40)
          std::cout << "libxml2 " << valid << ", Xerces " << other << (other ? "" : " (" + xerces.why() + ")")
                    << ": " << text << '\n';
        sum.add(text);
        bits.add(valid);
        second.add(other);
        ++documents;
        accepted += valid ? 1 : 0;
      });
      out << series.kind << ' ' << series.root << ' ' << series.leaf << ' ' << sum.str() << ' ' << bits.str()
          << ' ' << second.str() << '\n';
    }
  }
  std::cout << documents << " documents, " << accepted << " accepted, " << disagreements
            << " disagreements of the validators\n";
  return 0;
}
