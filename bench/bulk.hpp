#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/values/mrn.hpp"
#include "core/workflow/mrn_numbers.hpp"
#include "shell/app/store.hpp"

namespace lintas::bench {

/// What one movement left in one store, from the first batch to the last: the rows as they lie in the end.
struct Trace {
  std::string country;
  app::Batch rows;
  app::Counters before;  ///< of the store, when the movement began
};
[[nodiscard]] Trace trace_of(std::string_view country, std::span<const app::Batch> batches,
                             const app::Counters& before);

/// Fills stores with ended movements, straight through their port and without waiting for the disk: copies of
/// one that went through the loop, each with identifiers, keys and MRN of its own. What stands inside bodies
/// stays that of the original, for nobody reads it: rows, sizes and places are what a cost can depend on.
class BulkLoader {
 public:
  /// `numbered`: texts of the original that end in its number, nine zeros; those of a copy end in its own.
  /// `mrn_key`: of the state of departure, whose MRNs they bear.
  BulkLoader(std::vector<Trace> traces, std::vector<std::string> numbered, const workflow::MrnKey& mrn_key);

  /// The movements 1 … count into each state's folder, in the order of the traces, as nodes left it that were
  /// set up.
  void fill(std::span<const std::filesystem::path> folders, std::size_t count) const;

 private:
  void fill(const Trace& trace, const std::filesystem::path& folder, std::size_t count) const;
  void copy(const Trace& trace, std::int64_t n, app::Batch& batch) const;
  [[nodiscard]] app::Key renamed(const app::Key& key, std::int64_t n, const Mrn& mrn) const;
  [[nodiscard]] std::string renamed(std::string text, std::int64_t n, const Mrn& mrn) const;

  std::vector<Trace> traces_;
  std::vector<std::string> numbered_;
  workflow::MrnKey mrn_key_;
  std::int64_t number_ = 0;  ///< of the original's MRN
  Mrn mrn_;
};

}  // namespace lintas::bench
