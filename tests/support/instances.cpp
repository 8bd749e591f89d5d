#include "tests/support/instances.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/require.hpp"
#include "base/text.hpp"
#include "core/messages/document.hpp"
#include "core/messages/program.hpp"
#include "core/model/field.hpp"
#include "core/model/format.hpp"
#include "core/model/scalars.hpp"

namespace lintas::test {

namespace {

using message::Alphabet;
using message::Format;
using message::Kind;
using message::Misfit;
using message::Node;

/// Values whose form several characters make together. "#" becomes a digit, "@" a capital letter.
const std::vector<std::string_view>& shapes_of(std::string_view format) {
  static const std::map<std::string_view, std::vector<std::string_view>> shapes = {
      {"mrn", {"2#SG######@@##@#J#", "26LA000101A1B2C3M0", "23TH#############0"}},
      {"export_mrn", {"26SG######@@####A#", "19VN#############3"}},
      {"grn", {"26SG@@##########1", "26MY############1A######"}},
      {"trader", {"SG#########@", "TH!~x", "VN1"}},
      {"office", {"SG######", "TH@@0##@"}},
      {"tir_carnet", {"1######", "24######", "25000000", "XA25######", "AX1########"}},
      {"risk_result", {"E", "é éaE", "AB-######E"}},
      {"mail", {"office@customs.example", " a b@c.d.e "}},
      {"trimmed_mail", {"trader@example.org", "@x@y.z"}},
      {"latitude", {"1.35####", "-#.#####", "+89.#######", "90.00000"}},
      {"longitude", {"103.8####", "-0##.#######", "+#.#####", "180.000000"}},
      {"sha256", {"9b051d68d900a897c8f06f9c9c5902dd866dbd4cd706fe54e04e7b6e93636e5#"}},
      {"base64_part", {"Ym94LGtn", "Ym94LGtnCjE#", "Ym94LA=="}},
      {"zoned_time",
       {"202#-0#-1#T1#:0#:2#+08:00", "202#-0#-0#T0#:3#:4#+06:30", "202#-0#-1#T1#:1#:1#Z",
        "2028-02-29T24:00:00-03:00"}},
  };
  static const std::vector<std::string_view> none;
  const auto found = shapes.find(format);
  return found == shapes.end() ? none : found->second;
}

std::string filled(std::string_view shape, Random& random) {
  std::string text;
  for (const char c : shape) {
    if (c == '#') {
      text += static_cast<char>('1' + random.below(9));
    } else if (c == '@' && !shape.contains('.')) {
      text += static_cast<char>('A' + random.below(26));
    } else {
      text += c;
    }
  }
  return text;
}

std::string_view one_of(Alphabet alphabet, bool at_edge, Random& random) {
  static constexpr std::string_view digits = "0123456789";
  static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  static constexpr std::string_view capitals = letters.substr(0, 26);
  static constexpr std::string_view printable = "!\"#$%&'()*+,-./09:;<=>?@AZ[]^_`az{|}~";
  // As in real names and descriptions: mostly ASCII, now and then something else.
  static constexpr std::string_view beyond[] = {
      "a", "b", "c", "d", "e", "f", "g", "h", "i", "k", "l", "m", "n", "o", "r", "s",  "t", "u", "A", "B",
      "Z", "0", "7", "9", "-", ".", ",", " ", " ", " ", " ", "/", "é", "ß", "ท", "漢", "€", "&", "<", "]"};
  const auto from = [&](std::string_view set) { return set.substr(random.below(set.size()), 1); };
  switch (alphabet) {
    case Alphabet::digits: return from(digits);
    case Alphabet::upper: return from(capitals);
    case Alphabet::letters: return from(letters);
    case Alphabet::upper_or_digits: return random.one_in(2) ? from(digits) : from(capitals);
    case Alphabet::printable:
    case Alphabet::printable_tight:
    case Alphabet::ascii: return !at_edge && random.one_in(6) ? " " : from(printable);
    case Alphabet::any:
    case Alphabet::trimmed: return at_edge ? from(letters) : random.pick(beyond);
  }
  return "A";
}

std::string any_text(const Format& format, Random& random) {
  if (!format.values.empty()) return std::string{random.pick(format.values)};
  const auto& shapes = shapes_of(format.name);
  if (!shapes.empty()) return filled(random.pick(shapes), random);
  const auto least = static_cast<std::size_t>(format.length.least);
  const auto most = static_cast<std::size_t>(format.length.most);
  const std::size_t length =
      random.one_in(12) ? most : least + random.below(std::min<std::size_t>(most - least, 20) + 1);
  std::string text;
  for (std::size_t i = 0; i < length; ++i)
    text += one_of(format.alphabet, i == 0 || i + 1 == length || text.ends_with(' '), random);
  return text;
}

std::string any_day(Random& random) {
  return format("20{:02}-{:02}-{:02}", 20 + random.below(20), 1 + random.below(12), 1 + random.below(28));
}

std::string any_number(const Format& format, Random& random) {
  std::string text = std::to_string(1 + random.below(random.one_in(10) ? 9'999'999'999 : 9'999));
  const std::size_t places = random.below(std::size_t{format.digits.fraction} + 1);
  if (places > 0) text += '.';
  for (std::size_t i = 0; i < places; ++i) text += static_cast<char>('0' + random.below(10));
  return text;
}

class Builder {
 public:
  Builder(const message::Program& program, Fill fill, Random& random)
      : program_(program), fill_(fill), random_(random) {}

  void fill(const Node& node, void* group) {
    for (const Node& child : program_.children(node)) {
      void* member = child.member_in(group);
      const std::size_t count = times(child);
      if (child.kind == Kind::group) {
        for (std::size_t i = 0; i < count; ++i) fill(child, child.access->add(member));
      } else if (count > 0) {
        const std::string value =
            child.name == "messageType" ? std::string{program_.root()} : any_value(*child.format, random_);
        std::string scratch;
        const auto treated_value = treated(child.format->space, value, scratch);
        require(store(*child.format, treated_value, member) == Misfit::none, "a made value fits its format");
      }
    }
  }

 private:
  std::size_t times(const Node& node) {
    if (fill_ == Fill::minimal) return node.min;
    if (fill_ == Fill::each) return 1;
    if (fill_ == Fill::full) return node.repeats() ? 2 : 1;
    if (node.min == 0 && random_.one_in(2)) return 0;
    return node.repeats() ? 1 + random_.below(2) : 1;
  }

  const message::Program& program_;
  Fill fill_;
  Random& random_;
};

}  // namespace

std::string any_value(const Format& format, Random& random) {
  switch (format.kind) {
    case Kind::text: return any_text(format, random);
    case Kind::integer: {
      const auto span = static_cast<std::uint64_t>(format.range.most - format.range.least);
      return std::to_string(format.range.least +
                            static_cast<std::int64_t>(random.below(std::min<std::uint64_t>(span, 120) + 1)));
    }
    case Kind::number: return any_number(format, random);
    case Kind::date: return any_day(random);
    case Kind::date_time:
      return any_day(random) +
             lintas::format("T{:02}:{:02}:{:02}", random.below(24), random.below(60), random.below(60));
    case Kind::group: break;
  }
  return {};
}

message::Document any_document(const message::Program& program, Fill fill, Random& random) {
  message::Document document{.program = &program, .phase = {}, .message = {}};
  if (!program.phases().empty() && fill != Fill::minimal) document.phase = random.pick(program.phases());
  Builder(program, fill, random).fill(program.top(), &document.message);
  return document;
}

}  // namespace lintas::test
