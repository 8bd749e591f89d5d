#pragma once

#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <string>

#include "shell/app/store.hpp"

/// What every implementation of the port to the store owes, as tests (store_contract.cpp). An implementation
/// joins with one line in its own test file:
///
///   INSTANTIATE_TEST_SUITE_P(Memory, StoreContract, testing::Values(StoreKind{"memory", make}), kind_name);
namespace lintas::test {

/// Where a store lives on between processes.
class StoreHome {
 public:
  StoreHome() = default;
  StoreHome(const StoreHome&) = delete;
  StoreHome& operator=(const StoreHome&) = delete;
  virtual ~StoreHome() = default;

  /// What a process finds at its start. Ends the life of the store opened before.
  [[nodiscard]] virtual app::Store& open() = 0;
};

struct StoreKind {
  std::string name;
  std::function<std::unique_ptr<StoreHome>()> make;
};

inline std::string kind_name(const testing::TestParamInfo<StoreKind>& info) { return info.param.name; }

class StoreContract : public testing::TestWithParam<StoreKind> {
 protected:
  [[nodiscard]] app::Store& store() { return *store_; }
  /// The process ends and another one starts.
  void reopen() { store_ = &home_->open(); }

 private:
  std::unique_ptr<StoreHome> home_ = GetParam().make();
  app::Store* store_ = &home_->open();
};

}  // namespace lintas::test
