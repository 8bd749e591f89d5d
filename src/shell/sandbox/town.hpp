#pragma once

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "core/refdata/snapshot.hpp"
#include "shell/net/client.hpp"
#include "shell/sandbox/client.hpp"
#include "shell/sandbox/ground.hpp"

/// Who lives in a sandbox: accounts of its officers and firms, what its registers hold, guarantees of a bank,
/// and declarations that are ready to be sent. All of it comes in over the public interface.
namespace lintas::sandbox {

/// Something a node refused that it should have taken.
class Unsettled : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Account {
  std::string state;
  std::string role;
  std::string party;   ///< of a firm
  std::string person;  ///< of an officer
  std::string office;
  std::string key_file;
  std::string key;
};

/// A guarantee that is registered for an example.
struct Guarantee {
  char type = ' ';
  std::string grn;
  std::string receipt;  ///< of a deposit
  std::string amount;
  std::string currency;
  std::string access_code;  ///< none of a deposit
  std::string_view good_for;
};

/// An example of a declaration whose whole route lies in the sandbox.
struct Trade {
  std::string file;  ///< where it lies, ready to be sent
  std::string text;
  std::string state;
  std::string sender;
  std::string holder;
  std::string consignee;
  std::string departure;
  std::vector<std::string> transit;
  std::string destination;
  std::string amount;  ///< to be covered
  std::string currency;
  std::string access_code;
  std::vector<Guarantee> guarantees;
};
/// LRN and messageIdentification of every example that is ready to be sent: another one makes another
/// movement.
inline constexpr std::string_view lrn_of_trades = "GOOD-1";

class Town {
 public:
  /// `http` outlives it.
  Town(Ground ground, net::Client& http, Day today);

  /// Issues keys, brings in registers and guarantees, where the ground is fresh; else reads the keys. Writes
  /// declarations of today. Throws Unsettled and Unanswered.
  void settle();
  /// Writes what software reads of the sandbox.
  void describe(double speed) const;

  [[nodiscard]] const Ground& ground() const noexcept { return ground_; }
  [[nodiscard]] const std::vector<Account>& accounts() const noexcept { return accounts_; }
  [[nodiscard]] const std::vector<Trade>& trades() const noexcept { return trades_; }
  [[nodiscard]] const refdata::Snapshot& reference() const noexcept { return reference_; }
  [[nodiscard]] Client client(const std::string& state) const;
  /// Of a firm, or of who is not at an office; null if there is none.
  [[nodiscard]] const Account* account(std::string_view state, std::string_view whose) const;
  /// Of the first or the second officer of a role at an office; null if there is none.
  [[nodiscard]] const Account* officer(std::string_view office, std::string_view role, bool second) const;

 private:
  [[nodiscard]] std::vector<Account> inhabitants() const;
  void hire(Account account);
  void bring_in_registers(const std::string& state);
  void register_guarantees(const Trade& trade);
  void register_guarantee(const Trade& trade, const Guarantee& guarantee, bool suspended);
  [[nodiscard]] Json terms_of(const Trade& trade, const Guarantee& guarantee) const;

  Ground ground_;
  net::Client& http_;
  Day today_;
  refdata::Snapshot reference_;
  std::vector<Trade> trades_;
  std::vector<Account> accounts_;
};

}  // namespace lintas::sandbox
