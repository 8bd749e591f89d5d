#include "core/attachments/records.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "core/access/access.hpp"
#include "core/attachments/limits.hpp"
#include "core/attachments/media.hpp"

namespace lintas::attachments {

namespace {

constexpr bool is_letter_or_digit(char one) {
  return (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z') || (one >= '0' && one <= '9');
}
constexpr bool may_stand(char one) {
  return is_letter_or_digit(one) || one == '.' || one == '-' || one == '_';
}

bool ends_as(std::string_view name, std::string_view ending) {
  if (ending.empty() || name.size() <= ending.size()) return false;
  return std::ranges::equal(name.substr(name.size() - ending.size()), ending, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
  });
}

}  // namespace

std::optional<std::string> fault_in_name(std::string_view name, Media media) {
  const bool is_one = !name.empty() && name.size() <= bounds::name_chars_max &&
                      is_letter_or_digit(name.front()) && std::ranges::all_of(name, may_stand) &&
                      !name.contains("..");
  if (!is_one) {
    return format(
        "at most {} letters without accents, digits, points, hyphens and underscores; the first is a "
        "letter or a digit",
        bounds::name_chars_max);
  }
  const MediaFacts& facts = facts_of(media);
  if (std::ranges::any_of(facts.endings, [&](auto ending) { return ends_as(name, ending); }))
    return std::nullopt;
  const std::string_view second = facts.endings.back();
  return format("the file is {}: its name ends in {}{}{}", facts.name, facts.endings.front(),
                second.empty() ? "" : " or ", second);
}

std::string owner_of(const access::Actor& actor) {
  // A TIN may look like an office.
  return actor.office.empty() ? "party " + actor.party : "office " + actor.office;
}

const Added* ListState::find(const Hash256& hash) const {
  const auto found = std::ranges::find_if(files, [&](const Added& one) { return one.file.hash == hash; });
  return found == files.end() ? nullptr : &*found;
}

}  // namespace lintas::attachments
