#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/finding.hpp"
#include "base/time.hpp"
#include "cli/checking.hpp"
#include "cli/cli.hpp"
#include "cli/parcels.hpp"

/// Many documents checked before any of them is sent, each fault told with its cell.
namespace lintas::cli {

/// Documents whose faults are told; of more only the number, for nobody reads on.
inline constexpr std::size_t faulty_told_most = 100;

struct Checked {
  std::size_t documents = 0;
  std::size_t faulty = 0;  ///< documents
  std::size_t unread = 0;  ///< files
};

/// Says what is wrong with what, where a person finds it.
class Checking {
 public:
  Checking(const Streams& streams, std::optional<Day> day, bool as_json);

  /// Whether it is right, and if not, whether that is told.
  [[nodiscard]] bool is_right(const Parcel& parcel, bool quietly) const;
  /// Everything that there is.
  [[nodiscard]] Checked check_all(Parcels& parcels) const;

 private:
  void unread(const Unread& file) const;
  void begin(const Parcel& parcel) const;
  void tell(const Parcel& parcel, const Finding& finding) const;
  void tell(const Parcel& parcel, const std::string& place, std::string_view rule, std::string_view what,
            std::string_view remedy) const;

  const Streams& streams_;
  Rules rules_;
  bool as_json_;
};

void print_checked(const Streams& streams, const Checked& checked);

}  // namespace lintas::cli
