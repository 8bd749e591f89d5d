#include "tests/support/mutants.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/random.hpp"

namespace lintas::test {

namespace {

constexpr std::string_view odd_values[] = {
    "",
    " ",
    "0",
    "1",
    "2",
    "-1",
    "+1",
    "00",
    "01",
    "007",
    "1.0",
    "0.0",
    "0.5",
    ".5",
    "5.",
    "1.500000",
    "1.5000000",
    "1.1234567",
    "123456789012345.5",
    "1234567890123456",
    "12345678901234567",
    "0.1234567890",
    "0.000001",
    "0.0000001",
    "0.000000",
    "1e3",
    "1,5",
    "abc",
    "é",
    "éé",
    "A b",
    "  A",
    "A  ",
    " A ",
    "A  B",
    "A\tB",
    "A\nB",
    "\tA",
    "A\n",
    "&#9;A",
    "A&#13;B",
    "A\xC2\xA0",
    "\xC2\xA0"
    "A",
    "A\xC2\xA0"
    "B",
    "\xE3\x80\x80"
    "A",
    "\xE1\x9A\x80"
    "A",
    "A\xE2\x81\x9F",
    "\xE2\x80\xA8"
    "A",
    "A\xE2\x80\xA9",
    "\xE2\x80\xAF"
    "A",
    "\xE2\x80\x8A"
    "A",
    "\xE2\x80\x8B"
    "A",
    "\xEF\xBB\xBF"
    "A",
    "😀",
    "A]]&gt;B",
    "A&amp;B",
    "A&lt;B",
    "A'B",
    "\"",
    "2024-02-29",
    "2023-02-29",
    "2000-02-29",
    "1900-02-29",
    "2024-13-01",
    "2024-00-10",
    "2024-04-31",
    "2024-01-00",
    "0000-01-01",
    "0001-01-01",
    "9999-12-31",
    "12024-01-01",
    "-2024-01-01",
    "2024-1-1",
    "2024-01-01Z",
    "2024-01-01+01:00",
    " 2024-01-01\n",
    "2024-01-01T24:00:00",
    "2024-01-01T24:00:01",
    "2024-01-01T23:59:60",
    "2024-01-01T23:60:00",
    "2024-01-01T25:00:00",
    "2024-01-01T12:00:00Z",
    "2024-01-01T12:00:00.5",
    "2024-01-01T12:00",
    "2024-01-01 12:00:00",
    "9999-12-31T24:00:00",
    "9",
    "10",
    "99",
    "100",
    "999",
    "1000",
    "1999",
    "2000",
    "9999",
    "10000",
    "99999",
    "100000",
    "99999999",
    "100000000",
    "999999999",
    "1000000000",
    "99999999999999999999",
    "a@b.c",
    "a@b",
    "@b.c",
    "a@@b.c",
    "@@b.c",
    "a b@c.d",
    "a@b..c",
    "a@.c",
    "a@b.",
    "a@b.c ",
    " a@b.c",
    "é@b.c",
    "a@b.é",
    "XX",
    "xx",
    "X1",
    "GB",
    "DE",
    "ZZ",
    "Zz",
    "24GB1234567890ABJ1",
    "24GB1234567890AB11",
    "25GB123456789012J1",
    "25GB123456789012M1",
    "25GB123456789012N1",
    "25GB123456789012A1",
    "25GB123456789012E1",
    "25GB123456789012F1",
    "23GB12345678901231",
    "24gb1234567890ABJ1",
    "24GB1234567890abJ1",
    "24GB1234567890ABJX",
    "12.12345",
    "90.00000",
    "90x00000",
    "90é00000",
    "90.0000",
    "90.00000000",
    "89.99999",
    "91.00000",
    "180.000000",
    "180x00000",
    "179.12345",
    "180.12345",
    "181.00000",
    "-12.12345",
    "+12.12345",
    "12.1234",
    "012.12345",
    "0012.12345",
    "12.12345678",
    ".12345",
    "12.",
    "23GB000000000000012A123456",
    "23GB12345678901231A123456",
    "23GB1234567890123A123456",
    "23GB1234567890123",
    "23GB123456789012X",
    "23GB1234567890123a123456",
    "23GB1234567890123A12345",
    "XA25123456",
    "XA24123456",
    "XA251234567",
    "XA012345678",
    "AX99123456",
    "AB25123456",
    "X125123456",
    "25000000",
    "25000001",
    "24999999",
    "10000000",
    "9999999",
    "01234567",
    "A",
    "Z",
    "a",
    "J",
    "E",
    "aE",
    "abcdE",
    "abcdeE",
    "ab deE",
    "é éaE",
    "abcdefghijklmnoE",
    "abcdefghijklmnopE",
    "abcdefghijklmnopqE",
    "GB1",
    "GB",
    "GB!~",
    "GB 1",
    "1B1",
    "GB000001",
    "GB00000a",
    "GB0000",
    "gb000001",
    "CC015C",
    "CC999C",
    "CX095A",
    "ABC",
    "ABCD",
    "AbC",
    "A1",
    "~",
    " ~",
    "~ ",
};

std::string repeated(std::string_view one, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += one;
  return text;
}

/// Where each character begins.
std::vector<std::size_t> characters(std::string_view text) {
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) starts.push_back(i);
  }
  return starts;
}

std::string inserted(std::string_view text, std::size_t at, std::string_view what) {
  return std::string{text.substr(0, at)}.append(what).append(text.substr(at));
}

std::string replaced(std::string_view text, std::size_t begin, std::size_t end, std::string_view what) {
  return std::string{text.substr(0, begin)}.append(what).append(text.substr(end));
}

class Mutator {
 public:
  Mutator(std::string_view text, const std::vector<Span>& spans, Random& random)
      : text_(text), spans_(spans), random_(random) {}

  std::string run() {
    const Span& one = spans_[1 + random_.below(spans_.size() - 1)];
    switch (random_.below(40)) {
      case 0:
      case 1:
      case 2:
      case 3: return replaced(text_, one.begin, one.end, "");
      case 4:
      case 5:
      case 6: return inserted(text_, one.begin, whole(one));
      case 7:
      case 8:
      case 9: return swapped(one);
      case 10:
      case 11: return moved(one);
      case 12:
      case 13: return renamed(one, random_.pick(spans_).name);
      case 14: return inserted(text_, one.begin, "<Unknown/>");
      case 15: return inserted(text_, one.content_end, "<Unknown>1</Unknown>");
      case 16: return replaced(text_, one.content, one.content_end, "");
      case 17: return inserted(text_, one.content - 1, " x=\"1\"");
      case 18: return inserted(text_, one.content - 1, " xmlns=\"http://ncts.dgtaxud.ec\"");
      case 19: return inserted(text_, one.content, "zz");
      case 20: return inserted(text_, one.content, " <!-- nothing -->\n");
      case 21: return inserted(text_, one.content, "<![CDATA[]]>");
      case 22: return inserted(text_, one.content - 1, " xmlns=\"\"");
      default: return revalued(any_leaf());
    }
  }

 private:
  [[nodiscard]] std::string_view whole(const Span& span) const {
    return text_.substr(span.begin, span.end - span.begin);
  }

  [[nodiscard]] const Span& any_leaf() {
    while (true) {
      const Span& span = random_.pick(spans_);
      if (span.leaf) return span;
    }
  }

  /// With the element that follows under the same parent, if there is one.
  [[nodiscard]] std::string swapped(const Span& one) const {
    const auto next = std::ranges::find(spans_, one.end, &Span::begin);
    if (next == spans_.end()) return std::string{text_};
    return std::string{text_.substr(0, one.begin)}
        .append(whole(*next))
        .append(whole(one))
        .append(text_.substr(next->end));
  }

  [[nodiscard]] std::string moved(const Span& one) {
    const Span& target = random_.pick(spans_);
    const bool inside = target.begin >= one.begin && target.end <= one.end;
    if (inside) return std::string{text_};
    const auto taken = std::string{whole(one)};
    if (target.content_end <= one.begin)
      return inserted(replaced(text_, one.begin, one.end, ""), target.content_end, taken);
    return replaced(inserted(text_, target.content_end, taken), one.begin, one.end, "");
  }

  [[nodiscard]] std::string renamed(const Span& one, std::string_view name) const {
    const auto colon = name.find(':');
    if (colon != std::string_view::npos) name.remove_prefix(colon + 1);
    const auto closed = replaced(text_, one.content_end + 2, one.end - 1, name);
    return replaced(closed, one.begin + 1, one.begin + 1 + one.name.size(), name);
  }

  [[nodiscard]] std::string revalued(const Span& leaf) {
    if (random_.one_in(2)) return with_value(text_, leaf, random_.pick(odd_values));
    return with_value(text_, leaf, varied(text_.substr(leaf.content, leaf.content_end - leaf.content)));
  }

  [[nodiscard]] std::string varied(std::string_view valid) {
    const std::string value{valid};
    switch (random_.below(8)) {
      case 0: return value + "X";
      case 1: return " " + value;
      case 2: return value + " ";
      case 3: return value + value;
      case 4: return repeated("é", characters(valid).size());
      default: break;
    }
    const auto starts = characters(valid);
    if (starts.empty() || valid.contains('&')) return value;  // a reference stays whole
    const std::size_t at = random_.below(starts.size());
    const auto end = at + 1 < starts.size() ? starts[at + 1] : valid.size();
    constexpr std::string_view others[] = {"a", "Z", "0", "9", " ", "é", ""};
    return replaced(valid, starts[at], end, random_.pick(others));
  }

  std::string_view text_;
  const std::vector<Span>& spans_;
  Random& random_;
};

}  // namespace

std::vector<Span> elements(std::string_view text) {
  std::vector<Span> spans;
  std::vector<std::size_t> open;
  for (auto at = text.find('<', text.starts_with("<?") ? 2 : 0); at != std::string_view::npos;
       at = text.find('<', at + 1)) {
    const auto close = text.find('>', at);
    if (text[at + 1] == '/') {
      spans[open.back()].content_end = at;
      spans[open.back()].end = close + 1;
      open.pop_back();
      continue;
    }
    const auto name_end = text.find_first_of(" >", at);
    const std::size_t parent = open.empty() ? 0 : open.back();
    if (!open.empty()) spans[parent].leaf = false;
    open.push_back(spans.size());
    spans.push_back({.begin = at,
                     .content = close + 1,
                     .parent = parent,
                     .name = text.substr(at + 1, name_end - at - 1)});
  }
  return spans;
}

std::string mutant(std::string_view text, const std::vector<Span>& spans, Random& random) {
  return Mutator(text, spans, random).run();
}

std::vector<std::string> boundary_values(std::string_view valid) {
  std::vector<std::string> values{std::begin(odd_values), std::end(odd_values)};
  constexpr std::size_t lengths[] = {1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11,  12,  13,  16,  17,  18,
                                     20, 21, 22, 23, 24, 25, 35, 36, 70, 71, 140, 141, 256, 257, 512, 513};
  for (const std::size_t length : lengths) {
    for (const std::string_view one : {"A", "1", "é", "z"}) values.push_back(repeated(one, length));
    values.push_back(repeated("a", length > 4 ? length - 4 : 1) + "@b.c");
  }
  values.push_back(std::string{valid}.append("X"));
  values.push_back(" " + std::string{valid});
  values.push_back(std::string{valid} + " ");
  values.push_back(std::string{valid}.append(valid));
  const auto starts = characters(valid);
  for (std::size_t i = 0; i < std::min<std::size_t>(starts.size(), 26); ++i) {
    const auto end = i + 1 < starts.size() ? starts[i + 1] : valid.size();
    if (valid.find('&') != std::string_view::npos) break;  // a reference stays whole
    for (const std::string_view other : {"a", "Z", "0", "9", " ", "é", ""})
      values.push_back(replaced(valid, starts[i], end, other));
  }
  return values;
}

std::string with_value(std::string_view text, const Span& leaf, std::string_view value) {
  return replaced(text, leaf.content, leaf.content_end, value);
}

}  // namespace lintas::test
